/** Renders what stands in the place of a review that could not be made: what, where, and the next step, in the title and not in a footnote. */
import type { BakegateError } from "../model/failure.ts";
import { COMMENT_MARKER } from "./comment-footer.ts";
import { code, fenced, markdownLine } from "./escape-markdown.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

export interface FailedReview {
  /** Plain text, for a check. */
  readonly title: string;
  /** Markdown, for the summary of a check. */
  readonly summary: string;
  /** Markdown, for the comment. */
  readonly comment: string;
}

const MOST_TITLE = 250;
/** Faults shown; the rest is counted. */
const MOST_LINES = 30;
const MOST_LINE = 400;

/**
 * @param head the commit that was to be reviewed.
 * @param kept hidden memory of the comment before, so that a failure forgets nothing.
 */
export function renderFailedReview(error: BakegateError, head: string, kept = ""): FailedReview {
  const [first = "", ...rest] = error.message.split("\n").map((line) => shorten(visibleText(line), MOST_LINE));
  const title = `Could not be evaluated: ${first}`;
  const shown = rest.slice(0, MOST_LINES);
  const more = rest.length > shown.length ? [`and ${rest.length - shown.length} more`] : [];
  const parts = [
    ...(rest.length === 0 ? [] : [fenced([...shown, ...more], "text")]),
    ...(error.next === "" ? [] : [markdownLine.prose(error.next)]),
  ];
  const why = "Nothing was reviewed, so nothing passes.";
  const heading = `## ⛔ Could not be evaluated: ${markdownLine.prose(first)}`;
  const marker = `${COMMENT_MARKER} head=${/^[0-9a-f]{40,64}$/.test(head) ? head : "none"} verdict=error -->`;
  const memory = kept === "" ? "" : `\n${kept}\n`;
  return {
    title: shorten(title, MOST_TITLE),
    summary: `${[markdownLine.prose(first), ...parts, why].join("\n\n")}\n`,
    comment: `${marker}\n${[heading, ...parts, `${why} · ${code(head.slice(0, 7))}`].join("\n\n")}\n${memory}`,
  };
}

/** A paragraph about something that went wrong beside the review itself. */
export function failureNote(what: string, error: BakegateError): string {
  const [first = ""] = error.message.split("\n");
  return `⚠ ${what}: ${markdownLine.prose(shorten(visibleText(first), MOST_LINE))}. ${markdownLine.prose(error.next)}`;
}
