/** Small pieces of GitHub Markdown that the parts of the comment are made of. */
import type { Sentence } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { Subject } from "../model/review.ts";
import { code, htmlCode, markdownCell, markdownLine } from "./escape-markdown.ts";
import type { Outline } from "./outline.ts";
import { grouped } from "./phrase.ts";
import { placeUrl, sideWords } from "./place-url.ts";
import { fill, type SentenceLimits } from "./sentence.ts";
import { shorten } from "./shorten.ts";

/** Breaks a line within a paragraph, in comments, check runs and e-mails alike. */
export const BREAK = "  \n";

/** Units of a literal name in a comment. */
const MOST_NAME = 120;
const NAMES: SentenceLimits = { value: MOST_NAME, items: 6 };

export function name(text: string): string {
  return code(shorten(text, MOST_NAME));
}

/** A sentence of literal names in the summary of a fold, which is HTML. Its prose is ours: letters and spaces. */
export function summaryWords(sentence: Sentence, max = MOST_NAME): string {
  return fill(sentence, { prose: (text) => text, code: htmlCode }, { value: max, items: 1 });
}

/** A sentence of literal names. */
export function nameWords(sentence: Sentence): string {
  return fill(sentence, markdownLine, NAMES);
}

/** How places are linked and named. */
export interface Links {
  readonly subject: Subject;
  /** The directory of the only project, with a slash: it stands in the second line and need not be said again. Empty: none. */
  readonly within: string;
}

export function linksOf(outline: Outline): Links {
  const [first, ...rest] = outline.projects;
  const alone = first !== undefined && rest.length === 0 && first.project.dir !== ".";
  return { subject: outline.review.subject, within: alone ? `${first.project.dir}/` : "" };
}

/** `main.tf:31`, linked to the line at the head, or at the base, which is said. */
export function placeLink(place: Place, links: Links): string {
  const file = place.file.startsWith(links.within) ? place.file.slice(links.within.length) : place.file;
  const text = `${shorten(file, MOST_NAME)}:${place.line}`;
  const label = code(text);
  const url = placeUrl(links.subject, place);
  const side = sideWords(place);
  if (url === null) return label + side;
  // Not every parser lets code bind tighter than a link's brackets: a name that has some stands beside its link.
  return (/[`[\]\\]/.test(text) ? `${label} ([line](${url}))` : `[${label}](${url})`) + side;
}

/** A fold. The summary is HTML, the body is Markdown. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Literal names, at most `most`; the rest is counted. */
export function nameList(names: readonly string[], most: number, where: "line" | "cell" = "line"): string {
  const medium = where === "line" ? markdownLine : markdownCell;
  const shown = names.slice(0, most).map((each) => fill({ template: "{each}", values: { each } }, medium, { value: MOST_NAME, items: 1 }));
  const hidden = names.length - shown.length;
  if (hidden > 0) shown.push(shown.length === 0 ? `${grouped(hidden)} not listed` : `and ${grouped(hidden)} more`);
  return shown.join(", ");
}

/** UTF-8 bytes, which are never fewer than UTF-16 units: GitHub's limits are kept in both. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
