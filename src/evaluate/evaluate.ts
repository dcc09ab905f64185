/** Evaluates a review's subject against a policy: rules → observations → levels → exemptions → findings and verdict. */
import type { Finding, Observation } from "../model/finding.ts";
import type { Exemption, Policy } from "../model/policy.ts";
import type { Verdict } from "../model/review.ts";
import type { ReviewSubject } from "../model/subject.ts";
import type { InlineWaiver } from "../model/waiver.ts";
import { exempt } from "./exemptions.ts";
import { findingOf } from "./finding-of.ts";
import type { Hash } from "./fingerprint.ts";
import { fold, type Leveled } from "./fold.ts";
import { waive, waiverName, withWaived } from "./inline-waivers.ts";
import { levelOf } from "./level.ts";
import { observe } from "./observe.ts";
import type { Observed } from "./observed.ts";
import { evidenceAmong, problemFindings } from "./problems.ts";
import type { Rule } from "./rule.ts";
import { sortFindings } from "./sort-findings.ts";
import { wordsFor } from "./words.ts";

export interface EvaluationContext {
  /** An ISO date or instant, in UTC. Exemptions are held against its day. */
  readonly now: string;
  readonly hash: Hash;
}

export interface Evaluation {
  /** Sorted by project, address, rule, file, line. What the policy turns off is not among them. */
  readonly findings: readonly Finding[];
  /** Whatever the mode: advisory mode changes what a check concludes and a process returns, not what was found. */
  readonly verdict: Verdict;
}

/**
 * The findings of a review and its verdict. Never throws for what the subject holds: a rule that does is itself a problem.
 * `error` where anything at the head could not be evaluated, even where it could not at the base either; `block` and `warn` where a
 * finding of that level was introduced and no exemption holds for it.
 */
export function evaluate(subject: ReviewSubject, policy: Policy, rules: readonly Rule[], context: EvaluationContext): Evaluation {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { observed, failed } = observe(subject, rules);
  const problems = [...subject.head.problems, ...failed];

  const leveled = [...observed, ...evidenceAmong(problems, byId)].flatMap((one) => withLevel(one, policy));
  const blocking = problemFindings(problems, byId, subject, context.hash);
  const found = fold(leveled).map((one) => toFinding(one, subject, context));

  const today = context.now.slice(0, 10);
  const expired = new Map<Expiring, Set<string>>();
  const overdue = new Map(subject.waivers.map((waiver) => [waiver, expiringWaiver(waiver)]));
  const findings: Finding[] = [...blocking];
  for (const finding of found) {
    const exempted = exempt(finding, policy.exemptions, today);
    const waived = waive(finding, exempted.applied === null ? subject.waivers : [], today);
    findings.push({ ...withWaived(finding, waived), exemption: exempted.applied ?? waived.applied });
    if (!finding.introduced || finding.level === "info" || waived.applied !== null) continue;
    for (const exemption of [...exempted.expired, ...waived.expired.flatMap((waiver) => overdue.get(waiver) ?? [])]) {
      const rulesHit = expired.get(exemption);
      if (rulesHit === undefined) expired.set(exemption, new Set([finding.rule]));
      else rulesHit.add(finding.rule);
    }
  }
  findings.push(...expiryFindings(expired, byId, policy, subject, context));
  return { findings: sortFindings(findings), verdict: verdictOf(findings, blocking.length > 0) };
}

/** The verdict that findings add up to. */
export function verdictOf(findings: readonly Finding[], incomplete: boolean): Verdict {
  if (incomplete) return "error";
  const counting = findings.filter((finding) => finding.introduced && finding.exemption === null);
  if (counting.some((finding) => finding.level === "block")) return "block";
  return counting.some((finding) => finding.level === "warn") ? "warn" : "pass";
}

function withLevel(observed: Observed, policy: Policy): readonly Leveled[] {
  const level = levelOf(observed.rule, observed.observation, policy.settings);
  return level === null ? [] : [{ ...observed, level }];
}

function toFinding(one: Leveled, subject: ReviewSubject, context: EvaluationContext): Finding {
  return findingOf(one.rule.id, one.observation, one, wordsFor(one.rule, one.observation), subject.renames, context.hash);
}

/** What is told of an exemption or a waiver whose time is over. */
type Expiring = Pick<Exemption, "id" | "expires" | "origin">;

function expiringWaiver(waiver: InlineWaiver): Expiring {
  const { file, line } = waiver.place;
  return { id: waiverName(waiver), expires: waiver.expires, origin: { source: file, line } };
}

/** Says of each exemption that would have held that its time is over. */
function expiryFindings(
  expired: ReadonlyMap<Expiring, ReadonlySet<string>>,
  byId: ReadonlyMap<string, Rule>,
  policy: Policy,
  subject: ReviewSubject,
  context: EvaluationContext,
): readonly Finding[] {
  const rule = byId.get("review/exemption-expired");
  if (rule === undefined) return [];
  return [...expired].flatMap(([exemption, hit]) => {
    const { origin } = exemption;
    const place = origin.line === null ? null : { file: origin.source, line: origin.line, endLine: origin.line };
    const evidence = { id: exemption.id, expires: exemption.expires, rules: [...hit].sort() };
    const observation: Observation = { reason: "expired", place, address: null, attribute: null, evidence };
    const [leveled] = withLevel({ rule, observation, introduced: true }, policy);
    return leveled === undefined ? [] : [toFinding(leveled, subject, context)];
  });
}
