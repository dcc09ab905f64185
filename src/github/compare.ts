/** The commits between two commits, and where they part. */
import { fullName } from "../model/repository-name.ts";
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { askForObject, badAnswer, isObject } from "./ask-for-object.ts";
import { isObjectId } from "./blob-id.ts";
import type { Commit } from "./commits.ts";

/** What the head has and the base has not. */
export interface Comparison {
  readonly head: ObjectId;
  /** Where the diff between the two starts. */
  readonly mergeBase: ObjectId;
  /** Oldest first. */
  readonly commits: readonly Commit[];
  /** More than `commits` where there are too many to be listed. */
  readonly count: number;
}

/** More commits than this are not listed: each has to be asked for by itself. */
const mostCommits = 500;
const each = 100;

/**
 * Pages of 100 commits; one where that is all (docs.github.com/rest/commits/commits#compare-two-commits). The head may be a fork's.
 * @throws GitHubFailure also where GitHub lists fewer commits than it counts: a commit that is left out is none that was looked at.
 */
export async function compareCommits(client: RepositoryClient, base: ObjectId, head: ObjectId): Promise<Comparison> {
  const what = `the commits of ${fullName(client)} between ${base.slice(0, 12)} and ${head.slice(0, 12)}`;
  const first = await comparedPage(client, what, base, head, 1);
  const commits = new Map(first.commits.map((commit) => [commit.sha, commit]));
  const wanted = Math.min(first.count, mostCommits);
  for (let page = 2; commits.size < wanted; page++) {
    const before = commits.size;
    const next = await comparedPage(client, what, base, head, page);
    for (const commit of next.commits) commits.set(commit.sha, commit);
    if (commits.size === before) throw badAnswer(`GitHub counts ${first.count} commits and lists ${before} of ${what}`);
  }
  return { head, mergeBase: first.mergeBase, commits: [...commits.values()], count: first.count };
}

interface ComparedPage {
  readonly mergeBase: ObjectId;
  readonly commits: readonly Commit[];
  readonly count: number;
}

async function comparedPage(client: RepositoryClient, what: string, base: ObjectId, head: ObjectId, page: number): Promise<ComparedPage> {
  const answer = await askForObject(client, what, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...target,
      basehead: `${base}...${head}`,
      per_page: each,
      page,
    }),
  );
  const { merge_base_commit: start, commits, total_commits: count } = answer;
  if (!isObject(start) || !isObjectId(start.sha) || !Array.isArray(commits) || typeof count !== "number")
    throw badAnswer(`GitHub's answer for ${what} lacks the commits or their number`);
  return { mergeBase: start.sha, commits: commits.map((commit: unknown) => commitOf(what, commit)), count };
}

function commitOf(what: string, listed: unknown): Commit {
  if (isObject(listed) && isObject(listed.commit) && isObject(listed.commit.tree) && Array.isArray(listed.parents)) {
    const parents = listed.parents.map((parent: unknown) => (isObject(parent) ? parent.sha : null));
    const { sha } = listed;
    const tree = listed.commit.tree.sha;
    if (isObjectId(sha) && isObjectId(tree) && parents.every(isObjectId)) return { sha, tree, parents };
  }
  throw badAnswer(`GitHub's answer for ${what} holds a commit without its ids`);
}
