/** Makes commits known to a repository of the emulator, and moves its branches. */
import { objectIn, textIn } from "./json.ts";
import { upload } from "./upload.ts";
import { fullNameOf, ownerToken, type Repository, type World } from "./world.ts";

/** Uploads what the commits reach. GitHub shows the commits of a fork through its parent as well, so they are put there too. */
export async function publish(world: World, repository: Repository, commits: readonly string[]): Promise<void> {
  for (let target: Repository | null = repository; target !== null; target = target.parent) {
    const missing = commits.filter((commit) => !target?.known.has(commit));
    if (missing.length === 0) continue;
    const objects = world.objects.reached(missing, [...target.tips]);
    await upload({ emulator: world.emulator, repository: fullNameOf(target), token: ownerToken(target), known: target.known }, objects);
    for (const commit of missing) target.tips.add(commit);
  }
}

/** The tip of a branch as the emulator has it; null: there is no such branch. */
export async function tipOf(world: World, repository: Repository, branch: string): Promise<string | null> {
  return tipOfRef(world, repository, `heads/${branch}`);
}

async function tipOfRef(world: World, repository: Repository, ref: string): Promise<string | null> {
  const path = `/repos/${fullNameOf(repository)}/git/ref/${ref}`;
  const { status, body } = await world.emulator.ask({ method: "GET", path, token: ownerToken(repository) });
  return status === 200 ? textIn(objectIn(body, "object"), "sha") : null;
}

/**
 * Moves or makes a ref.
 * @param ref without `refs/`: `heads/main`.
 * @throws where the emulator refuses it, as it does where a branch is protected.
 */
export async function moveRef(
  world: World,
  repository: Repository,
  ref: string,
  sha: string,
  token = ownerToken(repository),
): Promise<void> {
  const before = await tipOfRef(world, repository, ref);
  const refs = `/repos/${fullNameOf(repository)}/git/refs`;
  // A protected branch refuses force, also where none was needed.
  const force = before !== null && !world.objects.isAncestor(before, sha);
  const answer =
    before !== null
      ? await world.emulator.ask({ method: "PATCH", path: `${refs}/${ref}`, token, body: { sha, force } })
      : await world.emulator.ask({ method: "POST", path: refs, token, body: { ref: `refs/${ref}`, sha } });
  if (answer.status >= 300) throw new Error(`${ref} was not moved to ${sha}: ${answer.status} ${textIn(answer.body, "message")}`);
}
