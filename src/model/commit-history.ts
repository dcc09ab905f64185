/** What the commits of a change brought on the way from its base to its head: a file that one adds and a later one removes was published all the same. */
import type { EntryMode, ObjectId, Tree } from "./tree.ts";

/** A file as a commit brought it: none of the commit's parents held this content at this path. */
export interface CommittedFile {
  readonly commit: ObjectId;
  readonly path: string;
  /** As in a tree's entry. */
  readonly legible: boolean;
  readonly id: ObjectId;
  /** Null: whoever told of the file did not say. */
  readonly mode: EntryMode | null;
}

/** Why a part of a history was not looked at. */
export type HistoryGap =
  /** `count` commits, of which `read` were looked at. */
  | { readonly kind: "too-many-commits"; readonly count: number; readonly read: number }
  /** The clone holds no parents of this commit. */
  | { readonly kind: "shallow"; readonly commit: ObjectId };

export interface CommitHistory {
  /** Oldest commit first; files that a commit only removes are not in here, nor are submodules. */
  readonly files: readonly CommittedFile[];
  readonly gap: HistoryGap | null;
}

/** What a change of a single commit brings, all of which stands in its head. */
export const noHistory: CommitHistory = { files: [], gap: null };

/**
 * The files that passed: what stands in neither end's tree, whatever the path. Each content once for each path, with the first commit that
 * brought it there.
 */
export function passedFiles(history: CommitHistory, base: Tree, head: Tree): readonly CommittedFile[] {
  const standing = new Set<ObjectId>();
  for (const tree of [base, head]) for (const { id } of tree.entries.values()) standing.add(id);
  const passed = new Map<string, CommittedFile>();
  for (const file of history.files) {
    const key = `${file.id} ${file.path}`;
    if (!standing.has(file.id) && !passed.has(key) && !isNoFile(file, base, head)) passed.set(key, file);
  }
  return [...passed.values()];
}

/** A submodule or a link; where it is not said, what stands at the path at either end tells. */
function isNoFile({ path, mode }: CommittedFile, base: Tree, head: Tree): boolean {
  const known = mode ?? head.entries.get(path)?.mode ?? base.entries.get(path)?.mode;
  return known === "submodule" || known === "symlink";
}
