/** Symbolic links inside a tree, followed as Terraform follows them, and never out of the tree. */
import type { Tree, TreeEntry } from "./tree.ts";

/** Links are followed this many times in a row, and bring in at most this many files. */
const mostSteps = 8;
const mostFiles = 10_000;

export interface FollowedTree {
  /** The tree with each link replaced by what it points at: a file, or the files below a directory. */
  readonly tree: Tree;
  /** Links that lead out of the tree, to nothing, or in circles. Their contents cannot be reviewed. */
  readonly broken: readonly { readonly path: string; readonly target: string }[];
}

/** @param targets the text of each link, by its path. */
export function followLinks(tree: Tree, targets: ReadonlyMap<string, string>): FollowedTree {
  if (targets.size === 0) return { tree, broken: [] };
  const entries = new Map<string, TreeEntry>(tree.entries);
  const broken: { path: string; target: string }[] = [];
  let brought = 0;
  for (const [path, target] of targets) {
    const end = destination(path, targets);
    const file = end === null ? undefined : tree.entries.get(end);
    if (file !== undefined && file.mode !== "symlink" && file.mode !== "submodule") {
      entries.set(path, { ...file, path, legible: file.legible });
      continue;
    }
    const below = end === null ? [] : filesBelow(tree, end);
    brought += below.length;
    if (below.length === 0 || end === null || brought > mostFiles || `${path}/`.startsWith(`${end}/`)) {
      broken.push({ path, target });
      continue;
    }
    entries.delete(path);
    for (const entry of below) {
      const linked = path + entry.path.slice(end.length);
      entries.set(linked, { ...entry, path: linked });
    }
  }
  return { tree: { entries }, broken };
}

function filesBelow(tree: Tree, dir: string): TreeEntry[] {
  const below: TreeEntry[] = [];
  for (const [path, entry] of tree.entries) if (path.startsWith(`${dir}/`) && entry.mode !== "symlink") below.push(entry);
  return below;
}

/** Where a chain of links ends; null where it leaves the tree or does not end. */
function destination(link: string, targets: ReadonlyMap<string, string>): string | null {
  let path = link;
  for (let step = 0; step < mostSteps; step++) {
    const target = targets.get(path);
    if (target === undefined) return path;
    const next = joinPath(path.slice(0, Math.max(0, path.lastIndexOf("/"))), target);
    if (next === null) return null;
    path = next;
  }
  return null;
}

/** A relative path from a directory of the tree; null where it is absolute or leaves the tree. */
export function joinPath(dir: string, relative: string): string | null {
  if (relative.startsWith("/") || relative.includes("\0")) return null;
  const parts = dir === "" || dir === "." ? [] : dir.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  return parts.join("/");
}
