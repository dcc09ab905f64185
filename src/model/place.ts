/** Where something stands in a file, and the spans the parsers work with. */

/** A place in a file. Lines and columns count from 1; a column is a UTF-16 unit. `file` is relative to the repository's root, with forward slashes. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column?: number;
  /**
   * The line is one of the base (what stood there is gone at the head), or of a commit on the way between the two. Absent: of the head, or of
   * the only side.
   */
  readonly at?: "base" | "history";
  /** With `at: "history"`: the commit. */
  readonly commit?: string;
}

/** The same place, of the base. */
export function placeAtBase(place: Place): Place {
  return { ...place, at: "base" };
}

/** The same place, of a commit between base and head. */
export function placeAtCommit(place: Place, commit: string): Place {
  return { ...place, at: "history", commit };
}

/** A half-open range of a source text: UTF-16 offsets from 0, lines and columns from 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place of a span in a file. */
export function placeOf(file: string, span: Span): Place {
  return { file, line: span.line, endLine: span.endLine, column: span.column };
}
