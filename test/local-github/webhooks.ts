/** The payloads of webhooks, each held against GitHub's description before it is sent. */
import { organizationJson, withWholeAccounts } from "./accounts.ts";
import { personJson } from "./comment-routes.ts";
import type { Delivery } from "./deliveries.ts";
import { faultsOfWebhook } from "./description.ts";
import { type JsonObject, objectIn, objectOf, textIn } from "./json.ts";
import { pullJson } from "./pull-request-json.ts";
import { fullNameOf, ownerToken, type Pull, type Repository, type World } from "./world.ts";

/**
 * @param by login of the one who did it.
 * @throws where GitHub would send something else.
 */
export async function sendWebhook(
  world: World,
  event: string,
  repository: Repository | null,
  by: string,
  about: JsonObject,
): Promise<Delivery> {
  const [app] = world.apps;
  if (app === undefined) throw new Error("there is no App");
  const payload = {
    ...about,
    ...(repository === null ? {} : { repository: await repositoryJson(world, repository) }),
    organization: organizationSimple(world),
    ...(event === "installation" ? {} : { installation: { id: app.installation, node_id: `I_local_${app.installation}` } }),
    sender: await personJson(world, by),
  };
  const whole = objectOf(withWholeAccounts(world.apiUrl, event === "push" ? inTheWordsOfPush(payload) : payload));
  const faults = faultsOfWebhook(event, whole);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return world.deliveries.send(event, whole);
}

export async function sendPullRequest(
  world: World,
  repository: Repository,
  pull: Pull,
  action: string,
  by: string,
  more: JsonObject = {},
): Promise<Delivery> {
  const pull_request = await pullJson(world, repository, pull);
  return sendWebhook(world, "pull_request", repository, by, { action, number: pull.number, pull_request, ...more });
}

const nothing = "0".repeat(40);

/** @param before null: the branch is new. */
export async function sendPush(
  world: World,
  repository: Repository,
  branch: string,
  before: string | null,
  after: string,
  by: string,
): Promise<Delivery> {
  const commits = (before === null ? [after] : world.objects.between(before, after)).map((id) => commitJson(world, repository, id));
  return sendWebhook(world, "push", repository, by, {
    ref: `refs/heads/${branch}`,
    before: before ?? nothing,
    after,
    created: before === null,
    deleted: false,
    forced: before !== null && !world.objects.isAncestor(before, after),
    base_ref: null,
    compare: `${world.apiUrl}/${fullNameOf(repository)}/compare/${before ?? nothing}...${after}`,
    commits,
    head_commit: commitJson(world, repository, after),
    pusher: { name: by, email: `${by}@users.noreply.github.com` },
  });
}

/** A commit as it stands beside what is about it. */
export function simpleCommitJson(world: World, id: string): JsonObject {
  const author = { name: "Bakegate", email: "bakegate@example.com" };
  return {
    id,
    tree_id: world.objects.treeOf(id),
    message: world.objects.message(id),
    timestamp: world.objects.time(id),
    author,
    committer: author,
  };
}

function commitJson(world: World, repository: Repository, id: string): JsonObject {
  const [parent] = world.objects.parents(id);
  return {
    ...simpleCommitJson(world, id),
    distinct: true,
    url: `${world.apiUrl}/${fullNameOf(repository)}/commit/${id}`,
    ...world.objects.changes(parent ?? null, id),
  };
}

/** A repository in a push has times in seconds, and its owner's name. */
function inTheWordsOfPush(payload: JsonObject): JsonObject {
  const repository = objectIn(payload, "repository");
  const seconds = (key: string) => Math.floor(Date.parse(textIn(repository, key) || "2026-10-01T00:00:00Z") / 1000);
  const owner = objectIn(repository, "owner");
  const pushed = {
    ...repository,
    created_at: seconds("created_at"),
    pushed_at: seconds("pushed_at"),
    owner: { ...owner, name: owner.login, email: null },
    master_branch: repository.default_branch,
  };
  return { ...payload, repository: pushed };
}

export async function repositoryJson(world: World, repository: Repository): Promise<JsonObject> {
  const { body } = await world.emulator.ask({ method: "GET", path: `/repos/${fullNameOf(repository)}`, token: ownerToken(repository) });
  return objectOf(body);
}

function organizationSimple(world: World): JsonObject {
  const { login, id, node_id } = organizationJson(world.apiUrl);
  const url = `${world.apiUrl}/orgs/${login}`;
  return {
    login,
    id,
    node_id,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.apiUrl}/avatars/o/${login}`,
    description: "",
  };
}
