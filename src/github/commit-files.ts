/** The files that each commit of a change brought: asked for commit by commit, and remembered, since a commit does not change. */
import type { CommitHistory, CommittedFile } from "../model/commit-history.ts";
import { fullName } from "../model/repository-name.ts";
import type { ObjectId, Tree } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import type { RepositoryClient } from "./app-client.ts";
import { askForObject, badAnswer, isObject } from "./ask-for-object.ts";
import { isObjectId } from "./blob-id.ts";
import type { Commit } from "./commits.ts";
import type { Comparison } from "./compare.ts";
import { GitHubFailure } from "./failure.ts";
import { Recent } from "./recent.ts";
import { isLegible } from "./tree-part.ts";

/** Files by repository and commit, for all readers of a process: a further push asks for its own commits only. */
export type CommitMemory = Recent<readonly CommittedFile[]>;

/** @param room files that are held at most. */
export function createCommitMemory(room = 200_000): CommitMemory {
  return new Recent<readonly CommittedFile[]>(room, (files) => 1 + files.length);
}

export interface CommitReader {
  readonly client: RepositoryClient;
  readonly memory: CommitMemory;
  tree(commit: ObjectId): Promise<Tree>;
}

const requestsAtOnce = 10;
/** GitHub tells of 300 files in one answer (docs.github.com/rest/commits/commits#get-a-commit); of such a commit the trees are compared. */
const mostFiles = 300;

/**
 * What the commits brought, the head left out: all that it brought stands in its tree. One request for a commit; of a merge and of a commit
 * of very many files, the trees that are not known yet.
 * @throws GitHubFailure where one of them cannot be read.
 */
export async function readCommitFiles(reader: CommitReader, { head, commits, count }: Comparison): Promise<CommitHistory> {
  const between = commits.filter((commit) => commit.sha !== head);
  const trees = new Map(commits.map(({ sha, tree }) => [sha, tree]));
  const files = new Map<ObjectId, readonly CommittedFile[]>();
  await abreast(requestsAtOnce, between, async (commit) => {
    const [parent, ...others] = commit.parents;
    const changedNothing = parent !== undefined && others.length === 0 && trees.get(parent) === commit.tree;
    files.set(commit.sha, changedNothing ? [] : await filesOf(reader, commit));
  });
  return {
    files: between.flatMap(({ sha }) => files.get(sha) ?? []),
    gap: count > commits.length ? { kind: "too-many-commits", count, read: commits.length } : null,
  };
}

async function filesOf(reader: CommitReader, commit: Commit): Promise<readonly CommittedFile[]> {
  const key = `${fullName(reader.client).toLowerCase()} ${commit.sha}`;
  const known = reader.memory.get(key);
  if (known !== null) return known;
  const listed = commit.parents.length === 1 ? await listedFiles(reader.client, commit.sha) : null;
  const files = listed ?? (await comparedFiles(reader, commit));
  reader.memory.keep(key, files);
  return files;
}

/** Null: the answer does not tell all of it, or GitHub cannot work it out (a diff that takes too long is a 422 or a 5xx). */
async function listedFiles(client: RepositoryClient, commit: ObjectId): Promise<readonly CommittedFile[] | null> {
  const what = `the commit ${commit.slice(0, 12)} of ${fullName(client)}`;
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = await askForObject(client, what, (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", { ...target, ref: commit }),
    );
  } catch (error) {
    if (error instanceof GitHubFailure && error.status !== null && (error.status === 422 || error.status >= 500)) return null;
    throw error;
  }
  const { files, sha } = answer;
  if (!Array.isArray(files) || sha !== commit) throw badAnswer(`GitHub's answer for ${what} does not list its files`);
  if (files.length >= mostFiles) return null;
  const brought: CommittedFile[] = [];
  for (const listed of files) {
    if (!isObject(listed) || typeof listed.filename !== "string")
      throw badAnswer(`GitHub's answer for ${what} holds a file without a name`);
    const { filename: path, sha: id, status } = listed;
    if (status === "removed") continue;
    if (!isObjectId(id)) return null;
    brought.push({ commit, path, legible: isLegible(path), id, mode: null });
  }
  return brought;
}

/** What stands at a path with a content that none of the parents has there. */
async function comparedFiles({ tree }: CommitReader, { sha, parents }: Commit): Promise<readonly CommittedFile[]> {
  const [own, ...before] = await Promise.all([sha, ...parents].map(tree));
  const brought: CommittedFile[] = [];
  for (const { path, legible, id, mode } of own?.entries.values() ?? []) {
    if (mode !== "submodule" && before.every(({ entries }) => entries.get(path)?.id !== id))
      brought.push({ commit: sha, path, legible, id, mode });
  }
  return brought;
}
