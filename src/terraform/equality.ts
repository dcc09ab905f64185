/** Whether two values are equal, as `==` sees them. */
import type { UnknownReason, Value } from "../model/value.ts";
import { isZero } from "./decimal.ts";
import { excludes, neverAsLong, refinementOf } from "./refinement.ts";
import type { Type } from "./type.ts";
import { isConcrete, sameType, typeOf } from "./type.ts";
import { contents, isCollection, isEmptyCollection, isMapping, isOpen, keptType, valuesIn } from "./values.ts";

/**
 * Values of different types are never equal (`1 == "1"` and `[] == tolist([])` are false), null equals only null. `undefined`: it depends
 * on something unknown.
 */
export function areEqual(a: Value, b: Value): boolean | undefined {
  if (a.kind === "null" && b.kind === "null") return true;
  if ((a.kind === "null" && b.kind !== "unknown") || (b.kind === "null" && a.kind !== "unknown")) return false;
  if (contents(a).unknown || contents(b).unknown) return differsForCertain(a, b) ? false : isOneValue(a, b) ? true : undefined;
  return sameType(typeOf(a), typeOf(b)) && sameValue(a, b) ? sameEmptiness(a, b) : false;
}

/** Whether what is certain of values that are not wholly known rules out that they are equal. */
function differsForCertain(a: Value, b: Value): boolean {
  if (a.kind !== "unknown" && excludes(refinementOf(b), a)) return true;
  if (b.kind !== "unknown" && excludes(refinementOf(a), b)) return true;
  if (!sameType(typeOf(a), typeOf(b))) return true;
  if (neverAsLong(refinementOf(a), refinementOf(b))) return true;
  if (isCollection(a) && isCollection(b) && a.kind !== "set") return onePairDiffers(a.items.map((item, i) => [item, b.items[i]]));
  if (!isMapping(a) || !isMapping(b) || isOpen(a) || isOpen(b)) return false;
  return onePairDiffers([...a.entries].map(([key, value]) => [value, b.entries.get(key)]));
}

/** Terraform compares part by part, up to the first pair that it cannot tell. */
function onePairDiffers(pairs: readonly (readonly [Value, Value | undefined])[]): boolean {
  for (const [a, b] of pairs) {
    const equal = b === undefined ? false : areEqual(a, b);
    if (equal !== true) return equal === false;
  }
  return false;
}

/** Empty collections are equal where their elements would have the same type; `undefined` where one does not tell it. */
function sameEmptiness(a: Value, b: Value): boolean | undefined {
  if (a === b) return true;
  const [inA, inB] = [
    [...valuesIn(a)],
    isMapping(a) && isMapping(b) ? [...a.entries.keys()].map((key) => b.entries.get(key)) : [...valuesIn(b)],
  ];
  let found: boolean | undefined = true;
  if (a.kind === "null" || isEmptyCollection(a)) {
    const [typeA, typeB] = [keptType(a), keptType(b)];
    return typeA === undefined || typeB === undefined ? unlessNulls(typeA, typeB, a) : isSame(typeA, typeB);
  }
  for (const [i, inner] of inA.entries()) {
    const other = inB[i];
    const same = other === undefined ? false : sameEmptiness(inner, other);
    if (same === false) return false;
    found = same === undefined ? undefined : found;
  }
  return found;
}

/** Nulls as they are written have no type, and so the same. */
function unlessNulls(a: Type | undefined, b: Type | undefined, value: Value): boolean | undefined {
  return value.kind === "null" && a === b ? true : undefined;
}

/** Both described, and alike: here `any` is a type of its own. */
function isSame(a: Type, b: Type): boolean {
  return sameType(a, b) && isConcrete(a) === isConcrete(b);
}

/** Made alike from what is the same every time it is asked for, and known to Terraform. */
function isOneValue(a: Value, b: Value): boolean {
  if (a.kind !== "unknown" || b.kind !== "unknown" || a.planned !== "kept" || b.planned !== "kept") return false;
  return a.derivation === b.derivation && a.because.every((reason) => lasting.has(reason.kind));
}

const lasting: ReadonlySet<UnknownReason["kind"]> = new Set<UnknownReason["kind"]>(["computed", "input", "data"]);

/** Equal in kind and content, for values that are wholly known. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === "bool" || a.kind === "string") return a.value === (b as typeof a).value;
  if (a.kind === "number") return a.digits === (b as typeof a).digits || (isZero(a.digits) && isZero((b as typeof a).digits));
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
