/** A tree as Terraform sees it: symbolic links followed. */
import { type FollowedTree, followLinks } from "../model/links.ts";
import type { ObjectReader, Tree } from "../model/tree.ts";

/** Longer targets are no path, in bytes. */
const longestTarget = 4_096;

export async function followTree(reader: ObjectReader, tree: Tree): Promise<FollowedTree> {
  const links = [...tree.entries.values()].filter((entry) => entry.mode === "symlink");
  if (links.length === 0) return { tree, broken: [] };
  const contents = await reader.readBlobs(
    links.map((link) => link.id),
    longestTarget,
  );
  const targets = new Map<string, string>();
  for (const link of links) {
    const content = contents.get(link.id);
    targets.set(link.path, content?.kind === "bytes" ? new TextDecoder().decode(content.bytes) : "/");
  }
  return followLinks(tree, targets);
}
