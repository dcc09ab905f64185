/** Writes hostile text into an HTML page: hono escapes what is handed to it as text; hidden characters are made visible first. */
import { raw } from "hono/html";
import type { Medium } from "./sentence.ts";
import { visibleText } from "./visible.ts";

const REFERENCES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text for an element's content or a quoted attribute. */
export function htmlText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => REFERENCES.get(character) ?? character);
}

/** A sentence as HTML; its result goes through {@link asHtml}. */
export const htmlMedium: Medium = { prose: htmlText, code: (text) => `<code>${htmlText(text)}</code>` };

/** Marks HTML made by {@link htmlMedium} as such, so that hono does not escape it twice. */
export function asHtml(html: string): ReturnType<typeof raw> {
  return raw(html);
}
