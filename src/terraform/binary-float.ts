/**
 * Arithmetic as Terraform does it: binary floating point (go-cty's numbers are Go's `big.Float`), written as the shortest decimal that
 * stands for the same number. So `0.1 + 0.2` is `0.3`, and `10 / 3` ends where Terraform's does.
 */

/**
 * A number as its shortest digits, and the bits that Terraform holds it with: 512 for what is written in code, 64 for what it counts
 * (`length`, `count.index`), 53 for what it works out in floating point (`pow`, `log`). They decide where a quotient ends.
 */
export interface Numeric {
  readonly digits: string;
  readonly bits: number;
}

/** `mantissa` × 2^`exponent` */
interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export const writtenBits = 512;

export type FloatOperator = "+" | "-" | "*" | "/" | "%";

/** Digits have no exponent; the right side of `/` and `%` is not zero. */
export function calculateFloat(operator: FloatOperator, left: Numeric, right: Numeric): Numeric {
  const [a, b] = [fromDigits(left), fromDigits(right)];
  const bits = Math.max(left.bits, right.bits);
  switch (operator) {
    case "+":
      return numericOf(rounded(sum(a, b), bits), bits);
    case "-":
      return numericOf(rounded(sum(a, negative(b)), bits), bits);
    case "*": {
      const exact = rounded(product(a, b), writtenBits);
      return numericOf(exact, Math.max(bits, neededBits(exact)));
    }
    case "/":
      return numericOf(quotient(a.mantissa, b.mantissa, a.exponent - b.exponent, bits), bits);
    case "%":
      return numericOf(remainder(a, b, bits, left.bits), left.bits);
  }
}

/** Below zero, zero, above zero. */
export function compareFloats(left: Numeric, right: Numeric): number {
  const { mantissa } = sum(fromDigits(left), negative(fromDigits(right)));
  return mantissa < 0n ? -1 : mantissa > 0n ? 1 : 0;
}

/** Every digit of the number that is held, where {@link Numeric} has only as many as tell it from its neighbours. */
export function exactDigits(number: Numeric): string {
  const { mantissa, exponent } = fromDigits(number);
  if (mantissa === 0n) return number.digits;
  return (mantissa < 0n ? "-" : "") + plain(decimalOf(mantissa < 0n ? -mantissa : mantissa, exponent));
}

/** The whole number as Terraform holds it: with 64 bits, or as many as it needs. */
export function wholeNumeric(whole: bigint): Numeric {
  const bits = Math.max(64, bitLength(whole));
  return { digits: String(whole), bits };
}

function numericOf(number: Dyadic, bits: number): Numeric {
  return { digits: digitsOf(number, bits), bits };
}

/** The fewest bits that hold the number exactly. */
function neededBits({ mantissa }: Dyadic): number {
  return mantissa === 0n ? 0 : mantissa.toString(2).replace(/^-|0+$/g, "").length;
}

/** As go-cty: the whole part of the quotient times the right side, taken from the left, all with the left side's bits. */
function remainder(a: Dyadic, b: Dyadic, quotientBits: number, bits: number): Dyadic {
  const ratio = quotient(a.mantissa, b.mantissa, a.exponent - b.exponent, quotientBits);
  const whole = ratio.exponent >= 0 ? ratio.mantissa << BigInt(ratio.exponent) : truncated(ratio.mantissa, -ratio.exponent);
  const part = rounded(product(b, rounded({ mantissa: whole, exponent: 0 }, bits)), bits);
  return rounded(sum(a, negative(part)), bits);
}

function truncated(mantissa: bigint, bits: number): bigint {
  return mantissa < 0n ? -(-mantissa >> BigInt(bits)) : mantissa >> BigInt(bits);
}

function fromDigits({ digits, bits }: Numeric): Dyadic {
  const [whole = "0", fraction = ""] = digits.split(".");
  const number = BigInt(whole + fraction);
  return fraction === "" ? rounded({ mantissa: number, exponent: 0 }, bits) : quotient(number, 10n ** BigInt(fraction.length), 0, bits);
}

function negative(number: Dyadic): Dyadic {
  return { mantissa: -number.mantissa, exponent: number.exponent };
}

function sum(a: Dyadic, b: Dyadic): Dyadic {
  const exponent = Math.min(a.exponent, b.exponent);
  const mantissa = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  return { mantissa, exponent };
}

function product(a: Dyadic, b: Dyadic): Dyadic {
  return { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
}

/** numerator / denominator × 2^exponent, rounded. */
function quotient(numerator: bigint, denominator: bigint, exponent: number, bits: number): Dyadic {
  const sign = numerator < 0n !== denominator < 0n ? -1n : 1n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const shift = Math.max(0, bits + 2 + bitLength(bottom) - bitLength(top));
  const shifted = top << BigInt(shift);
  // A last bit that says whether anything is left over, so that rounding sees it.
  const mantissa = ((shifted / bottom) << 1n) | (shifted % bottom === 0n ? 0n : 1n);
  return rounded({ mantissa: sign * mantissa, exponent: exponent - shift - 1 }, bits);
}

/** To so many bits, halves to the even neighbour. */
function rounded(number: Dyadic, bits: number): Dyadic {
  const magnitude = number.mantissa < 0n ? -number.mantissa : number.mantissa;
  const drop = bitLength(magnitude) - bits;
  if (drop <= 0) return number;
  const half = 1n << BigInt(drop - 1);
  const rest = magnitude & ((half << 1n) - 1n);
  const kept = magnitude >> BigInt(drop);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  const result = up ? kept + 1n : kept;
  return { mantissa: number.mantissa < 0n ? -result : result, exponent: number.exponent + drop };
}

/** The shortest decimal that lies nearer to this number than to any other of that precision (Go's `big.Float.Text('f', -1)`). */
function digitsOf(number: Dyadic, bits: number): string {
  if (number.mantissa === 0n) return "0";
  const isNegative = number.mantissa < 0n;
  const magnitude = isNegative ? -number.mantissa : number.mantissa;
  // One bit more than the precision: the last bit is half of the last place.
  const shift = bits + 1 - bitLength(magnitude);
  const mantissa = shift >= 0 ? magnitude << BigInt(shift) : magnitude >> BigInt(-shift);
  const exponent = number.exponent - shift;
  const inclusive = (mantissa & 2n) === 0n;
  const digits = shortest(decimalOf(mantissa, exponent), decimalOf(mantissa - 1n, exponent), decimalOf(mantissa + 1n, exponent), inclusive);
  return (isNegative ? "-" : "") + plain(digits);
}

/** 0.digits × 10^point */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

function decimalOf(mantissa: bigint, exponent: number): Decimal {
  const whole = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = whole.toString();
  const point = text.length + Math.min(0, exponent);
  return { digits: text.replace(/0+$/, ""), point };
}

function shortest(exact: Decimal, lower: Decimal, upper: Decimal, inclusive: boolean): Decimal {
  for (let i = 0; i < exact.digits.length; i++) {
    const digit = Number(exact.digits[i]);
    const low = Number(lower.digits[i] ?? "0");
    const high = Number(upper.digits[i] ?? "0");
    const mayDrop = low !== digit || (inclusive && i + 1 === lower.digits.length);
    const mayRaise = digit !== high && (inclusive || digit + 1 < high || i + 1 < upper.digits.length);
    if (!mayDrop && !mayRaise) continue;
    const next = exact.digits[i + 1] ?? "0";
    const up = mayDrop && mayRaise ? roundsUp(exact.digits, i, next) : mayRaise;
    return cut(exact, i + 1, up);
  }
  return exact;
}

function roundsUp(digits: string, at: number, next: string): boolean {
  if (next !== "5" || at + 2 < digits.length) return next >= "5";
  return Number(digits[at]) % 2 === 1;
}

function cut(decimal: Decimal, count: number, up: boolean): Decimal {
  const kept = decimal.digits.slice(0, count);
  const digits = up ? (BigInt(kept) + 1n).toString().padStart(count, "0") : kept;
  return { digits: digits.replace(/0+$/, ""), point: decimal.point + (digits.length - count) };
}

function plain({ digits, point }: Decimal): string {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function bitLength(number: bigint): number {
  return number === 0n ? 0 : (number < 0n ? -number : number).toString(2).length;
}
