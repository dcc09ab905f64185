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
import { noNames } from "./variable-files.ts";

/**
 * Null given to a variable that is not nullable means its default. A required one without a value is unknown: as `input` at the root, where
 * somebody will give it, as `missing` in a module, where Terraform would refuse the call. An ephemeral one is unknown as well: its value is
 * given anew to every run and kept nowhere. `address` names it in reasons.
 */
export function variableValue(variable: VariableBlock, given: Value | undefined, address: string, isRoot: boolean, scope: Scope): Value {
  const isDefault = given === undefined || (given.kind === "null" && !variable.nullable && variable.default !== null);
  const chosen = isDefault ? defaultOf(variable, scope) : given;
  if (chosen === undefined) return markedAs(unknownBecause(isRoot ? "input" : "missing", address), variable.sensitive);
  const value = markedAs(converted(variable, chosen, scope), variable.sensitive || chosen.sensitive === true);
  return variable.ephemeral ? markedAs(unknownBecause("input", address, [value]), value.sensitive === true) : value;
}

function defaultOf(variable: VariableBlock, scope: Scope): Value | undefined {
  return variable.default === null ? undefined : evaluateExpression(variable.default, literalScope(scope));
}

function literalScope(scope: Scope): Scope {
  return { ...scope, names: noNames(scope.names.moduleDir) };
}

function converted(variable: VariableBlock, value: Value, scope: Scope): Value {
  const at = variable.type ?? variable.default;
  const refused = () => value.kind === "null" && !variable.nullable;
  if (variable.type === null) {
    return refused() && at !== null
      ? guarded(at, scope, () => fail(`var.${variable.name} must not be null`))
      : nullChecked(variable, value);
  }
  const type = typeConstraint(variable.type, (expression) => evaluateExpression(expression, literalScope(scope)));
  if (type === null) return unknownBecause("unsupported", `the type of var.${variable.name}`, [value]);
  return guarded(variable.type, scope, () => (refused() ? fail(`var.${variable.name} must not be null`) : convert(value, type)));
}

/** Without a type and a default there is no expression to point at. */
function nullChecked(variable: VariableBlock, value: Value): Value {
  return value.kind === "null" && !variable.nullable ? unknownBecause("invalid", `var.${variable.name} = null`) : value;
}
