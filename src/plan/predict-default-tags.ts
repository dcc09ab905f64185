/**
 * What becomes of an instance when the tags change that its provider block adds to everything (AWS' `default_tags`). The provider keeps all
 * of them in `tags_all`: those of the block, and over them those of the resource. Held against the plans of AWS provider 5.100.0
 * (fixtures/pairs/aws-default-tags-…).
 */
import type { ResourceFacts } from "../model/catalogue.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import type { Tags } from "../terraform/default-tags.ts";
import { isMapping, isOpen, mapValue, stringValue } from "../terraform/values.ts";
import type { Decision } from "./predict-change.ts";
import { entriesOf } from "./predict-values.ts";

/** Of the provider block of one instance; null on a side: not known. */
export interface AddedTags {
  readonly base: Tags;
  readonly head: Tags;
}

/** The whole of `tags_all` on both sides, where it changes. */
export interface TagsChange {
  readonly before: Value;
  readonly after: Value;
}

const onlyTags: ReadonlySet<string> = new Set(["tags_all"]);

/** What was decided of an instance, and what the added tags make of it where nothing else changes it. */
export function withAddedTags(decision: Decision, before: ResourceInstance, head: ResourceInstance, added: AddedTags | null): Decision {
  if (added === null || decision.action !== "no-op" || sameTags(added.base, added.head)) return decision;
  if (head.lifecycle.ignoreChanges === "all") return decision;
  const tagging = taggingOf(head, decision.facts);
  if (tagging === "none") return decision;
  const [old, next] = [allTags(added.base, before), allTags(added.head, head)];
  if (tagging === "open" || old === null || next === null) {
    const doubts = [{ kind: "other-provider", path: "tags_all", subject: "provider.aws" }] as const;
    return { ...decision, action: "undecided", possible: ["no-op", "update"], doubts, changed: onlyTags };
  }
  // Nothing else changes, so the instance's own tags are the same: what the block adds beside them decides.
  if (sameTags(beside(added.base, before), beside(added.head, head))) return decision;
  return { ...decision, action: "update", changed: onlyTags, surely: onlyTags, tags: { before: mapValue(old), after: mapValue(next) } };
}

/** Tags came to these types with version 6 of the provider. */
const taggedLate: ReadonlySet<string> = new Set(
  [
    ...["kinesis_stream_consumer", "s3_access_point", "s3_directory_bucket", "s3tables_table", "s3tables_table_bucket"],
    ...["cluster", "control_panel", "safety_rule"].map((name) => `route53recoverycontrolconfig_${name}`),
  ].map((name) => `aws_${name}`),
);

/** `open`: the provider does more than to add them, or the catalogue does not tell. */
function taggingOf(instance: ResourceInstance, facts: ResourceFacts | null): "all" | "none" | "open" {
  if (facts === null || taggedLate.has(instance.type)) return "open";
  const argument = facts.argument?.("tags") ?? null;
  const [own, all] = [facts.fact("tags"), facts.fact("tags_all")];
  if (argument === null) return own === "unknown" && all === "unknown" ? "none" : "open";
  if (argument.kind !== "collection" || argument.block || own !== "update" || !facts.updatable) return "open";
  if (all !== "update" && all !== "unknown") return "open";
  const { ignoreChanges } = instance.lifecycle;
  const ignores = ignoreChanges !== "all" && ignoreChanges.some((path) => path.trim().startsWith("tags"));
  // An object of S3 can leave out its provider's tags.
  return ignores || entriesOf(instance.values)?.has("override_provider") === true ? "open" : "all";
}

/** Null: its own tags are not known, or one that may take the place of an added one is not. */
function allTags(added: Tags, instance: ResourceInstance): ReadonlyMap<string, Value> | null {
  const own = ownTags(instance);
  if (added === null || own === null) return null;
  for (const name of added.keys()) {
    const tag = own.get(name);
    if (tag !== undefined && (tag.kind === "unknown" || tag.kind === "null")) return null;
  }
  return new Map([...[...added].map(([name, tag]) => [name, stringValue(tag)] as const), ...own]);
}

function ownTags(instance: ResourceInstance): ReadonlyMap<string, Value> | null {
  const tags = entriesOf(instance.values)?.get("tags");
  if (tags === undefined || tags.kind === "null") return new Map();
  return isMapping(tags) && !isOpen(tags) && tags.sensitive !== true ? tags.entries : null;
}

function beside(added: Tags, instance: ResourceInstance): Tags {
  const own = ownTags(instance);
  return added === null || own === null ? null : new Map([...added].filter(([name]) => !own.has(name)));
}

function sameTags(one: Tags, other: Tags): boolean {
  if (one === null || other === null) return false;
  return one.size === other.size && [...one].every(([name, tag]) => other.get(name) === tag);
}
