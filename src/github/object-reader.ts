/** A repository's trees and blobs through GitHub's API, as the review reads them from a local repository. */
import type { CommitHistory } from "../model/commit-history.ts";
import type { BlobContent, ObjectId, ObjectReader, Tree } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import type { RepositoryClient } from "./app-client.ts";
import { readBlobBatches } from "./blob-batches.ts";
import type { BlobCache } from "./blob-cache.ts";
import { isObjectId } from "./blob-id.ts";
import { readBlob } from "./blobs.ts";
import { type CommitMemory, createCommitMemory, readCommitFiles } from "./commit-files.ts";
import type { Comparison } from "./compare.ts";
import { createTreeMemory, readTree, type TreeMemory } from "./trees.ts";

/** More blobs than this are asked for in batches. */
const mostSingly = 200;
const requestsAtOnce = 10;

export interface RepositoryReader extends ObjectReader {
  /** What the commits of a comparison brought. @throws GitHubFailure */
  history(comparison: Comparison): Promise<CommitHistory>;
}

/**
 * One for each review, on caches that all reviews share: trees are kept by repository, and a blob that another repository brought
 * is handed out only where a tree of this one names it.
 */
export function createObjectReader(
  client: RepositoryClient,
  cache: BlobCache,
  memory: TreeMemory = createTreeMemory(),
  commits: CommitMemory = createCommitMemory(),
): RepositoryReader {
  const trees = new Map<string, Promise<Tree>>();
  /** Every blob that a tree or a commit of this repository was seen to name, with its size in bytes where GitHub said it. */
  const named = new Map<ObjectId, number | null>();

  async function read(commit: string): Promise<Tree> {
    try {
      const tree = await readTree(client, memory, commit);
      for (const { id, mode, size } of tree.entries.values()) if (mode !== "submodule") named.set(id, size ?? null);
      return tree;
    } catch (error) {
      // The next one who asks may be luckier.
      trees.delete(commit);
      throw error;
    }
  }

  function tree(commit: string): Promise<Tree> {
    const known = trees.get(commit);
    if (known !== undefined) return known;
    const asked = read(commit);
    trees.set(commit, asked);
    return asked;
  }

  async function readBlobs(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const found = new Map<ObjectId, BlobContent>();
    const cacheable: ObjectId[] = [];
    const wanted = new Set(ids);
    for (const id of wanted) {
      const size = named.get(id);
      if (!isObjectId(id)) found.set(id, { kind: "missing" });
      else if (typeof size === "number" && size > maxBytes) found.set(id, { kind: "too-large", size });
      else if (size !== undefined) cacheable.push(id);
    }
    for (const [id, content] of await cache.find(cacheable, maxBytes)) found.set(id, content);
    await fetchBlobs(
      [...wanted].filter((id) => !found.has(id)),
      maxBytes,
      found,
    );
    return found;
  }

  async function fetchBlobs(ids: readonly ObjectId[], maxBytes: number, found: Map<ObjectId, BlobContent>): Promise<void> {
    const take = async (id: ObjectId, content: BlobContent) => {
      found.set(id, content);
      if (content.kind === "bytes") await cache.keep(id, content.bytes);
    };
    if (ids.length > mostSingly) await readBlobBatches(client, ids, maxBytes, take);
    const others = ids.filter((id) => !found.has(id));
    await abreast(requestsAtOnce, others, async (id) => take(id, await readBlob(client, id, maxBytes)));
  }

  async function history(comparison: Comparison): Promise<CommitHistory> {
    const found = await readCommitFiles({ client, memory: commits, tree }, comparison);
    for (const { id } of found.files) if (!named.has(id)) named.set(id, null);
    return found;
  }

  return { tree, readBlobs, history };
}
