/** What `ignore_changes` leaves of the head's value: below an ignored path the base's stays. */
import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { Value } from "../model/value.ts";
import { entriesOf, itemsOf, maxValueDepth } from "./predict-values.ts";

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
  if (oldItems === null || newItems === null || oldItems.length !== newItems.length || after === undefined) return after;
  const items = newItems.map((item, at) => withoutIgnored(below, pathBelow(path, at), oldItems[at], item, depth + 1) ?? item);
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
