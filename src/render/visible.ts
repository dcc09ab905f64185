/** Makes characters that cannot be seen, or that change how their neighbours are seen, visible as escapes. */

/**
 * Control and format characters (ANSI escapes, bidi overrides, zero-width), line separators, private use, lone surrogates,
 * everything Unicode calls default-ignorable, every space but the plain one, and the blank Braille cell.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** More than three combining marks on one letter climb over the neighbouring lines. */
const STACKED_MARKS = /\p{M}{4,}/gu;

const NAMED = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escaped(character: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

function unstacked(marks: string): string {
  const [first = "", second = "", third = "", ...rest] = marks;
  return first + second + third + rest.map(escaped).join("");
}

/** One line in which every character can be seen: a newline becomes `\n`, a right-to-left override `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, escaped).replace(STACKED_MARKS, unstacked);
}

/** As {@link visible}, one entry per line of the text. */
export function visibleLines(text: string): string[] {
  return text.split(/\r\n|\n/).map(visibleText);
}
