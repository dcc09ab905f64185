/** Renders a review for a terminal: the decision first, then what must change, what is replaced, and the rest as counts. */
import pc from "picocolors";
import type { Review } from "../model/review.ts";
import { painted, terminalMedium, unmarked, wrapped } from "./escape-terminal.ts";
import { type FindingGroup, findingCount } from "./finding-group.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { counted } from "./phrase.ts";
import { FULL, fill } from "./sentence.ts";
import { changeLines, countLine, diffLinesOf, driftLines, replacementLines } from "./terminal-change.ts";
import { factsText, groundText, restsOnText } from "./terminal-facts.ts";
import { blockLines, lineFindings, unreadLines } from "./terminal-finding.ts";
import type { Page } from "./terminal-page.ts";
import { type Title, titleOf } from "./title.ts";

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Also what does not block, in full, and every change as a diff. */
  readonly verbose: boolean;
  /** Only the title and what blocks. */
  readonly quiet: boolean;
}

const NARROWEST = 40;
const WIDEST = 120;

/** After this many lines the title has left the screen and is said again. */
const SCREEN = 24;

function badge(mark: Title["mark"], advisory: boolean): string {
  switch (mark) {
    case "pass":
      return "PASS";
    case "warn":
      return advisory ? "ADVISORY" : "WARN";
    case "block":
      return "BLOCKED";
    case "error":
      return "ERROR";
  }
}

function titleText(outline: Outline, page: Page): string {
  const title = titleOf(outline);
  const word = badge(title.mark, title.lead.startsWith("Advisory"));
  const paint = title.mark === "pass" ? page.colors.green : title.mark === "warn" ? page.colors.yellow : page.colors.red;
  const lead = title.lead === "" || title.lead === "Blocked" ? "" : `${title.lead.replace(/^Advisory, /, "")}: `;
  const sentence = wrapped(lead + fill(title.sentence, terminalMedium, FULL), page.width, "  ");
  const label = page.colors.isColorSupported ? page.colors.inverse(page.colors.bold(` ${word} `)) : word;
  return `${paint(label)}  ${sentence}`;
}

function heading(text: string, page: Page): string {
  return `\n${page.colors.bold(page.colors.underline(text))}\n`;
}

function blocking(outline: Outline, page: Page, quiet: boolean): string[] {
  const { findings, review } = outline;
  const lines: string[] = [];
  if (review.verdict === "error") {
    lines.push(heading("Could not be evaluated", page));
    lines.push(...blockLines(findings.failures, page, quiet));
    if (findings.failures.length === 0) lines.push(...unreadLines(review.unread, page));
  }
  if (findings.blockers.length > 0) {
    lines.push(heading(review.mode === "advisory" ? "Would be blocked" : "Must change", page));
    lines.push(...blockLines(findings.blockers, page, quiet));
  }
  return lines;
}

function others(outline: Outline, page: Page, verbose: boolean): string[] {
  const { findings, review } = outline;
  const lines: string[] = [];
  const put = (words: string, groups: readonly FindingGroup[], remedies: boolean): void => {
    if (groups.length > 0) lines.push(heading(words, page), ...lineFindings(groups, page, remedies));
  };
  put(counted(findingCount(findings.warnings), "warning"), findings.warnings, true);
  if (verbose) for (const [words, groups] of quiet(outline)) put(words, groups, false);
  const shownAbove = review.verdict === "error" && findings.failures.length === 0;
  if (review.unread.length > 0 && !shownAbove) {
    lines.push(
      heading(counted(review.unread.length, "file was not read", "files were not read"), page),
      ...unreadLines(review.unread, page),
    );
  }
  return lines;
}

function quiet(outline: Outline): [string, readonly FindingGroup[]][] {
  const { exempted, standing, notes } = outline.findings;
  const all: [string, string, readonly FindingGroup[]][] = [
    ["finding exempted", "findings exempted", exempted],
    ["finding already in the base, not blocking", "findings already in the base, not blocking", standing],
    ["note", "notes", notes],
  ];
  return all.flatMap(([one, many, groups]) => (groups.length === 0 ? [] : [[counted(findingCount(groups), one, many), groups]]));
}

/** What is there and not listed. */
function notListed(outline: Outline, verbose: boolean): string[] {
  const parts = verbose ? [] : quiet(outline).map(([words]) => words);
  return parts.length === 0 ? [] : [`${parts.join(" · ")} (--verbose lists them)`];
}

/** The review as text with a newline at its end. Nothing depends on colour, and no text from the pull request can move the cursor. */
export function renderTerminal(review: Review, options: TerminalOptions): string {
  const colors = pc.createColors(options.color);
  const page: Page = { colors, width: Math.min(WIDEST, Math.max(NARROWEST, options.width)) };
  const outline = outlineOf(review);
  const title = titleText(outline, page);
  const lines = [title];
  if (!options.quiet) lines.push(colors.dim(wrapped(unmarked(factsText(outline)), page.width, "  ")));
  lines.push(...blocking(outline, page, options.quiet));
  if (!options.quiet) {
    const replaced = replacementLines(outline, page, options.verbose);
    if (replaced.length > 0) replaced.unshift(heading("Will be replaced", page));
    const rest = others(outline, page, options.verbose);
    // Where warnings are the verdict, they come first.
    lines.push(...(review.verdict === "warn" ? [...rest, ...replaced] : [...replaced, ...rest]));
    const changes = changeLines(outline, page, options.verbose);
    if (changes.length > 0) lines.push(heading("Changes", page), ...changes);
    lines.push(...driftLines(outline, page, options.verbose));
    if (options.verbose) lines.push(...diffLinesOf(outline, page));
    const end = [...countLine(outline), ...notListed(outline, options.verbose)].map((line) => wrapped(line, page.width, "  "));
    const ground = [restsOnText(outline), groundText(outline)].flatMap((line) => line ?? []);
    lines.push("", ...end, ...ground.map((line) => colors.dim(wrapped(line, page.width, "  "))));
  }
  const text = lines.join("\n");
  const long = text.split("\n").length > SCREEN && !options.quiet;
  return `${painted(long ? `${text}\n\n${title}` : text, colors)}\n`;
}
