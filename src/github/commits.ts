/** Commits: their parents and trees, and the pull requests that they came with. */
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask, askOrNull } from "./ask.ts";

export interface Commit {
  readonly sha: ObjectId;
  readonly tree: ObjectId;
  /** The first is what the branch held before. */
  readonly parents: readonly ObjectId[];
}

/** @throws GitHubFailure */
export async function readCommit(client: RepositoryClient, sha: ObjectId): Promise<Commit> {
  const data = await ask(client, `the commit ${sha.slice(0, 12)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...target, commit_sha: sha }),
  );
  return { sha: data.sha, tree: data.tree.sha, parents: data.parents.map((parent) => parent.sha) };
}

/** The merged pull request that brought a commit; null: none, or GitHub does not say. @throws GitHubFailure */
export async function mergedPullRequest(client: RepositoryClient, sha: ObjectId): Promise<number | null> {
  const data = await askOrNull(client, `the pull requests of ${sha.slice(0, 12)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", { ...target, commit_sha: sha, per_page: 100 }),
  );
  const merged = (data ?? []).filter((one) => one.merged_at !== null);
  return (merged.find((one) => one.merge_commit_sha === sha) ?? merged[0])?.number ?? null;
}

export interface RepositoryFacts {
  /** Workflows are dispatched on it. */
  readonly defaultBranch: string;
  readonly webUrl: string;
}

/** @throws GitHubFailure */
export async function readRepository(client: RepositoryClient): Promise<RepositoryFacts> {
  const data = await ask(client, "the repository", (target) => client.octokit.request("GET /repos/{owner}/{repo}", { ...target }));
  return { defaultBranch: data.default_branch, webUrl: data.html_url };
}

/** @returns its number. @throws GitHubFailure */
export async function openIssue(client: RepositoryClient, title: string, body: string): Promise<number> {
  const data = await ask(client, "a new issue", (target) =>
    client.octokit.request("POST /repos/{owner}/{repo}/issues", { ...target, request: { ...target.request, retries: 0 }, title, body }),
  );
  return data.number;
}

/** The newest issue of this App whose body starts with a marker; null: there is none among the last hundred. @throws GitHubFailure */
export async function findOwnIssue(client: RepositoryClient, marker: string): Promise<number | null> {
  const data = await ask(client, "the issues", (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/issues", {
      ...target,
      state: "all",
      creator: `${client.app.slug}[bot]`,
      per_page: 100,
    }),
  );
  return data.find((issue) => issue.body?.startsWith(marker) === true)?.number ?? null;
}
