/** Renders a review as a check run: the comment's title, its first screen as summary, everything as text, and sentences at the very lines. */
import type { CheckAnnotation } from "../model/check-run.ts";
import type { Level } from "../model/finding.ts";
import type { Review } from "../model/review.ts";
import { renderFirstScreen, renderOutline } from "./comment.ts";
import type { FindingGroup } from "./finding-group.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { bareSentence, plainAdvice } from "./plain.ts";
import { shorten } from "./shorten.ts";
import { titleOf } from "./title.ts";

export interface RenderedCheck {
  /** Plain text. */
  readonly title: string;
  /** Markdown, at most 60,000 bytes. */
  readonly summary: string;
  /** Markdown, at most 60,000 bytes. */
  readonly text: string;
  /** Those that block first. GitHub takes 50 a request: further ones are appended by updates. */
  readonly annotations: readonly CheckAnnotation[];
}

const MOST_TITLE = 250;

function levelOf(level: Level): CheckAnnotation["level"] {
  switch (level) {
    case "block":
      return "failure";
    case "warn":
      return "warning";
    case "info":
      return "notice";
  }
}

function annotationOf(group: FindingGroup, advisory: boolean): CheckAnnotation[] {
  const { place, level, rule } = group.first;
  // An annotation stands at a line of the head: there is none for what stood at the base or on the way.
  if (place === null || place.at !== undefined) return [];
  return [
    {
      path: place.file,
      startLine: place.line,
      endLine: Math.max(place.line, place.endLine),
      ...(place.column === undefined || place.endLine > place.line ? {} : { column: place.column }),
      level: advisory && level === "block" ? "warning" : levelOf(level),
      title: shorten(rule, MOST_TITLE),
      message: shorten(plainAdvice(group.message, group.remedy), 4000),
    },
  ];
}

function annotationsOf(outline: Outline): CheckAnnotation[] {
  const { failures, blockers, warnings, notes } = outline.findings;
  const advisory = outline.review.mode === "advisory";
  return [
    ...failures.flatMap((group) => annotationOf(group, false)),
    ...[...blockers, ...warnings, ...notes].flatMap((group) => annotationOf(group, advisory)),
  ];
}

export function renderCheck(review: Review): RenderedCheck {
  const outline = outlineOf(review);
  const title = titleOf(outline);
  const sentence = bareSentence(title.sentence);
  return {
    title: shorten(title.lead === "" ? sentence : `${title.lead}: ${sentence}`, MOST_TITLE),
    summary: renderFirstScreen(outline),
    text: renderOutline(outline),
    annotations: annotationsOf(outline),
  };
}
