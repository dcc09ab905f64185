/**
 * What is certain of a value although it is unknown. Terraform's evaluation keeps the same facts, no more and no fewer, and decides by
 * them: `"web-${id}" == "db"` is false before the id is there. Held against Terraform 1.11.4, see test/terraform/refinements.txt.
 */
import type { Value } from "../model/value.ts";
import { compareNumbers } from "./decimal.ts";
import { graphemes } from "./functions/characters.ts";
import type { Type } from "./type.ts";
import { boolType, numberType, stringType } from "./type.ts";
import type { UnknownValue } from "./values.ts";
import { isCollection, isMapping, numericOf, typedValue } from "./values.ts";

export interface Refinement {
  readonly notNull?: true;
  /** What a string begins with. */
  readonly prefix?: string;
  /** Bounds of a number, both included; a known one for comparison with others. */
  readonly least?: NumberValue;
  readonly most?: NumberValue;
  /** Bounds of the length of a list, set or map, both included. */
  readonly shortest?: number;
  readonly longest?: number;
}

type NumberValue = Extract<Value, { readonly kind: "number" }>;

interface Refined {
  readonly refinement: Refinement;
}

const nothing: Refinement = {};

/** The unknown value with what is certain of it. It lives inside the evaluator only. */
export function refined(value: UnknownValue, type: Type | null, refinement: Refinement): Value {
  const certain: UnknownValue & Refined = { ...value, refinement };
  return type === null ? certain : typedValue(certain, type);
}

/** Of a known value too. */
export function refinementOf(value: Value): Refinement {
  if (value.kind === "unknown") return "refinement" in value ? (value as typeof value & Refined).refinement : nothing;
  if (value.kind === "null") return nothing;
  if (value.kind === "number") return { notNull: true, least: value, most: value };
  if (isCollection(value) && value.kind !== "tuple") {
    const { length } = value.items;
    // An unknown element of a set may be one of the others.
    return { notNull: true, shortest: value.kind === "set" ? Math.min(length, 1) : length, longest: length };
  }
  return isMapping(value) && value.kind === "map"
    ? { notNull: true, shortest: value.entries.size, longest: value.entries.size }
    : { notNull: true };
}

export function neverNullBool(value: UnknownValue): Value {
  return refined(value, boolType, { notNull: true });
}

export function neverNullNumber(value: UnknownValue): Value {
  return refined(value, numberType, { notNull: true });
}

/** A text of which only the beginning is known. */
export function textBeginning(value: UnknownValue, beginning: string): Value {
  const prefix = safePrefix(beginning);
  return refined(value, stringType, prefix === "" ? { notNull: true } : { notNull: true, prefix });
}

/** Characters that nothing behind them can change into another one. */
const delimiter = /[!"#$%&'()*+,\-./:;?@[\\\]^_{|}~ \t]$/;
/** Longer beginnings are cut, in UTF-16 units. */
const longestPrefix = 128;

/** The part of a beginning that stays as it is whatever comes behind it: a last letter could still get an accent. */
function safePrefix(beginning: string): string {
  const text = beginning.normalize("NFC").slice(0, longestPrefix);
  if (delimiter.test(text)) return text;
  return graphemes(text).slice(0, -1).join("");
}

/** True where no value that the unknown one may become is equal to the known one. */
export function excludes(unknown: Refinement, known: Value): boolean {
  if (known.kind === "null") return unknown.notNull === true;
  if (known.kind === "string") return unknown.prefix !== undefined && !known.value.startsWith(unknown.prefix);
  if (known.kind !== "number") return false;
  return isBelow(known, unknown.least) || isBelow(unknown.most, known);
}

/** Whether the lengths of two collections cannot be the same. */
export function neverAsLong(a: Refinement, b: Refinement): boolean {
  const [infinite, none] = [Number.POSITIVE_INFINITY, 0];
  return (a.longest ?? infinite) < (b.shortest ?? none) || (b.longest ?? infinite) < (a.shortest ?? none);
}

/** Whether a number is less than another one for certain. */
export function isBelow(a: NumberValue | undefined, b: NumberValue | undefined): boolean {
  return a !== undefined && b !== undefined && compareNumbers(numericOf(a), numericOf(b)) < 0;
}

/** What holds of a value that is one of two. */
export function eitherOf(a: Value, b: Value): Refinement {
  const [left, right] = [refinementOf(a), refinementOf(b)];
  if (left.notNull !== true || right.notNull !== true) return nothing;
  return { notNull: true, ...eitherNumber(left, right), ...eitherLength(left, right) };
}

function eitherNumber(a: Refinement, b: Refinement): Refinement {
  const least = a.least === undefined || b.least === undefined ? undefined : isBelow(a.least, b.least) ? a.least : b.least;
  const most = a.most === undefined || b.most === undefined ? undefined : isBelow(a.most, b.most) ? b.most : a.most;
  return { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
}

function eitherLength(a: Refinement, b: Refinement): Refinement {
  const shortest = a.shortest === undefined || b.shortest === undefined ? undefined : Math.min(a.shortest, b.shortest);
  const longest = a.longest === undefined || b.longest === undefined ? undefined : Math.max(a.longest, b.longest);
  return { ...(shortest === undefined ? {} : { shortest }), ...(longest === undefined ? {} : { longest }) };
}
