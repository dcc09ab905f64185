/** Writes hostile text into a terminal: no escape sequence, no control or bidi character gets through. */
import type { Colors } from "picocolors/types.js";
import type { Medium } from "./sentence.ts";
import { visibleText } from "./visible.ts";

/**
 * Stand around code until lines are wrapped, and count as nothing. Private-use characters are shown as escapes wherever they come from
 * outside, so none of these can be forged.
 */
const CODE_START = "\ue000";
const CODE_END = "\ue001";
const MARKS = /[\ue000\ue001]/g;

/** Sentences in a terminal, before {@link painted}. */
export const terminalMedium: Medium = { prose: visibleText, code: terminalCode };

/** A literal name in a terminal, before {@link painted}. */
export function terminalCode(text: string): string {
  return CODE_START + visibleText(text) + CODE_END;
}

/** The text without its code marks: for lines in which nothing is to stand out. */
export function unmarked(text: string): string {
  return text.replace(MARKS, "");
}

/** Wide characters of East Asian scripts and emoji take two columns, combining marks none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;
/** One column each, and what nearly every text is made of. */
const NARROW = /^[ -~]*$/;

/** Columns that a text takes, code marks aside. */
export function columns(text: string): number {
  const shown = text.replace(MARKS, "");
  if (NARROW.test(shown)) return shown.length;
  let count = 0;
  for (const character of shown) {
    if (MARK.test(character)) continue;
    count += WIDE.test(character) ? 2 : 1;
  }
  return count;
}

/** The text on lines of at most `width` columns; a word that is longer stands on a line of its own. The first line is not indented. */
export function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  let used = indent.length;
  for (const word of text.split(" ")) {
    const size = columns(word);
    if (line !== "" && used + 1 + size > width) {
      lines.push(line);
      line = "";
      used = indent.length;
    }
    used += size + (line === "" ? 0 : 1);
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}

/** Code in bold where there is colour; as it is where there is none. */
export function painted(text: string, colors: Colors): string {
  if (!colors.isColorSupported) return text.replace(MARKS, "");
  // Bold ends and starts again at a line's end, so that a cut line leaves the terminal as it was.
  return text
    .split(CODE_START)
    .map((part, index) => {
      if (index === 0) return part;
      const end = part.indexOf(CODE_END);
      const inside = part.slice(0, end).split("\n").map(colors.bold).join("\n");
      return inside + part.slice(end + 1);
    })
    .join("");
}
