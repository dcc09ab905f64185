/** Findings in the comment: the blocking ones numbered and open, the others listed. */
import type { Finding } from "../model/finding.ts";
import { foldedNames } from "./address.ts";
import { attributeSentence } from "./cause.ts";
import type { CommentDetail } from "./comment-detail.ts";
import { BREAK, byteLength, fold, type Links, name, nameList, placeLink } from "./comment-part.ts";
import { code, markdownLine } from "./escape-markdown.ts";
import { type FindingGroup, findingCount } from "./finding-group.ts";
import { counted, grouped } from "./phrase.ts";
import { fill, mentions } from "./sentence.ts";
import { isHidden } from "./value.ts";

/** No more than this many stand open. */
const MOST_OPEN = 5;

const MOST_VALUE = 60;

/** A sentence's end comes once, whether the template has it or not. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function unended(text: string): string {
  return text.replace(/\.$/, "");
}

function wayOf(finding: Finding): string | null {
  const way = finding.message.values.way;
  if (!Array.isArray(way) || way.length === 0 || mentions(finding.message, "way")) return null;
  return way.map((step: string) => name(step)).join(" → ");
}

/** Before → after, and the way of a credential: what the sentence itself does not say. */
function evidenceLines(group: FindingGroup): string[] {
  const lines: string[] = [];
  const saysBoth = mentions(group.message, "before") && mentions(group.message, "after");
  if (group.attribute !== null && !saysBoth && !isHidden(group.attribute))
    lines.push(fill(attributeSentence(group.attribute, MOST_VALUE), markdownLine));
  const way = wayOf(group.first);
  if (way !== null) lines.push(way);
  return lines;
}

function whereOf(group: FindingGroup, links: Links): string {
  return group.first.place === null ? "" : ` — ${placeLink(group.first.place, links)}`;
}

function fullFinding(group: FindingGroup, number: number | null, links: Links): string {
  const sentence = unended(fill(group.message, markdownLine));
  const head = number === null ? `**${sentence}**` : `**${number}. ${sentence}**`;
  const remedy = `${ended(fill(group.remedy, markdownLine))} · ${code(group.first.rule)}`;
  return [`${head}${whereOf(group, links)}`, ...evidenceLines(group), remedy].join(BREAK);
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

function ruleLine(rule: string, findings: readonly Finding[], bytes: number): string {
  const lead = `- **${grouped(findings.length)}** × ${name(rule)}`;
  const names = foldedNames(findings.map(subjectName)).map(name);
  const tail = (count: number): string => ` … this list is cut after ${grouped(count)} of ${counted(names.length, "name")}`;
  let left = bytes - byteLength(lead) - byteLength(tail(names.length)) - 2;
  const shown: string[] = [];
  for (const each of names) {
    left -= byteLength(each) + 2;
    if (left < 0) break;
    shown.push(each);
  }
  const listedNames = shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  return lead + listedNames + (shown.length < names.length ? tail(shown.length) : "");
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
    const summary = `${grouped(folded.length)} more: ${open.length + 1} to ${groups.length}`;
    parts.push(fold(`<b>${summary}</b>`, numbered(folded, detail, links, open.length + 1)));
  }
  return parts;
}

/** Warnings where they are the verdict: the first five open. */
export function warningSection(heading: string, groups: readonly FindingGroup[], detail: CommentDetail, links: Links): string[] {
  if (groups.length === 0) return [];
  const open = groups.slice(0, Math.min(MOST_OPEN, Math.max(1, detail.items)));
  const parts = [`### ${heading}`, open.map((group, index) => fullFinding(group, index + 1, links)).join("\n\n")];
  return [...parts, ...foldedFindings("more", groups.slice(open.length), detail, links)];
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

/** A fold of findings that do not block, one line each. `words` is the summary behind the count. */
export function foldedFindings(words: string, groups: readonly FindingGroup[], detail: CommentDetail, links: Links): string[] {
  if (groups.length === 0) return [];
  const summary = `${grouped(findingCount(groups))} ${words}`;
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
