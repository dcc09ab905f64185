/** Where an item that the grammar cannot read goes wrong, and words for it. */
import type { RawNode } from "./raw-tree.ts";
import type { Grammar, Wrapping } from "./read-tree.ts";
import type { Fault } from "./source-text.ts";

/** In longer items the place of the error node has to do: following the parser step by step takes too long. */
const MAX_FOLLOWED = 100_000;

/**
 * The first token that cannot stand where it stands. The tree's error nodes start earlier (often with the whole item), so the parser
 * is followed by its log up to the first error.
 */
export function firstError(
  grammar: Grammar,
  masked: string,
  from: number,
  to: number,
  wrapping: Wrapping,
  errors: readonly RawNode[],
): Fault {
  const followed = to - from > MAX_FOLLOWED ? null : followToError(grammar, masked, from, to, wrapping);
  const start = afterBlanks(masked, Math.min(followed ?? errors[0]?.start ?? from, to), to);
  const token = tokenAt(masked, start, to);
  const what = token === "" ? "something is missing at the end" : `${JSON.stringify(token)} does not belong here`;
  return { message: `Invalid syntax: ${what}.`, start: token === "" ? Math.max(from, start - 1) : start, end: start + token.length };
}

function followToError(grammar: Grammar, masked: string, from: number, to: number, wrapping: Wrapping): number | null {
  const text = wrapping.before + masked.slice(from, to) + wrapping.after;
  let at = { row: 0, column: 0 };
  let failed: { readonly row: number; readonly column: number } | null = null;
  grammar.parser.setLogger((message) => {
    if (failed !== null) {
      return;
    }
    const step = /^process version:\d+, .*row:(\d+), col:(\d+)/.exec(message);
    if (step !== null) {
      at = { row: Number(step[1]), column: Number(step[2]) };
    } else if (message.startsWith("detect_error")) {
      failed = at;
    }
  });
  try {
    const tree = grammar.parser.parse(text, null, { progressCallback: () => failed !== null });
    if (tree === null) {
      grammar.parser.reset();
    }
    tree?.delete();
  } finally {
    grammar.parser.setLogger(null);
  }
  return failed === null ? null : from - wrapping.before.length + offsetOf(text, failed);
}

/** The log counts columns in bytes, of which a UTF-16 unit has two. */
function offsetOf(text: string, point: { readonly row: number; readonly column: number }): number {
  let line = 0;
  for (let row = 0; row < point.row; row++) {
    line = text.indexOf("\n", line) + 1;
  }
  return line + point.column / 2;
}

function afterBlanks(masked: string, start: number, end: number): number {
  let at = start;
  while (at < end && " \t\r\n".includes(masked.charAt(at))) {
    at++;
  }
  return at;
}

/** A name, a number, an operator or one character, shortened. */
function tokenAt(masked: string, start: number, end: number): string {
  const window = masked.slice(start, Math.min(start + 40, end));
  const [token] = /^[\p{ID_Continue}-]+|^(?:[=!<>]=|&&|\|\||=>|\$\{|%\{)|^./u.exec(window) ?? [""];
  return token;
}
