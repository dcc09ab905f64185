/** Numbers as Terraform has them: written as decimals, without exponent. */
import { BigNumber } from "bignumber.js";
import type { Numeric } from "./binary-float.ts";
import { calculateFloat, compareFloats, writtenBits } from "./binary-float.ts";

const Decimal = BigNumber.clone({ EXPONENTIAL_AT: 1_000_000, RANGE: [-20_000, 20_000] });

/** More digits than this are not calculated with. */
const maxDigits = 4_000;

/**
 * The canonical digits of a number as it is written or as a string holds it (`1e3`, `0.10`, `+5`, `.5`): no exponent, no trailing zeros.
 * Null: it is no number, or has more than 4,000 digits.
 */
export function parseNumber(text: string): string | null {
  if (/^-?(?:0|[1-9][0-9]{0,14})$/.test(text)) return text;
  if (text.length > maxDigits || !/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?$/.test(text)) return null;
  const digits = digitsOf(new Decimal(text));
  // What has more digits than Terraform's bits can hold is rounded to them.
  return digits === null || digits.length <= 150 ? digits : calculateFloat("+", written(digits), written("0")).digits;
}

/** A number for Terraform that {@link parseNumber} does not read: too many digits, or an exponent of two (`1p5`). */
export function isLargeNumber(text: string): boolean {
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEpP][+-]?[0-9]+)?$/.test(text);
}

export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** Null: division by zero, or a result beyond 4,000 digits. `%` has the sign of its left side. A zero keeps its sign, as Terraform writes it. */
export function calculate(operator: Arithmetic, left: Numeric, right: Numeric): Numeric | null {
  const small = calculateSmall(operator, left.digits, right.digits);
  if (small !== null) return { digits: small, bits: Math.max(left.bits, right.bits) };
  if (isZero(right.digits) && (operator === "/" || operator === "%")) return null;
  const result = calculateFloat(operator, left, right);
  if (result.digits.length > maxDigits) return null;
  return result.digits === "0" ? { ...result, digits: zeroOf(operator, left.digits, right.digits) } : result;
}

/** A zero has a sign in products, quotients and remainders, and where nothing but negative zeros are added. */
function zeroOf(operator: Arithmetic, left: string, right: string): string {
  const [a, b] = [left.startsWith("-"), right.startsWith("-")];
  switch (operator) {
    case "*":
    case "/":
      return a === b ? "0" : "-0";
    case "%":
      return left === "-0" && !b ? "-0" : "0";
    case "+":
      return left === "-0" && right === "-0" ? "-0" : "0";
    case "-":
      return left === "-0" && right === "0" ? "-0" : "0";
  }
}

export function isZero(digits: string): boolean {
  return digits === "0" || digits === "-0";
}

/** Below zero, zero, above zero. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (left.digits === right.digits && left.bits === right.bits) return 0;
  if (isSmall(left.digits) && isSmall(right.digits)) return Number(left.digits) - Number(right.digits);
  if (left.bits !== right.bits) return compareFloats(left, right);
  return new Decimal(left.digits).comparedTo(new Decimal(right.digits)) ?? 0;
}

/** A number as it is written in code or text. */
export function written(digits: string): Numeric {
  return { digits, bits: writtenBits };
}

export function negate(digits: string): string {
  return digits.startsWith("-") ? digits.slice(1) : `-${digits}`;
}

/** To the next whole number: down, up, or towards zero. */
export function roundNumber(digits: string, direction: "down" | "up" | "to-zero"): string {
  if (!digits.includes(".")) return isZero(digits) ? "0" : digits;
  const mode = direction === "down" ? BigNumber.ROUND_FLOOR : direction === "up" ? BigNumber.ROUND_CEIL : BigNumber.ROUND_DOWN;
  const rounded = digitsOf(new Decimal(digits).integerValue(mode)) ?? digits;
  return rounded === "-0" ? "0" : rounded;
}

/** A number as JavaScript's, where it is a whole one that it can hold; else null. */
export function wholeNumber(digits: string): number | null {
  if (digits.includes(".")) return null;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number + 0 : null;
}

/** The digits of a JavaScript number, as its shortest decimal form says it. Null: not finite. */
export function digitsOfNumber(number: number): string | null {
  return Number.isFinite(number) ? digitsOf(new Decimal(String(number))) : null;
}

/** Rounded to a count of decimal places, exact ties to the even digit. */
export function fixedDecimals(digits: string, places: number): string {
  return new Decimal(digits).toFixed(places, BigNumber.ROUND_HALF_EVEN);
}

function digitsOf(number: BigNumber): string | null {
  if (!number.isFinite()) return null;
  const exponent = number.e ?? 0;
  if (exponent > maxDigits || (number.decimalPlaces() ?? 0) > maxDigits) return null;
  return number.isZero() && number.isNegative() ? "-0" : number.toFixed();
}

function isSmall(digits: string): boolean {
  return digits.length < 15 && !digits.includes(".");
}

function calculateSmall(operator: Arithmetic, left: string, right: string): string | null {
  if (!isSmall(left) || !isSmall(right) || operator === "/" || operator === "%") return null;
  const a = Number(left);
  const b = Number(right);
  const result = operator === "+" ? a + b : operator === "-" ? a - b : a * b;
  if (!Number.isSafeInteger(result)) return null;
  return Object.is(result, -0) ? "-0" : String(result);
}
