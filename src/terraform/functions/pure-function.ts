/** What a function of Terraform's language is, and how its arguments are read. */
import type { Expression } from "../../model/syntax.ts";
import type { Value } from "../../model/value.ts";
import type { Numeric } from "../binary-float.ts";
import { toBool, toNumber, toText } from "../convert.ts";
import { wholeNumber } from "../decimal.ts";
import type { Scope } from "../evaluation.ts";
import { fail, LimitReached } from "../evaluation.ts";
import type { Type } from "../type.ts";
import { stringType } from "../type.ts";
import type { Collection, Mapping } from "../values.ts";
import { isCollection, isMapping, numericOf } from "../values.ts";

export interface CallSite {
  readonly scope: Scope;
  readonly call: Extract<Expression, { kind: "call" }>;
}

export interface PureFunction {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /**
   * `whole`: it reads its arguments to the bottom, so anything unknown in them makes the result unknown, anything sensitive sensitive.
   * `parts`: it moves the parts of its arguments around; unknown and sensitive parts stay what they are.
   * `own-judgement`: it decides itself what unknown arguments mean.
   */
  readonly reads: "whole" | "parts" | "own-judgement";
  readonly nulls?: "allowed";
  readonly marks?: "removes";
  /** The type of the result, where it is always the same one: an empty list does not show it. */
  readonly makes?: Type;
  /** Null: this call is outside what is evaluated. Throws `EvaluationFailure` where Terraform would refuse. */
  readonly apply: (args: readonly Value[], site: CallSite) => Value | null;
}

type Options = Partial<Pick<PureFunction, "reads" | "nulls" | "marks" | "makes">>;

/** `count`: how many arguments, or the least and the most. */
export function pure(
  name: string,
  count: number | readonly [number, number],
  apply: PureFunction["apply"],
  options: Options = {},
): PureFunction {
  const [least, most] = typeof count === "number" ? [count, count] : count;
  return { name, least, most, reads: "whole", apply, ...options };
}

export const textList: Type = { kind: "list", element: stringType };

export const anyCount = Number.POSITIVE_INFINITY;

export function argument(args: readonly Value[], i: number): Value {
  return args[i] ?? fail("an argument is missing");
}

export function textArgument(args: readonly Value[], i: number): string {
  const value = toText(argument(args, i));
  return value.kind === "string" ? value.value : fail("a string is required");
}

export function numberArgument(args: readonly Value[], i: number): Numeric {
  const value = toNumber(argument(args, i));
  return value.kind === "number" ? numericOf(value) : fail("a number is required");
}

/** Canonical digits. */
export function digitsArgument(args: readonly Value[], i: number): string {
  return numberArgument(args, i).digits;
}

export function wholeArgument(args: readonly Value[], i: number): number {
  return wholeNumber(digitsArgument(args, i)) ?? fail("a whole number is required");
}

export function boolArgument(args: readonly Value[], i: number): boolean {
  const value = toBool(argument(args, i));
  return value.kind === "bool" ? value.value : fail("a bool is required");
}

export function collectionArgument(args: readonly Value[], i: number): Collection {
  const value = argument(args, i);
  return isCollection(value) ? value : fail(`a list is required, not a ${value.kind}`);
}

export function itemsArgument(args: readonly Value[], i: number): readonly Value[] {
  return collectionArgument(args, i).items;
}

export function mappingArgument(args: readonly Value[], i: number): Mapping {
  const value = argument(args, i);
  return isMapping(value) ? value : fail(`a map is required, not a ${value.kind}`);
}

/** A list of strings, as `join`, `sort` and others take it. */
export function textsArgument(args: readonly Value[], i: number): readonly string[] {
  return itemsArgument(args, i).map((item) => {
    const text = toText(item);
    return text.kind === "string" ? text.value : fail("a list of strings is required");
  });
}

/** Ends the evaluation before a string is made that is too long to go on with. */
export function fits(length: number, site: CallSite): void {
  const { text } = site.scope.run.limits;
  if (length > text) throw new LimitReached(`a string is longer than ${text} characters`);
}
