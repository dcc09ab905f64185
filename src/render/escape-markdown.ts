/** Writes hostile text into GitHub Markdown so that it stays text: no mention, reference, link, HTML, fence or table break comes of it. */
import type { Medium } from "./sentence.ts";
import { visibleText } from "./visible.ts";

/** The start of a hidden marker is broken up even where it would be shown literally: programs search comments for it. */
function withoutMarker(text: string): string {
  return text.replaceAll("<!--", "<\\u0021--");
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

/**
 * Text as inline code in a line of Markdown. Holds outside tables and HTML blocks; there, use {@link cellCode} and {@link htmlCode}.
 * Code is where GitHub looks for no mention, reference, emoji or formula.
 */
export function code(text: string): string {
  const shown = withoutMarker(visibleText(text));
  if (shown === "") return '`""`';
  if (shown.trim() === "") return `\`"${shown}"\``;
  const run = longestRun(shown, "`");
  if (run === 0 && !shown.startsWith(" ") && !shown.endsWith(" ")) return `\`${shown}\``;
  const fence = "`".repeat(run + 1);
  return `${fence} ${shown} ${fence}`;
}

/**
 * Text as a `<code>` element that holds in table cells and in HTML blocks. Everything but letters and digits is a character
 * reference, which never has a meaning in Markdown's structure (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references).
 */
export function htmlCode(text: string): string {
  const shown = withoutMarker(visibleText(text)) || '""';
  return `<code>${shown.replace(/[^\p{L}\p{N}\p{M} ./:,→…-]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

/** Text as code in a table cell, where a pipe would end the cell even inside inline code: it is written `\u007c`. */
export function cellCode(text: string): string {
  return code(text.replaceAll("|", "\\u007c"));
}

/** What GitHub or Markdown would make something of, wherever it stands in prose. Such a word is shown as code. */
const ACTIVE_WORD = /[@#$`\\<>[\]*|~]|:\/\/|www\.|:[A-Za-z0-9_+-]+:|GH-\d|&[#A-Za-z]|^_|_$|[^A-Za-z0-9]_|_[^A-Za-z0-9]|[0-9a-fA-F]{7}/i;

/** What starts a block where it is the first thing of a line. */
const BLOCK_START = /^(?:[-+=]|\d+[.)])/;

function proseWith(literal: (text: string) => string): (text: string) => string {
  return (text) =>
    visibleText(text)
      .split(" ")
      .map((word, index) => {
        if (ACTIVE_WORD.test(word)) return literal(word);
        return index === 0 && BLOCK_START.test(word) ? word.replace(/^(\d*)(.)/, "$1\\$2") : word;
      })
      .join(" ");
}

/** Two spans side by side would merge their marks, and what stands in them would get out. */
function spaced(parts: readonly string[]): string {
  let line = "";
  for (const part of parts) line += line.endsWith("`") && part.startsWith("`") ? ` ${part}` : part;
  return line;
}

/** A sentence in a line of Markdown. A word of its prose that would be more than a word is shown as code. */
export const markdownLine: Medium = { prose: proseWith(code), code, join: spaced };

/** A sentence in a table cell. */
export const markdownCell: Medium = { prose: proseWith(cellCode), code: cellCode, join: spaced };

/** A fenced block. The fence is longer than any run of backticks in the lines, which must each be visible already. */
export function fenced(lines: readonly string[], language: string): string {
  const body = withoutMarker(lines.join("\n"));
  const fence = "`".repeat(Math.max(3, longestRun(body, "`") + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

function encodedSegment(segment: string): string {
  const wellFormed = segment.replace(/\p{Cs}/gu, "\ufffd");
  return encodeURIComponent(wellFormed).replace(/[!'()*~_]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The address of lines of a file below a prefix; null where there are no links, or where the prefix or the path is not one to be linked. */
export function lineUrl(blobUrl: string | null, file: string, line: number, endLine: number): string | null {
  if (blobUrl === null || !/^https?:\/\/[A-Za-z0-9.:/_%~-]+\/$/.test(blobUrl)) return null;
  const segments = file.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) return null;
  const lines = endLine > line ? `L${line}-L${endLine}` : `L${line}`;
  return `${blobUrl}${segments.map(encodedSegment).join("/")}#${lines}`;
}
