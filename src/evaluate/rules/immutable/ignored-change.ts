/** Rule: Terraform is not told to overlook changes of what a server is. */
import type { Observation } from "../../../model/finding.ts";
import { placeOf } from "../../../model/place.ts";
import type { ReviewSubject } from "../../../model/subject.ts";
import type { Expression } from "../../../model/syntax.ts";
import { attributeNamed, blocksOfType, literalString, traversalOf, withoutParentheses } from "../../../model/syntax-query.ts";
import type { ConfiguredResource } from "../../../model/terraform-module.ts";
import { blocksOf, pathText, type Step, textOf } from "../../configured.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const ignoredChange: ConfigurationRule = {
  on: "configuration",
  id: "immutable/ignored-change",
  level: "block",
  page: {
    title: "Changes of an image are not ignored",
    why:
      "`ignore_changes` on an image, on user data, on a template or its version, or on everything tells Terraform to keep the old server when the code asks for a new one. The code then says one " +
      "thing and the server is another, and a patched image never arrives. Desired counts, which autoscaling moves, are a good use of it; so is the task definition of an ECS service " +
      "that CodeDeploy or another controller rolls out.",
    bad: 'resource "aws_instance" "web" {\n  ami           = data.aws_ami.web.id\n  instance_type = "t3.micro"\n\n  lifecycle {\n    ignore_changes = [ami, user_data]\n  }\n}',
    good: 'resource "aws_instance" "web" {\n  ami           = var.ami   # a new image is a reviewed change of this value\n  instance_type = "t3.micro"\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}',
  },
  reasons: {
    "defining-attribute": {
      message: "`{address}` ignores changes of `{ignored}`, so a new value in the code never replaces what runs",
      remedy: "Take `{ignored}` out of `ignore_changes` and pin it in the code, so that its change is a reviewed replacement.",
    },
    everything: {
      message: "`{address}` ignores every change (`ignore_changes = all`): the code no longer says what runs",
      remedy: "Name the one attribute that something else moves (a desired count, a tag), or drop `ignore_changes`.",
    },
    "task-definition": {
      message:
        "`{address}` ignores changes of `task_definition` under the ECS deployment controller, so a new image never rolls out from here",
      remedy: "Take it out of `ignore_changes`; keep it only with `deployment_controller` of type `CODE_DEPLOY` or `EXTERNAL`.",
    },
  },
  *judge(side, subject) {
    for (const resource of side.resources) {
      if (resource.block.mode === "managed") yield* judgeResource(resource, subject);
    }
  },
};

function* judgeResource(resource: ConfiguredResource, subject: ReviewSubject): Generator<Observation, void, undefined> {
  const { block } = resource;
  for (const lifecycle of blocksOfType(block.body, "lifecycle")) {
    const attribute = attributeNamed(lifecycle.body, "ignore_changes");
    if (attribute === undefined) continue;
    for (const { path, expression } of ignoredPaths(attribute.expression)) {
      const reason = reasonOf(path, resource, subject);
      if (reason === null) continue;
      const place = placeOf(block.place.file, expression.span);
      yield { reason, place, address: block.address, attribute: path, evidence: { ignored: path } };
    }
  }
}

interface Ignored {
  readonly path: string;
  readonly expression: Expression;
}

/** `all`, `[ami, tags["a"]]`, and the quoted forms of old Terraform (`["ami"]`, `["*"]`). */
function ignoredPaths(expression: Expression): readonly Ignored[] {
  const written = withoutParentheses(expression);
  if (written.kind !== "tuple") {
    const path = pathOf(written);
    return path === null ? [] : [{ path: path === "*" ? "all" : path, expression: written }];
  }
  return written.items.flatMap((item) => {
    const path = pathOf(item);
    return path === null ? [] : [{ path: path === "*" ? "all" : path, expression: item }];
  });
}

function pathOf(expression: Expression): string | null {
  const steps: readonly Step[] | null = traversalOf(expression);
  return steps === null ? (literalString(expression) ?? null) : pathText(steps);
}

/** Names that say what runs, on types that the catalogue does not class. */
const definingNames = new Set([
  "ami",
  "image",
  "image_id",
  "image_uri",
  "image_identifier",
  "user_data",
  "user_data_base64",
  "custom_data",
  "metadata_startup_script",
  "launch_template",
  "launch_configuration",
  "source_image",
  "source_image_id",
  "source_image_reference",
  "storage_image_reference",
  "container_definitions",
  "instance_template",
  "mixed_instances_policy",
]);

/** Of servers and pointers, further names that decide which version runs. */
const versionNames = new Set([
  "version",
  "template",
  "cloud_init",
  "cloudinit",
  "template_spec",
  "s3_key",
  "s3_object_version",
  "filename",
  "source_code_hash",
]);

function reasonOf(path: string, resource: ConfiguredResource, subject: ReviewSubject): string | null {
  const { type } = resource.block;
  if (path === "all") return "everything";
  if (type === "aws_ecs_service" && path === "task_definition") return rolledOutElsewhere(resource) ? null : "task-definition";
  return isDefining(path, type, subject) ? "defining-attribute" : null;
}

function isDefining(path: string, type: string, subject: ReviewSubject): boolean {
  const root = rootOf(path);
  if (isCount(path)) return false;
  if (type.startsWith("kubernetes_")) return path.endsWith(".image");
  // Below these stand a server's disk or its labels as well as what it runs.
  if (root === "boot_disk")
    return path === root || path.includes("image") || path.endsWith("initialize_params") || path.endsWith("initialize_params[0]");
  if (root === "metadata")
    return path.includes("startup-script") || path.includes("user-data") || (path === root && type.startsWith("google_compute_instance"));
  if (definingNames.has(root)) return true;
  const attributeClass = subject.workloads.attributeClass(type, path);
  if (attributeClass === "defining" || attributeClass === "pointer") return true;
  const resourceClass = subject.workloads.classOf(type);
  return (resourceClass === "server" || resourceClass === "pointer") && versionNames.has(root);
}

function rootOf(path: string): string {
  const end = [path.indexOf("."), path.indexOf("[")].filter((at) => at !== -1);
  return end.length === 0 ? path : path.slice(0, Math.min(...end));
}

/** What autoscaling moves. */
function isCount(path: string): boolean {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return name.includes("count") || name.includes("capacity") || name.includes("replicas") || name.includes("size");
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#deployment_controller */
function rolledOutElsewhere(resource: ConfiguredResource): boolean {
  return blocksOf(resource.values, "deployment_controller").some((controller) => {
    const type = textOf(controller, "type");
    return type === "CODE_DEPLOY" || type === "EXTERNAL";
  });
}
