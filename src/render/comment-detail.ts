/** How much a comment tells. Each level says less than the one before; what blocks is named on all of them. */

export interface CommentDetail {
  /** `full`: what, where, before → after, what to do. `line`: one line each. `names`: one line per rule that names them. */
  readonly blockers: "full" | "line" | "names";
  /** Folded findings that do not block, and folded changes, listed per list. */
  readonly items: number;
  /** Rows of the table of replacements. */
  readonly rows: number;
  readonly diffs: boolean;
}

export const COMMENT_DETAILS: readonly CommentDetail[] = [
  { blockers: "full", items: 200, rows: 100, diffs: true },
  { blockers: "full", items: 50, rows: 50, diffs: false },
  { blockers: "full", items: 10, rows: 25, diffs: false },
  { blockers: "full", items: 0, rows: 10, diffs: false },
  { blockers: "line", items: 0, rows: 5, diffs: false },
  { blockers: "names", items: 0, rows: 0, diffs: false },
];
