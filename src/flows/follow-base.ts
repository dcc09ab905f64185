/** A push to a base branch may bring another policy: then its open pull requests are to be evaluated again. */
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { openPullRequests } from "../github/pull-requests.ts";
import { BakegateError } from "../model/failure.ts";
import type { Whereabouts } from "../model/happening.ts";
import type { PullRequest } from "../model/pull-request.ts";
import type { ObjectId, ObjectReader } from "../model/tree.ts";
import { type AppTools, clientFor } from "./app-tools.ts";
import { policyOfTree } from "./load-policy.ts";

export interface PushedBranch extends Whereabouts {
  readonly branch: string;
  readonly before: ObjectId;
  readonly after: ObjectId;
}

/** The open pull requests that the push concerns: all into that branch where configuration or policy differ, else none. @throws GitHubFailure */
export async function pullRequestsOfPush(tools: AppTools, pushed: PushedBranch): Promise<readonly PullRequest[]> {
  // Created or deleted: there was no pull request into it, or there is none any more.
  if (isNothing(pushed.before) || isNothing(pushed.after)) return [];
  const client = await clientFor(tools, pushed);
  const open: PullRequest[] = [];
  for await (const one of openPullRequests(client, pushed.branch)) open.push(one);
  if (open.length === 0) return [];
  const reader = createObjectReader(client, tools.blobs, tools.trees);
  const [before, after] = await Promise.all([policyDigest(reader, pushed.before), policyDigest(reader, pushed.after)]);
  return before === after ? [] : open;
}

function isNothing(sha: ObjectId): boolean {
  return /^0+$/.test(sha);
}

/** Of an invalid policy, its faults: mending them is a change as well. */
async function policyDigest(reader: ObjectReader, commit: ObjectId): Promise<string> {
  try {
    return (await policyOfTree(reader, await reader.tree(commit))).digest;
  } catch (cause) {
    if (cause instanceof BakegateError && cause.kind === "usage") return cause.message;
    // A commit that is gone (a forced push) says nothing: what follows counts as another policy.
    if (cause instanceof GitHubFailure && !cause.transient) return `${commit} cannot be read`;
    throw cause;
  }
}
