/** A source text with its lines, to turn offsets into spans. */
import type { Span } from "../../model/place.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";

/** A fault in a source text, by offsets. */
export interface Fault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface SourceText {
  readonly text: string;
  /** Offsets at which lines start; the first is 0. */
  readonly lineStarts: readonly number[];
  /** 1 where the text starts with a byte order mark, which counts as no column. */
  readonly mark: 0 | 1;
  /** Where the last look-up ended: places are mostly asked for in order. */
  near: number;
}

/** Splits a text into lines; lines end with `\n`. Linear. */
export function sourceText(text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    lineStarts.push(at + 1);
  }
  return { text, lineStarts, mark: text.charCodeAt(0) === 0xfeff ? 1 : 0, near: 0 };
}

/** The index of the line that holds an offset, from 0. */
export function lineIndex(source: SourceText, offset: number): number {
  const starts = source.lineStarts;
  for (let index = source.near; index < source.near + 4; index++) {
    const next = starts[index + 1];
    if ((starts[index] ?? Number.POSITIVE_INFINITY) <= offset && (next === undefined || offset < next)) {
      source.near = index;
      return index;
    }
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  source.near = low;
  return low;
}

/** The span between two offsets. Lines and columns count from 1; a byte order mark is no column. */
export function spanOf(source: SourceText, start: number, end: number): Span {
  const line = lineIndex(source, start);
  const column = columnOf(source, line, start);
  const endLine = end === start ? line : lineIndex(source, end);
  return { start, end, line: line + 1, column, endLine: endLine + 1, endColumn: columnOf(source, endLine, end) };
}

function columnOf(source: SourceText, line: number, offset: number): number {
  const column = offset - (source.lineStarts[line] ?? 0) + 1;
  return line === 0 && offset > 0 ? column - source.mark : column;
}

/** A fault with its lines and column, as the review shows it. */
export function problemOf(source: SourceText, fault: Fault): SyntaxProblem {
  const span = spanOf(source, fault.start, fault.end);
  return { message: fault.message, line: span.line, endLine: span.endLine, column: span.column };
}
