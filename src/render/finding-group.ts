/** Sorts findings by what they mean for the verdict, and folds those that say the same of several instances. */
import type { Finding, Sentence } from "../model/finding.ts";
import type { AttributeChange } from "../model/resource-change.ts";
import type { Review } from "../model/review.ts";
import { foldedNames, patternOf } from "./address.ts";
import { attributeSentence } from "./cause.ts";
import { attributeKey } from "./change-group.ts";
import { mentions, SHORT } from "./sentence.ts";
import { isHidden } from "./value.ts";

/** Findings that differ in nothing but the instance they are about. */
export interface FindingGroup {
  /** Stands for all of them: rule, level, place, attribute. */
  readonly first: Finding;
  readonly findings: readonly Finding[];
  /** With the addresses folded into one list. */
  readonly message: Sentence;
  readonly remedy: Sentence;
  /** What the planned change says of the attribute, where the finding is about one. */
  readonly attribute: AttributeChange | null;
}

export interface SortedFindings {
  /** What could not be evaluated. */
  readonly failures: readonly FindingGroup[];
  readonly blockers: readonly FindingGroup[];
  readonly warnings: readonly FindingGroup[];
  readonly notes: readonly FindingGroup[];
  /** Stood in the base already. */
  readonly standing: readonly FindingGroup[];
  readonly exempted: readonly FindingGroup[];
}

/** Rules about evidence that was required: they may block, but the review itself could be made. */
const NOT_FAILURES = new Set(["review/plan-missing", "review/plan-stale", "review/plan-mismatch", "review/exemption-expired"]);

function isFailure(finding: Finding): boolean {
  return finding.level === "block" && finding.rule.startsWith("review/") && !NOT_FAILURES.has(finding.rule);
}

type Sort = keyof SortedFindings;

function sortOf(finding: Finding, review: Review): Sort {
  if (finding.exemption !== null) return "exempted";
  if (review.verdict === "error" && isFailure(finding)) return "failures";
  if (!finding.introduced) return "standing";
  if (finding.level === "block") return "blockers";
  return finding.level === "warn" ? "warnings" : "notes";
}

/** Instances of one resource are the same; everything else that would be shown has to be equal. */
function groupKey(finding: Finding, attribute: AttributeChange | null): string {
  const values = Object.entries(finding.message.values).concat(Object.entries(finding.remedy.values));
  return JSON.stringify([
    finding.rule,
    finding.reason,
    finding.level,
    finding.message.template,
    finding.remedy.template,
    finding.attribute,
    finding.project,
    finding.introduced,
    finding.place?.file,
    finding.place?.line,
    finding.place?.endLine,
    finding.place?.at,
    finding.exemption?.id,
    finding.address === null ? finding.fingerprint : patternOf(finding.address),
    values.filter(([name]) => name !== "address"),
    attribute === null ? null : attributeKey(attribute),
  ]);
}

/** What is read first: loss of data, then changes in place, then credentials; the rest as it came. */
const RANKS: readonly string[] = [
  "review/syntax-error",
  "immutable/stateful-loss",
  "immutable/in-place-update",
  "credentials/private-key",
  "credentials/token",
  "credentials/hard-coded",
  "credentials/in-url",
  "credentials/sensitive-default",
  "credentials/in-plan",
  "credentials/leaked-in-history",
  "immutable/undecided",
];

function rankOf(rule: string): number {
  const rank = RANKS.indexOf(rule);
  return rank < 0 ? RANKS.length : rank;
}

/** As many as a sentence lists; more keys of one resource are counted. */
const MOST_KEYS = SHORT.items;

function withAddresses(sentence: Sentence, addresses: readonly string[]): Sentence {
  if (addresses.length < 2 || !sentence.template.includes("{address}")) return sentence;
  return { template: sentence.template, values: { ...sentence.values, address: foldedNames(addresses, MOST_KEYS) } };
}

function grouped(findings: readonly Finding[], attributes: AttributeIndex): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = groupKey(finding, attributes(finding));
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [finding]);
    else same.push(finding);
  }
  const folded = [...groups.values()].map((same) => {
    const first = same[0] as Finding;
    const addresses = same.map((finding) => finding.address ?? "");
    return {
      first,
      findings: same,
      message: withAddresses(first.message, addresses),
      remedy: withAddresses(first.remedy, addresses),
      attribute: attributes(first),
    };
  });
  // Stable: within a rule the review's order stays.
  return folded.sort((a, b) => rankOf(a.first.rule) - rankOf(b.first.rule));
}

type AttributeIndex = (finding: Finding) => AttributeChange | null;

/** Looks up the planned change of a finding's attribute: by its own project, or, where it names none, in the only project that has it. */
function attributeIndex(review: Review): AttributeIndex {
  const byAddress = new Map<string, { readonly dir: string; readonly attributes: readonly AttributeChange[] }[]>();
  for (const project of review.projects) {
    for (const change of project.changes) {
      const entry = { dir: project.dir, attributes: change.attributes };
      const same = byAddress.get(change.address);
      if (same === undefined) byAddress.set(change.address, [entry]);
      else same.push(entry);
    }
  }
  return (finding) => {
    if (finding.address === null || finding.attribute === null) return null;
    const candidates = byAddress.get(finding.address) ?? [];
    const own = candidates.length === 1 ? candidates[0] : candidates.find((each) => each.dir === finding.project);
    return own?.attributes.find((attribute) => attribute.path === finding.attribute) ?? null;
  };
}

/** Every finding of the review in exactly one of the six lists, in the review's order. */
export function sortFindings(review: Review): SortedFindings {
  const lists: Record<Sort, Finding[]> = { failures: [], blockers: [], warnings: [], notes: [], standing: [], exempted: [] };
  for (const finding of review.findings) lists[sortOf(finding, review)].push(finding);
  const attributes = attributeIndex(review);
  return {
    failures: grouped(lists.failures, attributes),
    blockers: grouped(lists.blockers, attributes),
    warnings: grouped(lists.warnings, attributes),
    notes: grouped(lists.notes, attributes),
    standing: grouped(lists.standing, attributes),
    exempted: grouped(lists.exempted, attributes),
  };
}

/** How many findings the groups stand for. */
export function findingCount(groups: readonly FindingGroup[]): number {
  return groups.reduce((count, group) => count + group.findings.length, 0);
}

/** Before → after of what the finding is about, where its message does not say it; each value has at most `max` UTF-16 units. */
export function changeSentence(group: FindingGroup, max: number): Sentence | null {
  const { message, attribute } = group;
  if (mentions(message, "changes") || (mentions(message, "before") && mentions(message, "after"))) return null;
  const { changes } = message.values;
  // Several attributes of one resource stand in one finding.
  if (Array.isArray(changes) && changes.length > 1) return { template: "{changes}", values: { changes } };
  return attribute === null || isHidden(attribute) ? null : attributeSentence(attribute, max);
}
