/** What a commit holds: paths and the ids of their contents. */

/** A git object id in lower-case hex (SHA-1 or SHA-256). */
export type ObjectId = string;

/** What stands at a path: a file, an executable file, a symbolic link (its blob is the target), or a submodule (its id is a commit). */
export type EntryMode = "file" | "executable" | "symlink" | "submodule";

export interface TreeEntry {
  /** Relative to the root, forward slashes. Bytes that are not UTF-8 are written `\xNN`; then `legible` is false. */
  readonly path: string;
  readonly legible: boolean;
  readonly id: ObjectId;
  readonly mode: EntryMode;
  /** Bytes, where the reader knows it without opening the blob. */
  readonly size?: number;
}

/** A whole tree, flattened: every file below the root by its path. */
export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

/** One difference between two trees. A rename carries both paths. */
export type FileChange =
  | { readonly kind: "added"; readonly path: string; readonly head: TreeEntry }
  | { readonly kind: "deleted"; readonly path: string; readonly base: TreeEntry }
  | { readonly kind: "modified"; readonly path: string; readonly base: TreeEntry; readonly head: TreeEntry }
  | { readonly kind: "renamed"; readonly path: string; readonly previousPath: string; readonly base: TreeEntry; readonly head: TreeEntry };

/** The contents of a blob as a reader hands them out. `too-large` blobs are never loaded; `missing` ones are named in the review. */
export type BlobContent =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "missing" };

/**
 * Something that hands out trees and blobs: a local repository, GitHub's API, a plain folder.
 * Every method rejects with a `BakegateError` that says what, where and the next step.
 */
export interface ObjectReader {
  /** The whole tree of a commit (or of the work tree, or a folder). */
  tree(commit: string): Promise<Tree>;
  /** Contents by id, all in one go; a blob above `maxBytes` comes as `too-large`. */
  readBlobs(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>>;
}
