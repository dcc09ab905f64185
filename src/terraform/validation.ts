/** The `validation` blocks of a variable: conditions that its value has to meet. */
import { placeOf } from "../model/place.ts";
import type { Block } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, literalString } from "../model/syntax-query.ts";
import type { VariableBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { toBool } from "./convert.ts";
import { evaluateExpression, guarded } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import { unknownBecause } from "./unknowns.ts";
import { markedAs } from "./values.ts";

/**
 * The value, or `invalid` with a report where a condition says no. A condition that is not known says nothing. `scope` has to know the
 * variable's own value already: conditions refer to it, and to others (since Terraform 1.9).
 */
export function validated(variable: VariableBlock, value: Value, address: string, scope: Scope): Value {
  const failed = blocksOfType(variable.body, "validation").filter((block) => !holds(block, address, scope));
  return failed.length === 0 ? value : markedAs(unknownBecause("invalid", address, [value]), value.sensitive === true);
}

function holds(block: Block, address: string, scope: Scope): boolean {
  const condition = attributeNamed(block.body, "condition")?.expression;
  if (condition === undefined) return true;
  const outcome = guarded(condition, scope, () => {
    const found = toBool(evaluateExpression(condition, scope));
    return found.kind === "null" ? fail("the condition of a validation must not be null") : found;
  });
  if (outcome.kind === "unknown") return !outcome.because.some((reason) => reason.kind === "invalid");
  if (outcome.kind !== "bool" || outcome.value) return true;
  // The message as it is written, never as it is evaluated: that could show a value.
  const message = literalString(attributeNamed(block.body, "error_message")?.expression)?.slice(0, 200);
  const text = message === undefined ? "" : `: ${message}`;
  scope.run.report({
    kind: "failure",
    message: `${address} does not pass its validation${text}`,
    place: placeOf(scope.file, condition.span),
  });
  return false;
}
