/** Pull requests, read live. */
import type { PullRequest } from "../model/pull-request.ts";
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask, askOrNull } from "./ask.ts";

/** The parts of GitHub's answer that are relied on. */
interface Answered {
  readonly number: number;
  readonly state: string;
  readonly updated_at: string;
  readonly user: { readonly login: string } | null;
  readonly base: { readonly ref: string; readonly repo: { readonly html_url: string } };
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly html_url: string } | null };
}

/** @throws GitHubFailure */
export async function readPullRequest(client: RepositoryClient, number: number): Promise<PullRequest> {
  const data = await ask(client, `pull request #${number}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...target, pull_number: number }),
  );
  return pullRequestOf(client, data);
}

/** Open pull requests, those changed last first; `base`: only those into that branch. */
export async function* openPullRequests(client: RepositoryClient, base?: string): AsyncGenerator<PullRequest> {
  const each = 100;
  for (let page = 1; ; page++) {
    const data = await ask(client, "the open pull requests", (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/pulls", {
        ...target,
        state: "open",
        sort: "updated",
        direction: "desc",
        per_page: each,
        page,
        ...(base === undefined ? {} : { base }),
      }),
    );
    for (const one of data) yield pullRequestOf(client, one);
    if (data.length < each) return;
  }
}

/** Open pull requests whose head is a commit. */
export async function pullRequestsWithHead(client: RepositoryClient, sha: ObjectId): Promise<readonly PullRequest[]> {
  const named = await askOrNull(client, `the pull requests of ${sha.slice(0, 12)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", { ...target, commit_sha: sha, per_page: 100 }),
  );
  const found = (named ?? []).map((one) => pullRequestOf(client, one)).filter((one) => one.open && one.head.sha === sha);
  if (found.length > 0) return found;
  // A commit of a fork is not found that way.
  const open: PullRequest[] = [];
  for await (const one of openPullRequests(client)) if (one.head.sha === sha) open.push(one);
  return open;
}

function pullRequestOf(client: RepositoryClient, data: Answered): PullRequest {
  return {
    repository: { owner: client.owner, name: client.name },
    number: data.number,
    open: data.state === "open",
    author: data.user?.login ?? "ghost",
    base: { ref: data.base.ref, webUrl: data.base.repo.html_url },
    head: { ref: data.head.ref, sha: data.head.sha, webUrl: data.head.repo?.html_url ?? null },
    updatedAt: data.updated_at,
  };
}
