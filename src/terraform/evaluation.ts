/** What an evaluation needs and what bounds it: names in scope, a budget of steps, depth and size. */

import { expressionText } from "../model/expression-text.ts";
import type { Expression } from "../model/syntax.ts";
import type { EvaluationProblem } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { contents } from "./values.ts";

/** Terraform would refuse the expression. `try` and `can` see it; elsewhere the value is unknown as `invalid`. */
export class EvaluationFailure extends Error {
  override readonly name: string = "EvaluationFailure";
}

/** A bound of the evaluation is reached. Nothing inside the expression catches it. */
export class LimitReached extends Error {
  override readonly name: string = "LimitReached";
}

/** Ends the evaluation of an expression: one sentence, without values from the configuration that could be sensitive. */
export function fail(message: string): never {
  throw new EvaluationFailure(message);
}

/** How far one evaluation may go. Steps count evaluated expressions and the parts of values that functions look at. */
export interface Limits {
  readonly steps: number;
  readonly depth: number;
  /** UTF-16 units of one string. */
  readonly text: number;
  /** Values in one value. */
  readonly weight: number;
  /** Values nested in one another. */
  readonly nesting: number;
}

export const defaultLimits: Limits = { steps: 2_000_000, depth: 300, text: 2_000_000, weight: 200_000, nesting: 100 };

/** One evaluation of a configuration: shared by everything that is evaluated in it. */
export interface Run {
  readonly limits: Limits;
  steps: number;
  depth: number;
  readonly files: Files;
  /** A template without quotes as an expression; null: no parser at hand. */
  readonly parseTemplate: ((text: string) => Expression) | null;
  readonly report: (problem: EvaluationProblem) => void;
  /** Whether it stands for a plan, in which `timestamp()` and its like are not called yet. */
  readonly plans: boolean;
}

/** The tree's files, as far as they were read. Paths are from the repository's root. */
export interface Files {
  /** With its byte order mark, where it has one. Null: there is none, or it is not text. */
  readonly text: (path: string) => string | null;
  /** Something that changes when the file does, like its blob id; its answer is null where there is no such file. Null: cannot be asked. */
  readonly id: ((path: string) => string | null) | null;
  /** Paths of all files below a directory. Null: cannot be asked. */
  readonly below: ((dir: string) => readonly string[]) | null;
}

const noFiles: Files = { text: () => null, id: null, below: null };

export function newRun(options: Partial<Pick<Run, "files" | "parseTemplate" | "report" | "limits" | "plans">> = {}): Run {
  const limits = options.limits ?? defaultLimits;
  return {
    limits,
    steps: limits.steps,
    depth: 0,
    files: options.files ?? noFiles,
    parseTemplate: options.parseTemplate ?? null,
    report: options.report ?? (() => undefined),
    plans: options.plans ?? false,
  };
}

/** One step behind the root of a reference. */
export type Step = { readonly kind: "attribute"; readonly name: string } | { readonly kind: "index"; readonly key: Value };

/** The names of a module: `var`, `local`, `path`, resources, module calls. */
export interface Names {
  /** The value of a reference and how many steps it took; null: there is no such name. */
  readonly resolve: (root: string, steps: readonly Step[]) => { readonly value: Value; readonly used: number } | null;
  /** Directories from the repository's root. */
  readonly moduleDir: string;
  readonly rootDir: string;
  /** `none`: only literal values may stand here; `no-templates`: inside a template, which must not render another one. */
  readonly calls?: "none" | "no-templates";
}

/** A name bound by a `for`, a `dynamic` block, `each`, `count` or `templatefile`. */
export interface Binding {
  readonly name: string;
  readonly value: Value;
  readonly outer: Binding | null;
}

export interface Scope {
  readonly names: Names;
  readonly bound: Binding | null;
  readonly run: Run;
  /** The file in which the expressions stand. */
  readonly file: string;
}

export function bind(scope: Scope, name: string, value: Value): Scope {
  return { ...scope, bound: { name, value, outer: scope.bound } };
}

export function boundValue(scope: Scope, name: string): Value | undefined {
  for (let binding = scope.bound; binding !== null; binding = binding.outer) if (binding.name === name) return binding.value;
  return undefined;
}

/** Takes steps from the budget. */
export function spend(run: Run, steps: number): void {
  run.steps -= steps;
  if (run.steps < 0) throw new LimitReached(`the evaluation took more than ${run.limits.steps} steps`);
}

/** Lets a value through that is not too large to go on with. */
export function checked(run: Run, value: Value): Value {
  if (value.kind === "string") {
    if (value.value.length > run.limits.text) throw new LimitReached(`a string is longer than ${run.limits.text} characters`);
    return value;
  }
  if (value.kind === "null" || value.kind === "bool" || value.kind === "number" || value.kind === "unknown") return value;
  const { weight, depth } = contents(value);
  if (weight > run.limits.weight) throw new LimitReached(`a value holds more than ${run.limits.weight} values`);
  if (depth > run.limits.nesting) throw new LimitReached(`values are nested more than ${run.limits.nesting} deep`);
  return value;
}

/** The name of an expression in reasons: short, on one line. */
export function subjectOf(expression: Expression): string {
  return expressionText(expression, 80);
}
