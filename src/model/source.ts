/** A file's text as a reviewer would read it, or the reason why it cannot be read. */
import type { ObjectId } from "./tree.ts";

/** Why a file has no text. Such a file is named in the review; it never passes in silence. */
export type Unreadable = "binary" | "not-utf8" | "too-large" | "symlink" | "submodule" | "missing" | "illegible-path";

export interface SourceFile {
  readonly path: string;
  readonly id: ObjectId;
  /** A leading byte order mark is removed; line ends are kept as they are. Null: see `unreadable`. */
  readonly text: string | null;
  readonly unreadable: Unreadable | null;
  /**
   * Of a file without a text, what is searched for credentials all the same: UTF-16 decoded, other bytes taken as Windows-1252,
   * one character each. Absent: the contents are not at hand, or are more than is searched.
   */
  readonly searchable?: string;
}
