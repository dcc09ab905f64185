/** Check runs: the emulator keeps them, and does not know whose they are. */
import { appJson } from "./accounts.ts";
import type { Answer } from "./emulator.ts";
import { isObject, type JsonObject, listIn, listOf, numberIn, objectIn, objectOf, textIn, textOrNull } from "./json.ts";
import {
  type AppFacts,
  type Call,
  type CheckFacts,
  forward,
  fullNameOf,
  notFound,
  page,
  type Repository,
  type Routes,
  refused,
  repositoryOf,
  type World,
} from "./world.ts";

export const checkRunRoutes: Routes = {
  "POST /repos/{owner}/{repo}/check-runs": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    if (call.caller.kind !== "installation") return refused(403, "You must authenticate via a GitHub App.");
    const sha = textIn(call.body, "head_sha");
    if (!repository.known.has(sha)) return refused(422, `No commit found for SHA: ${sha}`);
    const answer = await forward(call, world);
    if (answer.status !== 201) return answer;
    const run = objectOf(answer.body);
    repository.checks.set(numberIn(run, "id"), {
      app: call.caller.app,
      startedAt: new Date().toISOString(),
      annotations: annotationsIn(call),
      actions: actionsIn(call) ?? [],
    });
    return { ...answer, body: checkRunJson(world, repository, run) };
  },
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": async (call, world) => {
    const [repository, facts] = [repositoryOf(call, world), factsOf(call, world)];
    if (repository === undefined || facts === undefined) return notFound;
    if (call.caller.kind !== "installation" || call.caller.app.id !== facts.app.id)
      return refused(
        403,
        `Invalid app_id \`${call.caller.kind === "installation" ? call.caller.app.id : "none"}\` - check run can only be modified by the GitHub App that created it.`,
      );
    if (await isReopened(call, world)) return refused(422, "Invalid request. A completed check run does not go back to another status.");
    const answer = await forward(call, world);
    if (answer.status !== 200) return answer;
    // GitHub appends annotations; the emulator replaces them, by none where none are sent.
    facts.annotations = [...facts.annotations, ...annotationsIn(call)];
    facts.actions = actionsIn(call) ?? facts.actions;
    return { ...answer, body: checkRunJson(world, repository, objectOf(answer.body)) };
  },
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}": async (call, world) => {
    const [answer, repository] = [await forward(call, world), repositoryOf(call, world)];
    if (answer.status !== 200 || repository === undefined) return answer;
    return { ...answer, body: checkRunJson(world, repository, objectOf(answer.body)) };
  },
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations": async (call, world) => {
    const answer = await forward(call, world);
    const facts = factsOf(call, world);
    if (answer.status !== 200 || facts === undefined) return answer;
    const shown = facts.annotations.map((annotation) => ({
      start_column: null,
      end_column: null,
      title: null,
      raw_details: null,
      blob_href: "",
      ...objectOf(annotation),
    }));
    return page(call, world, shown);
  },
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const { owner, repo, ref } = call.parameters;
    const path = `/repos/${owner}/${repo}/commits/${encodeURIComponent(ref ?? "")}/check-runs?filter=all`;
    const answer = await forward(call, world, { path });
    if (answer.status !== 200) return answer;
    const all = listOf(objectOf(answer.body).check_runs).map((run) => checkRunJson(world, repository, run));
    const found = filtered(call.query, all);
    return page(call, world, found, (check_runs) => ({ total_count: found.length, check_runs }));
  },
};

/** As docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference: `latest` is for each App and name. */
function filtered(query: URLSearchParams, newestFirst: readonly JsonObject[]): readonly JsonObject[] {
  const is = (name: string, value: unknown) => query.get(name) === null || query.get(name) === String(value);
  const found = newestFirst.filter(
    (run) => is("check_name", run.name) && is("status", run.status) && is("app_id", numberIn(run.app, "id")),
  );
  if (query.get("filter") === "all") return found;
  const seen = new Set<string>();
  return found.filter((run) => {
    const key = `${numberIn(run.app, "id")} ${run.name}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A check run as GitHub shows it. */
function checkRunJson(world: World, repository: Repository, emulated: JsonObject): JsonObject {
  const facts = repository.checks.get(numberIn(emulated, "id"));
  const output = {
    ...objectIn(emulated, "output"),
    annotations_count: facts?.annotations.length ?? 0,
    annotations_url: `${world.apiUrl}/repos/${fullNameOf(repository)}/check-runs/${emulated.id}/annotations`,
  };
  const app = facts === undefined ? null : appJson(world.apiUrl, facts.app);
  const details_url = textOrNull(emulated, "details_url") ?? textOrNull(app, "external_url");
  const started_at = textOrNull(emulated, "started_at") ?? facts?.startedAt ?? null;
  return {
    ...emulated,
    details_url,
    started_at,
    output,
    app,
    pull_requests: pullRequestsOf(world, repository, textIn(emulated, "head_sha")),
  };
}

/** Only those whose head is in the repository itself: GitHub leaves those of forks out. */
function pullRequestsOf(world: World, repository: Repository, sha: string): readonly JsonObject[] {
  const open = [...repository.pulls.values()].filter((pull) => pull.open && pull.headSha === sha && pull.head.repository === repository);
  const url = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
  const repo = { id: repository.id, url, name: repository.name };
  return open.map((pull) => ({
    id: pull.number,
    number: pull.number,
    url: `${url}/pulls/${pull.number}`,
    head: { ref: pull.head.branch, sha: pull.headSha, repo },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
  }));
}

/**
 * Whether the newest check runs let a commit through: the emulator is content with any success that there ever was, by anybody.
 * @param runs check runs of the commit, the newest first.
 */
export function unmetChecks(wanted: readonly string[], app: AppFacts | null, runs: readonly JsonObject[]): readonly string[] {
  return wanted.filter((name) => {
    const newest = runs.find((run) => run.name === name && (app === null || numberIn(run.app, "id") === app.id));
    return newest?.status !== "completed" || newest.conclusion !== "success";
  });
}

/** All check runs of a commit, the newest first. */
export async function checkRunsOf(world: World, repository: Repository, sha: string, token: string): Promise<readonly JsonObject[]> {
  const path = `/repos/${fullNameOf(repository)}/commits/${sha}/check-runs?filter=all&per_page=100`;
  const answer: Answer = await world.ask({ method: "GET", path, token });
  if (answer.status !== 200) throw new Error(`check runs of ${sha}: ${JSON.stringify(answer.body)}`);
  return listOf(objectOf(answer.body).check_runs);
}

function factsOf(call: Call, world: World): CheckFacts | undefined {
  return repositoryOf(call, world)?.checks.get(Number(call.parameters.check_run_id));
}

function annotationsIn(call: Call): readonly unknown[] {
  return listIn(objectIn(call.body, "output"), "annotations");
}

function actionsIn(call: Call): readonly string[] | undefined {
  if (!isObject(call.body) || !Array.isArray(call.body.actions)) return undefined;
  return listIn(call.body, "actions").map((action) => textIn(action, "identifier"));
}

/** A completed run does not go back to in-progress: a new one has to be created. */
async function isReopened(call: Call, world: World): Promise<boolean> {
  const wanted = textIn(call.body, "status");
  if (wanted === "" || wanted === "completed") return false;
  const was = await forward(call, world, { method: "GET", body: undefined });
  return textIn(was.body, "status") === "completed";
}
