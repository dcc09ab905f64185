/** What a release leaves on GitHub beside runs of workflows: deployments and commit statuses. */
import { appJson } from "./accounts.ts";
import { allowed } from "./callers.ts";
import { userJson } from "./comment-routes.ts";
import { type JsonObject, objectIn, textIn, textOrNull } from "./json.ts";
import { tipOf } from "./publish.ts";
import { answered, type Call, fullNameOf, notFound, page, type Repository, type Routes, refused, type World } from "./world.ts";

export const releaseRoutes: Routes = {
  "POST /repos/{owner}/{repo}/dispatches": allowed("contents", "write", async (call, _, repository) => {
    repository.dispatches.push({
      kind: "repository",
      eventType: textIn(call.body, "event_type"),
      payload: objectIn(call.body, "client_payload"),
    });
    return answered(204);
  }),
  "POST /repos/{owner}/{repo}/deployments": allowed("deployments", "write", async (call, world, repository) => {
    const ref = textIn(call.body, "ref");
    const sha = repository.known.has(ref) ? ref : await tipOf(world, repository, ref);
    if (sha === null) return refused(422, `No ref found for: ${ref}`);
    const json = await deploymentJson(call, world, repository, ref, sha);
    repository.deployments.push({ json, statuses: [] });
    return answered(201, json);
  }),
  "GET /repos/{owner}/{repo}/deployments": allowed("deployments", "read", async (call, world, repository) => {
    const is = (name: string, value: unknown) => call.query.get(name) === null || call.query.get(name) === value;
    const found = repository.deployments
      .map(({ json }) => json)
      .filter((json) => ["sha", "ref", "task", "environment"].every((name) => is(name, json[name])));
    return page(call, world, found.reverse());
  }),
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}": allowed("deployments", "read", async (call, _, repository) => {
    const deployment = repository.deployments.find(({ json }) => String(json.id) === call.parameters.deployment_id);
    return deployment === undefined ? notFound : answered(200, deployment.json);
  }),
  "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": allowed("deployments", "write", async (call, world, repository) => {
    const deployment = repository.deployments.find(({ json }) => String(json.id) === call.parameters.deployment_id);
    if (deployment === undefined) return notFound;
    const status = await deploymentStatusJson(call, world, deployment.json);
    deployment.statuses.push(status);
    return answered(201, status);
  }),
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": allowed("deployments", "read", async (call, world, repository) => {
    const deployment = repository.deployments.find(({ json }) => String(json.id) === call.parameters.deployment_id);
    return deployment === undefined ? notFound : page(call, world, [...deployment.statuses].reverse());
  }),
  "POST /repos/{owner}/{repo}/statuses/{sha}": allowed("statuses", "write", async (call, world, repository) => {
    const sha = call.parameters.sha ?? "";
    if (!repository.known.has(sha)) return refused(422, `No commit found for SHA: ${sha}`);
    const json = await statusJson(call, world, repository, sha);
    repository.statuses.push({ sha, json });
    return answered(201, json);
  }),
  "GET /repos/{owner}/{repo}/commits/{ref}/statuses": allowed("statuses", "read", async (call, world, repository) => {
    const sha = await shaOf(call, world, repository);
    return sha === null ? notFound : page(call, world, statusesOf(repository, sha));
  }),
};

async function shaOf(call: Call, world: World, repository: Repository): Promise<string | null> {
  const ref = call.parameters.ref ?? "";
  return repository.known.has(ref) ? ref : tipOf(world, repository, ref);
}

function statusesOf(repository: Repository, sha: string): readonly JsonObject[] {
  return repository.statuses
    .filter((status) => status.sha === sha)
    .map(({ json }) => json)
    .reverse();
}

async function deploymentJson(call: Call, world: World, repository: Repository, ref: string, sha: string): Promise<JsonObject> {
  const id = world.nextId();
  const repositoryUrl = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
  const url = `${repositoryUrl}/deployments/${id}`;
  const environment = textOrNull(call.body, "environment") ?? "production";
  const now = new Date().toISOString();
  const payload = objectIn(call.body, "payload");
  return {
    url,
    id,
    node_id: `DE_local_${id}`,
    sha,
    ref,
    task: textOrNull(call.body, "task") ?? "deploy",
    payload: textOrNull(call.body, "payload") ?? payload,
    original_environment: environment,
    environment,
    description: textOrNull(call.body, "description"),
    creator: await userJson(call, world),
    created_at: now,
    updated_at: now,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl,
    transient_environment: false,
    production_environment: environment === "production",
    performed_via_github_app: madeBy(call, world),
  };
}

async function deploymentStatusJson(call: Call, world: World, deployment: JsonObject): Promise<JsonObject> {
  const id = world.nextId();
  const now = new Date().toISOString();
  const link = textIn(call.body, "log_url") || textIn(call.body, "target_url");
  return {
    url: `${deployment.url}/statuses/${id}`,
    id,
    node_id: `DES_local_${id}`,
    state: textIn(call.body, "state"),
    creator: await userJson(call, world),
    description: textIn(call.body, "description"),
    environment: textOrNull(call.body, "environment") ?? deployment.environment,
    target_url: link,
    log_url: link,
    environment_url: textIn(call.body, "environment_url"),
    created_at: now,
    updated_at: now,
    deployment_url: deployment.url,
    repository_url: deployment.repository_url,
    performed_via_github_app: madeBy(call, world),
  };
}

async function statusJson(call: Call, world: World, repository: Repository, sha: string): Promise<JsonObject> {
  const id = world.nextId();
  const now = new Date().toISOString();
  return {
    url: `${world.apiUrl}/repos/${fullNameOf(repository)}/statuses/${sha}`,
    avatar_url: null,
    id,
    node_id: `SC_local_${id}`,
    state: textIn(call.body, "state"),
    description: textOrNull(call.body, "description"),
    target_url: textOrNull(call.body, "target_url"),
    context: textOrNull(call.body, "context") ?? "default",
    created_at: now,
    updated_at: now,
    creator: await userJson(call, world),
  };
}

function madeBy({ caller }: Call, world: World): JsonObject | null {
  return caller.kind === "installation" ? appJson(world.apiUrl, caller.app) : null;
}
