/** The folds of the comment: every change that is not a replacement, drift, and files that were not read. */
import type { JudgedChange } from "../model/resource-change.ts";
import { attributeSentence, doubtSentence, joinSentences } from "./cause.ts";
import { CHANGE_LISTS, type ChangeGroup, type ChangeList, groupChanges, listWords, unrolledWords } from "./change-group.ts";
import { originSentence, possibleWords, tellingFirst } from "./change-words.ts";
import type { CommentDetail } from "./comment-detail.ts";
import { unreadList } from "./comment-finding.ts";
import { fold, nameList, nameWords } from "./comment-part.ts";
import { replacementTables } from "./comment-replacement.ts";
import { markdownLine } from "./escape-markdown.ts";
import { restsOnSentence } from "./facts.ts";
import type { Outline, ProjectOutline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";
import { fill } from "./sentence.ts";

const MOST_VALUE = 40;
const MOST_ATTRIBUTES = 3;
const MOST_NAMES = 6;

/** Lists whose attributes say something; the others are names. */
const WITH_ATTRIBUTES: ReadonlySet<ChangeList> = new Set(["mutation", "unrolled", "pointer-roll", "template", "in-place"]);

function attributeWords(change: JudgedChange): string {
  const shown = tellingFirst(change)
    .slice(0, MOST_ATTRIBUTES)
    .map((attribute) => attributeSentence(attribute, MOST_VALUE));
  const hidden = change.attributes.length - shown.length;
  if (hidden > 0) shown.push({ template: counted(hidden, "more attribute"), values: {} });
  return shown.length === 0 ? "" : `: ${fill(joinSentences(shown, "; "), markdownLine)}`;
}

function undecidedWords(change: JudgedChange): string {
  const doubts = change.doubts.slice(0, MOST_ATTRIBUTES).map((doubt) => doubtSentence(doubt, change));
  const hidden = change.doubts.length - doubts.length;
  if (hidden > 0) doubts.push({ template: counted(hidden, "more doubt"), values: {} });
  const why = doubts.length === 0 ? "" : `. ${fill(joinSentences(doubts, "; "), markdownLine)}`;
  return `: ${possibleWords(change)}${why}`;
}

function groupLine(list: ChangeList, group: ChangeGroup): string {
  const origin = originSentence(group);
  const lead = `- ${nameList(group.names, MOST_NAMES)}${origin === null ? "" : ` (${fill(origin, markdownLine)})`}`;
  if (list === "unrolled") return `${lead}: ${unrolledWords(group.first) ?? ""}${attributeWords(group.first).replace(/^: /, "; ")}`;
  return WITH_ATTRIBUTES.has(list) ? lead + attributeWords(group.first) : lead;
}

/** What is doubted in the same words stands on one line. */
function doubtLines(groups: readonly ChangeGroup[]): string[] {
  const byWords = new Map<string, ChangeGroup[]>();
  for (const group of groups) {
    const words = undecidedWords(group.first);
    const same = byWords.get(words);
    if (same === undefined) byWords.set(words, [group]);
    else same.push(group);
  }
  return [...byWords].map(([words, same]) => {
    const [group] = same;
    const origin = same.length === 1 && group !== undefined ? originSentence(group) : null;
    const names = nameList(
      same.flatMap((each) => each.names),
      MOST_NAMES,
    );
    return `- ${names}${origin === null ? "" : ` (${fill(origin, markdownLine)})`}${words}`;
  });
}

/** A deposed object has the address of the resource that took its place. */
function shownNames(group: ChangeGroup): readonly string[] {
  return group.first.deposed === null ? group.names : group.names.map((each) => `${each} (deposed)`);
}

/** @param alone the fold's summary says already what list it is. */
function listText(list: ChangeList, changes: readonly JudgedChange[], most: number, alone: boolean): string {
  const heading = `**${listWords(list, changes.length)}**`;
  const detailed = WITH_ATTRIBUTES.has(list) || list === "undecided" || list === "open" || list === "move" || list === "import";
  const groups = groupChanges(changes, detailed ? "content" : "kind");
  if (!detailed) {
    const names = nameList(groups.flatMap(shownNames), most);
    return alone ? names : `${heading}: ${names}`;
  }
  const shown = groups.slice(0, most);
  const lines = list === "undecided" || list === "open" ? doubtLines(shown) : shown.map((group) => groupLine(list, group));
  const hidden = groups.slice(most).reduce((count, group) => count + group.changes.length, 0);
  if (hidden > 0) lines.push(`- and ${grouped(hidden)} more`);
  return alone ? lines.join("\n") : `${heading}\n${lines.join("\n")}`;
}

/** Whether the fold has one list only: replacements stand in it on a pass, and above it otherwise. */
function isAlone(project: ProjectOutline, outline: Outline): boolean {
  const lists = [...project.lists.keys()].filter((list) => list !== "replace" || outline.review.verdict === "pass");
  return lists.length === 1;
}

function projectText(project: ProjectOutline, outline: Outline, most: number): string {
  const parts: string[] = [];
  const alone = outline.projects.length === 1 && isAlone(project, outline);
  for (const list of CHANGE_LISTS) {
    const changes = project.lists.get(list);
    if (changes === undefined || list === "replace") continue;
    parts.push(listText(list, changes, most, alone));
  }
  if (parts.length > 0 && outline.projects.length > 1) parts.unshift(`#### ${nameWords(project.name)}`);
  return parts.join("\n\n");
}

/** `4 in place and allowed · 2 new · 57 unchanged`, open to lists per project. On a pass the replacements are in it too. */
export function changesFold(outline: Outline, detail: CommentDetail): string[] {
  const withReplacements = outline.review.verdict === "pass";
  const summary = [...outline.counts]
    .filter(([list]) => list !== "replace" || withReplacements)
    .map(([list, count]) => listWords(list, count))
    .join(" · ");
  if (summary === "") return [];
  if (detail.items === 0) return [summary];
  const tables = withReplacements ? replacementTables(outline, detail) : [];
  const lists = outline.projects.map((project) => projectText(project, outline, detail.items)).filter((text) => text !== "");
  const rests = restsOnSentence(outline);
  const ground = rests === null ? [] : [`<sub>${nameWords(rests)}.</sub>`];
  return [fold(summary, [...tables, ...lists, ...ground].join("\n\n"))];
}

function driftWords(change: JudgedChange): string {
  return change.action === "delete" ? ": gone" : attributeWords(change);
}

/** What was changed outside Terraform. */
export function driftFold(outline: Outline, detail: CommentDetail): string[] {
  const drifted = outline.projects.flatMap((project) => project.project.drift);
  if (drifted.length === 0) return [];
  const summary = `${grouped(drifted.length)} changed outside Terraform`;
  if (detail.items === 0) return [summary];
  const groups = groupChanges(drifted, "content");
  const lines = groups.slice(0, detail.items).map((group) => `- ${nameList(group.names, MOST_NAMES)}${driftWords(group.first)}`);
  const hidden = groups.length - lines.length;
  if (hidden > 0) lines.push(`- and ${grouped(hidden)} more`);
  return [fold(summary, lines.join("\n"))];
}

export function unreadFold(outline: Outline, detail: CommentDetail): string[] {
  const { unread } = outline.review;
  if (unread.length === 0) return [];
  const summary = counted(unread.length, "file was not read", "files were not read");
  return detail.items === 0 ? [summary] : [fold(summary, unreadList(unread, detail.items))];
}
