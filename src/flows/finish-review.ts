/** The end of every review: rules, policy, verdict, and nothing in it that may not be shown. */
import { AddressMask, credentialKeys } from "../credentials/mask-addresses.ts";
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
  const { policy } = parts;
  const secrets = secretsOf(parts.reviewed);
  const addresses = new AddressMask(secrets);
  // Before it is judged: a fingerprint is made of an address, and a rule may repeat one.
  const reviewed = secrets.length === 0 ? parts.reviewed : withoutKeys(parts.reviewed, secrets, addresses);
  const evaluation = evaluate(reviewed, policy, parts.rules ?? rules, { now: new Date().toISOString(), hash: sha256 });
  return {
    kind: parts.kind,
    mode: policy.mode,
    subject: parts.subject,
    verdict: evaluation.verdict,
    policyDigest: policy.digest,
    plans: parts.plans,
    projects: reviewed.projects.map(projectReview),
    findings: secrets.length === 0 ? evaluation.findings : evaluation.findings.map((finding) => maskFinding(finding, secrets, addresses)),
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
  // Most keys stay, so that a change finds the resource that it is of. What only a change's values tell has to be told here.
  const keys = credentialKeys(changes, remembered);
  const addresses = new AddressMask(keys);
  return changes.map((change) => {
    const masked = maskDoubts(maskChange(change, remembered, secrets), secrets);
    return keys.length === 0 ? masked : maskNames(masked, keys, addresses);
  });
}

/** What a change rests on is told as the code writes it: without the texts in its calls, and without what was sighted. */
function maskDoubts<C extends ResourceChange>(change: C, secrets: readonly Secret[]): C {
  if (change.doubts.length === 0 && change.because.length === 0) return change;
  const doubts = change.doubts.map((doubt) => ({
    ...doubt,
    subject: doubt.subject === null ? null : maskText(withoutTexts(doubt.subject), secrets),
  }));
  const because = change.because.map((cause) => ({ ...cause, via: cause.via === null ? null : maskCause(cause.via, secrets) }));
  return { ...change, doubts, because };
}

/** An address stays what it is until the end, so that it finds the change of that address. */
function maskCause(via: string, secrets: readonly Secret[]): string {
  const text = withoutTexts(via);
  return /["\s]/.test(text.replace(/\["(?:[^"\\]|\\.)*"\]/gs, "")) ? maskText(text, secrets) : text;
}

function withoutTexts(text: string): string {
  return text.includes("(") ? text.replace(/"(?:[^"\\]|\\.)*"/gs, '"…"') : text;
}

/** The subject without credentials in its addresses. */
function withoutKeys(subject: ReviewSubject, secrets: readonly Secret[], addresses: AddressMask): ReviewSubject {
  const projects = subject.projects.map((project) => ({
    ...project,
    changes: project.changes.map((change) => maskJudged(change, secrets, addresses)),
    drift: project.drift.map((change) => maskJudged(change, secrets, addresses)),
    invocations: project.invocations.map(({ address, type, triggeredBy }) => ({
      address: addresses.mask(address),
      type,
      triggeredBy: addresses.maskWhereAny(triggeredBy),
    })),
    credentials: (project.credentials ?? []).map((credential) => ({
      ...credential,
      address: addresses.mask(credential.address),
      attribute: addresses.mask(credential.attribute),
      way: credential.way.map((step) => addresses.mask(step)),
    })),
  }));
  return { ...subject, projects };
}

function maskJudged(change: JudgedChange, secrets: readonly Secret[], addresses: AddressMask): JudgedChange {
  return {
    ...maskNames(change, secrets, addresses),
    judgements: change.judgements.map((judgement) => ({ ...judgement, path: addresses.mask(judgement.path) })),
    notes: change.notes.map(({ code, path, subject }) => ({
      code,
      path: addresses.maskWhereAny(path),
      subject: addresses.maskWhereAny(subject),
    })),
  };
}

/** Addresses, and the paths of attributes. */
function maskNames<C extends ResourceChange>(change: C, secrets: readonly Secret[], addresses: AddressMask): C {
  return {
    ...change,
    address: addresses.mask(change.address),
    previousAddress: addresses.maskWhereAny(change.previousAddress),
    name: addresses.mask(change.name),
    importId: change.importId === null ? null : maskText(change.importId, secrets),
    reason: change.reason === null ? null : maskText(change.reason, secrets),
    because: change.because.map((cause) => ({
      ...cause,
      path: addresses.maskWhereAny(cause.path),
      via: addresses.maskWhereAny(cause.via),
    })),
    doubts: change.doubts.map((doubt) => ({
      ...doubt,
      path: addresses.maskWhereAny(doubt.path),
      subject: addresses.maskWhereAny(doubt.subject),
    })),
    attributes: change.attributes.map((attribute) => ({ ...attribute, path: addresses.mask(attribute.path) })),
  };
}

function secretsOf(subject: ReviewSubject): readonly Secret[] {
  const planned = subject.projects.flatMap((project) => project.credentials ?? []);
  return [...subject.head.sightings, ...(subject.base?.sightings ?? []), ...subject.leaked, ...planned].map(({ secret }) => secret);
}

function maskFinding(finding: Finding, secrets: readonly Secret[], addresses: AddressMask): Finding {
  const { address, attribute, exemption } = finding;
  return {
    ...finding,
    address: addresses.maskWhereAny(address),
    attribute: addresses.maskWhereAny(attribute),
    exemption: exemption === null ? null : { ...exemption, reason: maskText(exemption.reason, secrets) },
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
