/** Reads the payload of a webhook: event name and JSON in, what happened out. */
import { CHECK_NAME } from "../../model/check-run.ts";
import type { Happening, MergedPullRequest, Whereabouts } from "../../model/happening.ts";
import type { RepositoryName } from "../../model/repository-name.ts";

/** Actions after which a pull request may have another verdict. */
const reviewed = new Set(["opened", "synchronize", "reopened", "ready_for_review"]);

/**
 * Null: nothing to do because of it, or not what GitHub's documentation says such an event holds. Never throws.
 * @param app the App's own id: events about the checks of others are passed over.
 */
export function readWebhook(event: string, payload: unknown, app: number): Happening | null {
  if (event === "installation" || event === "installation_repositories") return installed(event, payload);
  const where = whereabouts(payload);
  if (where === null) return null;
  switch (event) {
    case "pull_request":
      return pullRequest(payload, where);
    case "merge_group":
      return mergeGroup(payload, where);
    case "check_run":
      return checkRun(payload, where, app);
    case "check_suite":
      return checkSuite(payload, where, app);
    case "issue_comment":
      return comment(payload, where);
    case "workflow_run":
      return workflowRun(payload, where);
    case "push":
      return push(payload, where);
    default:
      return null;
  }
}

function pullRequest(payload: unknown, where: Whereabouts): Happening | null {
  const action = textAt(payload, "action");
  const number = numberAt(payload, "pull_request", "number");
  const head = shaAt(payload, "pull_request", "head", "sha");
  if (action === null || number === null || head === null) return null;
  if (action === "closed") return { kind: "pull-request-closed", ...where, number, merged: mergeOf(payload) };
  const baseChanged = action === "edited" && textAt(payload, "changes", "base", "ref", "from") !== null;
  return reviewed.has(action) || baseChanged ? { kind: "pull-request", ...where, number, head, action } : null;
}

function mergeOf(payload: unknown): MergedPullRequest | null {
  const merge = shaAt(payload, "pull_request", "merge_commit_sha");
  const branch = textAt(payload, "pull_request", "base", "ref");
  return at(payload, "pull_request", "merged") === true && merge !== null && branch !== null ? { merge, branch } : null;
}

/** Runs that were dispatched; the others are not releases. */
function workflowRun(payload: unknown, where: Whereabouts): Happening | null {
  const id = numberAt(payload, "workflow_run", "id");
  const url = textAt(payload, "workflow_run", "html_url");
  const title = textAt(payload, "workflow_run", "display_title");
  const status = textAt(payload, "workflow_run", "status");
  if (id === null || url === null || title === null || textAt(payload, "workflow_run", "event") !== "workflow_dispatch") return null;
  const known = status === "completed" || status === "in_progress" ? status : "queued";
  const conclusion = known === "completed" ? textAt(payload, "workflow_run", "conclusion") : null;
  return { kind: "workflow-run", ...where, title, run: { id, url, status: known, conclusion } };
}

function mergeGroup(payload: unknown, where: Whereabouts): Happening | null {
  const base = shaAt(payload, "merge_group", "base_sha");
  const head = shaAt(payload, "merge_group", "head_sha");
  const baseRef = textAt(payload, "merge_group", "base_ref");
  if (textAt(payload, "action") !== "checks_requested" || base === null || head === null || baseRef === null) return null;
  return { kind: "merge-group", ...where, base, head, baseBranch: branchOf(baseRef) ?? baseRef };
}

function checkRun(payload: unknown, where: Whereabouts, app: number): Happening | null {
  const head = shaAt(payload, "check_run", "head_sha");
  if (textAt(payload, "action") !== "rerequested" || head === null) return null;
  if (numberAt(payload, "check_run", "app", "id") !== app || textAt(payload, "check_run", "name") !== CHECK_NAME) return null;
  const external = textAt(payload, "check_run", "external_id");
  return {
    kind: "rerequested",
    ...where,
    head,
    headBranch: textAt(payload, "check_run", "check_suite", "head_branch"),
    externalIds: external === null ? [] : [external],
  };
}

/** "Re-run all checks" asks each App for its whole suite. */
function checkSuite(payload: unknown, where: Whereabouts, app: number): Happening | null {
  const head = shaAt(payload, "check_suite", "head_sha");
  if (textAt(payload, "action") !== "rerequested" || head === null || numberAt(payload, "check_suite", "app", "id") !== app) return null;
  return { kind: "rerequested", ...where, head, headBranch: textAt(payload, "check_suite", "head_branch"), externalIds: [] };
}

/** Newly created comments on pull requests only: an edit must not give words to somebody else's comment. */
function comment(payload: unknown, where: Whereabouts): Happening | null {
  const number = numberAt(payload, "issue", "number");
  const id = numberAt(payload, "comment", "id");
  const author = textAt(payload, "comment", "user", "login");
  const body = textAt(payload, "comment", "body");
  if (textAt(payload, "action") !== "created" || at(payload, "issue", "pull_request") === null) return null;
  if (number === null || id === null || author === null || body === null || textAt(payload, "comment", "user", "type") === "Bot")
    return null;
  return { kind: "comment", ...where, number, comment: id, author, body };
}

function push(payload: unknown, where: Whereabouts): Happening | null {
  const branch = branchOf(textAt(payload, "ref") ?? "");
  const before = shaAt(payload, "before");
  const after = shaAt(payload, "after");
  return branch === null || before === null || after === null ? null : { kind: "pushed", ...where, branch, before, after };
}

function installed(event: string, payload: unknown): Happening | null {
  const action = textAt(payload, "action");
  const installation = numberAt(payload, "installation", "id");
  const list = event === "installation" ? at(payload, "repositories") : at(payload, "repositories_added");
  const began = event === "installation" ? action === "created" || action === "unsuspend" : action === "added";
  if (!began || installation === null) return null;
  const repositories = (Array.isArray(list) ? list : []).flatMap((one: unknown) => namedRepository(textAt(one, "full_name")) ?? []);
  return { kind: "installed", installation, repositories };
}

function whereabouts(payload: unknown): Whereabouts | null {
  const installation = numberAt(payload, "installation", "id");
  const owner = textAt(payload, "repository", "owner", "login");
  const name = textAt(payload, "repository", "name");
  return installation === null || owner === null || name === null ? null : { installation, repository: { owner, name } };
}

function namedRepository(fullName: string | null): RepositoryName | null {
  const [owner, name, ...rest] = (fullName ?? "").split("/");
  return owner === undefined || owner === "" || name === undefined || name === "" || rest.length > 0 ? null : { owner, name };
}

function branchOf(ref: string): string | null {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
}

/** What stands in a payload along its own keys; null: nothing. */
function at(payload: unknown, ...keys: readonly string[]): unknown {
  let value = payload;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value ?? null;
}

function textAt(payload: unknown, ...keys: readonly string[]): string | null {
  const value = at(payload, ...keys);
  return typeof value === "string" ? value : null;
}

function numberAt(payload: unknown, ...keys: readonly string[]): number | null {
  const value = at(payload, ...keys);
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function shaAt(payload: unknown, ...keys: readonly string[]): string | null {
  const value = textAt(payload, ...keys);
  return value !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value) ? value : null;
}
