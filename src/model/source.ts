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
}
