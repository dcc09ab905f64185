/** What a test sees of a repository: GitHub's answers in the harness's own words. */
import { type JsonObject, numberIn, textIn, textOrNull } from "./json.ts";
import type { CheckRunSeen, CommentSeen, DeploymentSeen, IssueSeen, PullRequestSeen, WorkflowRunSeen } from "./local-github.ts";
import { runUrl } from "./workflow-runs.ts";
import type { DeploymentFacts, Pull, Repository, RunFacts, World } from "./world.ts";

export function checkRunSeen(repository: Repository, run: JsonObject): CheckRunSeen {
  const id = numberIn(run, "id");
  const facts = repository.checks.get(id);
  return {
    id,
    name: textIn(run, "name"),
    headSha: textIn(run, "head_sha"),
    status: textIn(run, "status"),
    conclusion: textOrNull(run, "conclusion"),
    externalId: textIn(run, "external_id"),
    detailsUrl: textOrNull(run, "details_url"),
    title: textOrNull(run.output, "title"),
    summary: textOrNull(run.output, "summary"),
    text: textOrNull(run.output, "text"),
    annotations: facts?.annotations ?? [],
    actions: facts?.actions ?? [],
    app: textIn(run.app, "slug"),
  };
}

export function commentSeen(comment: JsonObject): CommentSeen {
  return {
    id: numberIn(comment, "id"),
    author: textIn(comment.user, "login"),
    body: textIn(comment, "body"),
    app: textOrNull(comment.performed_via_github_app, "slug"),
    createdAt: textIn(comment, "created_at"),
    updatedAt: textIn(comment, "updated_at"),
  };
}

export function workflowRunSeen(world: World, repository: Repository, run: RunFacts): WorkflowRunSeen {
  const { id, title, status, conclusion, inputs } = run;
  return { id, title, status, conclusion, url: runUrl(world, repository, run), inputs };
}

export function issueSeen(issue: JsonObject): IssueSeen {
  const author = textIn(issue.user, "login");
  return { number: numberIn(issue, "number"), title: textIn(issue, "title"), body: textIn(issue, "body"), author };
}

export function deploymentSeen({ json, statuses }: DeploymentFacts): DeploymentSeen {
  return {
    id: numberIn(json, "id"),
    sha: textIn(json, "sha"),
    environment: textIn(json, "environment"),
    payload: json.payload,
    states: statuses.map((status) => textIn(status, "state")),
  };
}

export function pullRequestSeen({ number, open, merged, headSha, baseBranch }: Pull): PullRequestSeen {
  return { number, state: open ? "open" : "closed", merged: merged !== null, headSha, baseRef: baseBranch, mergeSha: merged?.sha ?? null };
}
