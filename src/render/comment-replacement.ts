/** The table of replacements: what, why, in which order, and what falls with it. */
import type { JudgedChange } from "../model/resource-change.ts";
import { causeSentences, joinSentences } from "./cause.ts";
import { originSentence } from "./change-words.ts";
import type { CommentDetail } from "./comment-detail.ts";
import { nameList, nameWords } from "./comment-part.ts";
import { markdownCell } from "./escape-markdown.ts";
import type { Outline, ProjectOutline } from "./outline.ts";
import { counted } from "./phrase.ts";
import type { ReplacementRow } from "./replacement.ts";
import { fill } from "./sentence.ts";

const MOST_NAMES = 4;
const MOST_CAUSES = 3;
const MOST_VALUE = 40;

/** In which order a resource is replaced, in words. */
export function orderWords(change: JudgedChange, stopsTraffic: boolean): string {
  switch (change.order) {
    case "create-first":
      return "create first";
    case "destroy-first":
      return stopsTraffic ? "destroy first: traffic stops" : "destroy first";
    case null:
      return "order unknown";
  }
}

function orderCell(row: ReplacementRow, outline: Outline): string {
  const stops = row.group.changes.some((change) => outline.destroyedFirst.has(change.address));
  const words = orderWords(row.group.first, stops);
  return stops ? `⚠ **${words}**` : words;
}

function tableRow(row: ReplacementRow, outline: Outline, withFalls: boolean): string {
  const { first, names } = row.group;
  const data = first.verdict === "stateful-loss" ? " ⚠ **holds data**" : "";
  const deposed = first.deposed === null ? "" : " (deposed)";
  const origin = originSentence(row.group);
  const reasons = [...causeSentences(first, MOST_VALUE, MOST_CAUSES), ...(origin === null ? [] : [origin])];
  const why = fill(joinSentences(reasons, "; "), markdownCell);
  const falls = row.falls.length === 0 ? "–" : nameList(row.falls, MOST_NAMES, "cell");
  const cells = [`${nameList(names, MOST_NAMES, "cell")}${deposed}${data}`, why, orderCell(row, outline), ...(withFalls ? [falls] : [])];
  return `| ${cells.join(" | ")} |`;
}

function table(project: ProjectOutline, outline: Outline, rows: number): string {
  const shown = project.rows.slice(0, rows);
  // Narrow where it can be: a column that says nothing is left out.
  const withFalls = shown.some((row) => row.fallen.length > 0);
  const head = withFalls
    ? ["| resource | why | order | also falls |", "| :-- | :-- | :-- | :-- |"]
    : ["| resource | why | order |", "| :-- | :-- | :-- |"];
  const lines = [...head, ...shown.map((row) => tableRow(row, outline, withFalls))];
  const hidden = project.rows.slice(rows);
  const replaced = hidden.reduce((count, row) => count + row.group.changes.length + row.fallen.length, 0);
  return replaced === 0 ? lines.join("\n") : `${lines.join("\n")}\n\nand ${counted(replaced, "more replacement")}, not listed here`;
}

/** Under its own heading; nothing where nothing is replaced. */
export function replacementSection(outline: Outline, detail: CommentDetail): string[] {
  const tables = replacementTables(outline, detail);
  return tables.length === 0 ? [] : ["### Will be replaced", ...tables];
}

/** One table per project that replaces something. */
export function replacementTables(outline: Outline, detail: CommentDetail): string[] {
  const projects = outline.projects.filter((project) => project.rows.length > 0);
  if (projects.length === 0) return [];
  if (detail.rows === 0) return [counted(outline.counts.get("replace") ?? 0, "replacement")];
  const parts: string[] = [];
  for (const project of projects) {
    if (outline.projects.length > 1) parts.push(`**${nameWords(project.name)}**`);
    parts.push(table(project, outline, detail.rows));
  }
  return parts;
}
