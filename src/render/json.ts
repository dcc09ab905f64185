/** Renders a review as the JSON document that other programs rely on. */
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { AttributeChange, Cause, JudgedChange, PlainValue } from "../model/resource-change.ts";
import type { ProjectReview, Review } from "../model/review.ts";
import { jsonText } from "./escape-json.ts";
import { compareText } from "./phrase.ts";
import { plainSentence } from "./plain.ts";

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** Deeper values are cut: a reader's parser must not fall over them. */
const MOST_DEPTH = 100;

function boundedValue(value: PlainValue, depth = 0): PlainValue {
  if (value === null || typeof value !== "object") return value;
  if (depth >= MOST_DEPTH) return "(nested more than 100 levels deep)";
  if (Array.isArray(value)) return value.map((item) => boundedValue(item, depth + 1));
  // Own properties whatever their name: `__proto__` is a key like any other here.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, boundedValue(item, depth + 1)]));
}

function locationOf(place: Place | null): unknown {
  if (place === null) return null;
  const side = place.at === undefined ? {} : { at: place.at };
  const commit = place.commit === undefined ? {} : { commit: place.commit };
  return { file: place.file, line: place.line, end_line: place.endLine, ...side, ...commit };
}

function attributeOf(attribute: AttributeChange): unknown {
  return {
    path: attribute.path,
    before: attribute.sensitive ? null : boundedValue(attribute.before),
    after: attribute.sensitive ? null : boundedValue(attribute.after),
    sensitive: attribute.sensitive,
    unknown: attribute.unknown,
    forces_replacement: attribute.forcesReplacement,
  };
}

function compareCauses(a: Cause, b: Cause): number {
  return compareText(a.path ?? "", b.path ?? "") || compareText(a.kind, b.kind) || compareText(a.via ?? "", b.via ?? "");
}

function changeOf(change: JudgedChange): unknown {
  return {
    address: change.address,
    type: change.type,
    mode: change.mode,
    action: change.action,
    order: change.order,
    deposed: change.deposed,
    verdict: change.verdict,
    because: change.because.toSorted(compareCauses).map(({ path, kind, via }) => ({ path, kind, via })),
    attributes: change.attributes.toSorted((a, b) => compareText(a.path, b.path)).map(attributeOf),
    previous_address: change.previousAddress,
    location: locationOf(change.place),
    import_id: change.importId,
    reason: change.reason,
    possible: change.possible.toSorted(compareText),
    doubts: change.doubts.map(({ kind, path, subject }) => ({ kind, path, subject })),
    judgements: change.judgements
      .toSorted((a, b) => compareText(a.path, b.path))
      .map(({ path, class: kind, verdict }) => ({ path, class: kind, verdict })),
    notes: change.notes.map(({ code, path, subject }) => ({ code, path, subject })),
  };
}

function compareChanges(a: JudgedChange, b: JudgedChange): number {
  return compareText(a.address, b.address) || compareText(a.deposed ?? "", b.deposed ?? "");
}

function projectOf(project: ProjectReview): unknown {
  const { summary } = project;
  return {
    dir: project.dir,
    workspace: project.workspace,
    origin: project.origin,
    summary: {
      create: summary.create,
      update: summary.update,
      replace: summary.replace,
      delete: summary.delete,
      move: summary.move,
      import: summary.import,
      forget: summary.forget,
      read: summary.read,
      "no-op": summary["no-op"],
      undecided: summary.undecided,
    },
    changes: project.changes.toSorted(compareChanges).map(changeOf),
    drift: project.drift.toSorted(compareChanges).map(changeOf),
    rests_on: project.restsOn ?? [],
  };
}

/** By project, address, rule, file, line; then by what else tells two findings apart. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.project ?? "", b.project ?? "") ||
    compareText(a.address ?? "", b.address ?? "") ||
    compareText(a.rule, b.rule) ||
    compareText(a.place?.file ?? "", b.place?.file ?? "") ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compareText(a.attribute ?? "", b.attribute ?? "") ||
    compareText(a.reason, b.reason) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function findingOf(finding: Finding): unknown {
  const { exemption } = finding;
  return {
    rule: finding.rule,
    level: finding.level,
    message: plainSentence(finding.message),
    remedy: plainSentence(finding.remedy),
    location: locationOf(finding.place),
    address: finding.address,
    attribute: finding.attribute,
    introduced: finding.introduced,
    fingerprint: finding.fingerprint,
    exemption:
      exemption === null
        ? null
        : { id: exemption.id, reason: exemption.reason, approved_by: exemption.approvedBy, expires: exemption.expires },
    reason: finding.reason,
    project: finding.project,
  };
}

/** The document of the review: `review.v1.json` describes it. The same review gives the same bytes; nothing sensitive is in it. */
export function renderJson(review: Review, tool: Tool): string {
  const { subject } = review;
  return jsonText({
    schema: "bakegate.review/v1",
    tool: { name: tool.name, version: tool.version },
    kind: review.kind,
    mode: review.mode,
    subject: { repository: subject.repository, base: subject.base, head: subject.head, pull_request: subject.pullRequest },
    verdict: review.verdict,
    evidence: {
      policy: review.policyDigest,
      plans: review.plans
        .toSorted((a, b) => compareText(a.project, b.project) || compareText(a.digest, b.digest))
        .map(({ project, digest, terraform }) => ({ project, digest, terraform })),
    },
    projects: review.projects.toSorted((a, b) => compareText(a.dir, b.dir) || compareText(a.workspace, b.workspace)).map(projectOf),
    findings: review.findings.toSorted(compareFindings).map(findingOf),
    unread: review.unread.toSorted((a, b) => compareText(a.file, b.file)).map(({ file, reason }) => ({ file, reason })),
    stats: { files_read: review.stats.filesRead, duration_ms: review.stats.durationMs },
  });
}
