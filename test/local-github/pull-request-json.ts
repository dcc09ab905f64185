/** A pull request as GitHub shows it: the emulator's, with the head, base and state that it really has. */
import { type JsonObject, objectIn, objectOf, textIn } from "./json.ts";
import { fullNameOf, ownerToken, type Pull, type Repository, type World } from "./world.ts";

/** Asked as the owner: whoever may see it was decided before. */
export async function pullJson(world: World, repository: Repository, pull: Pull): Promise<JsonObject> {
  const path = `/repos/${fullNameOf(repository)}/pulls/${pull.number}`;
  const { body } = await world.emulator.ask({ method: "GET", path, token: ownerToken(repository) });
  return asItStands(world, repository, pull, objectOf(body));
}

/** @param emulated the emulator's own idea of it. */
export function asItStands(world: World, repository: Repository, pull: Pull, emulated: JsonObject): JsonObject {
  const url = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
  const commits = world.objects.between(pull.baseSha, pull.headSha);
  const start = world.objects.mergeBase(pull.baseSha, pull.headSha);
  const { added, removed, modified } = world.objects.changes(start, pull.headSha);
  const mergeable = pull.open ? world.objects.mergedTree(pull.baseSha, pull.headSha) !== null : null;
  const statuses = `${url}/statuses/${pull.headSha}`;
  return {
    ...emulated,
    active_lock_reason: null,
    state: pull.open ? "open" : "closed",
    merged: pull.merged !== null,
    merged_at: pull.merged?.at ?? null,
    merged_by: pull.merged?.by ?? null,
    merge_commit_sha: pull.merged?.sha ?? null,
    closed_at: pull.open ? null : (pull.merged?.at ?? textIn(emulated, "closed_at")),
    mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? "blocked" : "dirty",
    commits: commits.length,
    changed_files: added.length + removed.length + modified.length,
    statuses_url: statuses,
    _links: { ...objectIn(emulated, "_links"), statuses: { href: statuses } },
    head: { ...objectIn(emulated, "head"), sha: pull.headSha },
    base: { ...objectIn(emulated, "base"), ref: pull.baseBranch, sha: pull.baseSha, label: `${repository.owner}:${pull.baseBranch}` },
  };
}

/** A pull request as the issue that it is as well: comments are an issue's. */
export function issueJson(world: World, repository: Repository, pull: JsonObject): JsonObject {
  const root = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
  const url = `${root}/issues/${pull.number}`;
  const { id, node_id, number, title, user, labels, state, locked, assignee, assignees, milestone, body, html_url } = pull;
  const { comments, created_at, updated_at, closed_at, author_association, active_lock_reason, draft } = pull;
  const counts = { total_count: 0, "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return {
    ...{ id, node_id, number, title, user, labels, state, locked, assignee, assignees, milestone, body, html_url },
    ...{ comments, created_at, updated_at, closed_at, author_association, active_lock_reason, draft },
    url,
    repository_url: root,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    state_reason: null,
    reactions: { url: `${url}/reactions`, ...counts },
    performed_via_github_app: null,
    pull_request: { url: pull.url, html_url, diff_url: pull.diff_url, patch_url: pull.patch_url, merged_at: pull.merged_at },
  };
}
