/** Whether two values are equal, as `==` sees them. */
import type { Value } from "../model/value.ts";
import { sameType, typeOf } from "./type.ts";
import { contents, isCollection, isMapping } from "./values.ts";

/**
 * Values of different types are never equal (`1 == "1"` and `[] == tolist([])` are false), null equals only null. `undefined`: it depends
 * on something unknown.
 */
export function areEqual(a: Value, b: Value): boolean | undefined {
  if (a.kind === "null" && b.kind === "null") return true;
  if ((a.kind === "null" && b.kind !== "unknown") || (b.kind === "null" && a.kind !== "unknown")) return false;
  if (contents(a).unknown || contents(b).unknown) return undefined;
  return sameType(typeOf(a), typeOf(b)) && sameValue(a, b);
}

/** Equal in kind and content, for values that are wholly known. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === "bool" || a.kind === "string") return a.value === (b as typeof a).value;
  if (a.kind === "number") return a.digits === (b as typeof a).digits;
  if (isCollection(a) && isCollection(b)) {
    return a.items.length === b.items.length && a.items.every((item, i) => sameValue(item, b.items[i] as Value));
  }
  if (isMapping(a) && isMapping(b)) {
    if (a.entries.size !== b.entries.size) return false;
    for (const [key, value] of a.entries) {
      const other = b.entries.get(key);
      if (other === undefined || !sameValue(value, other)) return false;
    }
    return true;
  }
  return a.kind === "null";
}
