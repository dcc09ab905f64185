// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.

import { describe, expect, test } from "@jest/globals";
import { attributeNamed, blocksOfType, literalOf } from "../../src/model/syntax-query.ts";
import type { TerraformModule } from "../../src/model/terraform-module.ts";
import { writtenAddress } from "../../src/terraform/address.ts";
import { readModules } from "../../src/terraform/modules.ts";
import type { Files } from "./reading.ts";
import { parsed } from "./reading.ts";

function modulesOf(files: Files): ReadonlyMap<string, TerraformModule> {
  return readModules(parsed(files));
}

function moduleOf(files: Files): TerraformModule {
  const module = modulesOf(files).get(".");
  if (module === undefined) throw new Error("no module at the root");
  return module;
}

function argumentOf(module: TerraformModule, address: string, name: string): unknown {
  const body = module.resources.get(address)?.body;
  const attribute = body === undefined ? undefined : attributeNamed(body, name);
  return attribute === undefined ? undefined : literalOf(attribute.expression);
}

describe("modules", () => {
  test("are directories; copies below .terraform and editors' leftovers are none", () => {
    const modules = modulesOf({
      "main.tf": "",
      "a/x.tf": "",
      "a/y.tf.json": "{}",
      ".terraform/modules/vpc/main.tf": "",
      "a/.terraform/z.tf": "",
      "a/.hidden.tf": "",
      "b/prod.tfvars": "",
      "c/main.tofu": "",
    });
    expect([...modules.keys()]).toEqual([".", "a", "c"]);
    expect(modules.get("a")?.files).toEqual(["a/x.tf", "a/y.tf.json"]);
  });

  test("an OpenTofu file takes the place of its namesake", () => {
    const module = moduleOf({ "main.tf": 'resource "a_b" "c" {\n x = 1\n}', "main.tofu": 'resource "a_b" "c" {\n x = 2\n}' });
    expect(module.problems).toEqual([]);
    expect(argumentOf(module, "a_b.c", "x")).toBe(2);
  });

  test("native and JSON syntax give the same nouns", () => {
    const native = moduleOf({
      "main.tf": `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
  backend "s3" {}
}
provider "aws" {
  alias = "eu"
}
variable "size" {
  type      = string
  default   = "t3.small"
  sensitive = true
  nullable  = false
}
locals {
  a = 1
}
resource "aws_instance" "web" {
  ami = "ami-1"
  lifecycle {
    prevent_destroy = true
  }
}
data "aws_ami" "base" {
  most_recent = true
}
module "app" {
  source  = "./modules/app"
  version = "1.0"
}
output "id" {
  value = aws_instance.web.id
}
moved {
  from = aws_instance.old["a"]
  to   = module.app["eu"].aws_instance.web[0]
}
removed {
  from = aws_instance.gone
  lifecycle {
    destroy = false
  }
}
import {
  to = aws_instance.web
  id = "i-1"
}
`,
    });
    const json = moduleOf({
      "main.tf.json": JSON.stringify({
        "//": "a comment",
        terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.0" } }, backend: { s3: {} } },
        provider: { aws: [{ alias: "eu" }] },
        variable: { size: { type: "string", default: "t3.small", sensitive: true, nullable: false } },
        locals: { a: 1 },
        resource: [{ aws_instance: { web: { ami: "ami-1", lifecycle: [{ prevent_destroy: true }] } } }],
        data: { aws_ami: { base: { most_recent: true } } },
        module: { app: { source: "./modules/app", version: "1.0" } },
        output: { id: { value: "${aws_instance.web.id}" } },
        moved: [{ from: 'aws_instance.old["a"]', to: 'module.app["eu"].aws_instance.web[0]' }],
        removed: { from: "aws_instance.gone", lifecycle: { destroy: false } },
        import: { to: "aws_instance.web", id: "i-1" },
      }),
    });
    const nouns = (module: TerraformModule) => ({
      variables: [...module.variables.values()].map(({ name, sensitive, nullable }) => ({ name, sensitive, nullable })),
      locals: [...module.locals.keys()],
      resources: [...module.resources.keys()],
      lifecycles: [...module.resources.values()].map((resource) => blocksOfType(resource.body, "lifecycle").length),
      calls: [...module.calls.values()].map(({ name, source, dir, version }) => ({ name, source, dir, version })),
      outputs: [...module.outputs.keys()],
      providers: module.providers.map(({ name, alias }) => ({ name, alias })),
      moved: module.moved.map(({ from, to }) => ({ from, to })),
      removed: module.removed.map(({ from, destroy }) => ({ from, destroy })),
      imports: module.imports.map(({ to }) => writtenAddress(to)),
      required: [...module.requiredProviders.values()].map(({ name, source, version }) => ({ name, source, version })),
      settings: module.settings.length,
      problems: module.problems,
    });
    expect(nouns(json)).toEqual(nouns(native));
    expect(nouns(native)).toMatchObject({
      resources: ["aws_instance.web", "data.aws_ami.base"],
      calls: [{ dir: "modules/app" }],
      moved: [{ from: 'aws_instance.old["a"]', to: 'module.app["eu"].aws_instance.web[0]' }],
      removed: [{ from: "aws_instance.gone", destroy: false }],
      problems: [],
    });
  });

  test("a local source that leaves the repository names no directory", () => {
    const modules = modulesOf({ "a/main.tf": 'module "x" {\n source = "../../other"\n}\nmodule "y" {\n source = "..//b"\n}' });
    const calls = modules.get("a")?.calls;
    expect(calls?.get("x")?.dir).toBeNull();
    expect(calls?.get("y")?.dir).toBe("b");
  });

  test("what is declared twice is a problem, and the first holds", () => {
    const module = moduleOf({
      "a.tf": 'resource "a_b" "c" {\n x = 1\n}\nlocals {\n l = 1\n}\nvariable "v" {}',
      "b.tf": 'resource "a_b" "c" {\n x = 2\n}\nlocals {\n l = 2\n}\nvariable "v" {}\nprovider "aws" {}\nprovider "aws" {}',
    });
    expect(module.problems.map(({ file, line }) => `${file}:${line}`)).toEqual(["b.tf:1", "b.tf:5", "b.tf:7", "b.tf:9"]);
    expect(argumentOf(module, "a_b.c", "x")).toBe(1);
  });

  test("names that are keys of objects in JavaScript are names like others", () => {
    const module = moduleOf({ "main.tf": 'variable "__proto__" {}\nvariable "constructor" {}\nlocals {\n toString = 1\n}' });
    expect([...module.variables.keys()]).toEqual(["__proto__", "constructor"]);
    expect([...module.locals.keys()]).toEqual(["toString"]);
    expect(module.problems).toEqual([]);
  });
});

describe("override files", () => {
  const base = `
terraform {
  required_version = "1.0"
  required_providers {
    aws  = { source = "hashicorp/aws", version = "1" }
    null = { source = "hashicorp/null" }
  }
  backend "s3" {}
}
locals {
  a = 1
  b = 2
}
resource "a_b" "c" {
  x = 1
  y = 1
  disk {
    size = 1
  }
  disk {
    size = 2
  }
  net {}
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [x]
  }
  provisioner "local-exec" {
    command = "true"
  }
}
`;
  const module = moduleOf({
    "main.tf": base,
    "main_override.tf.json": JSON.stringify({ locals: { b: 3 }, resource: { a_b: { c: { y: 2 } } } }),
    "override.tf": `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "2" }
  }
  cloud {}
}
resource "a_b" "c" {
  x = 9
  disk {
    size = 3
  }
  lifecycle {
    prevent_destroy = false
  }
}
`,
  });
  const body = module.resources.get("a_b.c")?.body ?? {
    attributes: [],
    blocks: [],
    span: { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 },
  };

  test("replace arguments, and blocks of a type as a whole", () => {
    expect(module.problems).toEqual([]);
    expect(argumentOf(module, "a_b.c", "x")).toBe(9);
    expect(argumentOf(module, "a_b.c", "y")).toBe(2);
    expect(blocksOfType(body, "disk")).toHaveLength(1);
    expect(blocksOfType(body, "net")).toHaveLength(1);
    expect(blocksOfType(body, "provisioner")).toHaveLength(1);
  });

  test("merge lifecycle argument by argument", () => {
    const [lifecycle, ...others] = blocksOfType(body, "lifecycle");
    expect(others).toEqual([]);
    expect(lifecycle?.body.attributes.map((attribute) => attribute.name).sort()).toEqual(["ignore_changes", "prevent_destroy"]);
    const prevent = lifecycle === undefined ? undefined : attributeNamed(lifecycle.body, "prevent_destroy");
    expect(prevent === undefined ? undefined : literalOf(prevent.expression)).toBe(false);
  });

  test("merge locals and required providers by name, and replace the backend", () => {
    expect([...module.locals].map(([name, { expression }]) => [name, literalOf(expression)])).toEqual([
      ["a", 1],
      ["b", 3],
    ]);
    expect([...module.requiredProviders.values()].map(({ name, version }) => [name, version])).toEqual([
      ["aws", "2"],
      ["null", null],
    ]);
    const blocks = module.settings.flatMap((setting) => setting.body.blocks.map((block) => block.type));
    expect(blocks).not.toContain("backend");
    expect(blocks).toContain("cloud");
  });

  test("cannot override what is not there", () => {
    const { problems } = moduleOf({
      "override.tf": 'resource "a_b" "c" {}\nlocals {\n l = 1\n}\nmoved {\n from = a.b\n to = a.c\n}\nprovider "aws" {}',
    });
    expect(problems.map(({ line }) => line)).toEqual([1, 3, 5]);
  });
});
