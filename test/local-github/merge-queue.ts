/** The merge queue: it makes one commit out of pull requests, waits for its checks, and moves the branch to it. */
import { personJson } from "./comment-routes.ts";
import { type MergeAnswer, type MergeGroup, people } from "./local-github.ts";
import { land, unmet } from "./merge.ts";
import { moveRef, publish, tipOf } from "./publish.ts";
import { sendPullRequest, sendPush, sendWebhook } from "./webhooks.ts";
import { fullNameOf, ownerToken, type Pull, type Repository, type World } from "./world.ts";

/** Sends `checks_requested`. @throws where one of them conflicts. */
export async function queueMerge(world: World, repository: Repository, pulls: readonly Pull[]): Promise<MergeGroup> {
  const base = pulls[0]?.baseBranch ?? repository.defaultBranch;
  const baseSha = (await tipOf(world, repository, base)) ?? "";
  let headSha = baseSha;
  for (const pull of pulls) {
    const tree = world.objects.mergedTree(headSha, pull.headSha);
    if (tree === null) throw new Error(`pull request ${pull.number} conflicts in the queue`);
    const message = `Merge pull request #${pull.number} from ${pull.head.repository.owner}/${pull.head.branch}`;
    headSha = world.objects.commit({ tree, parents: [headSha, pull.headSha], message, author: people.writer });
  }
  const ref = `refs/heads/gh-readonly-queue/${base}/pr-${pulls.at(-1)?.number}-${baseSha}`;
  await publish(world, repository, [headSha]);
  await moveRef(world, repository, ref.replace("refs/", ""), headSha);
  const author = { name: people.writer, email: `${people.writer}@users.noreply.github.com` };
  const head_commit = {
    id: headSha,
    tree_id: world.objects.treeOf(headSha),
    message: world.objects.message(headSha),
    timestamp: world.objects.time(headSha),
    author,
    committer: author,
  };
  const merge_group = { head_sha: headSha, head_ref: ref, base_sha: baseSha, base_ref: `refs/heads/${base}`, head_commit };
  await sendWebhook(world, "merge_group", repository, people.writer, { action: "checks_requested", merge_group });
  return { base, baseSha, headSha, ref, numbers: pulls.map(({ number }) => number) };
}

/** Moves the branch where the queue's own commit has its checks. */
export async function landMergeGroup(
  world: World,
  repository: Repository,
  group: MergeGroup,
  pulls: readonly Pull[],
): Promise<MergeAnswer> {
  const { base, baseSha, headSha, ref } = group;
  if ((await tipOf(world, repository, base)) !== baseSha) return { status: 409, message: "The base branch moved.", sha: null };
  const missing = await unmet(world, repository, base, headSha);
  if (missing.length > 0) return { status: 422, message: "Required status checks have not succeeded.", sha: null };
  await moveRef(world, repository, `heads/${base}`, headSha);
  await world.emulator.ask({ method: "DELETE", path: `/repos/${fullNameOf(repository)}/git/${ref}`, token: ownerToken(repository) });
  // Each has its own merge commit in the group, one on top of the other.
  let merged = headSha;
  for (const pull of pulls.toReversed()) {
    await land(world, repository, pull, merged, await personJson(world, people.writer));
    merged = world.objects.parents(merged)[0] ?? merged;
  }
  await announceMerge(world, repository, pulls, base, baseSha, headSha, people.writer);
  return { status: 200, message: "Merged by the queue", sha: headSha };
}

/** After a merge that was let through. */
export async function announceMerge(
  world: World,
  repository: Repository,
  pulls: readonly Pull[],
  branch: string,
  before: string,
  after: string,
  by: string,
  first: "pull_request" | "push" = "pull_request",
): Promise<void> {
  if (first === "push") await sendPush(world, repository, branch, before, after, by);
  for (const pull of pulls) await sendPullRequest(world, repository, pull, "closed", by);
  if (first !== "push") await sendPush(world, repository, branch, before, after, by);
}
