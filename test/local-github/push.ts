/** Pushes, and pull requests as they are opened, moved and opened again. */
import { forkOf } from "./create-repository.ts";
import { numberIn, textIn } from "./json.ts";
import { type PullRequestOpening, type PushOptions, people } from "./local-github.ts";
import { moveRef, publish, tipOf } from "./publish.ts";
import { sendPullRequest, sendPush } from "./webhooks.ts";
import { fullNameOf, ownerToken, type Pull, personToken, type Repository, type World } from "./world.ts";

/** @throws where a protected branch refuses it. */
export async function push(world: World, repository: Repository, branch: string, local: string, options: PushOptions): Promise<string> {
  const { by, fork } = options;
  const target = fork === undefined ? repository : await forkOf(world, repository, fork);
  const [sha = ""] = await world.objects.take(repository.folder, [local]);
  const before = await tipOf(world, target, branch);
  if (before === sha) return sha;
  await publish(world, target, [sha]);
  const token = by === undefined ? ownerToken(target) : personToken(by);
  await moveRef(world, target, `heads/${branch}`, sha, token);
  const pusher = by ?? fork ?? people.owner;
  const moved = [...repository.pulls.values()].filter(
    (pull) => pull.open && pull.head.repository === target && pull.head.branch === branch,
  );
  for (const pull of moved) await moveHead(world, repository, pull, sha);
  if (target === repository) await sendPush(world, repository, branch, before, sha, pusher);
  for (const pull of moved) await sendPullRequest(world, repository, pull, "synchronize", pusher, { before: before ?? sha, after: sha });
  return sha;
}

export async function openPullRequest(world: World, repository: Repository, opening: PullRequestOpening): Promise<number> {
  const { fork, head, title } = opening;
  const base = opening.base ?? repository.defaultBranch;
  const target = fork === undefined ? repository : await forkOf(world, repository, fork);
  if ((await tipOf(world, target, head)) === null) await push(world, repository, head, head, fork === undefined ? {} : { fork });
  const [headSha, baseSha] = [await tipOf(world, target, head), await tipOf(world, repository, base)];
  if (headSha === null || baseSha === null) throw new Error(`${head} or ${base} is not there`);
  const author = opening.author ?? fork ?? people.writer;
  const question = { title, body: opening.body ?? null, head: `${target.owner}:${head}`, base, draft: opening.draft ?? false };
  // Asked past the proxy: it knows the pull request only after it is there.
  const path = `/repos/${fullNameOf(repository)}/pulls`;
  const answer = await world.emulator.ask({ method: "POST", path, token: personToken(author), body: question });
  const number = numberIn(answer.body, "number");
  if (answer.status !== 201) throw new Error(`${author} may not open it: ${answer.status} ${textIn(answer.body, "message")}`);
  const from = { repository: target, branch: head };
  const pull: Pull = { number, head: from, headSha, baseBranch: base, baseSha, openedSha: headSha, open: true, merged: null };
  repository.pulls.set(number, pull);
  await moveRef(world, repository, `pull/${number}/head`, headSha);
  await sendPullRequest(world, repository, pull, "opened", author);
  return number;
}

/** An open pull request has its branch's tip as head; one that is opened again takes it over. */
export async function moveHead(world: World, repository: Repository, pull: Pull, sha: string): Promise<void> {
  pull.headSha = sha;
  pull.baseSha = (await tipOf(world, repository, pull.baseBranch)) ?? pull.baseSha;
  await moveRef(world, repository, `pull/${pull.number}/head`, sha);
}
