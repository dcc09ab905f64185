/** image/unpinned: which references name exactly one image. */
import { describe, expect, test } from "@jest/globals";
import { pinningOf } from "../../../src/evaluate/image-reference.ts";
import { unpinnedImage } from "../../../src/evaluate/rules/image/unpinned.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

const digest = `sha256:${"a".repeat(64)}`;

test("the bad story is introduced, the good one is quiet", () => {
  expect(introduced(unpinnedImage, storyFiles("image/unpinned", "bad", "base"), storyFiles("image/unpinned", "bad", "head"))).toEqual([
    "most-recent main.tf:2 data.aws_ami.web most_recent",
  ]);
  expect(told(unpinnedImage, storyFiles("image/unpinned", "bad", "base"))).toEqual([]);
  expect(told(unpinnedImage, storyFiles("image/unpinned", "good", "head"))).toEqual([]);
});

test.each([
  ["nginx", "untagged"],
  ["library/nginx", "untagged"],
  ["localhost:5000/nginx", "untagged"],
  ["nginx:latest", "latest"],
  ["nginx:LATEST", "latest"],
  ["nginx:main", "latest"],
  ["nginx:1.25", "tag"],
  ["localhost:5000/nginx:1.25", "tag"],
  [`nginx@${digest}`, "digest"],
  [`nginx:1.25@${digest}`, "digest"],
  ["nginx:$TAG", "unsettled"],
  ["", "unsettled"],
] as const)("%s is %s", (reference, expected) => {
  expect(pinningOf(reference)).toBe(expected);
});

describe("machine images", () => {
  test.each([
    ['data "aws_ami" "x" {\n  most_recent = true\n}', "most-recent main.tf:2 data.aws_ami.x most_recent"],
    [
      'variable "newest" {\n  default = true\n}\ndata "aws_ami" "x" {\n  most_recent = var.newest\n}',
      "most-recent main.tf:5 data.aws_ami.x most_recent",
    ],
    [
      'data "google_compute_image" "x" {\n  family = "debian-12"\n  project = "debian-cloud"\n}',
      "family main.tf:2 data.google_compute_image.x family",
    ],
    [
      'data "aws_ssm_parameter" "x" {\n  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"\n}',
      "latest-parameter main.tf:2 data.aws_ssm_parameter.x name",
    ],
    [
      'data "aws_ssm_parameter" "x" {\n  name = "/aws/service/eks/optimized-ami/1.30/amazon-linux-2/recommended/image_id"\n}',
      "latest-parameter main.tf:2 data.aws_ssm_parameter.x name",
    ],
    [
      'resource "aws_launch_template" "x" {\n  image_id = "resolve:ssm:/golden/web"\n}',
      "latest-parameter main.tf:2 aws_launch_template.x image_id",
    ],
    [
      'resource "azurerm_linux_virtual_machine" "x" {\n  source_image_reference {\n    offer = "ubuntu"\n    version = "latest"\n  }\n}',
      "latest-version main.tf:4 azurerm_linux_virtual_machine.x source_image_reference.version",
    ],
    [
      'data "azurerm_shared_image_version" "x" {\n  name = "latest"\n}',
      "latest-version main.tf:2 data.azurerm_shared_image_version.x name",
    ],
    [
      'resource "azurerm_linux_virtual_machine" "x" {\n  source_image_id = "/subscriptions/1/resourceGroups/a/providers/Microsoft.Compute/galleries/g/images/web"\n}',
      "latest-version main.tf:2 azurerm_linux_virtual_machine.x source_image_id",
    ],
    [
      'resource "google_compute_instance" "x" {\n  boot_disk {\n    initialize_params {\n      image = "debian-cloud/debian-12"\n    }\n  }\n}',
      "family main.tf:4 google_compute_instance.x boot_disk.initialize_params.image",
    ],
    [
      'resource "google_compute_instance_template" "x" {\n  disk {\n    source_image = "projects/p/global/images/family/web"\n  }\n}',
      "family main.tf:3 google_compute_instance_template.x disk.source_image",
    ],
    ['data "hcloud_image" "x" {\n  most_recent = true\n}', "most-recent main.tf:2 data.hcloud_image.x most_recent"],
  ])("%s", (text, expected) => {
    expect(told(unpinnedImage, { "main.tf": text })).toEqual([expected]);
  });

  test.each([
    'data "aws_ami" "x" {\n  most_recent = false\n}',
    'data "aws_ami" "x" {\n  owners = ["self"]\n}',
    'data "google_compute_image" "x" {\n  name = "debian-12-bookworm-v20260115"\n}',
    'data "aws_ssm_parameter" "x" {\n  name = "/golden/web/ami"\n}',
    'resource "aws_launch_template" "x" {\n  image_id = "resolve:ssm:/golden/web:7"\n}',
    'resource "aws_instance" "x" {\n  ami = "ami-0a1b2c3d4e5f60718"\n}',
    'resource "azurerm_linux_virtual_machine" "x" {\n  source_image_reference {\n    version = "22.04.202601150"\n  }\n}',
    'resource "google_compute_instance" "x" {\n  boot_disk {\n    initialize_params {\n      image = "debian-cloud/debian-12-bookworm-v20260115"\n    }\n  }\n}',
  ])("%s is pinned", (text) => {
    expect(told(unpinnedImage, { "main.tf": text })).toEqual([]);
  });
});

describe("containers in Terraform", () => {
  test.each([
    [
      "latest",
      'resource "aws_lambda_function" "x" {\n  image_uri = "1.dkr.ecr.eu-west-1.amazonaws.com/x:latest"\n}',
      "latest main.tf:2 aws_lambda_function.x image_uri",
    ],
    ["a tag", 'resource "docker_container" "x" {\n  image = "nginx:1.25"\n}', "tag main.tf:2 docker_container.x image"],
    ["none", 'resource "docker_image" "x" {\n  name = "nginx"\n}', "untagged main.tf:2 docker_image.x name"],
    [
      "Cloud Run",
      'resource "google_cloud_run_v2_service" "x" {\n  template {\n    containers {\n      image = "gcr.io/p/x:latest"\n    }\n  }\n}',
      "latest main.tf:4 google_cloud_run_v2_service.x template[0].containers[0].image",
    ],
    [
      "App Runner",
      'resource "aws_apprunner_service" "x" {\n  source_configuration {\n    image_repository {\n      image_identifier = "public.ecr.aws/x/y:latest"\n    }\n  }\n}',
      "latest main.tf:4 aws_apprunner_service.x source_configuration[0].image_repository[0].image_identifier",
    ],
    [
      "Kubernetes",
      'resource "kubernetes_deployment" "x" {\n  spec {\n    template {\n      spec {\n        container {\n          image = "nginx"\n        }\n      }\n    }\n  }\n}',
      "untagged main.tf:6 kubernetes_deployment.x spec[0].template[0].spec[0].container[0].image",
    ],
    [
      "ECS",
      'resource "aws_ecs_task_definition" "x" {\n  container_definitions = jsonencode([{\n    name  = "web"\n    image = "nginx:latest"\n  }])\n}',
      "latest main.tf:4 aws_ecs_task_definition.x container_definitions",
    ],
    [
      "ECS beside something unknown",
      'resource "aws_ecs_task_definition" "x" {\n  container_definitions = jsonencode([{\n    role  = aws_iam_role.x.arn\n    image = "nginx:latest"\n  }])\n}',
      "latest main.tf:4 aws_ecs_task_definition.x container_definitions",
    ],
    [
      "an unknown repository",
      'resource "aws_ecs_task_definition" "x" {\n  container_definitions = jsonencode([{\n    image = "$\u007baws_ecr_repository.x.repository_url}:latest"\n  }])\n}',
      "latest main.tf:3 aws_ecs_task_definition.x container_definitions",
    ],
    [
      "ECS as a heredoc",
      'resource "aws_ecs_task_definition" "x" {\n  container_definitions = <<-EOT\n    [\n      { "name": "web",\n        "image": "nginx" }\n    ]\n  EOT\n}',
      "untagged main.tf:5 aws_ecs_task_definition.x container_definitions",
    ],
    [
      "behind a variable's default",
      'variable "tag" {\n  default = "latest"\n}\nresource "docker_container" "x" {\n  image = "nginx:$\u007bvar.tag}"\n}',
      "latest main.tf:5 docker_container.x image",
    ],
    [
      "an image from outside",
      'variable "image" {}\nresource "docker_container" "x" {\n  image = var.image\n}',
      "unsettled main.tf:3 docker_container.x image",
    ],
  ])("%s", (_name, text, expected) => {
    expect(told(unpinnedImage, { "main.tf": text })).toEqual([expected]);
  });

  test("ECS definitions in a file are told at the file's own line", () => {
    const files = {
      "main.tf": 'resource "aws_ecs_task_definition" "x" {\n  container_definitions = file("$\u007bpath.module}/web.json")\n}\n',
      "web.json": '[\n  {\n    "name": "web",\n    "image": "nginx:latest"\n  }\n]\n',
    };
    expect(told(unpinnedImage, files)).toEqual(["latest web.json:4 aws_ecs_task_definition.x container_definitions"]);
  });

  test.each([
    `resource "docker_container" "x" {\n  image = "nginx@${digest}"\n}`,
    'resource "docker_container" "x" {\n  image = docker_image.x.image_id\n}',
    'resource "docker_image" "x" {\n  name = "nginx@$\u007bdata.docker_registry_image.x.sha256_digest}"\n}',
    `resource "aws_ecs_task_definition" "x" {\n  container_definitions = jsonencode([{ image = "nginx@${digest}" }])\n}`,
    'resource "aws_ecr_repository" "x" {\n  image_tag_mutability = "IMMUTABLE"\n}\nresource "aws_lambda_function" "f" {\n  image_uri = "$\u007baws_ecr_repository.x.repository_url}:v1"\n}',
    'resource "aws_lambda_function" "f" {\n  filename = "f.zip"\n}',
  ])("%s is pinned", (text) => {
    expect(told(unpinnedImage, { "main.tf": text }).filter((each) => !each.startsWith("unsettled"))).toEqual([]);
  });

  test("an image that is built from two parts is shown with a gap", () => {
    const text = 'resource "aws_lambda_function" "f" {\n  image_uri = "$\u007baws_ecr_repository.x.repository_url}:latest"\n}';
    expect(observations(unpinnedImage, { "main.tf": text })[0]?.evidence.image).toBe("$\u007b…}:latest");
  });
});

describe("other files", () => {
  test.each([
    ["Dockerfile", "FROM node\n", ["base-untagged Dockerfile:1"]],
    ["Dockerfile", "ARG V=latest\nFROM node:$V\n", ["base-latest Dockerfile:2"]],
    ["Dockerfile", "FROM node:22.11.0\n", ["base-tag Dockerfile:1"]],
    ["Dockerfile", `FROM node:22@${digest} AS build\nFROM build\n`, []],
    ["Dockerfile", "ARG BASE\nFROM $BASE\n", []],
    ["docker-compose.yml", "services:\n  web:\n    image: nginx\n", ["untagged docker-compose.yml:3"]],
    ["docker-compose.yml", "services:\n  web:\n    image: nginx:1.25\n", ["service-tag docker-compose.yml:3"]],
    ["k8s/web.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: web\n      image: nginx:1.25\n", ["tag k8s/web.yaml:6"]],
    [
      "packer/web.pkr.hcl",
      'source "amazon-ebs" "web" {\n  source_ami_filter {\n    most_recent = true\n  }\n}\n',
      ["bake-source packer/web.pkr.hcl:3 source_ami_filter.most_recent"],
    ],
  ])("%s: %s", (path, text, expected) => {
    expect(told(unpinnedImage, { [path]: text }).map((each) => each.replace("[0]", ""))).toEqual(expected);
  });
});

test.each([
  [
    JSON.stringify({ builders: [{ type: "amazon-ebs", source_ami_filter: { most_recent: true } }] }),
    "bake-source packer/web.json:1 source_ami_filter.most_recent",
  ],
  [
    JSON.stringify({ builders: [{ type: "googlecompute", source_image_family: "debian-12" }] }),
    "bake-source packer/web.json:1 source_image_family",
  ],
  [JSON.stringify({ builders: [{ type: "azure-arm", image_version: "latest" }] }), "bake-source packer/web.json:1 image_version"],
  [JSON.stringify({ builders: [{ type: "docker", image: "ubuntu" }] }), "base-untagged packer/web.json:1 image"],
])("a Packer template in JSON: %s", (text, expected) => {
  expect(told(unpinnedImage, { "packer/web.json": text })).toEqual([expected]);
});

test("an image in a heredoc is shown with a gap where something is put in", () => {
  const text = (tag: string) =>
    `resource "aws_ecs_task_definition" "x" {\n  container_definitions = <<EOT\n[{ "image": "$\{aws_ecr_repository.x.repository_url}:${tag}" }]\nEOT\n}\n`;
  expect(observations(unpinnedImage, { "main.tf": text("latest") }).map((each) => [each.reason, each.evidence.image])).toEqual([
    ["latest", `$\{…}:latest`],
  ]);
  expect(told(unpinnedImage, { "main.tf": text(`$\{var.tag}`) })).toEqual([
    "unsettled main.tf:3 aws_ecs_task_definition.x container_definitions",
  ]);
});
