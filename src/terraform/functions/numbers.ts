/** Functions on numbers. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import { compareNumbers, negate, roundNumber, wholeNumber } from "../decimal.ts";
import { fail } from "../evaluation.ts";
import { numberOf, numberValue } from "../values.ts";
import { anyCount, argument, digitsArgument, pure, wholeArgument } from "./pure-function.ts";

export const numberFunctions = [
  pure("abs", 1, (args) => {
    const digits = digitsArgument(args, 0);
    return numberValue(digits.startsWith("-") ? negate(digits) : digits);
  }),
  pure("ceil", 1, (args) => numberValue(roundNumber(digitsArgument(args, 0), "up"))),
  pure("floor", 1, (args) => numberValue(roundNumber(digitsArgument(args, 0), "down"))),
  pure("max", [1, anyCount], (args) => extreme(args, 1)),
  pure("min", [1, anyCount], (args) => extreme(args, -1)),
  pure("parseint", 2, parseInteger),
  pure("pow", 2, power),
  pure("signum", 1, (args) => {
    const number = wholeArgument(args, 0);
    return numberOf(Math.sign(number));
  }),
];

function extreme(args: readonly Value[], sign: 1 | -1): Value {
  let found = digitsArgument(args, 0);
  for (const [i] of args.entries()) {
    const digits = digitsArgument(args, i);
    if (compareNumbers(digits, found) * sign > 0) found = digits;
  }
  return numberValue(found);
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Up to base 36 letters of both cases mean the same, above it upper case goes on counting. */
function parseInteger(args: readonly Value[]): Value | null {
  const base = wholeArgument(args, 1);
  const given = argument(args, 0);
  const written = given.kind === "string" ? given.value : fail("parseint takes a string");
  if (base < 2 || base > 62) return fail("the base of parseint is between 2 and 62");
  if (written.length > 1000) return null;
  const negative = written.startsWith("-");
  const text = negative || written.startsWith("+") ? written.slice(1) : written;
  if (text === "") return fail("parseint finds no number");
  let result = 0n;
  for (const character of base <= 36 ? text.toLowerCase() : text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0 || digit >= base) return fail("parseint finds no number in that base");
    result = result * BigInt(base) + BigInt(digit);
  }
  return numberValue(String(negative ? -result : result));
}

/** Terraform raises in double precision; a result that is whole and exact there is taken, others are outside what is evaluated. */
function power(args: readonly Value[]): Value | null {
  const base = wholeNumber(digitsArgument(args, 0));
  const exponent = wholeNumber(digitsArgument(args, 1));
  if (base === null || exponent === null || exponent < 0 || exponent > 1023) return null;
  const result = base ** exponent;
  if (!Number.isFinite(result) || BigInt(result) !== BigInt(base) ** BigInt(exponent)) return null;
  return numberValue(String(BigInt(result)));
}
