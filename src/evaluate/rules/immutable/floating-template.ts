/** Rule: a group names the version of its template, so that a new one is a change that somebody reviews. */
import type { Observation } from "../../../model/finding.ts";
import { traversalOf } from "../../../model/syntax-query.ts";
import type { ConfiguredResource } from "../../../model/terraform-module.ts";
import type { Value } from "../../../model/value.ts";
import { blocksOf, expressionsAt, pathText, placeOfPath, type Step, textOf } from "../../configured.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const floatingTemplate: ConfigurationRule = {
  on: "configuration",
  id: "immutable/floating-template",
  level: "block",
  page: {
    title: "Template versions are pinned",
    why:
      "With `$Latest` or `$Default` a group's own configuration never changes: when the template does, the plan shows nothing for the group, no instance refresh starts, and new instances mix with " +
      "old ones whenever the group happens to scale. A reference to the template's `latest_version` (or `default_version`) is a number in the plan: it changes, is seen, and rolls.",
    bad: 'resource "aws_autoscaling_group" "web" {\n  # …\n  launch_template {\n    id      = aws_launch_template.web.id\n    version = "$Latest"\n  }\n}',
    good: 'resource "aws_autoscaling_group" "web" {\n  # …\n  launch_template {\n    id      = aws_launch_template.web.id\n    version = aws_launch_template.web.latest_version\n  }\n\n  instance_refresh {\n    strategy = "Rolling"\n  }\n}',
  },
  reasons: {
    floating: {
      message:
        "`{address}` takes whatever version of its launch template is `{version}`: a new version shows in no plan and starts no rollout",
      remedy: "Refer to the number: `version = {instead}`.",
    },
    absent: {
      message:
        "`{address}` names no version of its launch template, which means `$Default`: a new default shows in no plan and starts no rollout",
      remedy: "Refer to the number: `version = {instead}`.",
    },
  },
  *judge(side) {
    for (const resource of side.resources) {
      if (resource.block.mode === "managed" && consumers.has(resource.block.type)) yield* judgeResource(resource);
    }
  },
};

/**
 * Types that launch from a template, and whether a missing version means `$Default` there (EKS and Batch require or default one of their own).
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html
 */
const consumers: ReadonlyMap<string, "default" | "own"> = new Map([
  ["aws_autoscaling_group", "default"],
  ["aws_instance", "default"],
  ["aws_spot_instance_request", "default"],
  ["aws_ec2_fleet", "own"],
  ["aws_spot_fleet_request", "own"],
  ["aws_eks_node_group", "own"],
  ["aws_batch_compute_environment", "default"],
]);

/** Blocks that hold, or lead to, a template's version. */
const leads = [
  "launch_template",
  "mixed_instances_policy",
  "launch_template_specification",
  "launch_template_config",
  "override",
  "overrides",
  "compute_resources",
];

function* judgeResource(resource: ConfiguredResource): Generator<Observation, void, undefined> {
  const absent = consumers.get(resource.block.type) === "default";
  yield* below(resource, resource.values, [], absent);
}

function* below(
  resource: ConfiguredResource,
  value: Value,
  path: readonly Step[],
  absent: boolean,
): Generator<Observation, void, undefined> {
  // mixed_instances_policy → launch_template → override → launch_template_specification is the deepest there is.
  if (path.length > 10) return;
  for (const name of leads) {
    for (const [index, block] of blocksOf(value, name).entries()) {
      const at = [...path, name, index];
      if (namesTemplate(block)) yield* judgeVersion(resource, block, at, absent);
      yield* below(resource, block, at, absent);
    }
  }
}

/** A block that names a template by id or name. */
function namesTemplate(block: Value): boolean {
  if (block.kind !== "object" && block.kind !== "map") return false;
  const names = ["id", "name", "launch_template_id", "launch_template_name"];
  return block.entries.has("version") || names.some((name) => (block.entries.get(name)?.kind ?? "null") !== "null");
}

const floatingVersions = new Set(["$Latest", "$Default"]);

function* judgeVersion(
  resource: ConfiguredResource,
  block: Value,
  at: readonly Step[],
  absent: boolean,
): Generator<Observation, void, undefined> {
  const path = [...at, "version"];
  const entry = block.kind === "object" || block.kind === "map" ? block.entries.get("version") : undefined;
  const common = { address: resource.block.address, attribute: pathText(path), place: placeOfPath(resource, path) };
  const version = textOf(block, "version");
  const instead = numberOf(resource, at);
  if (version !== undefined && floatingVersions.has(version))
    yield { ...common, reason: "floating", evidence: { version, instead }, identity: version };
  const unset = entry === undefined || entry.kind === "null" || version === "";
  if (unset && absent) yield { ...common, reason: "absent", evidence: { instead }, identity: "absent" };
}

/** What to write instead: the number of the very template that the block names, where it names one of the configuration. */
function numberOf(resource: ConfiguredResource, at: readonly Step[]): string {
  for (const name of ["id", "name", "launch_template_id", "launch_template_name"]) {
    for (const expression of expressionsAt(resource, [...at, name])) {
      const [type, template] = traversalOf(expression) ?? [];
      if (type === "aws_launch_template" && typeof template === "string") return `${type}.${template}.latest_version`;
    }
  }
  return "aws_launch_template.<name>.latest_version";
}
