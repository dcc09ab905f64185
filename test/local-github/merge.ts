/** Merges a pull request: the emulator decides whether, git makes the commit. */
import { whyNot } from "./callers.ts";
import { checkRunsOf, unmetChecks } from "./check-run-routes.ts";
import { userJson } from "./comment-routes.ts";
import type { Answer } from "./emulator.ts";
import { isObject, type JsonObject, numberIn, textIn } from "./json.ts";
import { moveRef, publish, tipOf } from "./publish.ts";
import { answered, type Call, forward, fullNameOf, ownerToken, type Pull, type Repository, refused, type World } from "./world.ts";

/** The emulator refuses what it can tell; what it cannot is refused here, in its words. */
export async function mergePullRequest(call: Call, world: World, repository: Repository, pull: Pull): Promise<Answer> {
  const refusal = whyNot(call, repository, ["contents"], "write");
  if (refusal !== undefined) return refusal;
  const baseTip = await tipOf(world, repository, pull.baseBranch);
  if (!pull.open || baseTip === null) return refused(405, "Pull Request is not mergeable");
  const expected = textIn(call.body, "sha");
  if (expected !== "" && expected !== pull.headSha) return refused(409, "Head branch was modified. Review and try the merge again.");
  const method = textIn(call.body, "merge_method") || "merge";
  if (method === "rebase") return refused(405, "Rebase merges are not allowed on this repository.");
  const tree = world.objects.mergedTree(baseTip, pull.headSha);
  if (tree === null) return refused(405, "Pull Request is not mergeable");
  const permitted = await emulatedMerge(call, world, repository, pull, method);
  if (permitted.status !== 200) return permitted;
  const title = `Merge pull request #${pull.number} from ${pull.head.repository.owner}/${pull.head.branch}`;
  const author = call.caller.kind === "person" ? call.caller.login : "github-actions[bot]";
  const parents = method === "squash" ? [baseTip] : [baseTip, pull.headSha];
  const message = method === "squash" ? `${world.objects.message(pull.headSha)} (#${pull.number})` : title;
  const sha = world.objects.commit({ tree, parents, message, author });
  await publish(world, repository, [sha]);
  await moveRef(world, repository, `heads/${pull.baseBranch}`, sha);
  await land(world, repository, pull, sha, await userJson(call, world));
  return answered(200, { sha, merged: true, message: "Pull Request successfully merged" });
}

/** Remembers a pull request as merged, and closes the emulator's where it is still open. */
export async function land(world: World, repository: Repository, pull: Pull, sha: string, by: JsonObject): Promise<void> {
  pull.open = false;
  pull.merged = { sha, by, at: new Date().toISOString() };
  await setState(world, repository, pull.number, "closed");
}

/** Whether the required checks of a branch let a commit through. */
export async function unmet(world: World, repository: Repository, branch: string, sha: string): Promise<readonly string[]> {
  const protection = repository.protections.get(branch);
  if (protection === undefined) return [];
  const runs = await checkRunsOf(world, repository, sha, ownerToken(repository));
  return unmetChecks(protection.checks, protection.app, runs);
}

/**
 * The emulator merges by copying the head's tree onto the base that was there when the pull request was opened: only its decision is used.
 * Where the head moved since, which the emulator does not follow, another pull request stands in for it.
 */
async function emulatedMerge(call: Call, world: World, repository: Repository, pull: Pull, method: string): Promise<Answer> {
  const strict = await unmet(world, repository, pull.baseBranch, pull.headSha);
  const anySuccess = await everSucceeded(world, repository, pull);
  if (strict.length > 0 && strict.every((name) => anySuccess.has(name))) return refused(422, "Required status checks have not succeeded.");
  const number = pull.openedSha === pull.headSha ? pull.number : await openStandIn(world, repository, pull);
  const answer = await forward(call, world, {
    path: `/repos/${fullNameOf(repository)}/pulls/${number}/merge`,
    body: { ...(isObject(call.body) ? call.body : {}), merge_method: method, sha: pull.headSha },
  });
  if (number !== pull.number && answer.status !== 200) await setState(world, repository, number, "closed");
  return answer;
}

async function everSucceeded(world: World, repository: Repository, pull: Pull): Promise<ReadonlySet<string>> {
  const runs = await checkRunsOf(world, repository, pull.headSha, ownerToken(repository));
  return new Set(runs.filter((run) => run.conclusion === "success").map((run) => textIn(run, "name")));
}

async function openStandIn(world: World, repository: Repository, pull: Pull): Promise<number> {
  const head = `${pull.head.repository.owner}:${pull.head.branch}`;
  const body = { title: `stands in for #${pull.number}`, head, base: pull.baseBranch };
  const answer = await world.emulator.ask({
    method: "POST",
    path: `/repos/${fullNameOf(repository)}/pulls`,
    token: ownerToken(repository),
    body,
  });
  const number = numberIn(answer.body, "number");
  if (answer.status !== 201) throw new Error(`the emulator opened no pull request: ${JSON.stringify(answer.body)}`);
  repository.standIns.add(number);
  return number;
}

async function setState(world: World, repository: Repository, number: number, state: "open" | "closed"): Promise<void> {
  const path = `/repos/${fullNameOf(repository)}/pulls/${number}`;
  await world.emulator.ask({ method: "PATCH", path, token: ownerToken(repository), body: { state } });
}
