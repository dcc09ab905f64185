/** What people do in a repository of the local GitHub, each with the webhooks that GitHub sends for it. */
import { installationToken } from "./callers.ts";
import { checkRunsOf } from "./check-run-routes.ts";
import type { Answer } from "./emulator.ts";
import { type JsonObject, listOf, numberIn, objectOf, textIn } from "./json.ts";
import { type CheckRunSeen, type LocalRepository, people } from "./local-github.ts";
import { announceMerge, landMergeGroup, queueMerge } from "./merge-queue.ts";
import { tipOf } from "./publish.ts";
import { moveHead, openPullRequest, push } from "./push.ts";
import { checkRunSeen, commentSeen, deploymentSeen, issueSeen, pullRequestSeen, workflowRunSeen } from "./seen.ts";
import { sendPullRequest, sendWebhook } from "./webhooks.ts";
import { runTime, sendWorkflowRun } from "./workflow-runs.ts";
import { fullNameOf, ownerToken, type Pull, personToken, type Repository, type RunFacts, type World } from "./world.ts";

/** Milliseconds. */
const defaultPatience = 20_000;

export function localRepository(world: World, repository: Repository): LocalRepository {
  const root = `/repos/${fullNameOf(repository)}`;

  /** @throws where it is refused. */
  async function ask(by: string, method: string, path: string, body?: unknown): Promise<JsonObject> {
    const answer = await world.ask({ method, path: `${root}${path}`, token: personToken(by), body });
    if (answer.status >= 300) throw new Error(`${by} may not ${method} ${root}${path}: ${answer.status} ${textIn(answer.body, "message")}`);
    return objectOf(answer.body ?? {});
  }

  function pullOf(number: number): Pull {
    const pull = repository.pulls.get(number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  }

  /** @throws where it does not go on from its status. */
  async function goOn(id: number, from: readonly string[], change: Pick<RunFacts, "status" | "conclusion">) {
    const run = repository.runs.find((one) => one.id === id);
    if (run === undefined) throw new Error(`there is no run ${id}`);
    await run.announced;
    if (!from.includes(run.status)) throw new Error(`the run ${id} is ${run.status}`);
    Object.assign(run, change, { updatedAt: runTime() });
    return sendWorkflowRun(world, repository, run, change.status === "completed" ? "completed" : "in_progress");
  }

  async function checks(sha: string): Promise<readonly CheckRunSeen[]> {
    return (await checkRunsOf(world, repository, sha, ownerToken(repository))).map((run) => checkRunSeen(repository, run));
  }

  async function commentWebhook(action: string, number: number, comment: JsonObject, by: string, more: JsonObject = {}): Promise<void> {
    const issue = await ask(people.owner, "GET", `/issues/${number}`);
    await sendWebhook(world, "issue_comment", repository, by, { action, issue, comment, ...more });
  }

  async function checkWebhook(id: number, action: string, by: string, more: JsonObject = {}) {
    const check_run = await ask(people.owner, "GET", `/check-runs/${id}`);
    return sendWebhook(world, "check_run", repository, by, { action, check_run, ...more });
  }

  return {
    owner: repository.owner,
    name: repository.name,
    tip: (branch) => tipOf(world, repository, branch),
    push: (branch, local = branch, pushing = {}) => push(world, repository, branch, local, pushing),
    openPullRequest: (opening) => openPullRequest(world, repository, opening),
    async editPullRequest(number, change) {
      const pull = pullOf(number);
      const was = await ask(people.owner, "GET", `/pulls/${number}`);
      const before = { ref: pull.baseBranch, sha: pull.baseSha };
      await ask(people.writer, "PATCH", `/pulls/${number}`, change);
      const changes = {
        ...(change.title === undefined ? {} : { title: { from: textIn(was, "title") } }),
        ...(change.body === undefined ? {} : { body: { from: textIn(was, "body") } }),
        ...(change.base === undefined ? {} : { base: { ref: { from: before.ref }, sha: { from: before.sha } } }),
      };
      await sendPullRequest(world, repository, pull, "edited", people.writer, { changes });
    },
    async closePullRequest(number) {
      await ask(people.writer, "PATCH", `/pulls/${number}`, { state: "closed" });
      await sendPullRequest(world, repository, pullOf(number), "closed", people.writer);
    },
    async reopenPullRequest(number) {
      const pull = pullOf(number);
      await ask(people.writer, "PATCH", `/pulls/${number}`, { state: "open" });
      // What was pushed while it was closed counts from here on.
      const tip = await tipOf(world, pull.head.repository, pull.head.branch);
      if (tip !== null && tip !== pull.headSha) await moveHead(world, repository, pull, tip);
      await sendPullRequest(world, repository, pull, "reopened", people.writer);
    },
    async protect(branch, { checks: wanted, anySource = false, through = "classic" }) {
      // Past the proxy: GitHub takes a list of checks here, the emulator only their names.
      const body = {
        required_status_checks: { strict: false, contexts: wanted },
        enforce_admins: false,
        required_pull_request_reviews: null,
        restrictions: null,
      };
      const path = `${root}/branches/${branch}/protection`;
      const { status } = await world.emulator.ask({ method: "PUT", path, token: ownerToken(repository), body });
      if (status !== 200) throw new Error(`${branch} cannot be protected: ${status}`);
      repository.protections.set(branch, { checks: wanted, app: anySource ? null : (world.apps[0] ?? null), through });
    },
    async merge(number, { by = people.writer, method = "merge", first = "pull_request" } = {}) {
      const pull = pullOf(number);
      const before = await tipOf(world, repository, pull.baseBranch);
      const question = { method: "PUT", path: `${root}/pulls/${number}/merge`, token: personToken(by), body: { merge_method: method } };
      const { status, body } = await world.ask(question);
      const message = textIn(body, "message");
      if (status !== 200 || before === null) return { status, message, sha: null };
      const sha = textIn(body, "sha");
      await announceMerge(world, repository, [pull], pull.baseBranch, before, sha, by, first);
      return { status, message, sha };
    },
    queueMerge: (numbers) => queueMerge(world, repository, numbers.map(pullOf)),
    landMergeGroup: (group) => landMergeGroup(world, repository, group, group.numbers.map(pullOf)),
    checks,
    async completedCheck(sha, { name = "bakegate", within = defaultPatience, after = 0 } = {}) {
      const slug = world.apps[0]?.slug;
      const end = Date.now() + within;
      for (;;) {
        const seen = await checks(sha);
        const newest = seen.find((check) => check.name === name && check.app === slug);
        if (newest?.status === "completed" && newest.id > after) return newest;
        if (Date.now() > end) throw new Error(`no completed check ${name} of ${sha} after ${within} ms: ${JSON.stringify(seen)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async rerequestCheck(id, by = people.writer) {
      const answer: Answer = await world.emulator.ask({
        method: "POST",
        path: `${root}/check-runs/${id}/rerequest`,
        token: personToken(by),
      });
      if (answer.status !== 201) throw new Error(`check run ${id} cannot be requested again: ${answer.status}`);
      return checkWebhook(id, "rerequested", by);
    },
    pressCheckButton: (id, identifier, by = people.writer) =>
      checkWebhook(id, "requested_action", by, { requested_action: { identifier } }),
    async checkByAnotherApp(sha, { name, conclusion }) {
      const other = world.apps[1];
      if (other === undefined) throw new Error("there is no other App");
      const body = { name, head_sha: sha, status: "completed", conclusion };
      const answer = await world.ask({ method: "POST", path: `${root}/check-runs`, token: await installationToken(world, other), body });
      if (answer.status !== 201) throw new Error(`the other App may not: ${JSON.stringify(answer.body)}`);
      return numberIn(answer.body, "id");
    },
    async postStatus(sha, { context, state, by = people.writer }) {
      await ask(by, "POST", `/statuses/${sha}`, { context, state });
    },
    async comments(number) {
      const answer = await world.ask({
        method: "GET",
        path: `${root}/issues/${number}/comments?per_page=100`,
        token: ownerToken(repository),
      });
      return listOf(answer.body).map(commentSeen);
    },
    async comment(number, by, body) {
      const comment = await ask(by, "POST", `/issues/${number}/comments`, { body });
      await commentWebhook("created", number, comment, by);
      return numberIn(comment, "id");
    },
    async editComment(id, by, body) {
      const was = await ask(by, "GET", `/issues/comments/${id}`);
      const comment = await ask(by, "PATCH", `/issues/comments/${id}`, { body });
      const number = Number(textIn(comment, "issue_url").split("/").at(-1));
      await commentWebhook("edited", number, comment, by, { changes: { body: { from: textIn(was, "body") } } });
    },
    reactions: (commentId) => repository.reactions.get(commentId) ?? [],
    dispatches: () => repository.dispatches,
    workflowRuns: () => repository.runs.map((run) => workflowRunSeen(world, repository, run)),
    startRun: (id) => goOn(id, ["queued"], { status: "in_progress", conclusion: null }),
    completeRun: (id, conclusion) => goOn(id, ["queued", "in_progress"], { status: "completed", conclusion }),
    listRuns(listed) {
      repository.listsRuns = listed;
    },
    async issues() {
      const path = `${root}/issues?state=all&direction=asc&per_page=100`;
      const answer = await world.ask({ method: "GET", path, token: ownerToken(repository) });
      return listOf(answer.body)
        .filter((issue) => issue.pull_request === undefined)
        .map(issueSeen);
    },
    deployments: () => repository.deployments.map(deploymentSeen),
    pullRequest: (number) => pullRequestSeen(pullOf(number)),
  };
}
