/** What the pages of problems have in common. */
import type { ProblemRule, ReasonWords, RulePage } from "../../rule.ts";

/** A problem always blocks: what could not be evaluated does not pass. */
export function problemRule(id: string, page: RulePage, reasons: Readonly<Record<string, ReasonWords>>): ProblemRule {
  return { on: "problem", id, level: "block", page, reasons };
}
