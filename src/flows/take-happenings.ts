/** What the App does about what happened: each story goes to its flow, reviews through the queue. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { ownCheckRuns } from "../github/check-runs.ts";
import { GitHubFailure } from "../github/failure.ts";
import { pullRequestsWithHead } from "../github/pull-requests.ts";
import { evidenceOf } from "../model/check-run.ts";
import type { Happening, Told, Whereabouts } from "../model/happening.ts";
import { releaseId } from "../model/release.ts";
import { fullName } from "../model/repository-name.ts";
import { answerCommand } from "./answer-command.ts";
import { type AppTools, bakegateError, clientFor, logFields } from "./app-tools.ts";
import { askAgain } from "./ask-again.ts";
import { releasePullRequest, releasePush } from "./begin-releases.ts";
import { findMissed, type Settled } from "./find-missed.ts";
import { pullRequestsOfPush } from "./follow-base.ts";
import { greetInstallation } from "./greet-installation.ts";
import type { Releases } from "./releases.ts";
import { type MergeGroup, queuedBranch, reviewMergeGroup } from "./review-merge-group.ts";
import { type ReviewEnd, reviewPullRequest } from "./review-pull-request.ts";
import { type JobEnd, ReviewQueue } from "./review-queue.ts";

/** Reviews that run side by side: they wait for GitHub more than they compute. */
const mostReviews = 6;
/** Seconds before a review that GitHub got in the way of is tried again. */
const delays = [15, 60, 300, 900];

export interface Happenings {
  take(told: Told): void;
  /** Looks for what was missed and asks for what did not arrive. `since`: milliseconds of the last round. */
  round(since: number): Promise<void>;
  readonly queue: ReviewQueue;
}

/**
 * @param releases carries releases on; its store is opened with the first one.
 * @param done is told each delivery whose happening has been dealt with, or is kept where no crash loses it.
 */
export function createHappenings(tools: AppTools, releases: Releases, done: (delivery: string) => void): Happenings {
  const queue = new ReviewQueue({
    most: mostReviews,
    delays,
    failed: (job, cause) => tools.log.error({ job: job.key, err: cause }, "a review broke off; the next round tries again"),
  });
  const desk: Desk = { tools, queue, releases, settled: new Map(), attempts: new Map() };
  return {
    queue,
    take: (told) => void take(desk, told, done),
    round: (since) => round(desk, since),
  };
}

interface Desk {
  readonly tools: AppTools;
  readonly queue: ReviewQueue;
  readonly releases: Releases;
  readonly settled: Settled;
  readonly attempts: Map<string, number>;
}

/** Seconds before a happening that GitHub or the database got in the way of is taken up again; after the last, the next start does. */
const takeAgain = [5, 30, 120, 600, 1_800, 3_600];

async function take(desk: Desk, { delivery, happening }: Told, done: (delivery: string) => void): Promise<void> {
  const where = happening.kind === "installed" ? { installation: happening.installation } : logFields(happening);
  const log = desk.tools.log.child({ delivery, ...where, event: happening.kind });
  for (const seconds of [...takeAgain, null]) {
    try {
      await dispatch(desk, happening, log);
      return done(delivery);
    } catch (cause) {
      const error = bakegateError(cause);
      log.error({ err: cause, next: error.next }, error.message);
      // What waiting does not mend is in the log, and not tried for ever.
      if (error instanceof GitHubFailure && !error.transient) return done(delivery);
      if (seconds !== null) await sleep(seconds * 1_000, undefined, { ref: false });
    }
  }
}

async function dispatch(desk: Desk, happening: Happening, log: Logger): Promise<void> {
  switch (happening.kind) {
    case "pull-request":
      return enqueue(desk, happening, happening.number, happening.head, log);
    case "pull-request-closed":
      desk.queue.drop(pullRequestKey(happening, happening.number));
      if (happening.merged !== null) await releasePullRequest(desk.tools, happening, happening.merged, desk.releases.open, log);
      return;
    case "workflow-run":
      return tellOfRun(desk, happening);
    case "merge-group":
      return enqueueGroup(desk, happening, log);
    case "rerequested":
      return rerequested(desk, happening, log);
    case "comment":
      return answerCommand(
        desk.tools,
        happening,
        () => enqueue(desk, happening, happening.number, null, log),
        log.child({ pullRequest: happening.number }),
      );
    case "pushed":
      for (const { number, head } of await pullRequestsOfPush(desk.tools, happening)) enqueue(desk, happening, number, head.sha, log);
      return releasePush(desk.tools, happening, desk.releases.open, log);
    case "installed":
      for (const repository of happening.repositories)
        await greetInstallation(
          desk.tools,
          { installation: happening.installation, repository },
          log.child({ repository: fullName(repository) }),
        );
      return;
  }
}

function pullRequestKey({ repository }: Whereabouts, number: number): string {
  return `${fullName(repository)}#${number}`;
}

function enqueue(
  { tools, queue }: Desk,
  { installation, repository }: Whereabouts,
  number: number,
  head: string | null,
  log: Logger,
): void {
  const asked = { installation, repository, number };
  const own = log.child({ pull_request: number });
  queue.add({
    key: pullRequestKey(asked, number),
    head,
    run: async (signal) => jobEnd(await reviewPullRequest(tools, asked, signal, own), signal),
  });
}

function enqueueGroup({ tools, queue }: Desk, group: MergeGroup, log: Logger): void {
  const own = log.child({ sha: group.head });
  queue.add({
    key: `${fullName(group.repository)}@${group.head}`,
    head: group.head,
    run: async (signal) => jobEnd(await reviewMergeGroup(tools, group, signal, own), signal),
  });
}

function jobEnd(end: ReviewEnd, signal: AbortSignal): JobEnd {
  switch (end.kind) {
    case "reviewed":
    case "passed-over":
      return { kind: "done" };
    case "superseded":
      return signal.aborted ? { kind: "done" } : { kind: "again", seconds: 0 };
    case "failed":
      return end.retry === null ? { kind: "done" } : { kind: "again", seconds: end.retry.seconds };
  }
}

/** A release's run has the merge's id in its name. */
async function tellOfRun({ releases }: Desk, { repository, title, run }: Extract<Happening, { kind: "workflow-run" }>): Promise<void> {
  const sha = /(?<![0-9a-f])[0-9a-f]{40}(?:[0-9a-f]{24})?(?![0-9a-f])/.exec(title)?.[0];
  if (sha !== undefined) await releases.tell(releaseId(repository, sha), { kind: "run", run });
}

async function rerequested(desk: Desk, happening: Extract<Happening, { kind: "rerequested" }>, log: Logger): Promise<void> {
  const { installation, repository, head, headBranch } = happening;
  const client = await clientFor(desk.tools, happening);
  const baseBranch = queuedBranch(headBranch);
  if (baseBranch !== null) {
    const written =
      happening.externalIds.length > 0 ? happening.externalIds : (await ownCheckRuns(client, head)).map((run) => run.externalId);
    const base = written.map((text) => evidenceOf(text)?.base).find((sha) => sha !== undefined && sha !== "none");
    if (base !== undefined) return enqueueGroup(desk, { installation, repository, base, head, baseBranch }, log);
  }
  const found = await pullRequestsWithHead(client, head);
  if (found.length === 0) log.warn({ sha: head }, "a check was asked for again, and no open pull request has that head");
  for (const { number } of found) enqueue(desk, happening, number, head, log);
}

async function round(desk: Desk, since: number): Promise<void> {
  const { tools } = desk;
  try {
    await askAgain(tools, desk.attempts, since);
  } catch (cause) {
    tools.log.warn({ err: cause }, bakegateError(cause).message);
  }
  let found = 0;
  for await (const missed of findMissed(tools, desk.settled, Date.now())) {
    if (desk.queue.has(pullRequestKey(missed, missed.number))) continue;
    found++;
    const log = tools.log.child({ delivery: "round", ...logFields(missed) });
    log.info({ pull_request: missed.number, sha: missed.head }, `found by looking: ${missed.why}`);
    enqueue(desk, missed, missed.number, missed.head, log);
  }
  tools.log.debug({ found }, "looked for what was missed");
}
