/** Finds open pull requests without a verdict that holds: GitHub does not send a webhook twice, and time passes without one. */
import type { Logger } from "pino";
import type { RepositoryClient } from "../github/app-client.ts";
import { mergeBaseOf, readBranch } from "../github/branches.ts";
import { ownCheckRuns } from "../github/check-runs.ts";
import { installations, repositoriesOf } from "../github/installations.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { openPullRequests } from "../github/pull-requests.ts";
import { type CheckRun, evidenceOf } from "../model/check-run.ts";
import { BakegateError } from "../model/failure.ts";
import type { Whereabouts } from "../model/happening.ts";
import type { Policy } from "../model/policy.ts";
import type { BranchTip, PullRequest } from "../model/pull-request.ts";
import { type AppTools, bakegateError, clientFor, logFields } from "./app-tools.ts";
import { policyOfTree } from "./load-policy.ts";
import { isReviewed } from "./review-pull-request.ts";

export interface MissedPullRequest extends Whereabouts {
  readonly number: number;
  readonly head: string;
  readonly why: string;
}

/** What was found in order, by pull request: as long as nothing of it changes, nothing is asked about it again. */
export type Settled = Map<string, string>;

/** A check that failed for a reason that no push mends (a permission, a policy) is tried again after this, in milliseconds. */
const tryFailedAfter = 60 * 60 * 1_000;

/** Goes through all installations. What cannot be read is logged and left to the next round; the others go on. */
export async function* findMissed(tools: AppTools, settled: Settled, now: number): AsyncGenerator<MissedPullRequest> {
  const seen = new Set<string>();
  for (const installation of await installations(tools.probot)) {
    for (const repository of await readOr(tools.log, { installation }, () => repositoriesOf(tools.probot, installation), [])) {
      const where = { installation, repository };
      const log = tools.log.child(logFields(where));
      for (const missed of await readOr(log, {}, () => missedIn(tools, where, settled, seen, now), [])) yield missed;
    }
  }
  for (const key of settled.keys()) if (!seen.has(key)) settled.delete(key);
}

async function readOr<T>(log: Logger, fields: object, read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const error = bakegateError(cause);
    log.error({ ...fields, err: cause, next: error.next }, `looking for what was missed: ${error.message}`);
    return otherwise;
  }
}

/** A base branch with its policy; the fault instead of it where it is invalid. */
interface Base {
  readonly branch: BranchTip;
  readonly policy: Policy | BakegateError;
}

async function missedIn(
  tools: AppTools,
  where: Whereabouts,
  settled: Settled,
  seen: Set<string>,
  now: number,
): Promise<readonly MissedPullRequest[]> {
  const client = await clientFor(tools, where);
  const bases = new Map<string, Promise<Base>>();
  const missed: MissedPullRequest[] = [];
  for await (const pullRequest of openPullRequests(client)) {
    const key = `${where.repository.owner}/${where.repository.name}#${pullRequest.number}`;
    seen.add(key);
    const known = bases.get(pullRequest.base.ref) ?? readBase(tools, client, pullRequest.base.ref);
    bases.set(pullRequest.base.ref, known);
    const base = await known;
    const state = [
      pullRequest.head.sha,
      pullRequest.base.ref,
      pullRequest.updatedAt,
      base.branch.sha,
      new Date(now).toISOString().slice(0, 10),
    ].join(" ");
    if (settled.get(key) === state) continue;
    const why = await whyMissed(client, pullRequest, base, now);
    if (why === null) settled.set(key, state);
    else missed.push({ ...where, number: pullRequest.number, head: pullRequest.head.sha, why });
  }
  return missed;
}

async function readBase(tools: AppTools, client: RepositoryClient, ref: string): Promise<Base> {
  const branch = await readBranch(client, ref);
  const reader = createObjectReader(client, tools.blobs, tools.trees);
  try {
    return { branch, policy: await policyOfTree(reader, await reader.tree(branch.sha)) };
  } catch (cause) {
    if (cause instanceof BakegateError && cause.kind === "usage") return { branch, policy: cause };
    throw cause;
  }
}

/** Null: the pull request is in order, or not one to be reviewed. */
async function whyMissed(client: RepositoryClient, pullRequest: PullRequest, base: Base, now: number): Promise<string | null> {
  const { policy, branch } = base;
  if (!(policy instanceof BakegateError) && !isReviewed(policy, branch)) return null;
  const [run] = await ownCheckRuns(client, pullRequest.head.sha);
  if (run === undefined || !run.completed) return "its head has no completed check";
  const evidence = evidenceOf(run.externalId);
  if (evidence === null || evidence.policy === "unavailable") return "its check was not evaluated";
  if (evidence.policy === "none")
    return now - Date.parse(run.completedAt ?? "") > tryFailedAfter ? "its check failed for want of evidence" : null;
  if (policy instanceof BakegateError) return "the policy is invalid by now";
  if (evidence.policy !== policy.digest) return "its check rests on another policy";
  if (hasExpired(policy, run, now)) return "an exemption has expired since";
  if (evidence.until !== undefined && evidence.until < new Date(now).toISOString().slice(0, 10)) return "a waiver has expired since";
  // Only what changed since can have another base, and a review of its own makes it change as well.
  const changed = run.completedAt === null || pullRequest.updatedAt > run.completedAt;
  return changed && (await mergeBaseOf(client, branch.sha, pullRequest.head.sha)) !== evidence.base ? "its base is another one" : null;
}

/** Exemptions hold to the end of their last day, in UTC. */
function hasExpired(policy: Policy, run: CheckRun, now: number): boolean {
  const checked = Date.parse(run.completedAt ?? "");
  return policy.exemptions.some(({ expires }) => {
    const end = Date.parse(`${expires}T00:00:00Z`) + 24 * 60 * 60 * 1_000;
    return checked < end && end <= now;
  });
}
