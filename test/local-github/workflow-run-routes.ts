/** Workflows, their dispatch, and the runs that it makes. */
import { allowed } from "./callers.ts";
import { userJson } from "./comment-routes.ts";
import type { Answer } from "./emulator.ts";
import { isObject, objectIn, textIn } from "./json.ts";
import { tipOf } from "./publish.ts";
import { faultOfDispatch, inputsOfRun, titleOf, type Workflow, workflowOf, workflowsOf } from "./workflow-files.ts";
import { firstRun, runsJson, runTime, runUrl, sendWorkflowRun } from "./workflow-runs.ts";
import {
  answered,
  type Call,
  fullNameOf,
  notFound,
  page,
  type Repository,
  type Routes,
  type RunFacts,
  refused,
  type World,
} from "./world.ts";

export const workflowRunRoutes: Routes = {
  "GET /repos/{owner}/{repo}/actions/workflows": allowed("actions", "read", async (call, world, repository) => {
    const workflows = (await workflowsOf(world, repository)).map(({ json }) => json);
    return page(call, world, workflows, (shown) => ({ total_count: workflows.length, workflows: shown }));
  }),
  "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}": allowed("actions", "read", async (call, world, repository) => {
    const workflow = await workflowOf(call, world, repository);
    return workflow === undefined ? notFound : answered(200, workflow.json);
  }),
  "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches": allowed("actions", "write", async (call, world, repository) => {
    const workflow = await workflowOf(call, world, repository);
    if (workflow === undefined) return notFound;
    const ref = textIn(call.body, "ref");
    const branch = ref.replace(/^refs\/heads\//, "");
    const sha = await tipOf(world, repository, branch);
    if (sha === null) return refused(422, `No ref found for: ${ref}`);
    const inputs = objectIn(call.body, "inputs");
    const fault = faultOfDispatch(workflow, inputs);
    if (fault !== undefined) return refused(422, fault);
    const run = await begin(call, world, repository, workflow, { branch, sha });
    repository.dispatches.push({ kind: "workflow", workflow: workflow.path, ref, inputs });
    if (!isObject(call.body) || call.body.return_run_details !== true) return answered(204);
    const run_url = `${world.apiUrl}/repos/${fullNameOf(repository)}/actions/runs/${run.id}`;
    return answered(200, { workflow_run_id: run.id, run_url, html_url: runUrl(world, repository, run) });
  }),
  "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs": allowed("actions", "read", async (call, world, repository) => {
    const workflow = await workflowOf(call, world, repository);
    return workflow === undefined ? notFound : listed(call, world, repository, (run) => run.workflow.id === workflow.id);
  }),
  "GET /repos/{owner}/{repo}/actions/runs": allowed("actions", "read", async (call, world, repository) =>
    listed(call, world, repository, () => true),
  ),
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}": allowed("actions", "read", async (call, world, repository) => {
    const found = repository.runs.filter(({ id }) => String(id) === call.parameters.run_id);
    const [run] = await runsJson(world, repository, found);
    return run === undefined ? notFound : answered(200, run);
  }),
};

async function begin(
  call: Call,
  world: World,
  repository: Repository,
  workflow: Workflow,
  at: Pick<RunFacts, "branch" | "sha">,
): Promise<RunFacts> {
  const actor = await userJson(call, world);
  const inputs = inputsOfRun(workflow.inputs, objectIn(call.body, "inputs"));
  const now = runTime();
  const run: RunFacts = {
    ...at,
    id: firstRun + world.nextId(),
    workflow,
    number: repository.runs.filter((other) => other.workflow.id === workflow.id).length + 1,
    title: titleOf(workflow, inputs),
    inputs,
    actor,
    checkSuite: world.nextId(),
    createdAt: now,
    updatedAt: now,
    status: "queued",
    conclusion: null,
    announced: call.afterwards(() => sendWorkflowRun(world, repository, run, "requested")),
  };
  repository.runs.push(run);
  return run;
}

async function listed(call: Call, world: World, repository: Repository, wanted: (run: RunFacts) => boolean): Promise<Answer> {
  if (!repository.listsRuns) return notFound;
  const { query } = call;
  const is = (name: string, ...values: readonly unknown[]) =>
    query.get(name) === null || values.map(String).includes(query.get(name) ?? "");
  const since = sinceOf(query.get("created"));
  const found = repository.runs.filter(
    (run) =>
      wanted(run) &&
      is("event", "workflow_dispatch") &&
      is("branch", run.branch) &&
      is("head_sha", run.sha) &&
      is("actor", run.actor.login) &&
      is("check_suite_id", run.checkSuite) &&
      // One word for both, as in docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow.
      is("status", run.status, run.conclusion) &&
      Date.parse(run.createdAt) >= since,
  );
  const shown = await runsJson(world, repository, found.reverse());
  return page(call, world, shown, (workflow_runs) => ({ total_count: found.length, workflow_runs }));
}

/** @throws where it is in one of GitHub's other notations: they are not needed yet. */
function sinceOf(created: string | null): number {
  const since = created === null ? 0 : Date.parse(created.replace(/^>=/, ""));
  if (Number.isNaN(since) || created?.startsWith(">=") === false) throw new Error(`the local GitHub does not know created=${created}`);
  return since;
}
