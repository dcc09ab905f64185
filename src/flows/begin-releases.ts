/** A merge kicks off its release, whichever event tells of it first, and once. */
import type { Logger } from "pino";
import type { RepositoryClient } from "../github/app-client.ts";
import { mergeBaseOf, readBranch } from "../github/branches.ts";
import { readCommit } from "../github/commits.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { BakegateError } from "../model/failure.ts";
import type { MergedPullRequest, Whereabouts } from "../model/happening.ts";
import { type Release, releaseId } from "../model/release.ts";
import type { ReleaseStore } from "../model/release-store.ts";
import type { ObjectId } from "../model/tree.ts";
import { type AppTools, clientFor } from "./app-tools.ts";
import type { PushedBranch } from "./follow-base.ts";
import { policyOfTree } from "./load-policy.ts";
import { type Merge, mergesOfPush } from "./merged-commits.ts";
import { isReviewed } from "./review-pull-request.ts";

/** The store is opened when the first release is to be kept. */
export type OpenStore = () => Promise<ReleaseStore>;

/** @throws GitHubFailure */
export async function releasePush(tools: AppTools, pushed: PushedBranch, open: OpenStore, log: Logger): Promise<void> {
  const { before, after, branch } = pushed;
  // A branch that comes or goes merges nothing.
  if (/^0+$/.test(before) || /^0+$/.test(after)) return;
  const client = await clientFor(tools, pushed);
  if (!(await isToBeReleased(tools, client, branch, before))) return;
  for (const merge of await mergesBetween(client, before, after)) await begin(pushed, branch, merge, open, log);
}

/** @throws GitHubFailure */
export async function releasePullRequest(
  tools: AppTools,
  closed: Whereabouts & { readonly number: number },
  merged: MergedPullRequest,
  open: OpenStore,
  log: Logger,
): Promise<void> {
  const client = await clientFor(tools, closed);
  const [before] = (await readCommit(client, merged.merge)).parents;
  if (before === undefined || !(await isToBeReleased(tools, client, merged.branch, before))) return;
  await begin(closed, merged.branch, { base: null, head: merged.merge, pullRequest: closed.number }, open, log);
}

/** A push that goes back, or elsewhere, is one change from what was to what is. */
async function mergesBetween(client: RepositoryClient, before: ObjectId, after: ObjectId): Promise<readonly Merge[]> {
  if ((await mergeBaseOf(client, before, after)) !== before) return [{ base: before, head: after, pullRequest: null }];
  return mergesOfPush(client, before, after);
}

/** Whether the branch is a gated one and what it held before asks for releases. A policy that cannot be read is not taken for one that asks for none. */
async function isToBeReleased(tools: AppTools, client: RepositoryClient, name: string, before: ObjectId): Promise<boolean> {
  const branch = await readBranch(client, name);
  const reader = createObjectReader(client, tools.blobs, tools.trees);
  try {
    const policy = await policyOfTree(reader, await reader.tree(before));
    return policy.release !== null && isReviewed(policy, branch);
  } catch (cause) {
    if (cause instanceof BakegateError && cause.kind === "usage") return branch.protected !== false;
    throw cause;
  }
}

async function begin(
  { installation, repository }: Whereabouts,
  branch: string,
  merge: Omit<Merge, "base"> & { readonly base: ObjectId | null },
  open: OpenStore,
  log: Logger,
): Promise<void> {
  const now = new Date().toISOString();
  const release: Release = {
    id: releaseId(repository, merge.head),
    installation,
    repository,
    branch,
    merge: merge.head,
    base: merge.base,
    pullRequest: merge.pullRequest,
    state: { kind: "evaluating" },
    evidence: null,
    inputs: null,
    pending: ["evaluate"],
    createdAt: now,
    updatedAt: now,
  };
  const store = await open();
  const isNew = await store.begin(release);
  log.info(
    { sha: merge.head, pull_request: merge.pullRequest, release: release.id },
    isNew ? "release begun" : "this merge has its release already",
  );
  // Also where it was there: who began it may have died before this.
  await store.enqueue(release.id);
}
