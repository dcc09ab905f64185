/** Which merges a push brought: walked along first parents, commits that came with one pull request as one. */
import type { RepositoryClient } from "../github/app-client.ts";
import { type Commit, mergedPullRequest, readCommit } from "../github/commits.ts";
import { BakegateError } from "../model/failure.ts";
import type { ObjectId } from "../model/tree.ts";

/** One merge: what the branch held before it and after it. */
export interface Merge {
  readonly base: ObjectId;
  readonly head: ObjectId;
  readonly pullRequest: number | null;
}

/** More first parents than a push or a pull request ever brings. */
const mostCommits = 500;

interface Step {
  readonly commit: Commit;
  readonly pullRequest: number | null;
}

/** The merges between two states of a branch, the oldest first. @throws GitHubFailure */
export async function mergesOfPush(client: RepositoryClient, before: ObjectId, after: ObjectId): Promise<readonly Merge[]> {
  const steps: Step[] = [];
  for (let sha: ObjectId | undefined = after; sha !== undefined && sha !== before; ) {
    if (steps.length >= mostCommits) throw tooMany(after);
    const commit: Commit = await readCommit(client, sha);
    steps.unshift({ commit, pullRequest: await mergedPullRequest(client, sha) });
    sha = commit.parents[0];
  }
  return grouped(steps);
}

/** The merge that ends in a commit: a merge commit by itself, a squashed one by itself, or all that was rebased along with it. @throws GitHubFailure */
export async function mergeAt(client: RepositoryClient, head: ObjectId): Promise<Merge | null> {
  const last = await readCommit(client, head);
  const pullRequest = await mergedPullRequest(client, head);
  let base = last.parents[0];
  if (base === undefined) return null;
  if (last.parents.length > 1 || pullRequest === null) return { base, head, pullRequest };
  for (let count = 1; (await mergedPullRequest(client, base)) === pullRequest; count++) {
    if (count >= mostCommits) throw tooMany(head);
    const [parent, ...others]: readonly ObjectId[] = (await readCommit(client, base)).parents;
    if (parent === undefined || others.length > 0) break;
    base = parent;
  }
  return { base, head, pullRequest };
}

function grouped(steps: readonly Step[]): readonly Merge[] {
  const merges: Merge[] = [];
  let open: { base: ObjectId; pullRequest: number | null } | null = null;
  for (const [index, { commit, pullRequest }] of steps.entries()) {
    const base: ObjectId | undefined = commit.parents[0];
    if (base === undefined) continue;
    open ??= { base, pullRequest };
    const next = steps[index + 1];
    const goesOn =
      next !== undefined && commit.parents.length === 1 && next.commit.parents.length === 1 && next.pullRequest === pullRequest;
    if (goesOn) continue;
    merges.push({ base: open.base, head: commit.sha, pullRequest: open.pullRequest });
    open = null;
  }
  return merges;
}

function tooMany(sha: ObjectId): BakegateError {
  return new BakegateError(
    "incomplete",
    `more than ${mostCommits} commits came with ${sha.slice(0, 12)}`,
    "Nothing of it is released by itself; dispatch the workflow by hand for what is to be released.",
  );
}
