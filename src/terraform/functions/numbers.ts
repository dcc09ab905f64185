/** Functions on numbers. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import { wholeNumeric } from "../binary-float.ts";
import { compareNumbers, negate, roundNumber } from "../decimal.ts";
import { fail, LimitReached, spend } from "../evaluation.ts";
import { countValue, floatValue, numericValue } from "../values.ts";
import { logarithm, power } from "./floating-point.ts";
import type { CallSite } from "./pure-function.ts";
import { anyCount, argument, digitsArgument, numberArgument, pure, wholeArgument } from "./pure-function.ts";

export const numberFunctions = [
  pure("abs", 1, (args) => {
    const number = numberArgument(args, 0);
    return numericValue(number.digits.startsWith("-") ? { ...number, digits: negate(number.digits) } : number);
  }),
  pure("ceil", 1, (args) => rounded(args, "up")),
  pure("floor", 1, (args) => rounded(args, "down")),
  pure("log", 2, (args) => floating(logarithm(floatArgument(args, 0), floatArgument(args, 1)))),
  pure("max", [1, anyCount], (args) => extreme(args, 1)),
  pure("min", [1, anyCount], (args) => extreme(args, -1)),
  pure("parseint", 2, parseInteger),
  pure("pow", 2, (args) => floating(power(floatArgument(args, 0), floatArgument(args, 1)))),
  pure("signum", 1, (args) => countValue(Math.sign(wholeArgument(args, 0)))),
];

function rounded(args: readonly Value[], direction: "up" | "down"): Value {
  const number = numberArgument(args, 0);
  return numericValue({ ...number, digits: roundNumber(number.digits, direction) });
}

function extreme(args: readonly Value[], sign: 1 | -1): Value {
  let found = numberArgument(args, 0);
  for (const [i] of args.entries()) {
    const number = numberArgument(args, i);
    if (compareNumbers(number, found) * sign > 0) found = number;
  }
  return numericValue(found);
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** More digits than this are not read: the time that takes grows with their square. */
const maxParsedDigits = 1_000;

/** Up to base 36 letters of both cases mean the same, above it upper case goes on counting. */
function parseInteger(args: readonly Value[], site: CallSite): Value {
  const base = wholeArgument(args, 1);
  const given = argument(args, 0);
  const written = given.kind === "string" ? given.value : fail("parseint takes a string");
  if (base < 2 || base > 62) return fail("the base of parseint is between 2 and 62");
  if (written.length > maxParsedDigits) throw new LimitReached(`parseint reads more than ${maxParsedDigits} digits`);
  const negative = written.startsWith("-");
  const text = negative || written.startsWith("+") ? written.slice(1) : written;
  if (text === "") return fail("parseint finds no number");
  spend(site.scope.run, text.length / 4);
  let result = 0n;
  for (const character of base <= 36 ? text.toLowerCase() : text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0 || digit >= base) return fail("parseint finds no number in that base");
    result = result * BigInt(base) + BigInt(digit);
  }
  return numericValue(wholeNumeric(negative ? -result : result));
}

/** Terraform takes the nearest double, and refuses what is larger than any. */
function floatArgument(args: readonly Value[], i: number): number {
  const number = Number(digitsArgument(args, i));
  return Number.isFinite(number) ? number : fail("a number is too large for floating point");
}

/** Null: outside what is evaluated, as an infinite number is. Terraform refuses what is no number. */
function floating(result: number | null): Value | null {
  if (result === null || result === Number.POSITIVE_INFINITY || result === Number.NEGATIVE_INFINITY) return null;
  return Number.isNaN(result) ? fail("the result is not a number") : floatValue(result);
}
