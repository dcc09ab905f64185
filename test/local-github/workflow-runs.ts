/** Runs of workflows: how GitHub shows one, and what it sends when one goes on. */
import type { Delivery } from "./deliveries.ts";
import { type JsonObject, textIn } from "./json.ts";
import { repositoryJson, sendWebhook, simpleCommitJson } from "./webhooks.ts";
import { fullNameOf, type Repository, type RunFacts, type World } from "./world.ts";

/** Their numbers do not fit into 32 bits, as GitHub's do not. */
export const firstRun = 17_000_000_000;

/** GitHub's times of a run are whole seconds: one may be before what led to it. */
export function runTime(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

/** @param listed the newest first. */
export async function runsJson(world: World, repository: Repository, listed: readonly RunFacts[]): Promise<readonly JsonObject[]> {
  const shown = await repositoryJson(world, repository);
  return listed.map((run) => runJson(world, repository, run, shown));
}

function runJson(world: World, repository: Repository, run: RunFacts, shown: JsonObject): JsonObject {
  const root = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
  const url = `${root}/actions/runs/${run.id}`;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: `WFR_local_${run.id}`,
    check_suite_id: run.checkSuite,
    check_suite_node_id: `CS_local_${run.checkSuite}`,
    check_suite_url: `${root}/check-suites/${run.checkSuite}`,
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    run_attempt: 1,
    referenced_workflows: [],
    event: "workflow_dispatch",
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    workflow_url: `${root}/actions/workflows/${run.workflow.id}`,
    url,
    html_url: runUrl(world, repository, run),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor: run.actor,
    triggering_actor: run.actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    head_commit: simpleCommitJson(world, run.sha),
    repository: shown,
    head_repository: shown,
  };
}

export function runUrl(world: World, repository: Repository, { id }: Pick<RunFacts, "id">): string {
  return `${world.apiUrl}/${fullNameOf(repository)}/actions/runs/${id}`;
}

/** Who sends it is who dispatched the run. */
export async function sendWorkflowRun(
  world: World,
  repository: Repository,
  run: RunFacts,
  action: "requested" | "in_progress" | "completed",
): Promise<Delivery> {
  const [workflow_run] = await runsJson(world, repository, [run]);
  const about = { action, workflow: run.workflow.json, workflow_run };
  return sendWebhook(world, "workflow_run", repository, textIn(run.actor, "login"), about);
}
