/** Says whether two values of one argument differ, as far as the code tells. */
import type { Doubt } from "../model/resource-change.ts";
import type { Unknown, Value } from "../model/value.ts";
import { surelyDiffer } from "./predict-difference.ts";
import { nullType, typesAgree } from "./predict-types.ts";
import { canonical, entriesOf, holdsUnknown, isNothing, isScalar, itemsOf, maxValueDepth } from "./predict-values.ts";

/** What feeds an unknown value: the resource whose replacement, creation or update makes it unknown. */
export interface Feed {
  readonly address: string;
  readonly mode: "managed" | "data";
  /** True: the resource is created or replaced, or its reading waits for one that is. */
  readonly replaced: boolean;
}

/** What an unknown value of the head means beside the base's. `fresh`: known only after apply. `settled`: what it was. `changed`: another one. */
export type Meaning =
  | { readonly kind: "settled" }
  | { readonly kind: "changed" }
  | { readonly kind: "fresh"; readonly feed: Feed | null }
  | { readonly kind: "unsettled"; readonly doubt: Doubt };

export interface Comparison {
  readonly state: "equal" | "different" | "unsettled";
  /** Of a difference that comes from an unknown value. */
  readonly feed: Feed | null;
  readonly unknown: boolean;
  readonly doubt: Doubt | null;
}

export interface CompareContext {
  /** Arguments of any type, where a list is not a tuple and `1` is not `"1"`. */
  readonly strict: boolean;
  /** The provider may take texts for equal that differ in case, space or the order of JSON keys. */
  readonly normalises: boolean;
  meaning(head: Unknown, base: Value | undefined): Meaning;
}

const equal: Comparison = { state: "equal", feed: null, unknown: false, doubt: null };
const different: Comparison = { state: "different", feed: null, unknown: false, doubt: null };

function unsettled(kind: Doubt["kind"], path: string, subject: string | null = null): Comparison {
  return { state: "unsettled", feed: null, unknown: false, doubt: { kind, path, subject } };
}

/** Compares an argument's values, `path` for doubts. A list compares element by element, a set as a multiset. */
export function compareValues(
  context: CompareContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth = 0,
): Comparison {
  if (depth > maxValueDepth) return unsettled("unsupported", path);
  if (after?.kind === "unknown") return compareUnknown(context, path, before, after);
  if (before?.kind === "unknown") {
    if (surelyDiffer(before, after ?? { kind: "null" })) return different;
    // Known at the head only: the value that stands in the state may well be the same.
    return unsettled("unknown-value", path, before.because[0]?.subject ?? null);
  }
  if (isNothing(before) && isNothing(after)) return context.strict ? compareNulls(path, before, after) : equal;
  if (before === undefined || after === undefined || isNothing(before) || isNothing(after)) return different;
  if (!holdsUnknown(before) && !holdsUnknown(after)) return compareKnown(context, path, before, after, depth);
  return compareContainers(context, path, before, after, depth);
}

function compareUnknown(context: CompareContext, path: string, before: Value | undefined, after: Unknown): Comparison {
  const meaning = context.meaning(after, before);
  switch (meaning.kind) {
    case "settled":
      return equal;
    case "changed":
      return different;
    case "fresh":
      return { state: "different", feed: meaning.feed, unknown: true, doubt: null };
    case "unsettled":
      return { state: "unsettled", feed: null, unknown: true, doubt: { ...meaning.doubt, path } };
  }
}

function compareKnown(context: CompareContext, path: string, before: Value, after: Value, depth: number): Comparison {
  if (canonical(before, false) === canonical(after, false)) return context.strict ? compareTypes(path, before, after) : equal;
  if (context.strict) return different;
  if (canonical(before, true) === canonical(after, true)) return equal;
  if (isScalar(before) && isScalar(after)) {
    const same =
      scalarsMayBeEqual(before, after) ||
      (context.normalises && before.kind === "string" && after.kind === "string" && textsMayBeEqual(before.value, after.value));
    return same ? unsettled("conditional", path) : different;
  }
  return context.normalises && !isScalar(before) && !isScalar(after) ? compareContainers(context, path, before, after, depth) : different;
}

/** A null that was given a type is not the null that an argument has which is left out. */
function compareNulls(path: string, before: Value | undefined, after: Value | undefined): Comparison {
  const [old, next] = [before, after].map(nullType);
  if (old === next) return equal;
  return before === undefined || after === undefined || (old !== "" && next !== "") ? different : unsettled("unknown-value", path);
}

function compareTypes(path: string, before: Value, after: Value): Comparison {
  const agree = typesAgree(before, after);
  return agree === "yes" ? equal : agree === "no" ? different : unsettled("unknown-value", path);
}

/** `10` and `"10.0"`, `true` and `"1"`: how the schema's type converts them is not known. */
function scalarsMayBeEqual(before: Value, after: Value): boolean {
  if (before.kind === after.kind) return false;
  const number = (value: Value) =>
    value.kind === "number"
      ? Number(value.digits)
      : value.kind === "string" && value.value !== ""
        ? Number(value.value)
        : value.kind === "bool"
          ? Number(value.value)
          : Number.NaN;
  return number(before) === number(after);
}

/** Whether a provider may take two texts for one: case, white space, a closing dot or slash, the order of keys in JSON. */
export function textsMayBeEqual(before: string, after: string): boolean {
  if (simplified(before) === simplified(after)) return true;
  const json = parsedJson(before);
  return json !== undefined && sortedJson(json, 0) === sortedJson(parsedJson(after), 0);
}

function simplified(text: string): string {
  const bare = text.toLowerCase().replaceAll(/\s/g, "");
  return bare.endsWith(".") || bare.endsWith("/") ? bare.slice(0, -1) : bare;
}

function parsedJson(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON with sorted keys; a list of one element reads like the element, and lists in any order, as policy documents have it. */
function sortedJson(value: unknown, depth: number): string {
  if (depth > maxValueDepth) return "…";
  if (Array.isArray(value)) {
    const items = value.map((item) => sortedJson(item, depth + 1)).sort();
    return items.length === 1 ? (items[0] ?? "") : `[${items.join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${sortedJson(entry, depth + 1)}`);
    return `{${entries.sort().join(",")}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}

function compareContainers(context: CompareContext, path: string, before: Value, after: Value, depth: number): Comparison {
  if (context.strict && before.kind !== after.kind) return different;
  const [beforeEntries, afterEntries] = [entriesOf(before), entriesOf(after)];
  if (beforeEntries !== null && afterEntries !== null) {
    const keys = new Set([...beforeEntries.keys(), ...afterEntries.keys()]);
    return worst([...keys].map((key) => compareValues(context, path, beforeEntries.get(key), afterEntries.get(key), depth + 1)));
  }
  const [beforeItems, afterItems] = [itemsOf(before), itemsOf(after)];
  if (beforeItems === null || afterItems === null) return unsettled("unknown-value", path);
  if (before.kind === "set" || after.kind === "set") return compareSets(context, path, beforeItems, afterItems);
  if (beforeItems.length !== afterItems.length) return different;
  return worst(afterItems.map((item, at) => compareValues(context, path, beforeItems[at], item, depth + 1)));
}

/** What the sets do not share: nothing, or one element on each side that decides, or more than can be paired. */
export function compareSets(context: CompareContext, path: string, before: readonly Value[], after: readonly Value[]): Comparison {
  const { removed, added } = withoutShared(before, after, !context.strict);
  if (removed.length === 0 && added.length === 0) return equal;
  const unknownAdded = added.filter((item) => holdsUnknown(item));
  if (unknownAdded.length === 0 && removed.every((item) => !holdsUnknown(item)))
    return (context.normalises ? compareElements(context, path, removed, added) : null) ?? different;
  const meanings = unknownAdded.map((item) => newWithin(context, path, item));
  const fresh = meanings.find((comparison) => comparison.state === "different" && comparison.unknown);
  // Each unknown element that is not new may be one of the others: then nothing is certain unless another one is new for sure.
  if (fresh !== undefined) return fresh;
  const elements = compareElements(context, path, before, after);
  if (elements !== null && elements.state !== "unsettled") return elements;
  return meanings.find((comparison) => comparison.state === "unsettled") ?? unsettled("unknown-value", path);
}

/** More pairs of elements than this are not compared. */
const maxElementPairs = 10_000;

/** Each element with each: one that differs from all of the other side decides, a partner for each makes them equal. Null: too many. */
function compareElements(context: CompareContext, path: string, before: readonly Value[], after: readonly Value[]): Comparison | null {
  if (before.length * after.length > maxElementPairs) return null;
  const rows = after.map((item) => before.map((other) => compareValues(context, path, other, item)));
  const differs = (comparison: Comparison | undefined) => comparison?.state === "different";
  if (rows.some((row) => row.every(differs)) || before.some((_, at) => rows.every((row) => differs(row[at])))) return different;
  const partners = new Set<number>();
  for (const row of rows) {
    const partner = row.findIndex((comparison, at) => comparison.state === "equal" && !partners.has(at));
    if (partner === -1) return unsettled("conditional", path);
    partners.add(partner);
  }
  return before.length === after.length ? equal : unsettled("unknown-value", path);
}

/** Whether something within the element is known only after apply: then the element is none of the old ones. */
function newWithin(context: CompareContext, path: string, item: Value, depth = 0): Comparison {
  if (item.kind === "unknown") return compareUnknown(context, path, undefined, item);
  if (depth > maxValueDepth) return unsettled("unsupported", path);
  const within = [...(entriesOf(item)?.values() ?? []), ...(itemsOf(item) ?? [])].filter((one) => holdsUnknown(one));
  return worst(within.map((one) => newWithin(context, path, one, depth + 1)));
}

/** Elements of each side that the other has no equal of, as multisets. */
export function withoutShared(
  before: readonly Value[],
  after: readonly Value[],
  loose: boolean,
): { readonly removed: readonly Value[]; readonly added: readonly Value[] } {
  const counts = new Map<string, number>();
  for (const item of before) counts.set(canonical(item, loose), (counts.get(canonical(item, loose)) ?? 0) + 1);
  const added: Value[] = [];
  for (const item of after) {
    const text = canonical(item, loose);
    const count = counts.get(text) ?? 0;
    // Equal derivations do not make unknown values equal: what they rest on may have changed.
    if (count > 0 && !holdsUnknown(item)) counts.set(text, count - 1);
    else added.push(item);
  }
  const removed: Value[] = [];
  for (const item of before) {
    const text = canonical(item, loose);
    const count = counts.get(text) ?? 0;
    if (count > 0) removed.push(item);
    counts.set(text, count - 1);
  }
  return { removed, added };
}

/** A difference decides; else a doubt; else they are equal. */
export function worst(comparisons: readonly Comparison[]): Comparison {
  const differing = comparisons.filter((comparison) => comparison.state === "different");
  return (
    differing.find((comparison) => comparison.unknown) ??
    differing[0] ??
    comparisons.find((comparison) => comparison.state === "unsettled") ??
    equal
  );
}
