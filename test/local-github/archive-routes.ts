/** A commit's files as one archive. */

import { whyNot } from "./callers.ts";
import type { Answer } from "./emulator.ts";
import { tipOf } from "./publish.ts";
import { answered, type Call, fullNameOf, notFound, type Routes, repositoryOf, type World } from "./world.ts";

export const archiveRoutes: Routes = {
  "GET /repos/{owner}/{repo}/tarball/{ref}": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const refusal = whyNot(call, repository, ["contents"], "read");
    if (refusal !== undefined) return refusal;
    const ref = call.parameters.ref ?? "";
    const sha = repository.known.has(ref) ? ref : await tipOf(world, repository, ref);
    if (sha === null) return notFound;
    // GitHub sends to another host, with a token in the address that holds for some minutes.
    return answered(302, undefined, { location: `${world.apiUrl}/_archive/${fullNameOf(repository)}/${sha}` });
  },
};

/** The place that the answer above refers to. */
export function archiveOf(call: Call, world: World): Answer {
  const [owner = "", name = "", sha = ""] = call.path.split("/").slice(2);
  const repository = world.repositories.get(`${owner}/${name}`);
  if (repository?.known.has(sha) !== true) return notFound;
  return { status: 200, headers: {}, body: world.objects.archive(sha, `${owner}-${name}-${sha.slice(0, 7)}`) };
}
