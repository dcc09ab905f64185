/** Branches and the commits between them. */
import type { BranchTip } from "../model/pull-request.ts";
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask } from "./ask.ts";
import { GitHubFailure } from "./failure.ts";

/** The tip of a branch, and whether it is protected: by classic protection or by a ruleset. @throws GitHubFailure */
export async function readBranch(client: RepositoryClient, name: string): Promise<BranchTip> {
  const branch = await ask(client, `the branch ${name}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", { ...target, branch: name }),
  );
  return { name, sha: branch.commit.sha, protected: branch.protected === true || (await hasRules(client, name)) };
}

/** Null: it could not be told (an older Enterprise Server, or a missing permission). */
async function hasRules(client: RepositoryClient, branch: string): Promise<boolean | null> {
  try {
    const rules = await ask(client, `the rules of the branch ${branch}`, (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/rules/branches/{branch}", { ...target, branch, per_page: 1 }),
    );
    return Array.isArray(rules) ? rules.length > 0 : null;
  } catch (error) {
    if (error instanceof GitHubFailure && (error.status === 404 || error.status === 403) && !error.transient) return null;
    throw error;
  }
}

/** Where the diff between two commits starts; the head may be a fork's. @throws GitHubFailure */
export async function mergeBaseOf(client: RepositoryClient, base: ObjectId, head: ObjectId): Promise<ObjectId> {
  const compared = await ask(client, `what ${head.slice(0, 12)} and ${base.slice(0, 12)} have in common`, (target) =>
    // Of the commits and files nothing is needed, and of a page there are few.
    client.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", { ...target, basehead: `${base}...${head}`, per_page: 1 }),
  );
  return compared.merge_base_commit.sha;
}
