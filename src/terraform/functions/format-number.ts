/** Numbers as Go's `fmt` writes them. */
import { fixedDecimals } from "../decimal.ts";
import { fail } from "../evaluation.ts";
import type { Verb } from "./format.ts";
import { padded } from "./format.ts";

/** `%d`, `%b`, `%o`, `%x`, `%X`: whole numbers only. */
export function integerText(verb: Verb, digits: string): string {
  if (digits.includes(".")) return fail("format needs a whole number");
  const negative = digits.startsWith("-") && digits !== "-0";
  const magnitude = BigInt(negative ? digits.slice(1) : digits);
  const base = { b: 2, d: 10, o: 8, x: 16, X: 16 }[verb.mode] ?? 10;
  let text = magnitude.toString(base);
  if (verb.mode === "X") text = text.toUpperCase();
  if (verb.precision !== null) text = text.padStart(verb.precision, "0");
  const prefix = verb.sharp ? ({ o: "0", x: "0x", X: "0X" }[verb.mode] ?? "") : "";
  return signed(verb, negative, prefix + text, verb.precision === null);
}

/** `%f`: six decimals, unless a precision says otherwise. */
export function decimalText(verb: Verb, digits: string): string {
  const text = fixedDecimals(digits, verb.precision ?? 6);
  const negative = digits.startsWith("-");
  return signed(verb, negative, text.replace(/^-/, ""), true);
}

/** `%e`: one digit, six decimals unless a precision says otherwise, an exponent of at least two digits. */
export function exponentText(verb: Verb, digits: string): string {
  const { negative, mantissa, exponent } = scientific(digits);
  const places = verb.precision ?? 6;
  const rounded = roundedTo(mantissa, exponent, places + 1);
  return signed(verb, negative, withExponent(rounded.mantissa.padEnd(places + 1, "0"), rounded.exponent, verb.mode), true);
}

/** `%g`: the fewest digits, or so many as the precision says; with an exponent where that is below -4 or reaches the precision (6 without one). */
export function shortestText(verb: Verb, digits: string): string {
  const { negative, mantissa, exponent } = scientific(digits);
  const precision = verb.precision === 0 ? 1 : verb.precision;
  const rounded = precision === null ? { mantissa, exponent } : roundedTo(mantissa, exponent, precision);
  const kept = rounded.mantissa.replace(/0+$/, "") || "0";
  const isWhole = precision !== null && precision > kept.length && kept.length >= rounded.exponent + 1;
  const threshold = precision === null ? 6 : isWhole ? kept.length : precision;
  const isLarge = rounded.exponent < -4 || rounded.exponent >= threshold;
  const text = isLarge ? withExponent(kept, rounded.exponent, verb.mode) : plain(kept, rounded.exponent);
  return signed(verb, negative, text, true);
}

interface Scientific {
  /** Digits without a point; the first is not zero, unless the number is. */
  readonly mantissa: string;
  readonly exponent: number;
}

function scientific(digits: string): Scientific & { readonly negative: boolean } {
  const negative = digits.startsWith("-");
  const [whole = "0", fraction = ""] = (negative ? digits.slice(1) : digits).split(".");
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return { negative, mantissa: "0", exponent: 0 };
  return { negative, mantissa: all.slice(first).replace(/0+$/, ""), exponent: whole.length - 1 - first };
}

/** Half to even, as Go rounds exact decimals. */
function roundedTo(mantissa: string, exponent: number, count: number): Scientific {
  if (mantissa.length <= count) return { mantissa, exponent };
  const text = fixedDecimals(`${mantissa.slice(0, 1)}.${mantissa.slice(1)}`, count - 1).replace(".", "");
  return text.length > count ? { mantissa: text.slice(0, count), exponent: exponent + 1 } : { mantissa: text, exponent };
}

function withExponent(mantissa: string, exponent: number, mode: string): string {
  const letter = mode === "E" || mode === "G" ? "E" : "e";
  const fraction = mantissa.length > 1 ? `.${mantissa.slice(1)}` : "";
  return `${mantissa.slice(0, 1)}${fraction}${letter}${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function plain(mantissa: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${mantissa}`;
  const whole = mantissa.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = mantissa.slice(exponent + 1);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** The sign stands before the zeros of a padding and behind its spaces. */
function signed(verb: Verb, negative: boolean, text: string, mayPadWithZeros: boolean): string {
  const sign = negative ? "-" : verb.plus ? "+" : verb.space ? " " : "";
  if (!verb.zero || verb.minus || !mayPadWithZeros) return padded({ ...verb, zero: false }, sign + text);
  return sign + text.padStart(verb.width - sign.length, "0");
}
