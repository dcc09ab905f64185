/** Workflows of GitHub Actions: one is dispatched, and its runs are looked up. */
import type { WorkflowRun } from "../model/release.ts";
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask } from "./ask.ts";
import { failureOf } from "./failure.ts";

/** The texts that a release's workflow is handed. */
export interface DispatchInputs {
  readonly sha: string;
  readonly pull_request: string;
  /** JSON lists. */
  readonly images: string;
  readonly projects: string;
}

/**
 * Asks for a run on a branch. Not retried by itself: an answer that is lost may have started one.
 * @throws GitHubFailure
 */
export async function dispatchWorkflow(client: RepositoryClient, workflow: string, branch: string, inputs: DispatchInputs): Promise<void> {
  client.signal?.throwIfAborted();
  try {
    await client.octokit.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
      owner: client.owner,
      repo: client.name,
      workflow_id: workflow,
      ref: branch,
      inputs: { ...inputs },
      request: { retries: 0 },
    });
  } catch (cause) {
    throw failureOf(`a run of the workflow ${workflow}`, cause);
  }
}

/** The parts of GitHub's answer that are relied on. */
interface Answered {
  readonly id: number | bigint;
  readonly html_url: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly display_title: string;
}

/** The newest dispatched run of a workflow whose name holds a commit's id, since a day; null: there is none. @throws GitHubFailure */
export async function findRun(client: RepositoryClient, workflow: string, sha: ObjectId, since: string): Promise<WorkflowRun | null> {
  const data = await ask(client, `the runs of the workflow ${workflow}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
      ...target,
      workflow_id: workflow,
      event: "workflow_dispatch",
      created: `>=${since.slice(0, 10)}`,
      per_page: 100,
    }),
  );
  const found = data.workflow_runs.find((run) => run.display_title.includes(sha));
  return found === undefined ? null : workflowRunOf(found);
}

/** @throws GitHubFailure */
export async function readRun(client: RepositoryClient, id: number): Promise<WorkflowRun> {
  const data = await ask(client, `the workflow run ${id}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { ...target, run_id: id }),
  );
  return workflowRunOf(data);
}

function workflowRunOf({ id, html_url, status, conclusion }: Answered): WorkflowRun {
  const known = status === "completed" || status === "in_progress" ? status : "queued";
  return { id: Number(id), url: html_url, status: known, conclusion: known === "completed" ? conclusion : null };
}
