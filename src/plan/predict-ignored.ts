/** What `ignore_changes` leaves of the head's value: below an ignored path the base's stays. */
import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Value } from "../model/value.ts";
import { typeOf } from "../terraform/type.ts";
import { partOf, type Step, stepsOf } from "./attribute-steps.ts";
import { entriesOf, itemsOf, maxValueDepth } from "./predict-values.ts";

function pathOf(steps: readonly Step[]): string {
  return steps.reduce((path, step) => pathBelow(path, step.kind === "attribute" ? step.name : step.key), "");
}

/**
 * Paths of a provider's arguments, `tags["Name"]` as `pathBelow` writes it: `tags.Name`. One that leads nowhere by the provider's schema keeps
 * nothing: a name after a map, as in `tags.Name`, or a number after a set (Terraform's `processIgnoreChangesIndividual`).
 */
export function keptByProvider(written: readonly string[], facts: ResourceFacts): readonly string[] {
  return written.flatMap((path) => {
    const steps = stepsOf(path.trim());
    if (steps === null) return [path.trim()];
    return steps.some((step, at) => leadsNowhere(step, pathOf(steps.slice(0, at)), facts)) ? [] : [pathOf(steps)];
  });
}

/** A list, a map or a set has no names; a set has no numbers either. Unknown arguments may have both. */
function leadsNowhere(step: Step, outer: string, facts: ResourceFacts): boolean {
  const kind = outer === "" ? null : (facts.argument?.(outer)?.kind ?? null);
  if (step.kind === "attribute") return kind === "set" || (kind === "collection" && (facts.members?.(outer) ?? []).length === 0);
  return kind === "set" && typeof step.key === "number";
}

/**
 * Where an argument of any type stays as it was: a name leads into an object, a number into a list or a tuple, a key into a map, and a path that
 * leads nowhere on one of the sides keeps nothing. A key at the end stands for what it is looked up in, of which only a map is taken apart
 * (Terraform's `processIgnoreChangesIndividual`).
 */
export function keptPaths(
  written: readonly string[],
  base: ReadonlyMap<string, Value>,
  head: ReadonlyMap<string, Value>,
): readonly string[] {
  return written.flatMap((path) => {
    const steps = stepsOf(path.trim()) ?? [];
    const last = steps.at(-1);
    const byKey = last?.kind === "index" && typeof last.key === "string";
    const container = byKey ? steps.slice(0, -1) : steps;
    const [before, after] = [base, head].map((side) => valueAt(side, container));
    if (steps.length === 0 || before === undefined || after === undefined) return [];
    return [pathOf(byKey && typeOf(after).kind !== "map" ? container : steps)];
  });
}

/** What stands at the end of the steps, an argument that is left out being null; undefined: they lead nowhere. Of something unknown, that itself. */
function valueAt(side: ReadonlyMap<string, Value>, [first, ...rest]: readonly Step[]): Value | undefined {
  let at: Value | undefined = first?.kind === "attribute" ? (side.get(first.name) ?? { kind: "null" }) : undefined;
  for (const step of rest) {
    if (at === undefined || at.kind === "unknown") return at;
    at = partOf(at, step);
  }
  return at;
}

/** The value at `path` as Terraform plans it. Paths are as `pathBelow` writes them. */
export function withoutIgnored(
  ignored: readonly string[],
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth = 0,
): Value | undefined {
  if (ignored.some((outer) => isWithin(path, outer))) return before;
  const below = ignored.filter((inner) => isWithin(inner, path));
  if (below.length === 0 || depth > maxValueDepth) return after;
  const [oldEntries, newEntries] = [entriesOf(before), entriesOf(after)];
  if (oldEntries !== null && (newEntries !== null || after === undefined || after.kind === "null")) {
    return withoutIgnoredEntries(below, path, before, after, depth);
  }
  if (newEntries !== null && (before === undefined || before.kind === "null"))
    return withoutIgnoredEntries(below, path, before, after, depth);
  const [oldItems, newItems] = [itemsOf(before), itemsOf(after)];
  if (oldItems === null || newItems === null || after === undefined) return after;
  const items = newItems.map((item, at) =>
    at < oldItems.length ? (withoutIgnored(below, pathBelow(path, at), oldItems[at], item, depth + 1) ?? item) : item,
  );
  return after.kind === "tuple" || after.kind === "list" || after.kind === "set" ? { ...after, items } : after;
}

function withoutIgnoredEntries(
  below: readonly string[],
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth: number,
): Value {
  const [old, next] = [entriesOf(before) ?? new Map<string, Value>(), entriesOf(after) ?? new Map<string, Value>()];
  const entries = new Map<string, Value>();
  for (const key of new Set([...next.keys(), ...old.keys()])) {
    const kept = withoutIgnored(below, pathBelow(path, key), old.get(key), next.get(key), depth + 1);
    if (kept !== undefined) entries.set(key, kept);
  }
  // Taken away as a whole but for what is ignored: with nothing left of it, it stays away.
  if (entries.size === 0 && after !== undefined && after.kind === "null") return after;
  const kind = after?.kind === "map" || (after?.kind !== "object" && before?.kind === "map") ? "map" : "object";
  return after?.sensitive === true ? { kind, entries, sensitive: true } : { kind, entries };
}
