/** What differs between two trees, by blob id alone: nothing is cut, nothing is guessed. */
import type { FileChange, Tree, TreeEntry } from "./tree.ts";

/**
 * The changes from base to head, sorted by path. A deleted and an added file with the same contents are a rename
 * (the one with the same file name first); `renames` adds pairs of (deleted, added) paths that were found alike in contents.
 */
export function diffTrees(base: Tree, head: Tree, renames: ReadonlyMap<string, string> = new Map()): readonly FileChange[] {
  const changes: FileChange[] = [];
  const deleted = new Map<string, TreeEntry>();
  const added: TreeEntry[] = [];
  let kept = 0;
  for (const [path, entry] of head.entries) {
    const before = base.entries.get(path);
    if (before === undefined) {
      added.push(entry);
      continue;
    }
    kept++;
    if (before.id !== entry.id || before.mode !== entry.mode) changes.push({ kind: "modified", path, base: before, head: entry });
  }
  if (kept < base.entries.size) for (const [path, entry] of base.entries) if (!head.entries.has(path)) deleted.set(path, entry);
  const byId = groupById(deleted.values());
  const given = new Map([...renames].map(([from, to]) => [to, from]));
  for (const entry of added) {
    const before = takeSource(entry, deleted, byId, given);
    if (before === null) changes.push({ kind: "added", path: entry.path, head: entry });
    else changes.push({ kind: "renamed", path: entry.path, previousPath: before.path, base: before, head: entry });
  }
  for (const entry of deleted.values()) changes.push({ kind: "deleted", path: entry.path, base: entry });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function groupById(entries: Iterable<TreeEntry>): Map<string, TreeEntry[]> {
  const groups = new Map<string, TreeEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.id);
    if (group === undefined) groups.set(entry.id, [entry]);
    else group.push(entry);
  }
  return groups;
}

function takeSource(
  entry: TreeEntry,
  deleted: Map<string, TreeEntry>,
  byId: ReadonlyMap<string, TreeEntry[]>,
  given: ReadonlyMap<string, string>,
): TreeEntry | null {
  const named = deleted.get(given.get(entry.path) ?? "");
  const alike = (byId.get(entry.id) ?? []).filter((candidate) => deleted.has(candidate.path));
  const source = named ?? alike.find((candidate) => fileName(candidate.path) === fileName(entry.path)) ?? alike[0];
  if (source === undefined) return null;
  deleted.delete(source.path);
  return source;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
