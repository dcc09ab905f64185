/** The end of every review: rules, policy, verdict, and nothing in it that may not be shown. */
import { maskChange, maskEvidence, maskText } from "../credentials/mask-credentials.ts";
import { rememberSinks } from "../credentials/remember-sinks.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Rule } from "../evaluate/rule.ts";
import { rules } from "../evaluate/rules.ts";
import type { Finding } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import type { Action, JudgedChange, ResourceChange } from "../model/resource-change.ts";
import type { PlanEvidence, ProjectReview, Review, Subject } from "../model/review.ts";
import type { Secret } from "../model/sighting.ts";
import type { ProjectChanges, ReviewSubject } from "../model/subject.ts";
import type { CredentialSearch } from "./credential-search.ts";
import { sha256 } from "./hash.ts";
import { configurationPath } from "./load-policy.ts";

export interface ReviewParts {
  readonly kind: Review["kind"];
  readonly subject: Subject;
  readonly policy: Policy;
  readonly reviewed: ReviewSubject;
  readonly plans: readonly PlanEvidence[];
  readonly unread: Review["unread"];
  readonly filesRead: number;
  /** Milliseconds of `Date.now()` when the review began. */
  readonly startedAt: number;
  /** Default: every rule there is. */
  readonly rules?: readonly Rule[];
}

export function finishReview(parts: ReviewParts): Review {
  const { reviewed, policy } = parts;
  const evaluation = evaluate(reviewed, policy, parts.rules ?? rules, { now: new Date().toISOString(), hash: sha256 });
  const secrets = secretsOf(reviewed);
  return {
    kind: parts.kind,
    mode: policy.mode,
    subject: parts.subject,
    verdict: evaluation.verdict,
    policyDigest: policy.digest,
    plans: parts.plans,
    projects: reviewed.projects.map(projectReview),
    findings: secrets.length === 0 ? evaluation.findings : evaluation.findings.map((finding) => maskFinding(finding, secrets)),
    unread: parts.unread,
    policyEdits: parts.kind === "review" ? policyEdits(policy, reviewed.changed) : [],
    stats: { filesRead: parts.filesRead, durationMs: Date.now() - parts.startedAt },
  };
}

function policyEdits(policy: Policy, changed: ReadonlySet<string>): readonly string[] {
  const files = new Set([configurationPath, ...policy.settings.map(({ origin }) => origin.source)]);
  return [...changed].filter((path) => files.has(path)).sort();
}

/** Changes without what may not be shown: before they are judged, so that no rule can repeat it. */
export function maskChanges<C extends ResourceChange>(
  changes: readonly C[],
  secrets: readonly Secret[],
  { sinks }: CredentialSearch,
): readonly C[] {
  const remembered = rememberSinks(sinks);
  return changes.map((change) => maskDoubts(maskChange(change, remembered, secrets), secrets));
}

/** What a change rests on is told as the code writes it: without the texts in its calls, and without what was sighted. */
function maskDoubts<C extends ResourceChange>(change: C, secrets: readonly Secret[]): C {
  if (change.doubts.length === 0 && change.because.length === 0) return change;
  const mask = (text: string | null) =>
    text === null ? null : maskText(text.includes("(") ? text.replace(/"(?:[^"\\]|\\.)*"/gs, '"…"') : text, secrets);
  const doubts = change.doubts.map((doubt) => ({ ...doubt, subject: mask(doubt.subject) }));
  return { ...change, doubts, because: change.because.map((cause) => ({ ...cause, via: mask(cause.via) })) };
}

function secretsOf(subject: ReviewSubject): readonly Secret[] {
  const planned = subject.projects.flatMap((project) => project.credentials ?? []);
  return [...subject.head.sightings, ...(subject.base?.sightings ?? []), ...subject.leaked, ...planned].map(({ secret }) => secret);
}

function maskFinding(finding: Finding, secrets: readonly Secret[]): Finding {
  return {
    ...finding,
    message: { ...finding.message, values: maskEvidence(finding.message.values, secrets) },
    remedy: { ...finding.remedy, values: maskEvidence(finding.remedy.values, secrets) },
  };
}

function projectReview(project: ProjectChanges): ProjectReview {
  return {
    dir: project.dir,
    workspace: project.workspace,
    origin: project.origin,
    summary: summaryOf(project.changes),
    changes: project.changes,
    drift: project.drift,
    restsOn: project.restsOn ?? [],
  };
}

function summaryOf(changes: readonly JudgedChange[]): Readonly<Record<Action, number>> {
  const summary: Record<Action, number> = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    move: 0,
    import: 0,
    forget: 0,
    read: 0,
    "no-op": 0,
    undecided: 0,
  };
  for (const change of changes) summary[change.action]++;
  return summary;
}
