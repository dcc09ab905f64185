/** Renders a review as the one comment on a pull request: the decision, its reasons, the replacements, then everything else folded. */
import type { Review } from "../model/review.ts";
import { COMMENT_DETAILS, type CommentDetail } from "./comment-detail.ts";
import { diffFolds } from "./comment-diff.ts";
import { blockingSection, foldedFindings, unreadList, warningSection } from "./comment-finding.ts";
import { changesFold, driftFold, unreadFold } from "./comment-folds.ts";
import { factsLine, footer, marker } from "./comment-footer.ts";
import { writeMemory } from "./comment-memory.ts";
import { byteLength, linksOf } from "./comment-part.ts";
import { replacementSection } from "./comment-replacement.ts";
import { type PreviousReview, sinceSection } from "./comment-since.ts";
import { markdownLine } from "./escape-markdown.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { fill } from "./sentence.ts";
import { type Title, titleOf } from "./title.ts";

/** In bytes, and so in characters: GitHub takes 65,536. */
export const MOST_COMMENT = 60_000;

export interface CommentOptions {
  /** What the comment said before this push. */
  readonly previous?: PreviousReview;
  /** Names the comment command for help; only where commands are answered. */
  readonly help?: boolean;
  /** Hides in the comment what it says, so that the next one can tell what changed. */
  readonly remember?: boolean;
}

const SYMBOLS: Record<Title["mark"], string> = { pass: "✅", warn: "⚠️", block: "⛔", error: "⛔" };

/** The title as a line of Markdown, without the heading's sign. */
export function titleLine(title: Title): string {
  const sentence = fill(title.sentence, markdownLine);
  return `${SYMBOLS[title.mark]} ${title.lead === "" ? sentence : `${title.lead}: ${sentence}`}`;
}

function failureSection(outline: Outline, detail: CommentDetail, bytes: number): string[] {
  const { review, findings } = outline;
  if (review.verdict !== "error") return [];
  const parts = blockingSection("Could not be evaluated", findings.failures, detail, linksOf(outline), bytes);
  if (findings.failures.length === 0 && review.unread.length > 0) {
    parts.push("### Could not be evaluated", unreadList(review.unread, Math.max(5, detail.items)));
  }
  return parts;
}

/** Everything above the folds: what a reader sees first. */
function firstScreen(outline: Outline, detail: CommentDetail, bytes: number): string[] {
  const { review, findings } = outline;
  const links = linksOf(outline);
  const both = findings.failures.length > 0 && findings.blockers.length > 0;
  const share = both ? Math.floor(bytes / 2) : bytes;
  const heading = review.mode === "advisory" ? "Would be blocked" : "Must change";
  return [
    `## ${titleLine(titleOf(outline))}`,
    factsLine(outline),
    ...failureSection(outline, detail, share),
    ...blockingSection(heading, findings.blockers, detail, links, share),
    ...(review.verdict === "warn" ? warningSection("Worth a look", findings.warnings, detail, links) : []),
    ...(review.verdict === "pass" ? [] : replacementSection(outline, detail)),
  ];
}

function folds(outline: Outline, detail: CommentDetail): string[] {
  const { review, findings } = outline;
  const links = linksOf(outline);
  const warnings = review.verdict === "warn" ? [] : findings.warnings;
  const readFold = review.verdict === "error" && findings.failures.length === 0 ? [] : unreadFold(outline, detail);
  return [
    ...foldedFindings(["warning", "warnings"], warnings, detail, links),
    ...changesFold(outline, detail),
    ...driftFold(outline, detail),
    ...foldedFindings(
      ["finding already in the base, not blocking", "findings already in the base, not blocking"],
      findings.standing,
      detail,
      links,
    ),
    ...foldedFindings(["finding exempted", "findings exempted"], findings.exempted, detail, links),
    ...foldedFindings(["note", "notes"], findings.notes, detail, links),
    ...readFold,
  ];
}

function compose(outline: Outline, detail: CommentDetail, options: CommentOptions): string {
  const end = [...(options.previous === undefined ? [] : sinceSection(outline, options.previous)), footer(outline, options.help ?? false)];
  const folded = folds(outline, detail);
  const around = byteLength([...folded, ...end].join("\n\n")) + 4000;
  const start = [marker(outline), ...firstScreen(outline, detail, Math.max(2000, MOST_COMMENT - around))];
  const room = MOST_COMMENT - byteLength([...start, ...folded, ...end].join("\n\n")) - 100;
  const diffs = detail.diffs ? diffFolds(outline, room) : [];
  // The marker's line ends before the title: an HTML comment ends with its line.
  return `${start[0]}\n${[...start.slice(1), ...folded, ...diffs, ...end].join("\n\n")}\n`;
}

/** A numbered line has at least this many bytes: with too many of them, no level that has them can fit. */
const FEWEST_BYTES = 24;

function detailsFor(outline: Outline): readonly CommentDetail[] {
  const groups = outline.findings.blockers.length + outline.findings.failures.length;
  if (groups * FEWEST_BYTES <= MOST_COMMENT) return COMMENT_DETAILS;
  return COMMENT_DETAILS.filter((detail) => detail.blockers === "names");
}

/**
 * The comment, GitHub Markdown, at most 60,000 bytes. What blocks is always in it: when there is too much, diffs go first, then lists
 * become counts, then blockers become one line each, then one line per rule that counts all of them and names as many as there is room for.
 */
export function renderComment(review: Review, options: CommentOptions = {}): string {
  return renderOutline(outlineOf(review), options);
}

/** As {@link renderComment}, of an outline that is there already. */
export function renderOutline(outline: Outline, options: CommentOptions = {}): string {
  const memory = options.remember === true ? writeMemory(outline, options.previous ?? null) : "";
  // The memory has room of its own above the comment's.
  const end = memory === "" ? "" : `\n${memory}\n`;
  let text = "";
  for (const detail of detailsFor(outline)) {
    text = compose(outline, detail, options);
    if (byteLength(text) <= MOST_COMMENT) return text + end;
  }
  return text + end;
}

/** Only what stands above the folds; for the summary of a check. */
export function renderFirstScreen(outline: Outline): string {
  let text = "";
  for (const detail of detailsFor(outline)) {
    text = `${firstScreen(outline, detail, MOST_COMMENT - 4000)
      .slice(1)
      .join("\n\n")}\n`;
    if (byteLength(text) <= MOST_COMMENT) return text;
  }
  return text;
}
