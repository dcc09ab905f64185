/** Terraform's operators on values. */
import type { BinaryOperator } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { convert, toBool, toNumber } from "./convert.ts";
import { calculate, compareNumbers, isZero, negate } from "./decimal.ts";
import { areEqual } from "./equality.ts";
import { fail, LimitReached } from "./evaluation.ts";
import { isBelow, neverNullBool, neverNullNumber, refinementOf } from "./refinement.ts";
import { typeOf } from "./type.ts";
import { unify } from "./unify.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import { boolValue, contents, markedAs, numericOf, numericValue } from "./values.ts";

/** Both sides are evaluated, as Terraform 1.11 does; the result is as sensitive as they are. */
export function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  return markedAs(binaryResult(operator, left, right), contents(left).sensitive || contents(right).sensitive);
}

function binaryResult(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case "==":
    case "!=": {
      const equal = areEqual(left, right);
      if (equal !== undefined) return boolValue(equal === (operator === "=="));
      const isKnown = !contents(left).unknown && !contents(right).unknown;
      return isKnown
        ? unknownBecause("unsupported", "the type of an empty collection", [left, right])
        : neverNullBool(derived(operator, [left, right]));
    }
    case "&&":
    case "||":
      return logical(operator, toBool(left), toBool(right));
    default:
      return numeric(operator, toNumber(left), toNumber(right));
  }
}

function logical(operator: "&&" | "||", left: Value, right: Value): Value {
  if (left.kind === "unknown" || right.kind === "unknown") return neverNullBool(derived(operator, [left, right]));
  if (left.kind !== "bool" || right.kind !== "bool") return fail(`${operator} needs two bools, not null`);
  return boolValue(operator === "&&" ? left.value && right.value : left.value || right.value);
}

function numeric(operator: Exclude<BinaryOperator, "==" | "!=" | "&&" | "||">, left: Value, right: Value): Value {
  if (left.kind === "unknown" || right.kind === "unknown") return numericUnknown(operator, left, right);
  if (left.kind !== "number" || right.kind !== "number") return fail(`${operator} needs two numbers, not null`);
  switch (operator) {
    case "<":
      return boolValue(compareNumbers(numericOf(left), numericOf(right)) < 0);
    case "<=":
      return boolValue(compareNumbers(numericOf(left), numericOf(right)) <= 0);
    case ">":
      return boolValue(compareNumbers(numericOf(left), numericOf(right)) > 0);
    case ">=":
      return boolValue(compareNumbers(numericOf(left), numericOf(right)) >= 0);
    default: {
      if (isZero(right.digits) && (operator === "/" || operator === "%")) return dividedByZero(operator, left);
      const result = calculate(operator, numericOf(left), numericOf(right));
      if (result === null) throw new LimitReached("a number has more than 4000 digits");
      return numericValue(result);
    }
  }
}

/** A comparison may be certain by the bounds of what is not known; of a calculation nothing but its type is kept. */
function numericUnknown(operator: Exclude<BinaryOperator, "==" | "!=" | "&&" | "||">, left: Value, right: Value): Value {
  if (left.kind === "null" || right.kind === "null") return fail(`${operator} needs two numbers, not null`);
  const value = derived(operator, [left, right]);
  if (operator !== "<" && operator !== ">" && operator !== "<=" && operator !== ">=") return neverNullNumber(value);
  const [low, high] = operator.startsWith("<") ? [refinementOf(left), refinementOf(right)] : [refinementOf(right), refinementOf(left)];
  const [certain, impossible] = [isBelow(low.most, high.least), isBelow(high.most, low.least)];
  if (!certain && !impossible) return neverNullBool(value);
  // With `=` Terraform asks whether they are equal too, and needs that answer as well.
  if (operator.length === 2 && areEqual(left, right) === undefined) return neverNullBool(value);
  return boolValue(certain);
}

/** Terraform goes on with an infinite number, which we do not have; a remainder of zero is the left side itself. */
function dividedByZero(operator: "/" | "%", left: Extract<Value, { kind: "number" }>): Value {
  if (operator === "%") return left;
  return isZero(left.digits) ? fail("zero cannot be divided by zero") : unknownBecause("invalid", "a division by zero");
}

export function unary(operator: "-" | "!", operand: Value): Value {
  const value = operator === "-" ? toNumber(operand) : toBool(operand);
  if (value.kind === "unknown")
    return operator === "-" ? neverNullNumber(derived(operator, [operand])) : neverNullBool(derived(operator, [operand]));
  if (value.kind === "number")
    return markedAs(numericValue({ ...numericOf(value), digits: negate(value.digits) }), operand.sensitive === true);
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
