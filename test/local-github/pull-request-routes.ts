/** Pull requests as they are read, changed and merged. */
import type { Answer } from "./emulator.ts";
import { listOf, numberIn, objectIn, objectOf, textIn } from "./json.ts";
import { mergePullRequest } from "./merge.ts";
import { asItStands } from "./pull-request-json.ts";
import { type Call, forward, fullNameOf, notFound, type Pull, page, type Routes, repositoryOf, type World } from "./world.ts";

export const pullRequestRoutes: Routes = {
  "GET /repos/{owner}/{repo}/pulls": async (call, world) => {
    const [answer, repository] = [await forward(call, world), repositoryOf(call, world)];
    if (answer.status !== 200 || repository === undefined) return answer;
    const own = listOf(answer.body).filter((emulated) => !repository.standIns.has(numberIn(emulated, "number")));
    const body = own.map((emulated) => {
      const pull = repository.pulls.get(numberIn(emulated, "number"));
      return pull === undefined ? emulated : asItStands(world, repository, pull, emulated);
    });
    return { ...answer, body };
  },
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": shown,
  "PATCH /repos/{owner}/{repo}/pulls/{pull_number}": async (call, world) => {
    const pull = pullOf(call, world);
    const answer = await forward(call, world);
    const repository = repositoryOf(call, world);
    if (answer.status !== 200 || pull === undefined || repository === undefined) return answer;
    const emulated = objectOf(answer.body);
    if (pull.merged === null) pull.open = emulated.state === "open";
    if (textIn(call.body, "base") !== "") {
      // The emulator takes over the tip of the new base.
      pull.baseBranch = textIn(emulated.base, "ref");
      pull.baseSha = textIn(emulated.base, "sha");
    }
    return { ...answer, body: asItStands(world, repository, pull, emulated) };
  },
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": async (call, world) => compared(call, world, "files"),
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits": async (call, world) => compared(call, world, "commits"),
  "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge": async (call, world) => {
    const [repository, pull] = [repositoryOf(call, world), pullOf(call, world)];
    return repository === undefined || pull === undefined ? notFound : mergePullRequest(call, world, repository, pull);
  },
};

async function shown(call: Call, world: World): Promise<Answer> {
  const answer = await forward(call, world);
  const [repository, pull] = [repositoryOf(call, world), pullOf(call, world)];
  if (answer.status !== 200 || repository === undefined || pull === undefined) return answer;
  return { ...answer, body: asItStands(world, repository, pull, objectOf(answer.body)) };
}

/** The emulator knows nothing of a pull request's files and commits, but compares well. */
async function compared(call: Call, world: World, what: "files" | "commits"): Promise<Answer> {
  const [repository, pull] = [repositoryOf(call, world), pullOf(call, world)];
  if (repository === undefined || pull === undefined) return notFound;
  const answer = await forward(call, world, { path: `/repos/${fullNameOf(repository)}/compare/${pull.baseSha}...${pull.headSha}` });
  return answer.status === 200 ? page(call, world, listOf(objectIn({ body: answer.body }, "body")[what])) : answer;
}

function pullOf(call: Call, world: World): Pull | undefined {
  return repositoryOf(call, world)?.pulls.get(Number(call.parameters.pull_number));
}
