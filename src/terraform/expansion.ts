/** How many instances a resource or a module call has, and what they are called. */
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { Value } from "../model/value.ts";
import { indexText } from "./address.ts";
import { toNumber } from "./convert.ts";
import { wholeNumber } from "./decimal.ts";
import { evaluateExpression, guarded } from "./evaluate-expression.ts";
import type { Binding, Scope } from "./evaluation.ts";
import { fail, LimitReached, spend } from "./evaluation.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import type { UnknownValue } from "./values.ts";
import { contents, countValue, isCollection, isMapping, isOpen, objectValue, sortedEntries, stringValue } from "./values.ts";

/** A key of an instance; null where there is neither `count` nor `for_each`. */
export type InstanceKey = string | number | null;

export type Expansion =
  | { readonly kind: "single" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "for-each"; readonly values: ReadonlyMap<string, Value> }
  | { readonly kind: "unknown"; readonly because: UnknownValue };

/** More instances of one block than this are not made. */
const maxInstances = 10_000;

/**
 * What `count` or `for_each` of a body says. A failure is reported and leaves the instances unknown.
 * @param cost steps that one instance takes from the budget.
 */
export function expansionOf(body: Body, scope: Scope, cost: number): Expansion {
  const count = attributeNamed(body, "count")?.expression;
  const forEach = attributeNamed(body, "for_each")?.expression;
  if (count !== undefined && forEach !== undefined) {
    const failed = guarded(count, scope, () => fail("count and for_each exclude each other"));
    return { kind: "unknown", because: asUnknown(failed) };
  }
  if (count !== undefined) return expanded(count, scope, cost, countOf);
  return forEach === undefined ? { kind: "single" } : expanded(forEach, scope, cost, forEachOf);
}

function expanded(expression: Expression, scope: Scope, cost: number, read: (value: Value) => Expansion): Expansion {
  let expansion: Expansion | null = null;
  const outcome = guarded(expression, scope, () => {
    const value = evaluateExpression(expression, scope);
    const found = read(value);
    const count = instancesOf(found);
    if (count > maxInstances) throw new LimitReached(`a block has more than ${maxInstances} instances`);
    spend(scope.run, count * cost);
    expansion = found;
    return value;
  });
  return expansion ?? { kind: "unknown", because: asUnknown(outcome) };
}

function asUnknown(value: Value): UnknownValue {
  return value.kind === "unknown" ? value : derived("instances", [value]);
}

function countOf(value: Value): Expansion {
  const number = toNumber(value);
  if (number.kind === "unknown") return { kind: "unknown", because: number };
  const count = number.kind === "number" ? wholeNumber(number.digits) : null;
  if (count === null || count < 0) return fail("count must be a whole number that is not negative");
  return { kind: "count", count };
}

function forEachOf(value: Value): Expansion {
  if (value.kind === "unknown") return { kind: "unknown", because: value };
  if (isOpen(value)) return { kind: "unknown", because: unknownBecause("computed", value.open.subject) };
  if (contents(value).sensitive && (value.sensitive === true || value.kind === "set")) return fail("for_each must not be sensitive");
  if (isMapping(value)) {
    return { kind: "for-each", values: new Map(sortedEntries(value)) };
  }
  if (!isCollection(value) || value.kind !== "set") return fail("for_each takes a map, an object or a set of strings");
  if (value.items.some((item) => item.kind === "unknown")) return { kind: "unknown", because: derived("for_each", [value]) };
  const values = new Map<string, Value>();
  for (const item of value.items) values.set(item.kind === "string" ? item.value : fail("for_each takes a set of strings"), item);
  return { kind: "for-each", values };
}

function instancesOf(expansion: Expansion): number {
  if (expansion.kind === "count") return expansion.count;
  return expansion.kind === "for-each" ? expansion.values.size : 0;
}

/** The keys of known instances, in Terraform's order. */
export function keysOf(expansion: Exclude<Expansion, { kind: "unknown" }>): readonly InstanceKey[] {
  switch (expansion.kind) {
    case "single":
      return [null];
    case "count":
      return Array.from({ length: expansion.count }, (_, i) => i);
    case "for-each":
      return [...expansion.values.keys()];
  }
}

/** `[0]`, `["eu"]`, or nothing. */
export function keyText(key: InstanceKey): string {
  return key === null ? "" : indexText(key);
}

/** `count` or `each` as an instance sees it. */
export function repetition(expansion: Expansion, key: InstanceKey): Binding | null {
  if (typeof key === "number") return { name: "count", value: objectValue(new Map([["index", countValue(key)]])), outer: null };
  if (key === null || expansion.kind !== "for-each") return null;
  return eachBinding(stringValue(key), expansion.values.get(key) ?? stringValue(key));
}

/** `count` and `each` where it is not told which instance is meant. `path` tells modules apart. */
export function unknownRepetition(because: readonly Value[]): Binding {
  const each = eachBinding(unknownBecause("input", "each.key", because), unknownBecause("input", "each.value", because));
  return { name: "count", value: objectValue(new Map([["index", unknownBecause("input", "count.index", because)]])), outer: each };
}

function eachBinding(key: Value, value: Value): Binding {
  return {
    name: "each",
    value: objectValue(
      new Map([
        ["key", key],
        ["value", value],
      ]),
    ),
    outer: null,
  };
}
