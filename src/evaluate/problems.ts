/** What could not be evaluated: findings that no policy, exemption or mode reaches, except where a rule makes it a matter of policy. */
import type { Finding, Observation } from "../model/finding.ts";
import type { Problem } from "../model/problem.ts";
import type { ReviewSubject } from "../model/subject.ts";
import { findingOf } from "./finding-of.ts";
import type { Hash } from "./fingerprint.ts";
import { introducedAmong } from "./introduced.ts";
import type { Observed } from "./observed.ts";
import type { Rule } from "./rule.ts";
import { unworded, wordsFor } from "./words.ts";

/** Problems that are a matter of policy, as observations of their rules. */
export function evidenceAmong(problems: readonly Problem[], rules: ReadonlyMap<string, Rule>): readonly Observed[] {
  const observed: Observed[] = [];
  for (const problem of problems) {
    const rule = rules.get(problem.rule);
    if (rule?.on === "evidence") observed.push({ rule, observation: observationOf(problem), introduced: true });
  }
  return observed;
}

/**
 * The findings of all other problems, one each; also of those whose rule nobody listed. Any of them makes the verdict `error`,
 * introduced or not: `introduced` only says whether the base had the same one.
 */
export function problemFindings(
  problems: readonly Problem[],
  rules: ReadonlyMap<string, Rule>,
  subject: ReviewSubject,
  hash: Hash,
): readonly Finding[] {
  const blocking = problems.filter((problem) => rules.get(problem.rule)?.on !== "evidence");
  const findings: Finding[] = [];
  for (const id of new Set(blocking.map((problem) => problem.rule))) {
    const head = blocking.filter((problem) => problem.rule === id).map(observationOf);
    const base = (subject.base?.problems ?? []).filter((problem) => problem.rule === id).map(observationOf);
    const introduced = introducedAmong(head, base, subject);
    const rule = rules.get(id);
    for (const observation of head) {
      const words = rule === undefined ? unworded(id, observation.reason, observation.evidence) : wordsFor(rule, observation);
      const standing = { level: "block", introduced: introduced.has(observation) } as const;
      findings.push(findingOf(id, observation, standing, words, subject.renames, hash));
    }
  }
  return findings;
}

function observationOf(problem: Problem): Observation {
  const { reason, place, evidence, project } = problem;
  return { reason, place, address: null, attribute: null, evidence, ...(project === null ? {} : { project }) };
}
