/** Comments on pull requests, with the App that wrote them, and reactions to them. */
import { appJson } from "./accounts.ts";
import { whyNot } from "./callers.ts";
import type { Answer } from "./emulator.ts";
import { type JsonObject, listOf, numberIn, objectIn, objectOf, textIn } from "./json.ts";
import {
  type AppFacts,
  answered,
  type Call,
  forward,
  type Handler,
  notFound,
  page,
  type Repository,
  type Routes,
  refused,
  repositoryOf,
  type World,
} from "./world.ts";

/** Characters; GitHub refuses a longer body. */
export const longestBody = 65_536;

export const commentRoutes: Routes = {
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": shown,
  "GET /repos/{owner}/{repo}/issues/comments": shown,
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": shown,
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": written,
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": written,
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": onComment(async (call, world, repository, id) => {
    const user = await userJson(call, world);
    const content = textIn(call.body, "content");
    const reactions = repository.reactions.get(id) ?? [];
    const known = reactions.find((reaction) => reaction.by === user.login && reaction.content === content);
    if (known !== undefined) return answered(200, reactionJson(known.id, content, user));
    const reaction = { id: world.nextId(), by: String(user.login), content };
    repository.reactions.set(id, [...reactions, reaction]);
    return answered(201, reactionJson(reaction.id, content, user));
  }),
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": onComment(async (call, world, repository, id) => {
    const reactions = repository.reactions.get(id) ?? [];
    return page(
      call,
      world,
      reactions.map((reaction) => reactionJson(reaction.id, reaction.content, { login: reaction.by })),
    );
  }),
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}": onComment(async (call, _, repository, id) => {
    const reactions = repository.reactions.get(id) ?? [];
    repository.reactions.set(
      id,
      reactions.filter((reaction) => String(reaction.id) !== call.parameters.reaction_id),
    );
    return answered(204);
  }),
};

async function shown(call: Call, world: World): Promise<Answer> {
  const [answer, repository] = [await forward(call, world), repositoryOf(call, world)];
  if (answer.status >= 300 || repository === undefined) return answer;
  const body = Array.isArray(answer.body)
    ? listOf(answer.body).map((comment) => commentJson(world, repository, comment))
    : commentJson(world, repository, objectOf(answer.body));
  return { ...answer, body };
}

async function written(call: Call, world: World): Promise<Answer> {
  if ([...textIn(call.body, "body")].length > longestBody)
    return refused(422, `Validation Failed: body is too long (maximum is ${longestBody} characters)`);
  return shown(call, world);
}

/** A comment as GitHub shows it: the emulator does not tell which App wrote it. */
function commentJson(world: World, repository: Repository, emulated: JsonObject): JsonObject {
  const login = textIn(emulated.user, "login");
  const app = world.apps.find(({ slug }) => login === `${slug}[bot]`);
  const isOnPull = repository.pulls.has(Number(textIn(emulated, "issue_url").split("/").at(-1)));
  const counts: Record<string, number> = {};
  const reactions = repository.reactions.get(numberIn(emulated, "id")) ?? [];
  for (const { content } of reactions) counts[content] = (counts[content] ?? 0) + 1;
  return {
    ...emulated,
    // A comment on a pull request has that one's address.
    html_url: isOnPull ? textIn(emulated, "html_url").replace("/issues/", "/pull/") : emulated.html_url,
    reactions: { ...objectIn(emulated, "reactions"), ...counts, total_count: reactions.length },
    performed_via_github_app: app === undefined ? null : appJson(world.apiUrl, app),
  };
}

function onComment(act: (call: Call, world: World, repository: Repository, id: number) => Promise<Answer>): Handler {
  return async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    // Everybody who can read a comment can react to it; an App needs the permission.
    const level = call.method === "GET" || call.caller.kind === "person" ? "read" : "write";
    const refusal = whyNot(call, repository, ["issues", "pull_requests"], level);
    if (refusal !== undefined) return refusal;
    const { owner, repo, comment_id } = call.parameters;
    const comment = await forward(call, world, {
      method: "GET",
      path: `/repos/${owner}/${repo}/issues/comments/${comment_id}`,
      body: undefined,
    });
    return comment.status === 200 ? act(call, world, repository, Number(comment_id)) : comment;
  };
}

function reactionJson(id: number, content: string, user: JsonObject): JsonObject {
  return { id, node_id: `REA_local_${id}`, user, content, created_at: new Date().toISOString() };
}

/** The account that a caller acts as. */
export async function userJson({ caller }: Pick<Call, "caller">, world: World): Promise<JsonObject> {
  if (caller.kind === "installation") return botJson(caller.app);
  if (caller.kind !== "person") throw new Error(`a caller of kind ${caller.kind} has no account`);
  return personJson(world, caller.login);
}

/** @param login of a person, or of an App's bot. */
export async function personJson(world: World, login: string): Promise<JsonObject> {
  const app = world.apps.find(({ slug }) => login === `${slug}[bot]`);
  if (app !== undefined) return botJson(app);
  const { body } = await world.emulator.ask({ method: "GET", path: `/users/${login}`, token: "" });
  const { id, node_id } = objectOf(body);
  return { login, id, node_id, type: "User" };
}

function botJson({ id, slug }: AppFacts): JsonObject {
  return { login: `${slug}[bot]`, id, node_id: `BOT_${id}`, type: "Bot" };
}
