/** Functions on sets. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import { convert } from "../convert.ts";
import { fail, LimitReached } from "../evaluation.ts";
import { setValue } from "../set.ts";
import type { Type } from "../type.ts";
import { anyType, typeOf } from "../type.ts";
import { unify } from "../unify.ts";
import { canonicalText } from "../unknowns.ts";
import { isEmptyCollection, typedValue } from "../values.ts";
import type { CallSite } from "./pure-function.ts";
import { anyCount, collectionArgument, pure } from "./pure-function.ts";

export const setFunctions = [
  pure("setintersection", [1, anyCount], (args) => combined(args, (sets) => (key) => sets.every((set) => set.has(key)))),
  pure("setsubtract", 2, (args) => combined(args, (sets) => (key) => sets[0]?.has(key) === true && sets[1]?.has(key) !== true)),
  pure("setunion", [1, anyCount], (args) => combined(args, () => () => true)),
  pure("setproduct", [2, anyCount], product, { reads: "parts" }),
];

/** All elements in the type that the sets have in common, filtered. */
function combined(args: readonly Value[], keep: (sets: readonly ReadonlySet<string>[]) => (key: string) => boolean): Value {
  const sets = args.map((_, i) => collectionArgument(args, i));
  const common = unify(sets.map(typeOf).flatMap(elementTypes));
  if (common === null) return fail("the elements of the sets must have one type");
  const converted = sets.map((set) => set.items.map((item) => convert(item, common)));
  const isKept = keep(converted.map((items) => new Set(items.map(canonicalText))));
  const kept = setValue(converted.flat().filter((item) => isKept(canonicalText(item))));
  return isEmptyCollection(kept) ? typedValue(kept, { kind: "set", element: common }) : kept;
}

function elementTypes(type: Type): readonly Type[] {
  if (type.kind === "tuple") return type.items;
  return type.kind === "list" || type.kind === "set" ? [type.element] : [];
}

/** Every combination; a list where all arguments are lists, else a set. */
function product(args: readonly Value[], site: CallSite): Value {
  const factors = args.map((_, i) => collectionArgument(args, i));
  const size = factors.reduce((total, factor) => total * factor.items.length, 1);
  if (size * factors.length > site.scope.run.limits.weight) throw new LimitReached("setproduct makes too many combinations");
  let rows: readonly (readonly Value[])[] = [[]];
  for (const factor of factors) {
    const element =
      factor.kind === "tuple" ? (unify(factor.items.map(typeOf)) ?? fail("the elements of a list must have one type")) : anyType;
    const items = factor.items.map((item) => convert(item, element));
    rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  }
  const tuples = rows.map((items): Value => ({ kind: "tuple", items }));
  return factors.some((factor) => factor.kind === "set") ? setValue(tuples) : { kind: "list", items: tuples };
}
