/** Changes in the terminal: replacements with their causes, other changes by list, diffs. */
import { attributeSentence, causeSentences, doubtSentence } from "./cause.ts";
import { type SignedLine, signedLines } from "./change-diff.ts";
import { CHANGE_LISTS, type ChangeGroup, type ChangeList, groupChanges, listWords, unrolledWords } from "./change-group.ts";
import { originSentence, possibleWords, tellingFirst } from "./change-words.ts";
import { orderWords } from "./comment-replacement.ts";
import { terminalCode, terminalMedium, unmarked, wrapped } from "./escape-terminal.ts";
import type { Outline, ProjectOutline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";
import type { ReplacementRow } from "./replacement.ts";
import { FULL, fill } from "./sentence.ts";
import { shorten } from "./shorten.ts";
import type { Page } from "./terminal-page.ts";

const MOST_VALUE = 60;
const MOST_NAMES = 12;

/** Listed without --verbose. */
const MOST_GROUPS = 20;

function names(list: readonly string[], most = MOST_NAMES): string {
  const shown = list.slice(0, most).map((each) => terminalCode(shorten(each, 160)));
  if (list.length > shown.length) shown.push(`and ${grouped(list.length - shown.length)} more`);
  return shown.join(", ");
}

function rowLines(row: ReplacementRow, outline: Outline, page: Page): string[] {
  const { first, changes } = row.group;
  const stops = changes.some((change) => outline.destroyedFirst.has(change.address));
  const order = orderWords(first, stops);
  const sign = first.order === "create-first" ? "+/-" : "-/+";
  const data = first.verdict === "stateful-loss" ? `, ${page.colors.red("holds data")}` : "";
  const indent = "      ";
  const lead = `  ${page.colors.yellow(sign)} `;
  const lines = [lead + wrapped(`${names(row.group.names)}  ${stops ? page.colors.red(order) : order}${data}`, page.width, indent)];
  const origin = originSentence(row.group);
  for (const sentence of [...causeSentences(first, MOST_VALUE, 4), ...(origin === null ? [] : [origin])])
    lines.push(indent + wrapped(unmarked(fill(sentence, terminalMedium)), page.width, `${indent}  `));
  if (row.falls.length > 0) lines.push(indent + wrapped(unmarked(`also falls: ${names(row.falls)}`), page.width, `${indent}  `));
  return lines;
}

function projectHeading(project: ProjectOutline, outline: Outline): string[] {
  return outline.projects.length > 1 ? [`  ${fill(project.name, terminalMedium, FULL)}`] : [];
}

export function replacementLines(outline: Outline, page: Page, verbose: boolean): string[] {
  const projects = outline.projects.filter((project) => project.rows.length > 0);
  return projects.flatMap((project) => {
    const shown = verbose ? project.rows : project.rows.slice(0, MOST_GROUPS);
    const lines = [...projectHeading(project, outline), ...shown.flatMap((row) => rowLines(row, outline, page))];
    const hidden = project.rows.slice(shown.length).reduce((count, row) => count + row.group.changes.length + row.fallen.length, 0);
    return hidden > 0 ? [...lines, `      and ${grouped(hidden)} more; --verbose lists them`] : lines;
  });
}

const SIGNS: Record<ChangeList, string> = {
  replace: "-/+",
  undecided: "  ?",
  open: "  ?",
  mutation: "  !",
  unrolled: "  ~",
  "pointer-roll": "  ~",
  template: "  ~",
  "in-place": "  ~",
  create: "  +",
  delete: "  -",
  forget: "  .",
  move: " ->",
  import: " =>",
  read: " <=",
  "no-op": "   ",
};

/** Lists that say more of a change than its name. */
const DETAILED: ReadonlySet<ChangeList> = new Set([
  "undecided",
  "open",
  "mutation",
  "unrolled",
  "pointer-roll",
  "template",
  "in-place",
  "move",
  "import",
]);

function detailOf(list: ChangeList, group: ChangeGroup, page: Page): string[] {
  const { first } = group;
  const indent = "        ";
  const put = (text: string): string => indent + wrapped(unmarked(text), page.width, `${indent}  `);
  if (!DETAILED.has(list)) return [];
  const sentence = originSentence(group);
  const origin = sentence === null ? [] : [put(fill(sentence, terminalMedium))];
  if (list === "undecided" || list === "open") {
    const doubts = first.doubts.slice(0, 4).map((doubt) => put(fill(doubtSentence(doubt, first), terminalMedium)));
    return [...origin, ...doubts];
  }
  if (list === "move" || list === "import") return origin;
  const shown = tellingFirst(first)
    .slice(0, 4)
    .map((attribute) => put(fill(attributeSentence(attribute, MOST_VALUE), terminalMedium)));
  const hidden = first.attributes.length - shown.length;
  const rolls = list === "unrolled" ? [put(unrolledWords(first) ?? "")] : [];
  return [...origin, ...rolls, ...shown, ...(hidden > 0 ? [put(counted(hidden, "more attribute"))] : [])];
}

function listLines(list: ChangeList, project: ProjectOutline, page: Page, verbose: boolean): string[] {
  const changes = project.lists.get(list);
  if (changes === undefined || list === "replace") return [];
  if ((list === "no-op" || list === "read") && !verbose) return [];
  const groups = groupChanges(changes, DETAILED.has(list) ? "content" : "kind");
  const most = verbose ? groups.length : MOST_GROUPS;
  const lines = groups.slice(0, most).flatMap((group) => {
    const open = list === "undecided" || list === "open";
    const words = page.colors.dim(open ? possibleWords(group.first) : listWords(list, group.changes.length).replace(/^[\d,]+ /, ""));
    const deposed = group.first.deposed === null ? "" : " (deposed)";
    const head = `  ${SIGNS[list]} ${wrapped(`${names(group.names)}${deposed}  ${words}`, page.width, "        ")}`;
    return [head, ...detailOf(list, group, page)];
  });
  const hidden = groups.slice(most).reduce((count, group) => count + group.changes.length, 0);
  if (hidden > 0) lines.push(`      and ${grouped(hidden)} more; --verbose lists them`);
  return lines;
}

/** Everything but replacements, by list; unchanged resources only where asked for. */
export function changeLines(outline: Outline, page: Page, verbose: boolean): string[] {
  return outline.projects.flatMap((project) => {
    // What would change in place stands among the blockers already.
    const lists = CHANGE_LISTS.filter((list) => verbose || list !== "mutation" || outline.findings.blockers.length === 0);
    const lines = lists.flatMap((list) => listLines(list, project, page, verbose));
    return lines.length === 0 ? [] : [...projectHeading(project, outline), ...lines];
  });
}

function driftedLines(group: ChangeGroup, page: Page): string[] {
  const gone = group.first.action === "delete" ? "  gone" : "";
  return [`  ${wrapped(`${names(group.names)}${gone}`, page.width, "    ")}`, ...(gone === "" ? detailOf("in-place", group, page) : [])];
}

export function driftLines(outline: Outline, page: Page, verbose: boolean): string[] {
  const drifted = outline.projects.flatMap((project) => project.project.drift);
  if (drifted.length === 0) return [];
  const head = `\n${grouped(drifted.length)} changed outside Terraform`;
  if (!verbose) return [`${head}; --verbose lists them`];
  return [head, ...groupChanges(drifted, "content").flatMap((group) => driftedLines(group, page))];
}

function signed({ sign, text }: SignedLine, page: Page): string {
  const line = `  ${sign === "!" ? "~" : sign} ${text}`;
  if (sign === "+") return page.colors.green(line);
  if (sign === "-") return page.colors.red(line);
  return sign === "!" ? page.colors.yellow(line) : line;
}

/** Every change as a diff. */
export function diffLinesOf(outline: Outline, page: Page): string[] {
  return outline.projects.flatMap((project) => {
    if (project.changed.length === 0) return [];
    const blocks = groupChanges(project.changed, "content").map((group) =>
      signedLines(group)
        .map((line) => signed(line, page))
        .join("\n"),
    );
    return [`\nDiff of ${fill(project.name, terminalMedium, FULL)}\n`, blocks.join("\n\n")];
  });
}

/** `Plan: 3 to replace, 2 to add, 57 unchanged`, in the words of the lists. */
export function countLine(outline: Outline): string[] {
  const parts = [...outline.counts].map(([list, count]) => listWords(list, count));
  return parts.length === 0 ? [] : [parts.join(" · ")];
}
