/** Evaluates `for` expressions. */
import type { ForExpression } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { toBool, toText } from "./convert.ts";
import { evaluate } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { bind, fail, spend } from "./evaluation.ts";
import { freeInputs } from "./free-inputs.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { derived } from "./unknowns.ts";
import { contents, countValue, isCollection, isMapping, isOpen, markedAs, sortedEntries, stringValue } from "./values.ts";

/** Keys and values in Terraform's order: indexes of a list, keys of a map, a set's values twice. Null: it is unknown. Fails for what cannot be walked. */
export function elementsToWalk(collection: Value): Iterable<readonly [Value, Value]> | null {
  if (collection.kind === "unknown" || isOpen(collection)) return null;
  if (collection.kind === "set") return collection.items.map((item) => [item, item] as const);
  if (isCollection(collection)) return collection.items.map((item, i) => [countValue(i), item] as const);
  if (isMapping(collection)) return sortedEntries(collection).map(([key, value]) => [stringValue(key), value] as const);
  return fail(`a ${collection.kind} cannot be walked with for`);
}

export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluate(expression.collection, scope);
  const elements = elementsToWalk(collection);
  const unknown = (...because: readonly Value[]) =>
    derived(`for ${syntaxDigest(expression)}`, [collection, ...because, ...freeInputs([expression], scope)]);
  if (elements === null) return unknown();
  let sensitive = collection.sensitive === true;
  const made = new Made();
  for (const [key, value] of elements) {
    spend(scope.run, 1);
    const withKey = expression.keyName === null ? scope : bind(scope, expression.keyName, key);
    const inner = bind(withKey, expression.valueName, value);
    const condition = expression.condition === null ? null : toBool(evaluate(expression.condition, inner));
    if (condition?.kind === "unknown") return unknown(condition);
    if (condition?.kind === "null") fail("the condition of a for must not be null");
    sensitive ||= condition?.sensitive === true;
    if (condition?.kind === "bool" && !condition.value) continue;
    if (expression.key === null) {
      made.items.push(evaluate(expression.value, inner));
      continue;
    }
    const name = toText(evaluate(expression.key, inner));
    if (name.kind === "unknown") return unknown(name);
    if (name.kind !== "string") return fail("the key of a for must not be null");
    sensitive ||= contents(name).sensitive;
    made.add(name.value, evaluate(expression.value, inner), expression.group);
  }
  return markedAs(expression.result === "tuple" ? { kind: "tuple", items: made.items } : made.object(expression.group), sensitive);
}

/** What a `for` has made so far. */
class Made {
  readonly items: Value[] = [];
  readonly #groups = new Map<string, Value[]>();

  add(key: string, value: Value, group: boolean): void {
    const present = this.#groups.get(key);
    if (present === undefined) this.#groups.set(key, [value]);
    else if (group) present.push(value);
    else fail("two elements of a for have the same key");
  }

  object(group: boolean): Value {
    const entries = new Map<string, Value>();
    for (const [key, values] of this.#groups) entries.set(key, group ? { kind: "tuple", items: values } : (values[0] as Value));
    return { kind: "object", entries };
  }
}
