/** Numbers as Terraform has them: written as decimals, without exponent. */
import { BigNumber } from "bignumber.js";
import { calculateFloat } from "./binary-float.ts";

const Decimal = BigNumber.clone({ EXPONENTIAL_AT: 1_000_000, RANGE: [-20_000, 20_000] });

/** More digits than this are not calculated with. */
const maxDigits = 4_000;

/**
 * The canonical digits of a number as it is written or as a string holds it (`1e3`, `0.10`, `+5`, `.5`): no exponent, no trailing zeros.
 * Null: it is no number, or has more than 4,000 digits.
 */
export function parseNumber(text: string): string | null {
  if (/^-?(?:0|[1-9][0-9]{0,14})$/.test(text)) return text === "-0" ? "0" : text;
  if (text.length > maxDigits || !/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?$/.test(text)) return null;
  return digitsOf(new Decimal(text));
}

export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** Null: division by zero, or a result beyond 4,000 digits. `%` has the sign of its left side. */
export function calculate(operator: Arithmetic, left: string, right: string): string | null {
  const small = calculateSmall(operator, left, right);
  if (small !== null) return small;
  if (right === "0" && (operator === "/" || operator === "%")) return null;
  const digits = calculateFloat(operator, left, right);
  return digits.length > maxDigits ? null : digits;
}

/** Below zero, zero, above zero. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (isSmall(left) && isSmall(right)) return Number(left) - Number(right);
  return new Decimal(left).comparedTo(new Decimal(right)) ?? 0;
}

export function negate(digits: string): string {
  if (digits === "0") return digits;
  return digits.startsWith("-") ? digits.slice(1) : `-${digits}`;
}

/** To the next whole number: down, up, or towards zero. */
export function roundNumber(digits: string, direction: "down" | "up" | "to-zero"): string {
  if (!digits.includes(".")) return digits;
  const mode = direction === "down" ? BigNumber.ROUND_FLOOR : direction === "up" ? BigNumber.ROUND_CEIL : BigNumber.ROUND_DOWN;
  return digitsOf(new Decimal(digits).integerValue(mode)) ?? digits;
}

/** A number as JavaScript's, where it is a whole one that it can hold; else null. */
export function wholeNumber(digits: string): number | null {
  if (digits.includes(".")) return null;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : null;
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
  const text = number.toFixed();
  return text === "-0" ? "0" : text;
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
  return result === 0 ? "0" : String(result);
}
