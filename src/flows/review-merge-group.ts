/** Reviews what a merge queue is about to merge: the queue's own commit against its base, since two clean pull requests can add up to a mutation. */
import type { Logger } from "pino";
import { readBranch } from "../github/branches.ts";
import { beginCheck, endCheck } from "../github/check-runs.ts";
import { compareCommits } from "../github/compare.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { type CheckRun, externalId } from "../model/check-run.ts";
import type { Whereabouts } from "../model/happening.ts";
import { fullName } from "../model/repository-name.ts";
import type { Subject } from "../model/review.ts";
import type { ObjectId } from "../model/tree.ts";
import { type AppTools, bakegateError, clientFor } from "./app-tools.ts";
import { failedCheck, reviewedCheck } from "./conclude.ts";
import { policyOfTree } from "./load-policy.ts";
import { type ReviewEnd, reviewTrees } from "./review-pull-request.ts";

export interface MergeGroup extends Whereabouts {
  /** The commit that the group is built on: the branch's tip, or the group before it in the queue. */
  readonly base: ObjectId;
  readonly head: ObjectId;
  readonly baseBranch: string;
}

/**
 * A queue waits for ever for a missing check, so there is one in every case. The policy is that of the branch's tip: the base may hold what
 * another group of the queue brings along. Never throws.
 */
export async function reviewMergeGroup(tools: AppTools, group: MergeGroup, signal: AbortSignal, log: Logger): Promise<ReviewEnd> {
  const { base, head } = group;
  const client = await clientFor(tools, group, signal);
  let check: CheckRun | null = null;
  try {
    check = await beginCheck(client, head, externalId({ base, head, policy: "none" }));
    const reader = createObjectReader(client, tools.blobs, tools.trees, tools.commits);
    const branch = await readBranch(client, group.baseBranch);
    const policy = await policyOfTree(reader, await reader.tree(branch.sha));
    const comparison = await compareCommits(client, base, head);
    const review = await reviewTrees(tools, client, reader, policy, { base, head, tip: branch.sha, comparison, subject: subjectOf(group) });
    await endCheck(client, check, reviewedCheck(review, { base, head }));
    log.info({ verdict: review.verdict, files: review.stats.filesRead, ms: review.stats.durationMs }, "check completed");
    return { kind: "reviewed", verdict: review.verdict };
  } catch (cause) {
    if (signal.aborted) return { kind: "superseded" };
    const error = bakegateError(cause);
    log.error({ err: cause, next: error.next }, error.message);
    const shown = failedCheck(error, head);
    if (check !== null)
      await endCheck(client, check, shown).catch((err: unknown) => log.error({ err }, "a failure could not be shown on GitHub"));
    return { kind: "failed", error, retry: error instanceof GitHubFailure && error.transient ? { seconds: error.retryAfter } : null };
  }
}

function subjectOf({ repository, base, head, baseBranch }: MergeGroup): Subject {
  return {
    repository: fullName(repository),
    base,
    head,
    pullRequest: null,
    blobUrl: null,
    baseBlobUrl: null,
    baseName: baseBranch,
    headName: "merge queue",
  };
}

/** The base branch in the name of a queue's own branch: `gh-readonly-queue/main/pr-7-<sha>`; null: it is none. */
export function queuedBranch(branch: string | null): string | null {
  return /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]{40,64}$/.exec(branch ?? "")?.[1] ?? null;
}
