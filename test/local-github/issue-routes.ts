/** Issues: GitHub counts pull requests among them, and tells which App wrote one. */
import { appJson } from "./accounts.ts";
import { allowed, whyNot } from "./callers.ts";
import { longestBody } from "./comment-routes.ts";
import type { Answer } from "./emulator.ts";
import { type JsonObject, listOf, numberIn, objectOf, textIn } from "./json.ts";
import { issueJson, pullJson } from "./pull-request-json.ts";
import {
  answered,
  type Call,
  forward,
  fullNameOf,
  page,
  type Repository,
  type Routes,
  refused,
  repositoryOf,
  type World,
} from "./world.ts";

/** Characters. */
const longestTitle = 256;

export const issueRoutes: Routes = {
  "POST /repos/{owner}/{repo}/issues": written,
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": written,
  "GET /repos/{owner}/{repo}/issues": allowed("issues", "read", async (call, world, repository) => {
    const issues = [...(await emulatedIssues(call, world, repository)), ...(await pullRequestsAmong(call, world, repository))];
    const { query } = call;
    const field = query.get("sort") === "comments" ? "comments" : query.get("sort") === "updated" ? "updated_at" : "created_at";
    const sign = query.get("direction") === "asc" ? 1 : -1;
    const place = (issue: JsonObject) => (field === "comments" ? numberIn(issue, field) : Date.parse(textIn(issue, field)));
    issues.sort((one, other) => sign * (place(one) - place(other) || numberIn(one, "number") - numberIn(other, "number")));
    return page(call, world, issues);
  }),
  "GET /repos/{owner}/{repo}/issues/{issue_number}": async (call, world) => {
    const repository = repositoryOf(call, world);
    const pull = repository?.pulls.get(Number(call.parameters.issue_number));
    // The emulator shows no pull request as the issue that it is on GitHub.
    if (repository === undefined || pull === undefined) return shown(await forward(call, world), world);
    const refusal = whyNot(call, repository, ["issues", "pull_requests"], "read");
    return refusal ?? answered(200, issueJson(world, repository, await pullJson(world, repository, pull)));
  },
};

async function written(call: Call, world: World): Promise<Answer> {
  const tooLong = (name: string, most: number) => [...textIn(call.body, name)].length > most;
  if (tooLong("title", longestTitle)) return refused(422, `Validation Failed: title is too long (maximum is ${longestTitle} characters)`);
  if (tooLong("body", longestBody)) return refused(422, `Validation Failed: body is too long (maximum is ${longestBody} characters)`);
  return shown(await forward(call, world), world);
}

function shown(answer: Answer, world: World): Answer {
  return answer.status >= 300 ? answer : { ...answer, body: withApp(world, objectOf(answer.body)) };
}

function withApp(world: World, emulated: JsonObject): JsonObject {
  const login = textIn(emulated.user, "login");
  const app = world.apps.find(({ slug }) => login === `${slug}[bot]`);
  return { ...emulated, performed_via_github_app: app === undefined ? null : appJson(world.apiUrl, app) };
}

/** All that match; the emulator leaves pull requests out. */
async function emulatedIssues(call: Call, world: World, repository: Repository): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  const query = new URLSearchParams(call.query);
  query.set("per_page", "100");
  for (let number = 1; ; number++) {
    query.set("page", String(number));
    const { status, body } = await forward(call, world, { path: `/repos/${fullNameOf(repository)}/issues?${query}` });
    if (status !== 200) throw new Error(`the emulator lists no issues: ${JSON.stringify(body)}`);
    const some = listOf(body);
    found.push(...some.map((issue) => withApp(world, issue)));
    if (some.length < 100) return found;
  }
}

/** Those of the list's pull requests that match: they have no label, no milestone and nobody assigned. */
async function pullRequestsAmong({ query }: Call, world: World, repository: Repository): Promise<readonly JsonObject[]> {
  if (["labels", "milestone", "assignee", "mentioned", "type"].some((name) => query.has(name))) return [];
  const [state, creator, since] = [query.get("state") ?? "open", query.get("creator"), query.get("since")];
  const found: JsonObject[] = [];
  for (const pull of repository.pulls.values()) {
    const issue = issueJson(world, repository, await pullJson(world, repository, pull));
    const isOfCreator = creator === null || textIn(issue.user, "login") === creator;
    const isNew = since === null || Date.parse(textIn(issue, "updated_at")) >= Date.parse(since);
    if ((state === "all" || issue.state === state) && isOfCreator && isNew) found.push(issue);
  }
  return found;
}
