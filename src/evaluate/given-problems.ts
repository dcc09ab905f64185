/** Problems as other rooms report them, in the words that the rules `review/…` have sentences for. */
import type { PlanProblem } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import type { Unreadable } from "../model/source.ts";
import type { SyntaxProblem } from "../model/syntax.ts";

/** A file that does not parse. */
export function syntaxProblem(file: string, problem: SyntaxProblem): Problem {
  const { line, endLine, column } = problem;
  return {
    rule: "review/syntax-error",
    reason: "invalid",
    place: { file, line, endLine, column },
    evidence: { detail: problem.message },
    project: null,
  };
}

/** A file that has no text. */
export function unreadableProblem(file: string, why: Unreadable): Problem {
  return { rule: "review/unreadable-file", reason: why, place: { file, line: 1, endLine: 1 }, evidence: {}, project: null };
}

/** A plan that is no evidence. */
export function planProblem(project: string, problem: PlanProblem): Problem {
  const rule = incomplete.has(problem.kind) ? "review/plan-incomplete" : "review/plan-unreadable";
  return { rule, reason: problem.kind, place: null, evidence: { project, detail: problem.detail }, project };
}

const incomplete: ReadonlySet<PlanProblem["kind"]> = new Set(["errored", "incomplete", "deferred"]);
