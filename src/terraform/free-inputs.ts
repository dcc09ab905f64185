/** The values that an expression could use, for the derivation of a result that cannot be worked out. */
import type { Expression } from "../model/syntax.ts";
import { referencesOf } from "../model/syntax-references.ts";
import type { Value } from "../model/value.ts";
import type { Scope } from "./evaluation.ts";
import { EvaluationFailure, spend } from "./evaluation.ts";
import { objectValue, stringValue, tupleValue } from "./values.ts";

/** What the references in the expressions stand for, by name, and everything bound around them. */
export function freeInputs(expressions: readonly Expression[], scope: Scope): readonly Value[] {
  const bound = new Map<string, Value>();
  for (let binding = scope.bound; binding !== null; binding = binding.outer) {
    if (!bound.has(binding.name)) bound.set(binding.name, binding.value);
  }
  const names = new Set(bound.keys());
  const inputs: Value[] = [objectValue(bound)];
  const references = new Set(expressions.flatMap((expression) => referencesOf(expression, names)));
  for (const reference of [...references].sort()) {
    spend(scope.run, 1);
    inputs.push(tupleValue([stringValue(reference), referenced(reference, scope)]));
  }
  return inputs;
}

function referenced(reference: string, scope: Scope): Value {
  const [root = "", ...rest] = reference.split(".");
  const count = root === "data" || root === "ephemeral" ? 2 : 1;
  const names = [...rest.slice(0, count - 1), rest.slice(count - 1).join(".")];
  try {
    const steps = names.map((name) => ({ kind: "attribute" as const, name }));
    return scope.names.resolve(root, steps)?.value ?? stringValue(reference);
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return stringValue(reference);
    throw failure;
  }
}
