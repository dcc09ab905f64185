/** Findings in the comment: the blocking ones numbered and open, the others listed. */
import type { Finding } from "../model/finding.ts";
import { foldedNames, patternOf } from "./address.ts";
import type { CommentDetail } from "./comment-detail.ts";
import { BREAK, byteLength, fold, type Links, name, nameList, placeLink } from "./comment-part.ts";
import { code, markdownLine } from "./escape-markdown.ts";
import { changeSentence, type FindingGroup, findingCount } from "./finding-group.ts";
import { counted, grouped } from "./phrase.ts";
import { fill, mentions } from "./sentence.ts";

/** No more than this many stand open. */
const MOST_OPEN = 5;

const MOST_VALUE = 60;

/** A full stop before a link or a dot says nothing. */
function unended(text: string): string {
  return text.replace(/\.$/, "");
}

function wayOf(finding: Finding, within: string): string | null {
  const way = finding.message.values.way;
  if (!Array.isArray(way) || way.length === 0 || mentions(finding.message, "way")) return null;
  return way.map((step: string) => name(step.startsWith(within) ? step.slice(within.length) : step)).join(" → ");
}

/** Before → after, and the way of a credential: what the sentence itself does not say. */
function evidenceLines(group: FindingGroup, links: Links): string[] {
  const change = changeSentence(group, MOST_VALUE);
  const lines = change === null ? [] : [fill(change, markdownLine)];
  const way = wayOf(group.first, links.within);
  return way === null ? lines : [...lines, way];
}

function whereOf(group: FindingGroup, links: Links): string {
  return group.first.place === null ? "" : ` — ${placeLink(group.first.place, links)}`;
}

function fullFinding(group: FindingGroup, number: number | null, links: Links): string {
  const sentence = unended(fill(group.message, markdownLine));
  const head = number === null ? `**${sentence}**` : `**${number}. ${sentence}**`;
  const remedy = `${unended(fill(group.remedy, markdownLine))} · ${code(group.first.rule)}`;
  return [`${head}${whereOf(group, links)}`, ...evidenceLines(group, links), remedy].join(BREAK);
}

function lineFinding(group: FindingGroup, number: number | null, links: Links): string {
  const lead = number === null ? "-" : `- **${number}.**`;
  return `${lead} ${unended(fill(group.message, markdownLine, { value: 60, items: 3 }))}${whereOf(group, links)} · ${code(group.first.rule)}`;
}

function numbered(groups: readonly FindingGroup[], detail: CommentDetail, links: Links, from: number): string {
  if (detail.blockers === "line") return groups.map((group, index) => lineFinding(group, from + index, links)).join("\n");
  return groups.map((group, index) => fullFinding(group, from + index, links)).join("\n\n");
}

/** Names of what blocks, by rule, as many as fit into `bytes`; all of them are counted. */
function namedByRule(groups: readonly FindingGroup[], bytes: number): string {
  const byRule = new Map<string, Finding[]>();
  for (const group of groups) {
    const same = byRule.get(group.first.rule) ?? [];
    for (const finding of group.findings) same.push(finding);
    byRule.set(group.first.rule, same);
  }
  let left = bytes;
  const lines: string[] = [];
  let rules = byRule.size;
  for (const [rule, findings] of byRule) {
    const share = Math.floor(left / rules);
    const line = ruleLine(rule, findings, share);
    lines.push(line);
    left -= byteLength(line) + 1;
    rules -= 1;
  }
  return lines.join("\n");
}

function subjectName(finding: Finding): string {
  if (finding.address !== null) return finding.address;
  return finding.place === null ? finding.fingerprint : `${finding.place.file}:${finding.place.line}`;
}

/** Bytes kept for the sentence that says where the findings stand that are not named. */
const FOR_THE_REST = 1500;

const MOST_FILES = 8;

/** `the other 9,035 stand in main.tf (9,000) and 3 more files (35)`: counts add up to what is not named. */
function restByFile(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { place } of findings) {
    const file = place === null ? "(no file)" : place.file;
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  const files = [...counts].sort(([, a], [, b]) => b - a);
  const shown = files.slice(0, MOST_FILES).map(([file, count]) => `${name(file)} (${grouped(count)})`);
  const hidden = files.slice(MOST_FILES);
  if (hidden.length > 0) {
    shown.push(`${counted(hidden.length, "more file")} (${grouped(hidden.reduce((sum, [, count]) => sum + count, 0))})`);
  }
  return `; the other **${grouped(findings.length)}** by file: ${shown.join(", ")}`;
}

function bySubject(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.address === null ? subjectName(finding) : patternOf(finding.address);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [finding]);
    else same.push(finding);
  }
  return [...groups.values()];
}

function ruleLine(rule: string, findings: readonly Finding[], bytes: number): string {
  const lead = `- **${grouped(findings.length)}** × ${name(rule)}`;
  const subjects = bySubject(findings);
  let left = bytes - byteLength(lead) - FOR_THE_REST;
  const shown: string[] = [];
  let at = 0;
  for (; at < subjects.length; at += 1) {
    const names = foldedNames((subjects[at] ?? []).map(subjectName))
      .map(name)
      .join(", ");
    left -= byteLength(names) + 2;
    if (left < 0) break;
    shown.push(names);
  }
  const listedNames = shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  const rest = subjects.slice(at).flat();
  return lead + listedNames + (rest.length > 0 ? restByFile(rest) : "");
}

/** Every group that blocks. The first five stand open, the others in a fold with their number. `bytes`: what there is room for, on the last level of detail. */
export function blockingSection(
  heading: string,
  groups: readonly FindingGroup[],
  detail: CommentDetail,
  links: Links,
  bytes: number,
): string[] {
  if (groups.length === 0) return [];
  if (detail.blockers === "names") {
    const all = `All ${counted(findingCount(groups), "finding")}, counted by rule. \`bakegate review --format json\` has each in full.`;
    return [`### ${heading}`, `${all}\n\n${namedByRule(groups, bytes)}`];
  }
  const open = groups.slice(0, MOST_OPEN);
  const folded = groups.slice(MOST_OPEN);
  const parts = [`### ${heading}`, numbered(open, detail, links, 1)];
  if (folded.length > 0) {
    const range = folded.length === 1 ? `${groups.length}` : `${open.length + 1} to ${groups.length}`;
    const summary = `${grouped(folded.length)} more: ${range}`;
    parts.push(fold(`<b>${summary}</b>`, numbered(folded, detail, links, open.length + 1)));
  }
  return parts;
}

/** Warnings where they are the verdict: the first five open. */
export function warningSection(heading: string, groups: readonly FindingGroup[], detail: CommentDetail, links: Links): string[] {
  if (groups.length === 0) return [];
  const open = groups.slice(0, Math.min(MOST_OPEN, Math.max(1, detail.items)));
  const parts = [`### ${heading}`, open.map((group, index) => fullFinding(group, index + 1, links)).join("\n\n")];
  return [...parts, ...foldedFindings(["more", "more"], groups.slice(open.length), detail, links)];
}

function exemptionOf(finding: Finding): string {
  const { exemption } = finding;
  if (exemption === null) return "";
  const approved = exemption.approvedBy === null ? "" : ", approved by {by}";
  const sentence = {
    template: `exempted by {id} until {expires}${approved}: {reason}`,
    values: { id: exemption.id, expires: exemption.expires, reason: exemption.reason, by: exemption.approvedBy ?? "" },
  };
  return `${BREAK}  ${fill(sentence, markdownLine, { value: 200, items: 1 })}`;
}

/** A fold of findings that do not block, one line each. `words`: the summary, of one and of many. */
export function foldedFindings(
  words: readonly [string, string],
  groups: readonly FindingGroup[],
  detail: CommentDetail,
  links: Links,
): string[] {
  if (groups.length === 0) return [];
  const summary = counted(findingCount(groups), words[0], words[1]);
  if (detail.items === 0) return [summary];
  const shown = groups.slice(0, detail.items);
  const lines = shown.map((group) => lineFinding(group, null, links) + exemptionOf(group.first));
  const hidden = findingCount(groups.slice(shown.length));
  if (hidden > 0) lines.push(`- and ${grouped(hidden)} more`);
  return [fold(summary, lines.join("\n"))];
}

/** Files that were in scope and could not be read. */
export function unreadList(unread: readonly { readonly file: string; readonly reason: string }[], most: number): string {
  const shown = unread
    .slice(0, most)
    .map(
      ({ file, reason }) => `- ${name(file)}: ${fill({ template: "{why}", values: { why: reason.replaceAll("-", " ") } }, markdownLine)}`,
    );
  const hidden = unread.length - shown.length;
  if (hidden > 0) shown.push(`- ${nameList(unread.map(({ file }) => file).slice(most), 0)}`);
  return shown.join("\n");
}
