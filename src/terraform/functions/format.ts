/** `format` and `formatlist`. Semantics: go-cty's `stdlib/format.go`, which Terraform uses. */
import type { Value } from "../../model/value.ts";
import { exactDigits } from "../binary-float.ts";
import { toNumber, toText } from "../convert.ts";
import { fail, spend } from "../evaluation.ts";
import { derived } from "../unknowns.ts";
import { contents, isCollection, keptType, listValue, markedAs, numericOf, stringValue } from "../values.ts";
import { clusterCost, graphemes } from "./characters.ts";
import { decimalText, exponentText, integerText, shortestText } from "./format-number.ts";
import { jsonString, jsonText } from "./json.ts";
import type { CallSite } from "./pure-function.ts";
import { anyCount, fits, pure, textArgument, textList } from "./pure-function.ts";

/** `%[2]-08.3f` and its kin. */
export interface Verb {
  readonly mode: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly sharp: boolean;
  readonly width: number;
  /** Null: none given. */
  readonly precision: number | null;
}

/** Wider than this, text is not padded. */
const maxWidth = 10_000;

export const formatFunctions = [
  pure("format", [1, anyCount], formattedValue, { nulls: "allowed" }),
  pure("formatlist", [1, anyCount], formatList, { reads: "own-judgement", nulls: "allowed", makes: textList }),
];

function formattedValue(args: readonly Value[], site: CallSite): Value {
  return stringValue(formatted(textArgument(args, 0), args.slice(1), site));
}

/** Lists are walked side by side, everything else is repeated. */
function formatList(args: readonly Value[], site: CallSite): Value {
  const [pattern, ...rest] = args;
  if (pattern === undefined || args.some((arg) => arg.kind === "unknown")) return derived("formatlist", args);
  const lengths = new Set(rest.filter(isCollection).map((list) => list.items.length));
  if (lengths.size > 1) return fail("the lists of formatlist must have one length");
  const [count = 1] = lengths;
  const items: Value[] = [];
  for (let i = 0; i < count; i++) {
    const row = [pattern, ...rest.map((arg) => (isCollection(arg) ? (arg.items[i] as Value) : arg))];
    if (row.some((arg) => contents(arg).unknown)) items.push(derived("format", row));
    else items.push(formattedValue(row, site));
  }
  return markedAs(
    listValue(items),
    args.some((arg) => contents(arg).sensitive),
  );
}

function formatted(pattern: string, args: readonly Value[], site: CallSite): string {
  let text = "";
  let next = 0;
  let highest = 0;
  let at = 0;
  while (at < pattern.length) {
    const percent = pattern.indexOf("%", at);
    if (percent < 0) break;
    text += pattern.slice(at, percent);
    const found = readVerb(pattern, percent + 1);
    at = found.end;
    if (found.verb.mode === "%") {
      text += "%";
      continue;
    }
    const index = found.argument ?? next;
    next = index + 1;
    highest = Math.max(highest, next);
    const value = args[index];
    if (value === undefined) return fail("format has not enough arguments");
    spend(site.scope.run, 1 + (value.kind === "string" ? clusterCost(value.value) : 0));
    text += verbText(found.verb, value);
    fits(text.length, site);
  }
  if (highest < args.length) return fail("format has too many arguments");
  return text + pattern.slice(at);
}

function readVerb(pattern: string, start: number): { readonly verb: Verb; readonly argument: number | null; readonly end: number } {
  let at = start;
  const flags = new Set<string>();
  while (at < pattern.length && "+-# 0".includes(pattern[at] ?? "")) flags.add(pattern[at++] ?? "");
  const number = (): number | null => {
    let digits = "";
    while (/^[0-9]$/.test(pattern[at] ?? "")) digits += pattern[at++];
    if (digits.length > 5 || Number(digits) > maxWidth) return fail("a width of format is too large");
    return digits === "" ? null : Number(digits);
  };
  const bracketed = (): number | null => {
    if (pattern[at] !== "[") return null;
    at++;
    const index = number();
    if (index === null || index < 1 || pattern[at] !== "]") return fail("an argument index of format is wrong");
    at++;
    return index - 1;
  };
  let argument = bracketed();
  const width = number() ?? 0;
  let precision: number | null = null;
  if (pattern[at] === ".") {
    at++;
    precision = number() ?? 0;
  }
  argument ??= bracketed();
  const mode = pattern[at];
  if (mode === undefined) return fail("a verb of format is not finished");
  const has = (flag: string) => flags.has(flag);
  const verb = { mode, plus: has("+"), minus: has("-"), space: has(" "), zero: has("0"), sharp: has("#"), width, precision };
  return { verb, argument, end: at + 1 };
}

function verbText(verb: Verb, value: Value): string {
  // A null is written with %v where it has a type, and refused where it has none.
  if (value.kind === "null" && (verb.mode !== "v" || keptType(value) === undefined)) return fail("format cannot write null");
  switch (verb.mode) {
    case "v":
      return padded(verb, anyText(verb, value));
    case "t": {
      const text = toText(value);
      if (text.kind !== "string" || (text.value !== "true" && text.value !== "false")) return fail("format needs a bool");
      return text.value;
    }
    case "b":
    case "d":
    case "o":
    case "x":
    case "X":
      return integerText(verb, digitsOf(value));
    case "e":
    case "E":
      return exponentText(verb, digitsOf(value));
    case "f":
      return decimalText(verb, digitsOf(value));
    case "g":
    case "G":
      return shortestText(verb, verb.precision === null ? shortestDigits(value) : digitsOf(value));
    case "s":
    case "q":
      return stringText(verb, value);
    default:
      return fail("format does not know a verb");
  }
}

function anyText(verb: Verb, value: Value): string {
  if (!verb.sharp && value.kind === "string") return value.value;
  if (!verb.sharp && value.kind === "number")
    return shortestText({ ...verb, width: 0, plus: false, space: false, precision: null }, value.digits);
  return jsonText(value);
}

function stringText(verb: Verb, value: Value): string {
  const text = toText(value);
  if (text.kind !== "string") return fail("format needs a string");
  const cut = verb.precision === null ? text.value : graphemes(text.value).slice(0, verb.precision).join("");
  return padded(verb, verb.mode === "q" ? jsonString(cut) : cut);
}

/** Every digit that Terraform holds, for verbs that cut them. */
function digitsOf(value: Value): string {
  const number = toNumber(value);
  return number.kind === "number" ? exactDigits(numericOf(number)) : fail("format needs a number");
}

function shortestDigits(value: Value): string {
  const number = toNumber(value);
  return number.kind === "number" ? number.digits : fail("format needs a number");
}

/** Padded with spaces, or with zeros where the flag says so; counted in characters as a reader sees them. */
export function padded(verb: Verb, text: string): string {
  if (verb.width === 0) return text;
  const missing = verb.width - graphemes(text).length;
  if (missing <= 0) return text;
  if (verb.minus) return text + " ".repeat(missing);
  return (verb.zero ? "0" : " ").repeat(missing) + text;
}
