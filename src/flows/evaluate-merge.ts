/** Evaluates a merged commit again, as (what the branch held before → the commit) with the policy of before: what was merged may be none of what was reviewed. */
import type { Logger } from "pino";
import type { RepositoryClient } from "../github/app-client.ts";
import { beginCheck, endCheck } from "../github/check-runs.ts";
import { readCommit, readRepository } from "../github/commits.ts";
import { compareCommits } from "../github/compare.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { type CheckRun, externalId } from "../model/check-run.ts";
import type { Policy, ReleaseSetting } from "../model/policy.ts";
import type { Release } from "../model/release.ts";
import { fullName } from "../model/repository-name.ts";
import type { Review, Subject } from "../model/review.ts";
import type { Tree } from "../model/tree.ts";
import { diffTrees } from "../model/tree-diff.ts";
import type { Judgement, ReleaseEvent } from "../release/advance.ts";
import { renderCheck } from "../render/check.ts";
import { directoryOf, isModuleFile } from "../terraform/repository-path.ts";
import { type AppTools, bakegateError } from "./app-tools.ts";
import { conclusionOf, failedCheck, reviewedCheck } from "./conclude.ts";
import { policyOfTree } from "./load-policy.ts";
import { type Merge, mergeAt } from "./merged-commits.ts";
import { reviewTrees } from "./review-pull-request.ts";

/**
 * The event that the evaluation is. The commit gets its check in every case.
 * @throws GitHubFailure where asking again may help.
 */
export async function evaluateMerge(tools: AppTools, client: RepositoryClient, release: Release, log: Logger): Promise<ReleaseEvent> {
  const { merge: head } = release;
  let check: CheckRun | null = null;
  try {
    const merge = await mergeOf(client, release);
    if (merge === null)
      return { kind: "not-evaluated", why: "the commit is the first of its branch", next: "The next merge is evaluated as it comes." };
    check = await beginCheck(client, head, externalId({ base: merge.base, head, policy: "none" }));
    const { event, review } = await evaluated(tools, client, release, merge);
    await endCheck(client, check, reviewedCheck(review, merge));
    log.info({ verdict: review.verdict, judgement: event.judgement.kind }, "merge evaluated");
    return event;
  } catch (cause) {
    if (cause instanceof GitHubFailure && cause.transient) throw cause;
    const error = bakegateError(cause);
    log.error({ err: cause, next: error.next }, error.message);
    if (check !== null) await endCheck(client, check, failedCheck(error, head));
    return { kind: "not-evaluated", why: `it could not be evaluated: ${error.message.split("\n", 1)[0]}`, next: error.next };
  }
}

async function mergeOf(client: RepositoryClient, release: Release): Promise<Merge | null> {
  if (release.base === null) return mergeAt(client, release.merge);
  return { base: release.base, head: release.merge, pullRequest: release.pullRequest };
}

interface Evaluated {
  readonly event: Extract<ReleaseEvent, { kind: "evaluated" }>;
  readonly review: Review;
}

async function evaluated(tools: AppTools, client: RepositoryClient, release: Release, merge: Merge): Promise<Evaluated> {
  const { base, head, pullRequest } = merge;
  const reader = createObjectReader(client, tools.blobs, tools.trees, tools.commits);
  const [baseTree, headTree] = await Promise.all([reader.tree(base), reader.tree(head)]);
  const policy = await policyOfTree(reader, baseTree);
  const [{ webUrl }, before, after, comparison] = await Promise.all([
    readRepository(client),
    readCommit(client, base),
    readCommit(client, head),
    compareCommits(client, base, head),
  ]);
  const review = await reviewTrees(tools, client, reader, policy, {
    base,
    head,
    tip: base,
    comparison,
    subject: subjectOf(release, merge, webUrl),
  });
  const evidence = {
    verdict: review.verdict,
    mode: review.mode,
    base,
    head,
    baseTree: before.tree,
    headTree: after.tree,
    policy: policy.digest,
    plans: review.plans,
  };
  return { event: { kind: "evaluated", base, pullRequest, evidence, judgement: judge(policy, review, baseTree, headTree) }, review };
}

function subjectOf({ repository, branch }: Release, { base, head, pullRequest }: Merge, webUrl: string): Subject {
  return {
    repository: fullName(repository),
    base,
    head,
    pullRequest,
    blobUrl: `${webUrl}/blob/${head}/`,
    baseBlobUrl: `${webUrl}/blob/${base}/`,
    baseName: branch,
    headName: branch,
  };
}

/** Released is what the check lets through: `pass` and `warn`, and in advisory mode `block`. */
function judge(policy: Policy, review: Review, before: Tree, after: Tree): Judgement {
  const { release } = policy;
  if (release === null) return { kind: "nothing", why: "the configuration names no release" };
  if (conclusionOf(review) !== "success") return { kind: "refuse", why: renderCheck(review).title };
  if (release.workflow === null)
    return { kind: "refuse", why: `the backend ${release.backend} is not one that this version of Bakegate dispatches to` };
  const images = imagesOf(release, before, after);
  const inputs = { workflow: release.workflow, images, projects: projectsOf(review, release, images, after) };
  const touched = inputs.images.length > 0 || inputs.projects.length > 0;
  return release.images.length > 0 && !touched
    ? { kind: "nothing", why: "the merge touches no image and no root module" }
    : { kind: "release", inputs };
}

/** The configured images whose inputs the merge touched. */
export function imagesOf(release: ReleaseSetting, before: Tree, after: Tree): readonly string[] {
  const paths = diffTrees(before, after).flatMap((change) =>
    change.kind === "renamed" ? [change.path, change.previousPath] : [change.path],
  );
  return release.images
    .filter(({ inputs }) => paths.some((path) => inputs.some((glob) => glob.matches(path))))
    .map(({ name }) => name)
    .sort();
}

/** The root modules that the merge touches, and those that run an image that it touches. */
export function projectsOf(
  review: Pick<Review, "projects">,
  release: ReleaseSetting,
  images: readonly string[],
  after: Tree,
): readonly string[] {
  const found = new Set(review.projects.map(({ dir }) => dir));
  const consumers = release.images.flatMap(({ name, consumedBy }) => (consumedBy !== null && images.includes(name) ? [consumedBy] : []));
  for (const path of consumers.length === 0 ? [] : after.entries.keys()) {
    const dir = directoryOf(path);
    if (isModuleFile(path) && consumers.some((glob) => glob.matches(dir))) found.add(dir);
  }
  return [...found].sort();
}
