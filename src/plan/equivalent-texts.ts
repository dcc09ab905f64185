/** Texts that a provider takes for one although they are written differently: policies, JSON documents, container definitions. */
import type { Value } from "../model/value.ts";
import { isOpenTo } from "../terraform/planned.ts";
import { namesOf } from "./catalogue-body.ts";
import { canonical, entriesOf, itemsOf, maxValueDepth } from "./predict-values.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/** What a provider makes of a text; null: nothing, it is no such text. */
type Reading = (text: string) => string | null;

/**
 * Whether a change of one text to the other is none to the provider; null: it compares letter by letter, as far as is known, or one of them
 * is no JSON.
 * @param argument an outermost argument of the resource.
 */
export function isEquivalent(
  type: string,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  argument: (name: string) => Value | undefined,
): boolean | null {
  const reading = readingOf(`${type}.${namesOf(path).join(".")}`, argument);
  if (reading === null || before?.kind !== "string" || after?.kind !== "string") return null;
  const [old, next] = [reading(before.value), reading(after.value)];
  return old === null || next === null ? null : old === next;
}

/** Protocols by their numbers, as the provider keeps them (`protocolStateFunc` in internal/service/ec2/vpc_security_group_rule.go). */
const protocols: ReadonlyMap<string, string> = new Map([
  ["all", "-1"],
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
]);

function protocolOf(written: string): string {
  const text = written.toLowerCase();
  return protocols.get(text) ?? text;
}

/** With `verify.SuppressEquivalentPolicyDiffs`: lists in any order, one element alike with and without its list. */
const policies: ReadonlySet<string> = new Set([
  "aws_ecr_repository_policy.policy",
  "aws_efs_file_system_policy.policy",
  "aws_iam_group_policy.policy",
  "aws_iam_policy.policy",
  "aws_iam_role.assume_role_policy",
  "aws_iam_role_policy.policy",
  "aws_iam_user_policy.policy",
  "aws_kms_key.policy",
  "aws_s3_bucket_policy.policy",
  "aws_secretsmanager_secret_policy.policy",
  "aws_sns_topic.policy",
  "aws_sns_topic_policy.policy",
  "aws_sqs_queue.policy",
  "aws_sqs_queue_policy.policy",
  "aws_vpc_endpoint.policy",
]);

/** Kept with sorted keys and without white space (`structure.NormalizeJsonString`), or compared so. */
const documents: ReadonlySet<string> = new Set([
  "aws_cloudwatch_dashboard.dashboard_body",
  "aws_cloudwatch_event_rule.event_pattern",
  "aws_sns_topic.delivery_policy",
  "aws_sns_topic_subscription.filter_policy",
  "aws_sqs_queue.redrive_policy",
]);

/** Of which the text is written from its one input. */
const writing = new Set(["jsonencode", "aws_iam_policy_document.json", "aws_iam_policy_document.minified_json"]);

/**
 * Two policies as values to compare part by part, lists in one order, where of at least one the code tells a part only. Null: they are no
 * policies, or nothing is known of them but their texts.
 */
export function policyDocuments(
  type: string,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
): { readonly before: Value; readonly after: Value } | null {
  if (!policies.has(`${type}.${path}`) || (before?.kind !== "unknown" && after?.kind !== "unknown")) return null;
  const [old, next] = [documentOf(before), documentOf(after)];
  return old === null || next === null ? null : { before: ordered(old, 0), after: ordered(next, 0) };
}

function documentOf(value: Value | undefined): Value | null {
  if (value?.kind === "string") {
    const document = parsed(value.value);
    return document === undefined ? null : asValue(document, 0);
  }
  if (value?.kind !== "unknown" || isOpenTo(value.planned) || !writing.has(value.made?.operation ?? "")) return null;
  return value.made?.inputs[0] ?? null;
}

function asValue(json: Json, depth: number): Value {
  if (json === null || depth > maxValueDepth) return { kind: "null" };
  if (Array.isArray(json)) return { kind: "tuple", items: json.map((item: Json) => asValue(item, depth + 1)) };
  if (isObject(json))
    return { kind: "object", entries: new Map(Object.entries(json).map(([key, entry]) => [key, asValue(entry, depth + 1)])) };
  return typeof json === "boolean" ? { kind: "bool", value: json } : { kind: "string", value: String(json) };
}

function ordered(value: Value, depth: number): Value {
  if (depth > maxValueDepth) return value;
  const entries = entriesOf(value);
  if (entries !== null) return { kind: "object", entries: new Map([...entries].map(([key, entry]) => [key, ordered(entry, depth + 1)])) };
  const items = itemsOf(value)?.map((item) => ordered(item, depth + 1));
  if (items === undefined) return value;
  const [only] = items;
  if (items.length === 1 && only !== undefined) return only;
  const keyed = items.map((item) => ({ item, key: canonical(item, true) }));
  return { kind: "tuple", items: keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item) };
}

function readingOf(path: string, argument: (name: string) => Value | undefined): Reading | null {
  if (policies.has(path)) return ofJson((document) => sorted(document, 0, true));
  if (documents.has(path)) return ofJson((document) => sorted(document, 0, false));
  if (path === "aws_security_group_rule.protocol") return protocolOf;
  if (path !== "aws_ecs_task_definition.container_definitions") return null;
  const mode = argument("network_mode");
  return ofJson((document) => containers(document, mode?.kind === "string" && mode.value === "awsvpc"));
}

function ofJson(read: (document: Json) => string): Reading {
  return (text) => {
    const document = parsed(text);
    return document === undefined ? null : read(document);
  };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** @param anyOrder lists in any order, and one element for its list. */
function sorted(value: Json, depth: number, anyOrder: boolean): string {
  if (depth > maxValueDepth) return "…";
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => sorted(item, depth + 1, anyOrder));
    if (anyOrder) items.sort();
    return anyOrder && items.length === 1 ? (items[0] ?? "") : `[${items.join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${sorted(entry, depth + 1, anyOrder)}`);
  return `{${entries.sort().join(",")}}`;
}

/** internal/service/ecs/container_definitions.go, `reduce`: what the service fills in or orders itself does not count. */
function containers(document: Json, ownAddress: boolean): string {
  if (!Array.isArray(document)) return sorted(document, 0, false);
  const reduced = document.map((container: Json) => {
    if (!isObject(container)) return container;
    const entries = Object.entries(container).flatMap(([key, value]): [string, Json][] => {
      if (isEmpty(value) || (key === "essential" && value === true) || (key === "cpu" && value === 0)) return [];
      if ((key === "environment" || key === "secrets") && Array.isArray(value)) return [[key, inOrder(value)]];
      if (key === "portMappings" && Array.isArray(value)) return [[key, value.map((mapping: Json) => portMapping(mapping, ownAddress))]];
      return [[key, value]];
    });
    return Object.fromEntries(entries);
  });
  return sorted(inOrder(reduced), 0, false);
}

function inOrder(items: readonly Json[]): readonly Json[] {
  return [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}

function nameOf(item: Json): string {
  return isObject(item) && typeof item.name === "string" ? item.name : "";
}

function portMapping(mapping: Json, ownAddress: boolean): Json {
  if (!isObject(mapping)) return mapping;
  const kept = Object.entries(mapping).filter(
    ([key, value]) =>
      !(key === "protocol" && value === "tcp") &&
      !(key === "hostPort" && (value === 0 || (ownAddress && value === (mapping.containerPort ?? null)))),
  );
  return Object.fromEntries(kept);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}
