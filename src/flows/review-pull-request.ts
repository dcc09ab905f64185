/** Reviews a pull request: reads it, judges it as the command line would, and shows the result where the merge is decided. Nothing of it is run. */
import type { Logger } from "pino";
import type { RepositoryClient } from "../github/app-client.ts";
import { readBranch } from "../github/branches.ts";
import { beginCheck, type CheckEnd, endCheck, ownCheckRuns } from "../github/check-runs.ts";
import { findLivingComment, putLivingComment } from "../github/comments.ts";
import { type Comparison, compareCommits } from "../github/compare.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader, type RepositoryReader } from "../github/object-reader.ts";
import { readPullRequest } from "../github/pull-requests.ts";
import { type CheckRun, externalId } from "../model/check-run.ts";
import type { BakegateError } from "../model/failure.ts";
import type { Whereabouts } from "../model/happening.ts";
import type { Policy } from "../model/policy.ts";
import type { BranchTip, PullRequest } from "../model/pull-request.ts";
import { fullName } from "../model/repository-name.ts";
import type { Review, Subject } from "../model/review.ts";
import type { ObjectId, ObjectReader } from "../model/tree.ts";
import { renderComment } from "../render/comment.ts";
import { COMMENT_MARKER } from "../render/comment-footer.ts";
import { memoryOf, previousReview } from "../render/comment-memory.ts";
import { renderFailedReview } from "../render/failed-review.ts";
import { type AppTools, bakegateError, clientFor } from "./app-tools.ts";
import { cancelledCheck, failedCheck, reviewedCheck, withoutComment } from "./conclude.ts";
import { policyOfTree } from "./load-policy.ts";
import { silent } from "./progress.ts";
import { reviewChange } from "./review-change.ts";

/** How the review of a pull request ended. */
export type ReviewEnd =
  | { readonly kind: "reviewed"; readonly verdict: Review["verdict"] }
  /** Nothing was to be reviewed. */
  | { readonly kind: "passed-over"; readonly why: "closed" | "branch not protected" }
  /** The pull request has another head or base by now, which is to be reviewed. */
  | { readonly kind: "superseded" }
  /** `retry`: trying again may help. */
  | { readonly kind: "failed"; readonly error: BakegateError; readonly retry: { readonly seconds: number | null } | null };

export interface PullRequestToReview extends Whereabouts {
  readonly number: number;
}

/** @param signal aborted when a newer push came. Never throws: what goes wrong stands in the check, in the comment, and in the log. */
export async function reviewPullRequest(tools: AppTools, asked: PullRequestToReview, signal: AbortSignal, log: Logger): Promise<ReviewEnd> {
  const client = await clientFor(tools, asked, signal);
  let pullRequest: PullRequest;
  let branch: BranchTip;
  try {
    pullRequest = await readPullRequest(client, asked.number);
    if (!pullRequest.open) return passedOver(log.child({ sha: pullRequest.head.sha }), "closed");
    branch = await readBranch(client, pullRequest.base.ref);
  } catch (cause) {
    return signal.aborted ? { kind: "superseded" } : failed(log, cause);
  }
  return reviewOpen(tools, client, pullRequest, branch, log.child({ sha: pullRequest.head.sha }));
}

async function reviewOpen(
  tools: AppTools,
  client: RepositoryClient,
  pullRequest: PullRequest,
  branch: BranchTip,
  log: Logger,
): Promise<ReviewEnd> {
  const reader = createObjectReader(client, tools.blobs, tools.trees, tools.commits);
  const policy = await policyAt(reader, branch.sha);
  if (!(policy instanceof Error) && !isReviewed(policy, branch)) return passedOver(log, "branch not protected");
  const { sha } = pullRequest.head;
  let check: CheckRun | null = null;
  try {
    check = await beginCheck(client, sha, externalId({ base: "none", head: sha, policy: "none" }));
    if (policy instanceof Error) throw policy;
    const comparison = await compareCommits(client, branch.sha, sha);
    const start = comparison.mergeBase;
    const subject = subjectOf(pullRequest, start);
    const review = await reviewTrees(tools, client, reader, policy, { base: start, head: sha, tip: branch.sha, comparison, subject });
    if (await hasMoved(client, pullRequest)) return await supersede(client, check, sha, log);
    const end = reviewedCheck(review, { base: start, head: sha });
    await endCheck(client, check, end);
    log.info({ verdict: review.verdict, files: review.stats.filesRead, ms: review.stats.durationMs }, "check completed");
    return await showReview(client, pullRequest, check, end, review, log);
  } catch (cause) {
    if (client.signal?.aborted === true) return supersedeAborted(client, pullRequest, check, log);
    return showFailure(client, pullRequest, check, cause, log);
  }
}

function passedOver(log: Logger, why: Extract<ReviewEnd, { kind: "passed-over" }>["why"]): ReviewEnd {
  log.info(`not reviewed: ${why}`);
  return { kind: "passed-over", why };
}

/** The policy at the tip of the base branch; an invalid one is a failure that is shown. */
async function policyAt(reader: ObjectReader, tip: ObjectId): Promise<Policy | Error> {
  try {
    return await policyOfTree(reader, await reader.tree(tip));
  } catch (cause) {
    return cause instanceof Error ? cause : new Error("the policy could not be read");
  }
}

/** Where it cannot be told whether a branch is protected, it is reviewed. */
export function isReviewed(policy: Policy, branch: BranchTip): boolean {
  if (policy.branches !== null) return policy.branches.some((glob) => glob.matches(branch.name));
  return branch.protected !== false;
}

export interface TreesToReview {
  readonly base: ObjectId;
  readonly head: ObjectId;
  /** Whose policy it is. */
  readonly tip: ObjectId;
  /** Of the two, or of the base branch's tip and the head. */
  readonly comparison: Comparison;
  readonly subject: Subject;
}

/** Reviews what lies between two commits, from the same core as the command line. */
export async function reviewTrees(
  tools: AppTools,
  client: RepositoryClient,
  reader: RepositoryReader,
  policy: Policy,
  { base, head, tip, comparison, subject }: TreesToReview,
): Promise<Review> {
  const history = reader.history(comparison);
  // Whoever waits for it is told.
  history.catch(() => {});
  const [baseTree, headTree, tipTree] = await Promise.all([reader.tree(base), reader.tree(head), reader.tree(tip)]);
  client.signal?.throwIfAborted();
  return reviewChange({
    reader,
    base: baseTree,
    head: headTree,
    tip: tipTree,
    history,
    policy,
    subject,
    plans: new Map(),
    engine: "auto",
    onlyProject: null,
    progress: silent,
    memory: tools.parses,
  });
}

function subjectOf({ repository, number, base, head }: PullRequest, start: ObjectId): Subject {
  return {
    repository: fullName(repository),
    base: start,
    head: head.sha,
    pullRequest: number,
    blobUrl: `${head.webUrl ?? base.webUrl}/blob/${head.sha}/`,
    baseBlobUrl: `${base.webUrl}/blob/${start}/`,
    baseName: base.ref,
    headName: head.ref,
  };
}

/** Events come out of order: what is written is about the head that stands now, or is not written. */
async function hasMoved(client: RepositoryClient, { number, head, base }: PullRequest): Promise<boolean> {
  const now = await readPullRequest(client, number);
  return now.head.sha !== head.sha || now.base.ref !== base.ref;
}

async function supersede(client: RepositoryClient, check: CheckRun, head: ObjectId, log: Logger): Promise<ReviewEnd> {
  log.info("superseded by a newer push");
  await endCheck(client, check, cancelledCheck(head));
  return { kind: "superseded" };
}

/** The check of a head that was left is ended; that of the same head is taken up again by the next review. */
async function supersedeAborted(
  client: RepositoryClient,
  pullRequest: PullRequest,
  check: CheckRun | null,
  log: Logger,
): Promise<ReviewEnd> {
  log.info("superseded by a newer push");
  const free = { ...client, signal: null };
  const { sha } = pullRequest.head;
  try {
    if (!(await hasMoved(free, pullRequest))) return { kind: "superseded" };
    // A request that was broken off may have made a check all the same.
    const open = check !== null ? [check] : (await ownCheckRuns(free, sha)).filter((run) => !run.completed);
    for (const run of open) await endCheck(free, run, cancelledCheck(sha));
  } catch (cause) {
    log.warn({ err: cause }, "the check of a superseded head was left open");
  }
  return { kind: "superseded" };
}

/** The check stands; where the comment cannot be written, the check says so. */
async function showReview(
  client: RepositoryClient,
  pullRequest: PullRequest,
  check: CheckRun,
  end: CheckEnd,
  review: Review,
  log: Logger,
): Promise<ReviewEnd> {
  try {
    const known = await findLivingComment(client, pullRequest.number, COMMENT_MARKER);
    if (known === null && isQuiet(review)) return { kind: "reviewed", verdict: review.verdict };
    const previous = known === null ? null : previousReview(known.body, pullRequest.head.sha);
    const body = renderComment(review, { help: true, remember: true, ...(previous === null ? {} : { previous }) });
    log.info(`comment ${await putLivingComment(client, pullRequest.number, COMMENT_MARKER, known, body)}`);
    return { kind: "reviewed", verdict: review.verdict };
  } catch (cause) {
    if (client.signal?.aborted === true) return { kind: "superseded" };
    const ended = failed(log, cause);
    if (ended.retry === null) await quietly(log, () => endCheck(client, check, withoutComment(end, ended.error)));
    return ended;
  }
}

/** Nothing of infrastructure changed: the green check says it all, and nobody wants a comment. */
function isQuiet(review: Review): boolean {
  return review.verdict === "pass" && review.projects.length === 0 && review.findings.length === 0 && review.unread.length === 0;
}

/** What could not be evaluated is shown where the verdict would stand. */
async function showFailure(
  client: RepositoryClient,
  pullRequest: PullRequest,
  check: CheckRun | null,
  cause: unknown,
  log: Logger,
): Promise<ReviewEnd> {
  const ended = failed(log, cause);
  const { sha } = pullRequest.head;
  if (check !== null) await quietly(log, () => endCheck(client, check, failedCheck(ended.error, sha)));
  // What is tried again by itself is left to that: a comment would only come and go.
  if (ended.retry === null) await quietly(log, () => commentFailure(client, pullRequest, ended.error));
  return ended;
}

async function commentFailure(client: RepositoryClient, { number, head }: PullRequest, error: BakegateError): Promise<void> {
  const known = await findLivingComment(client, number, COMMENT_MARKER);
  const { comment } = renderFailedReview(error, head.sha, known === null ? "" : memoryOf(known.body));
  await putLivingComment(client, number, COMMENT_MARKER, known, comment);
}

/** The reason is known and logged already; that it could not be shown is logged as well. */
async function quietly(log: Logger, show: () => Promise<void>): Promise<void> {
  try {
    await show();
  } catch (cause) {
    log.error({ err: cause }, "a failure could not be shown on GitHub; the next round tries again");
  }
}

function failed(log: Logger, cause: unknown): Extract<ReviewEnd, { kind: "failed" }> {
  const error = bakegateError(cause);
  log.error({ err: cause, next: error.next }, error.message);
  const again = error instanceof GitHubFailure && error.transient;
  return { kind: "failed", error, retry: again ? { seconds: error.retryAfter } : null };
}
