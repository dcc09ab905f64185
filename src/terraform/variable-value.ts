/** The value of a variable: what is given, else its default, as a value of its type. */
import type { VariableBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { convert } from "./convert.ts";
import { evaluateExpression, guarded } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import { typeConstraint } from "./type-constraint.ts";
import { unknownBecause } from "./unknowns.ts";
import { markedAs } from "./values.ts";

/**
 * Null given to a variable that is not nullable means its default. A required one without a value is unknown: as `input` at the root, where
 * somebody will give it, as `missing` in a module, where Terraform would refuse the call. `address` names it in reasons.
 */
export function variableValue(variable: VariableBlock, given: Value | undefined, address: string, isRoot: boolean, scope: Scope): Value {
  const chosen = given === undefined || (given.kind === "null" && !variable.nullable) ? defaultOf(variable, scope) : given;
  if (chosen === undefined) return markedAs(unknownBecause(isRoot ? "input" : "missing", address), variable.sensitive);
  return markedAs(converted(variable, chosen, scope), variable.sensitive || chosen.sensitive === true);
}

function defaultOf(variable: VariableBlock, scope: Scope): Value | undefined {
  return variable.default === null ? undefined : evaluateExpression(variable.default, scope);
}

function converted(variable: VariableBlock, value: Value, scope: Scope): Value {
  const written = variable.type;
  if (written === null) return value;
  const type = typeConstraint(written, (expression) => evaluateExpression(expression, scope));
  if (type === null) return unknownBecause("unsupported", `the type of var.${variable.name}`, [value]);
  return guarded(written, scope, () => {
    if (value.kind === "null" && !variable.nullable) return fail(`var.${variable.name} must not be null`);
    return convert(value, type);
  });
}
