/** What differs between the trees of a change, with renames found by contents. */
import type { FollowedTree } from "../model/links.ts";
import { type LostOrFound, pairSimilarFiles } from "../model/similar-files.ts";
import type { FileChange, ObjectReader, TreeEntry } from "../model/tree.ts";
import { diffTrees } from "../model/tree-diff.ts";
import { readSources } from "./read-sources.ts";

export interface Comparison {
  readonly files: readonly FileChange[];
  /** Both paths of a rename. */
  readonly changed: ReadonlySet<string>;
  /** Head path → base path. */
  readonly renames: ReadonlyMap<string, string>;
}

export async function compareTrees(reader: ObjectReader, base: FollowedTree, head: FollowedTree): Promise<Comparison> {
  const exact = diffTrees(base.tree, head.tree);
  const deleted: TreeEntry[] = [];
  const added: TreeEntry[] = [];
  for (const change of exact) {
    if (change.kind === "deleted") deleted.push(change.base);
    if (change.kind === "added") added.push(change.head);
  }
  const similar =
    deleted.length > 0 && added.length > 0
      ? pairSimilarFiles(await texts(reader, deleted), await texts(reader, added))
      : new Map<string, string>();
  const files = similar.size === 0 ? exact : diffTrees(base.tree, head.tree, similar);
  const changed = new Set<string>();
  const renames = new Map<string, string>();
  for (const change of files) {
    changed.add(change.path);
    if (change.kind !== "renamed") continue;
    changed.add(change.previousPath);
    renames.set(change.path, change.previousPath);
  }
  return { files, changed, renames };
}

async function texts(reader: ObjectReader, entries: readonly TreeEntry[]): Promise<readonly LostOrFound[]> {
  const found: LostOrFound[] = [];
  for (const source of (await readSources(reader, entries)).values())
    if (source.text !== null) found.push({ path: source.path, text: source.text });
  return found;
}
