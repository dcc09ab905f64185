/** Carries a release on: what is pending is done one after the other, each step written down before the next, so that no crash loses or doubles it. */
import type { Logger } from "pino";
import type { RepositoryClient } from "../github/app-client.ts";
import { postCheck } from "../github/check-runs.ts";
import { findLivingComment, putLivingComment } from "../github/comments.ts";
import { findOwnIssue, openIssue, readRepository } from "../github/commits.ts";
import { GitHubFailure } from "../github/failure.ts";
import { dispatchWorkflow, findRun, readRun } from "../github/workflows.ts";
import { BakegateError } from "../model/failure.ts";
import type { Release, ReleaseEffect, WorkflowRun } from "../model/release.ts";
import type { ReleaseStore } from "../model/release-store.ts";
import { fullName } from "../model/repository-name.ts";
import { advance, carriedOut, type ReleaseEvent } from "../release/advance.ts";
import { COMMENT_MARKER } from "../render/comment-footer.ts";
import { withSection } from "../render/comment-section.ts";
import { issueMarker, releaseIssue, releaseLine } from "../render/release-line.ts";
import { type AppTools, bakegateError, clientFor } from "./app-tools.ts";
import { failedCheck } from "./conclude.ts";
import { evaluateMerge } from "./evaluate-merge.ts";

export interface ReleaseTools extends AppTools {
  readonly releases: ReleaseStore;
  /** Seconds after which a run that was asked for has to be in GitHub's list. */
  readonly settle: number;
  /** Seconds between two looks at a run. */
  readonly watch: number;
}

/** Seconds before a step that GitHub got in the way of is tried again. */
const retryAfter = 30;
/** Runs are watched for so long, in milliseconds: GitHub ends them before (docs.github.com: 35 days at most). */
const watchedFor = 36 * 24 * 60 * 60 * 1_000;

/** How a step ended: with another release, or with a wait. */
type Step =
  | { readonly kind: "done"; readonly release: Release }
  | { readonly kind: "wait"; readonly seconds: number; readonly release: Release };

/** Does what is pending, until nothing is or something has to be waited for. One process at a time is at a release. */
export async function carryOn(tools: ReleaseTools, id: string): Promise<void> {
  const done = await tools.releases.alone(id, async () => {
    const release = await tools.releases.read(id);
    if (release !== null) await carryOutAll(tools, release);
    return true;
  });
  // Who is at it has read the release before this wake-up, perhaps.
  if (done === null) await tools.releases.enqueue(id, { afterSeconds: 5 });
}

/** An event that somebody told: it is written down, and what follows from it is done. */
export async function tellRelease(tools: ReleaseTools, id: string, event: ReleaseEvent): Promise<void> {
  const done = await tools.releases.alone(id, async () => {
    const release = await tools.releases.read(id);
    if (release === null) return true;
    const told = advance(release, event, now());
    if (told === release) return true;
    await tools.releases.write(told);
    await carryOutAll(tools, told);
    return true;
  });
  // What was told is asked for again by the watch.
  if (done === null) await tools.releases.enqueue(id, { afterSeconds: 5 });
}

async function carryOutAll(tools: ReleaseTools, found: Release): Promise<void> {
  const log = logOf(tools, found);
  const client = await clientFor(tools, found);
  for (let release = found; ; ) {
    const [effect] = release.pending;
    if (effect === undefined) return;
    const step = await carryOut(tools, client, release, effect, log);
    if (step.release !== release) await tools.releases.write(step.release);
    release = step.release;
    if (step.kind === "wait") return tools.releases.enqueue(release.id, { afterSeconds: step.seconds });
  }
}

function logOf(tools: AppTools, { installation, repository, merge, pullRequest, id }: Release): Logger {
  return tools.log.child({ installation, repository: fullName(repository), sha: merge, pull_request: pullRequest, release: id });
}

async function carryOut(
  tools: ReleaseTools,
  client: RepositoryClient,
  release: Release,
  effect: ReleaseEffect,
  log: Logger,
): Promise<Step> {
  try {
    switch (effect) {
      case "evaluate":
        return { kind: "done", release: advance(release, await evaluateMerge(tools, client, release, log), now()) };
      case "dispatch":
        return await dispatch(tools, client, release, log);
      case "watch":
        return await watch(tools, client, release, log);
      case "open-issue":
        await raiseIssue(client, release, log);
        return { kind: "done", release: carriedOut(release, effect) };
      case "show":
        await show(client, release, log);
        return { kind: "done", release: carriedOut(release, effect) };
    }
  } catch (cause) {
    return afterFailure(release, effect, bakegateError(cause), log);
  }
}

/** What may be mended by waiting is tried again; what is not is said, and does not hold up the rest. */
function afterFailure(release: Release, effect: ReleaseEffect, error: BakegateError, log: Logger): Step {
  log.error({ err: error, effect, next: error.next }, error.message);
  if (error instanceof GitHubFailure && error.transient)
    return { kind: "wait", seconds: Math.max(retryAfter, error.retryAfter ?? 0), release };
  if (effect === "evaluate")
    return { kind: "done", release: advance(release, { kind: "not-evaluated", why: error.message, next: error.next }, now()) };
  if (effect === "dispatch")
    return { kind: "done", release: advance(release, { kind: "not-dispatched", why: error.message, next: error.next }, now()) };
  return { kind: "done", release: carriedOut(release, effect) };
}

/**
 * GitHub starts a run for every request, so one is asked for only where none was: it is written down that it is about to be asked for, and
 * where no answer is written down behind that, its runs are looked through first.
 */
async function dispatch(tools: ReleaseTools, client: RepositoryClient, release: Release, log: Logger): Promise<Step> {
  const { state, inputs, merge, pullRequest } = release;
  if (state.kind !== "dispatching" || inputs === null) return { kind: "done", release: carriedOut(release, "dispatch") };
  let note: string | null = null;
  if (state.asked !== null) {
    const looked = await lookForRun(client, inputs.workflow, release, state.asked);
    if (looked.kind === "found") return { kind: "done", release: advance(release, { kind: "run", run: looked.run }, now()) };
    const young = tools.settle - (Date.now() - Date.parse(state.asked)) / 1000;
    if (looked.kind === "none" && young > 0) return { kind: "wait", seconds: Math.ceil(young), release };
    if (looked.kind === "unknown") note = looked.why;
  }
  const { defaultBranch } = await readRepository(client);
  const asking = advance(release, { kind: "asking", at: now() }, now());
  await tools.releases.write(asking);
  try {
    await dispatchWorkflow(client, inputs.workflow, defaultBranch, {
      sha: merge,
      pull_request: pullRequest === null ? "" : String(pullRequest),
      images: JSON.stringify(inputs.images),
      projects: JSON.stringify(inputs.projects),
    });
  } catch (cause) {
    // Whether it was taken is not known: it is looked for before it is asked for again.
    if (cause instanceof GitHubFailure && cause.transient) return { kind: "wait", seconds: waitFor(tools, cause), release: asking };
    throw cause;
  }
  log.info({ workflow: inputs.workflow, images: inputs.images, projects: inputs.projects }, "release dispatched");
  return { kind: "done", release: advance(asking, { kind: "dispatched", at: now(), note }, now()) };
}

function waitFor(tools: ReleaseTools, failure: GitHubFailure): number {
  return Math.max(tools.settle, failure.retryAfter ?? 0);
}

type Looked =
  | { readonly kind: "found"; readonly run: WorkflowRun }
  | { readonly kind: "none" }
  /** The workflow's runs cannot be looked up: it is dispatched all the same, and that is said. */
  | { readonly kind: "unknown"; readonly why: string };

async function lookForRun(client: RepositoryClient, workflow: string, { merge }: Release, since: string): Promise<Looked> {
  try {
    const run = await findRun(client, workflow, merge, since);
    return run === null ? { kind: "none" } : { kind: "found", run };
  } catch (error) {
    if (error instanceof GitHubFailure && !error.transient) return { kind: "unknown", why: error.message };
    throw error;
  }
}

async function watch(tools: ReleaseTools, client: RepositoryClient, release: Release, log: Logger): Promise<Step> {
  const { state, inputs } = release;
  if (inputs === null || Date.now() - Date.parse(release.createdAt) > watchedFor)
    return { kind: "done", release: carriedOut(release, "watch") };
  const run = await currentRun(client, release, inputs.workflow);
  if (run === null) return { kind: "wait", seconds: tools.watch, release };
  const told = advance(release, { kind: "run", run }, now());
  if (told === release) return { kind: "wait", seconds: tools.watch, release };
  log.info({ run: run.id, status: run.status, conclusion: run.conclusion }, `release ${told.state.kind}, was ${state.kind}`);
  return { kind: "done", release: told };
}

/** Null: it is not in the list yet, or its workflow's runs may not be read. */
async function currentRun(client: RepositoryClient, release: Release, workflow: string): Promise<WorkflowRun | null> {
  const { state } = release;
  if (state.kind === "running") return readRun(client, state.run.id);
  const looked = await lookForRun(client, workflow, release, release.createdAt);
  return looked.kind === "found" ? looked.run : null;
}

/** Once for each release: one that was opened before a crash is found by its marker. A failure to dispatch fails the commit's check as well. */
async function raiseIssue(client: RepositoryClient, release: Release, log: Logger): Promise<void> {
  const { state, merge } = release;
  if ((await findOwnIssue(client, issueMarker(release))) !== null) return;
  if (state.kind === "failed" && release.evidence !== null) {
    const error = new BakegateError("incomplete", `this commit is not released: ${state.why}`, state.next);
    await postCheck(client, merge, failedCheck(error, merge));
  }
  const { webUrl } = await readRepository(client);
  const { title, body } = releaseIssue(release, `${webUrl}/commit/${merge}`);
  log.warn({ issue: await openIssue(client, title, body) }, "a merge is not released: an issue was opened");
}

async function show(client: RepositoryClient, release: Release, log: Logger): Promise<void> {
  const line = releaseLine(release);
  if (line === null || release.pullRequest === null) return;
  const known = await findLivingComment(client, release.pullRequest, COMMENT_MARKER);
  const body = withSection(known?.body ?? null, "release", line, `**Release:** ${release.state.kind}`);
  log.info(`release line ${await putLivingComment(client, release.pullRequest, COMMENT_MARKER, known, body)}`);
}

function now(): string {
  return new Date().toISOString();
}
