/** Terraform's operators on values. */
import type { BinaryOperator } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { convert, toBool, toNumber } from "./convert.ts";
import { calculate, compareNumbers, negate } from "./decimal.ts";
import { areEqual } from "./equality.ts";
import { fail, LimitReached } from "./evaluation.ts";
import { typeOf } from "./type.ts";
import { unify } from "./unify.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import { boolValue, contents, markedAs, numberValue } from "./values.ts";

/** Both sides are evaluated, as Terraform 1.11 does; the result is as sensitive as they are. */
export function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  return markedAs(binaryResult(operator, left, right), contents(left).sensitive || contents(right).sensitive);
}

function binaryResult(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case "==":
    case "!=": {
      const equal = areEqual(left, right);
      return equal === undefined ? derived(operator, [left, right]) : boolValue(equal === (operator === "=="));
    }
    case "&&":
    case "||":
      return logical(operator, toBool(left), toBool(right));
    default:
      return numeric(operator, toNumber(left), toNumber(right));
  }
}

function logical(operator: "&&" | "||", left: Value, right: Value): Value {
  if (left.kind === "unknown" || right.kind === "unknown") return derived(operator, [left, right]);
  if (left.kind !== "bool" || right.kind !== "bool") return fail(`${operator} needs two bools, not null`);
  return boolValue(operator === "&&" ? left.value && right.value : left.value || right.value);
}

function numeric(operator: Exclude<BinaryOperator, "==" | "!=" | "&&" | "||">, left: Value, right: Value): Value {
  if (left.kind === "unknown" || right.kind === "unknown") return derived(operator, [left, right]);
  if (left.kind !== "number" || right.kind !== "number") return fail(`${operator} needs two numbers, not null`);
  switch (operator) {
    case "<":
      return boolValue(compareNumbers(left.digits, right.digits) < 0);
    case "<=":
      return boolValue(compareNumbers(left.digits, right.digits) <= 0);
    case ">":
      return boolValue(compareNumbers(left.digits, right.digits) > 0);
    case ">=":
      return boolValue(compareNumbers(left.digits, right.digits) >= 0);
    default: {
      // Terraform goes on with an infinite number, which we do not have.
      if (right.digits === "0" && (operator === "/" || operator === "%")) return unknownBecause("invalid", "a division by zero");
      const digits = calculate(operator, left.digits, right.digits);
      if (digits === null) throw new LimitReached("a number has more than 4000 digits");
      return numberValue(digits);
    }
  }
}

export function unary(operator: "-" | "!", operand: Value): Value {
  const value = operator === "-" ? toNumber(operand) : toBool(operand);
  if (value.kind === "unknown") return derived(operator, [operand]);
  if (value.kind === "number") return markedAs(numberValue(negate(value.digits)), operand.sensitive === true);
  if (value.kind === "bool") return markedAs(boolValue(!value.value), operand.sensitive === true);
  return fail(`${operator} needs a value, not null`);
}

/** The chosen branch, converted to the type that both branches have in common. A branch without a type of its own does not object. */
export function branch(chosen: Value, other: Value): Value {
  const types = [typeOf(chosen), typeOf(other)];
  if (types.some((type) => type.kind === "any") && chosen.kind !== "null") return chosen;
  const common = unify(types);
  return common === null ? fail("the branches of a conditional must have one type") : convert(chosen, common);
}
