/** The local GitHub itself, without the App: it refuses, moves, signs and counts as GitHub does. */
import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import type { Probot } from "probot";
import { appIdentity, createApp, type RepositoryClient, repositoryClient } from "../../src/github/app-client.ts";
import { buildWebserver, gitIn, storyNames } from "../stories/webserver.ts";
import { objectIn, textIn } from "./json.ts";
import { type LocalGitHub, type LocalRepository, type MergeOptions, people } from "./local-github.ts";
import { startLocalGitHub } from "./start.ts";

const bakeWorkflow = `name: Bake
run-name: Bake \${{ inputs.sha }} of \${{ inputs.images }}
on:
  workflow_dispatch:
    inputs:
      sha: { type: string, required: true }
      images: { type: string, required: true, default: "[]" }
jobs: {}
`;

const room = mkdtempSync(join(tmpdir(), "bakegate-test-"));
const folder = join(room, "webserver");

let github: LocalGitHub;
let app: Probot;
/** One for each test. */
let repository: LocalRepository;
let client: RepositoryClient;
let target: { readonly owner: string; readonly repo: string };
let tests = 0;

beforeAll(async () => {
  buildWebserver(folder);
  writeFileSync(join(room, "other.txt"), "");
  branch("readme", "main", { "README.md": "# Another title\n" });
  branch("on-tags", "tags-only", { "NOTES.md": "on top\n" });
  branch("notes", "main", { "OTHER.md": "notes\n" });
  branch("readme-again", "main", { "README.md": "# A third title\n" });
  branch("workflow", "main", {
    ".github/workflows/bake.yml": bakeWorkflow,
    ".github/workflows/ci.yml": "name: CI\non: [push]\njobs: {}\n",
    ".github/workflows/plain.yml": "on: [push, workflow_dispatch]\njobs: {}\n",
    ".github/workflows/torn.yml": "on: [workflow_dispatch\n",
  });
  github = await startLocalGitHub({ teams: { platform: ["mara"] } });
  const { appId, privateKey, apiUrl, webhookSecret } = github;
  app = createApp({ appId, privateKey, apiUrl, webhookSecret, log: pino({ level: "silent" }), second: 1 });
});

afterAll(async () => {
  await github.close();
  rmSync(room, { recursive: true, force: true });
});

beforeEach(() => openRepository(true));

afterEach(() => {
  expect(github.violations()).toEqual([]);
});

/** A branch with one commit on top of another one. */
function branch(name: string, base: string, files: Readonly<Record<string, string>>): string {
  gitIn(folder, "checkout", "-q", "-B", name, base);
  for (const [path, text] of Object.entries(files)) {
    gitIn(folder, "config", "core.bare", "false");
    const id = join(folder, path);
    rmSync(id, { force: true });
    gitIn(folder, "update-index", "--add", "--cacheinfo", `100644,${blob(text)},${path}`);
  }
  gitIn(folder, "commit", "-q", "-m", `Change ${Object.keys(files).join(", ")}`);
  gitIn(folder, "checkout", "-q", "-f", "main");
  return gitIn(folder, "rev-parse", name);
}

function blob(text: string): string {
  const file = join(room, "other.txt");
  writeFileSync(file, text);
  return gitIn(folder, "hash-object", "-w", file);
}

async function openRepository(isPrivate: boolean): Promise<void> {
  const name = `webserver-${++tests}`;
  target = { owner: "acme", repo: name };
  repository = await github.createRepository({ name, folder, branches: ["main", "tags-only"], private: isPrivate });
  client = await repositoryClient(app, await appIdentity(app), github.installation, { owner: "acme", name });
}

async function check(sha: string, conclusion: "success" | "failure"): Promise<number> {
  const body = { name: "bakegate", head_sha: sha, status: "completed" as const, conclusion };
  const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/check-runs", { ...target, ...body });
  return Number(data.id);
}

async function pull(number: number) {
  return (await client.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...target, pull_number: number })).data;
}

function statusOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "status" in error ? error.status : error;
}

const refused = "Required status checks have not succeeded.";

describe("git", () => {
  test("trees, blobs and commits have git's ids", async () => {
    const commit = gitIn(folder, "rev-parse", "tags-only");
    const asked = { ...target, tree_sha: commit, recursive: "1" };
    const { data: tree } = await client.octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", asked);
    const blobs = tree.tree.filter(({ type }) => type === "blob").map(({ mode, sha, path }) => `${mode} blob ${sha}\t${path}`);
    expect(blobs.sort()).toEqual(gitIn(folder, "ls-tree", "-r", commit).split("\n").sort());
    expect(tree.sha).toBe(gitIn(folder, "rev-parse", `${commit}^{tree}`));
    expect(await repository.tip("tags-only")).toBe(commit);
    const id = gitIn(folder, "rev-parse", "main:Jenkinsfile");
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { ...target, file_sha: id });
    expect(Buffer.from(data.content, "base64").toString("utf8").trim()).toBe(gitIn(folder, "show", "main:Jenkinsfile"));
  });

  test("all stories are there", async () => {
    const many = await github.createRepository({ name: "many", folder, branches: ["main", ...storyNames()] });
    const tips = await Promise.all(storyNames().map((name) => many.tip(name)));
    expect(tips).toEqual(storyNames().map((name) => gitIn(folder, "rev-parse", name)));
  });

  test("a commit is handed out as an archive", async () => {
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/tarball/{ref}", { ...target, ref: "main" });
    expect(data).toBeInstanceOf(ArrayBuffer);
  });
});

describe("a merge", () => {
  test("is refused while the required check is missing or failed, and is a real one after it succeeded", async () => {
    await repository.protect("main", { checks: ["bakegate"] });
    await repository.push("main", "workflow");
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    const head = gitIn(folder, "rev-parse", "tags-only");
    expect(await repository.merge(number)).toEqual({ status: 422, message: refused, sha: null });
    await check(head, "failure");
    expect(await repository.merge(number)).toEqual({ status: 422, message: refused, sha: null });
    await check(head, "success");
    const { status, sha } = await repository.merge(number);
    expect(status).toBe(200);
    expect(await repository.tip("main")).toBe(sha);
    const { data: commit } = await client.octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
      ...target,
      commit_sha: sha ?? "",
    });
    expect(commit.parents.map((parent) => parent.sha)).toEqual([gitIn(folder, "rev-parse", "workflow"), head]);
    expect(commit.tree.sha).toBe(gitIn(folder, "merge-tree", "--write-tree", "workflow", "tags-only"));
    expect(await pull(number)).toMatchObject({ state: "closed", merged: true, merge_commit_sha: sha, merged_by: { login: "wendy" } });
    expect(github.deliveries().slice(-2)).toMatchObject([
      { event: "pull_request", action: "closed", payload: { pull_request: { merged: true, merge_commit_sha: sha } } },
      { event: "push", payload: { ref: "refs/heads/main", before: gitIn(folder, "rev-parse", "workflow"), after: sha, forced: false } },
    ]);
    expect(await repository.merge(number)).toMatchObject({ status: 405 });
  });

  test("is refused where a failure came after a success, or another App's check is green", async () => {
    await repository.protect("main", { checks: ["bakegate"] });
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    const head = gitIn(folder, "rev-parse", "tags-only");
    await repository.checkByAnotherApp(head, { name: "bakegate", conclusion: "success" });
    await repository.postStatus(head, { context: "bakegate", state: "success" });
    expect(await repository.merge(number)).toMatchObject({ status: 422, message: refused });
    await check(head, "success");
    await check(head, "failure");
    expect(await repository.merge(number)).toMatchObject({ status: 422, message: refused });
  });

  test("takes another App's check where the source is not pinned", async () => {
    await repository.protect("main", { checks: ["bakegate"], anySource: true });
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    await repository.checkByAnotherApp(gitIn(folder, "rev-parse", "tags-only"), { name: "bakegate", conclusion: "success" });
    expect(await repository.merge(number, { method: "squash" })).toMatchObject({ status: 200 });
  });

  test("keeps what was merged before, and is refused where it conflicts", async () => {
    const [one, other, again] = [
      await repository.openPullRequest({ head: "readme", title: "Readme" }),
      await repository.openPullRequest({ head: "tags-only", title: "Tags" }),
      await repository.openPullRequest({ head: "readme-again", title: "Readme again" }),
    ];
    await repository.merge(one);
    const { sha } = await repository.merge(other);
    const path = { ...target, path: "README.md", ref: sha ?? "" };
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/contents/{path}", path);
    expect(Buffer.from("content" in data ? data.content : "", "base64").toString("utf8")).toBe("# Another title\n");
    expect(await repository.merge(again)).toEqual({ status: 405, message: "Pull Request is not mergeable", sha: null });
  });

  test("is for those who can write", async () => {
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    expect(await repository.merge(number, { by: people.reader })).toMatchObject({ status: 403 });
    expect(await repository.merge(number, { by: people.stranger })).toMatchObject({ status: 404 });
  });

  test("is found by its commits", async () => {
    const { data: shown } = await client.octokit.request("GET /repos/{owner}/{repo}", target);
    expect(shown).toMatchObject({ default_branch: "main", html_url: `${github.apiUrl}/acme/${target.repo}` });
    const [merged, squashed, open] = [
      await repository.openPullRequest({ head: "tags-only", title: "Tags" }),
      await repository.openPullRequest({ head: "readme", title: "Readme" }),
      await repository.openPullRequest({ head: "on-tags", title: "On top of the tags" }),
    ];
    const head = gitIn(folder, "rev-parse", "tags-only");
    const ofCommit = async (commit_sha: string) =>
      (await client.octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", { ...target, commit_sha })).data;
    const parentsOf = async (commit_sha: string) => {
      const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...target, commit_sha });
      return data.parents.map(({ sha }) => sha);
    };
    expect((await ofCommit(head)).map(({ number }) => number)).toEqual([merged, open]);
    const { sha: merge } = await repository.merge(merged);
    const { sha: squash } = await repository.merge(squashed, { method: "squash" });
    const merged_at = expect.stringMatching(/^\d{4}-/);
    // Of what is on the default branch the one that brought it there, and not the open one that has it as well.
    for (const sha of [merge ?? "", head])
      expect(await ofCommit(sha)).toMatchObject([{ number: merged, state: "closed", merged_at, merge_commit_sha: merge }]);
    expect(await ofCommit(squash ?? "")).toMatchObject([{ number: squashed, merged_at, merge_commit_sha: squash, base: { ref: "main" } }]);
    expect(await ofCommit(gitIn(folder, "rev-parse", "readme"))).toMatchObject([{ number: squashed, merge_commit_sha: squash }]);
    expect(await parentsOf(merge ?? "")).toEqual([gitIn(folder, "rev-parse", "main"), head]);
    expect(await parentsOf(squash ?? "")).toEqual([merge]);
  });

  test("in a queue waits for the check of the queue's own commit", async () => {
    await repository.protect("main", { checks: ["bakegate"] });
    const numbers = [
      await repository.openPullRequest({ head: "readme", title: "Readme" }),
      await repository.openPullRequest({ head: "tags-only", title: "Tags" }),
    ];
    const group = await repository.queueMerge(numbers);
    expect(github.deliveries().at(-1)).toMatchObject({ event: "merge_group", payload: { merge_group: { head_sha: group.headSha } } });
    expect(await repository.landMergeGroup(group)).toMatchObject({ status: 422 });
    await check(group.headSha, "success");
    expect(await repository.landMergeGroup(group)).toMatchObject({ status: 200, sha: group.headSha });
    expect(await repository.tip("main")).toBe(group.headSha);
    const [first, second] = numbers.map((number) => repository.pullRequest(number).mergeSha);
    expect(second).toBe(group.headSha);
    const { data: last } = await client.octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
      ...target,
      commit_sha: group.headSha,
    });
    expect(last.parents.map(({ sha }) => sha)).toEqual([first, gitIn(folder, "rev-parse", "tags-only")]);
    expect(numbers.map((number) => repository.pullRequest(number).merged)).toEqual([true, true]);
  });
});

describe("a push", () => {
  test("moves the head of a pull request, which needs its check anew", async () => {
    await repository.protect("main", { checks: ["bakegate"] });
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    const before = gitIn(folder, "rev-parse", "tags-only");
    await check(before, "success");
    const after = await repository.push("tags-only", branch("more", "tags-only", { "NOTES.md": "more\n" }), { by: people.writer });
    expect((await pull(number)).head.sha).toBe(after);
    const { data: listed } = await client.octokit.request("GET /repos/{owner}/{repo}/pulls", target);
    expect(listed.map(({ head }) => head.sha)).toEqual([after]);
    expect(github.deliveries().slice(-2)).toMatchObject([
      {
        event: "push",
        payload: { ref: "refs/heads/tags-only", commits: [{ id: after, added: ["NOTES.md"] }], sender: { login: "wendy" } },
      },
      { event: "pull_request", action: "synchronize", payload: { before, after, pull_request: { head: { sha: after } } } },
    ]);
    expect(await repository.merge(number)).toMatchObject({ status: 422, message: refused });
    await check(after, "success");
    expect(await repository.merge(number)).toMatchObject({ status: 200 });
    const { data: all } = await client.octokit.request("GET /repos/{owner}/{repo}/pulls", { ...target, state: "all" });
    expect(all.map((one) => one.number)).toEqual([number]);
  });

  test("to a protected branch is refused for all but the owner, and where the commit has its check", async () => {
    await repository.protect("main", { checks: ["bakegate"] });
    await expect(repository.push("main", "readme", { by: people.writer })).rejects.toThrow("409");
    await repository.push("side", "readme");
    await check(gitIn(folder, "rev-parse", "readme"), "success");
    await repository.push("main", "readme", { by: people.writer });
    await repository.push("main", "readme-again");
    expect(github.deliveries().at(-1)).toMatchObject({ event: "push", payload: { forced: true } });
  });
});

describe("a pull request", () => {
  test("shows its files and commits, and its commits show it", async () => {
    const number = await repository.openPullRequest({ head: "readme", title: "Readme" });
    const asked = { ...target, pull_number: number };
    const { data: files } = await client.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", asked);
    expect(files).toMatchObject([{ filename: "README.md", status: "modified" }]);
    const { data: commits } = await client.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", asked);
    const head = gitIn(folder, "rev-parse", "readme");
    expect(commits.map(({ sha }) => sha)).toEqual([head]);
    const about = { ...target, commit_sha: head };
    const { data: pulls } = await client.octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", about);
    expect(pulls.map((one) => one.number)).toEqual([number]);
    expect(await pull(number)).toMatchObject({ mergeable: true, changed_files: 1, commits: 1, user: { login: "wendy" } });
  });

  test("is closed, reopened and edited", async () => {
    await repository.push("release", "workflow");
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    await repository.closePullRequest(number);
    expect((await pull(number)).state).toBe("closed");
    const pushed = await repository.push("tags-only", branch("while-closed", "tags-only", { "NOTES.md": "closed\n" }));
    expect((await pull(number)).head.sha).toBe(gitIn(folder, "rev-parse", "tags-only"));
    await repository.reopenPullRequest(number);
    expect(await pull(number)).toMatchObject({ state: "open", head: { sha: pushed } });
    await repository.editPullRequest(number, { title: "All tags", base: "release" });
    expect(await pull(number)).toMatchObject({ title: "All tags", base: { ref: "release", sha: gitIn(folder, "rev-parse", "workflow") } });
    expect(github.deliveries().slice(-4)).toMatchObject([
      { action: "closed", payload: { pull_request: { merged: false } } },
      { event: "push" },
      { action: "reopened" },
      { action: "edited", payload: { changes: { title: { from: "Tags" }, base: { ref: { from: "main" } } } } },
    ]);
  });

  test("of a fork is readable through the repository it is for", async () => {
    const number = await repository.openPullRequest({ head: "readme", title: "From outside", fork: people.stranger });
    const head = gitIn(folder, "rev-parse", "readme");
    const shown = await pull(number);
    expect(shown).toMatchObject({
      head: { sha: head, label: "sam:readme", repo: { full_name: `sam/${target.repo}`, fork: true } },
      user: { login: "sam" },
    });
    expect(await repository.tip("readme")).toBeNull();
    const basehead = `main...${head}`;
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", { ...target, basehead });
    expect(data.merge_base_commit.sha).toBe(gitIn(folder, "rev-parse", "main"));
    const byName = { ...target, basehead: "main...sam:readme" };
    expect((await client.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", byName)).data.files).toHaveLength(1);
    const ref = { ...target, ref: `pull/${number}/head` };
    expect((await client.octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", ref)).data.object.sha).toBe(head);
    const moved = await repository.push("readme", branch("readme-more", "readme", { "NOTES.md": "more\n" }), { fork: people.stranger });
    expect((await pull(number)).head.sha).toBe(moved);
    expect(github.deliveries().at(-1)).toMatchObject({ action: "synchronize", payload: { sender: { login: "sam" } } });
    expect(await repository.merge(number)).toMatchObject({ status: 200 });
  });
});

describe("check runs", () => {
  test("tell their App, and are found by it", async () => {
    const head = gitIn(folder, "rev-parse", "tags-only");
    await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    await repository.checkByAnotherApp(head, { name: "bakegate", conclusion: "failure" });
    const first = await check(head, "failure");
    const second = await check(head, "success");
    const list = async (more: Readonly<Record<string, string | number>>) => {
      const asked = { ...target, ref: head, ...more };
      const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", asked);
      return data;
    };
    const mine = await list({ app_id: github.appId, check_name: "bakegate" });
    expect(mine.check_runs).toMatchObject([{ id: second, app: { id: github.appId, slug: "bakegate" }, pull_requests: [{ number: 1 }] }]);
    expect((await list({ app_id: github.appId, filter: "all" })).check_runs.map(({ id }) => id)).toEqual([second, first]);
    expect((await list({})).total_count).toBe(2);
    expect((await list({ per_page: 1 })).check_runs).toHaveLength(1);
    expect((await list({ check_name: "other" })).total_count).toBe(0);
    expect(await repository.completedCheck(head)).toMatchObject({ id: second, conclusion: "success", app: "bakegate" });
  });

  test("keep their annotations and buttons, and do not go back", async () => {
    const at = { path: "README.md", start_line: 1, end_line: 1, annotation_level: "failure" as const };
    const output = (message: string) => ({ title: "One", summary: "Two", annotations: [{ ...at, message }] });
    const actions = [{ label: "Again", description: "Reviews again", identifier: "again" }];
    const begun = { ...target, name: "bakegate", head_sha: gitIn(folder, "rev-parse", "main"), status: "in_progress" as const };
    const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/check-runs", { ...begun, output: output("a") });
    const same = { ...target, check_run_id: Number(data.id) };
    const update = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
    await client.octokit.request(update, { ...same, status: "completed", conclusion: "failure", output: output("b"), actions });
    const [seen] = await repository.checks(begun.head_sha);
    expect(seen).toMatchObject({ title: "One", annotations: [{ message: "a" }, { message: "b" }], actions: ["again"] });
    const listed = await client.octokit.request("GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", same);
    expect(listed.data.map(({ message }) => message)).toEqual(["a", "b"]);
    await expect(client.octokit.request(update, { ...same, status: "in_progress" })).rejects.toMatchObject({ status: 422 });
    expect(await repository.rerequestCheck(Number(data.id))).toMatchObject({
      event: "check_run",
      action: "rerequested",
      payload: { check_run: { id: data.id } },
    });
    expect(await repository.pressCheckButton(Number(data.id), "again")).toMatchObject({
      payload: { requested_action: { identifier: "again" } },
    });
  });

  test("are only for commits that are there", async () => {
    await expect(check("1".repeat(40), "success")).rejects.toMatchObject({ status: 422 });
  });
});

test("comments by the App are by its bot, and take reactions", async () => {
  const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
  const asked = { ...target, issue_number: number, body: "hello" };
  const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", asked);
  expect(data).toMatchObject({ user: { login: "bakegate[bot]", type: "Bot" }, performed_via_github_app: { id: github.appId } });
  const id = await repository.comment(number, people.writer, "/bakegate again");
  expect(github.deliveries().at(-1)).toMatchObject({
    event: "issue_comment",
    payload: { comment: { id }, issue: { number, pull_request: {} } },
  });
  await repository.editComment(id, people.writer, "/bakegate help");
  const react = { ...target, comment_id: id, content: "rocket" as const };
  const reactions = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
  expect((await client.octokit.request(reactions, react)).status).toBe(201);
  expect((await client.octokit.request(reactions, react)).status).toBe(200);
  expect(repository.reactions(id)).toMatchObject([{ by: "bakegate[bot]", content: "rocket" }]);
  expect(await repository.comments(number)).toMatchObject([
    { author: "bakegate[bot]", app: "bakegate", body: "hello" },
    { author: "wendy", app: null, body: "/bakegate help" },
  ]);
  const long = { ...asked, body: "x".repeat(65_537) };
  await expect(client.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", long)).rejects.toMatchObject({
    status: 422,
  });
});

describe("people", () => {
  const permission = async (username: string) => {
    const asked = { ...target, username };
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", asked);
    return [data.permission, data.role_name];
  };

  test("have the permission of their role", async () => {
    expect(await permission(people.owner)).toEqual(["admin", "admin"]);
    expect(await permission(people.maintainer)).toEqual(["write", "maintain"]);
    expect(await permission(people.writer)).toEqual(["write", "write"]);
    expect(await permission(people.reader)).toEqual(["read", "read"]);
    expect(await permission(people.stranger)).toEqual(["none", "none"]);
    await expect(permission("nobody-at-all")).rejects.toMatchObject({ status: 404 });
  });

  test("may all read what is public", async () => {
    await openRepository(false);
    expect(await permission(people.stranger)).toEqual(["read", "read"]);
    expect((await fetch(`${github.apiUrl}/repos/acme/${target.repo}`)).status).toBe(200);
  });

  test("are in teams", async () => {
    const member = "GET /orgs/{org}/teams/{team_slug}/memberships/{username}";
    const asked = { org: "acme", team_slug: "platform" };
    expect((await client.octokit.request(member, { ...asked, username: people.maintainer })).data.state).toBe("active");
    await expect(client.octokit.request(member, { ...asked, username: people.writer })).rejects.toMatchObject({ status: 404 });
  });
});

test("a branch tells what protects it", async () => {
  const read = async () =>
    (await client.octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", { ...target, branch: "main" })).data;
  const rules = async () =>
    (await client.octokit.request("GET /repos/{owner}/{repo}/rules/branches/{branch}", { ...target, branch: "main" })).data;
  expect(await read()).toMatchObject({ protected: false, commit: { sha: gitIn(folder, "rev-parse", "main") } });
  await repository.protect("main", { checks: ["bakegate"] });
  expect(await read()).toMatchObject({
    protected: true,
    protection: { required_status_checks: { checks: [{ context: "bakegate", app_id: github.appId }] } },
  });
  expect(await rules()).toEqual([]);
  const details = client.octokit.request("GET /repos/{owner}/{repo}/branches/{branch}/protection", { ...target, branch: "main" });
  await expect(details).rejects.toMatchObject({ status: 403 });
  await repository.protect("main", { checks: ["bakegate"], through: "ruleset" });
  const required = [{ context: "bakegate", integration_id: github.appId }];
  expect(await rules()).toMatchObject([{ type: "required_status_checks", parameters: { required_status_checks: required } }]);
});

describe("a workflow", () => {
  const dispatch = (workflow_id: string | number, inputs: Readonly<Record<string, unknown>>, ref = "main") =>
    client.octokit.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
      ...target,
      workflow_id,
      ref,
      inputs,
    });
  const list = async (more: Readonly<Record<string, string | number>> = {}, workflow_id: string | number = "bake.yml") => {
    const asked = { ...target, workflow_id, ...more };
    return (await client.octokit.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", asked)).data;
  };
  const told = () => github.deliveries().filter(({ event, payload }) => event === "workflow_run" && isAboutTarget(payload));
  const isAboutTarget = (payload: unknown) => textIn(objectIn(payload, "repository"), "name") === target.repo;

  beforeEach(async () => {
    await repository.push("main", "workflow");
  });

  test("makes a run where it is dispatched", async () => {
    const sha = gitIn(folder, "rev-parse", "workflow");
    expect((await dispatch("bake.yml", { sha: "$&1" }, "refs/heads/main")).status).toBe(204);
    const title = "Bake $&1 of []";
    const [run] = repository.workflowRuns();
    const url = `${github.apiUrl}/acme/${target.repo}/actions/runs/${run?.id}`;
    expect(repository.workflowRuns()).toEqual([
      { id: run?.id, title, status: "queued", conclusion: null, url, inputs: { sha: "$&1", images: "[]" } },
    ]);
    expect(repository.dispatches()).toEqual([
      { kind: "workflow", workflow: ".github/workflows/bake.yml", ref: "refs/heads/main", inputs: { sha: "$&1" } },
    ]);
    const asked = { ...target, run_id: Number(run?.id) };
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", asked);
    expect(data).toMatchObject({
      ...{ id: run?.id, name: "Bake", display_title: title, run_number: 1, event: "workflow_dispatch", status: "queued", conclusion: null },
      ...{ head_branch: "main", head_sha: sha, path: ".github/workflows/bake.yml", html_url: url, actor: { login: "bakegate[bot]" } },
    });
    await expect(client.octokit.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { ...asked, run_id: 1 })).rejects.toMatchObject({
      status: 404,
    });
    const details = { ...target, workflow_id: "plain.yml", ref: "main", return_run_details: true };
    const made = await client.octokit.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", details);
    expect(made).toMatchObject({ status: 200, data: { workflow_run_id: repository.workflowRuns().at(-1)?.id } });
    expect(repository.workflowRuns().at(-1)).toMatchObject({ title: ".github/workflows/plain.yml", inputs: {} });
  });

  test("is not dispatched against what it declares", async () => {
    const refusal = (workflow: string, inputs: Readonly<Record<string, unknown>>, ref?: string) =>
      dispatch(workflow, inputs, ref).then(
        () => "",
        (error: unknown) => `${statusOf(error)} ${textIn(objectIn(objectIn(error, "response"), "data"), "message")}`,
      );
    expect(await refusal("bake.yml", { sha: "1", b: "", a: "" })).toBe('422 Unexpected inputs provided: ["b","a"]');
    expect(await refusal("bake.yml", { images: "[]" })).toBe("422 Required input 'sha' not provided");
    expect(await refusal("bake.yml", { sha: 1 })).toContain("422 Invalid request.");
    expect(await refusal("plain.yml", { sha: "1" })).toBe('422 Unexpected inputs provided: ["sha"]');
    expect(await refusal("ci.yml", {})).toBe("422 Workflow does not have 'workflow_dispatch' trigger");
    expect(await refusal("torn.yml", {})).toContain("422 failed to parse workflow: ");
    expect(await refusal("bake.yml", { sha: "1" }, "none")).toBe("422 No ref found for: none");
    expect(await refusal("none.yml", {})).toContain("404");
    expect([repository.dispatches(), repository.workflowRuns(), told()]).toEqual([[], [], []]);
  });

  test("lists its runs", async () => {
    const { data: workflow } = await client.octokit.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}", {
      ...target,
      workflow_id: "bake.yml",
    });
    expect(workflow).toMatchObject({ name: "Bake", path: ".github/workflows/bake.yml" });
    await repository.push("side", "workflow");
    await dispatch("bake.yml", { sha: "1" });
    await dispatch(Number(workflow.id), { sha: "2" }, "side");
    await dispatch("plain.yml", {});
    const [first, second, other] = repository.workflowRuns().map(({ id }) => id);
    const ids = async (...asked: Parameters<typeof list>) => (await list(...asked)).workflow_runs.map(({ id }) => Number(id));
    expect(await ids()).toEqual([second, first]);
    expect(await ids({}, Number(workflow.id))).toEqual([second, first]);
    expect(await list({ per_page: 1, page: 2 })).toMatchObject({ total_count: 2, workflow_runs: [{ id: first }] });
    expect(await ids({ event: "workflow_dispatch", actor: "bakegate[bot]", branch: "side" })).toEqual([second]);
    expect(await ids({ event: "push" })).toEqual([]);
    const today = new Date();
    expect(await ids({ created: `>=${today.toISOString().slice(0, 10)}` })).toEqual([second, first]);
    expect(await ids({ created: `>=${new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10)}` })).toEqual([]);
    await repository.completeRun(Number(first), "failure");
    expect([await ids({ status: "queued" }), await ids({ status: "completed" }), await ids({ status: "failure" })]).toEqual([
      [second],
      [first],
      [first],
    ]);
    const { data: all } = await client.octokit.request("GET /repos/{owner}/{repo}/actions/runs", target);
    expect(all.workflow_runs.map(({ id }) => id)).toEqual([other, second, first]);
    repository.listRuns(false);
    await expect(list()).rejects.toMatchObject({ status: 404 });
    await expect(client.octokit.request("GET /repos/{owner}/{repo}/actions/runs", target)).rejects.toMatchObject({ status: 404 });
    repository.listRuns(true);
    expect((await list()).total_count).toBe(2);
  });

  test("tells how its run goes on, in this order", async () => {
    github.interfere({ method: "POST", path: /dispatches$/, answer: { kind: "delay", milliseconds: 50 } });
    const dispatching = dispatch("bake.yml", { sha: "1" });
    while (repository.workflowRuns().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told()).toEqual([]);
    const id = Number(repository.workflowRuns()[0]?.id);
    expect(await repository.startRun(id)).toMatchObject({ event: "workflow_run", action: "in_progress" });
    await dispatching;
    expect(repository.workflowRuns()).toMatchObject([{ status: "in_progress", conclusion: null }]);
    await expect(repository.startRun(id)).rejects.toThrow("in_progress");
    await repository.completeRun(id, "success");
    expect(repository.workflowRuns()).toMatchObject([{ status: "completed", conclusion: "success" }]);
    await expect(repository.completeRun(id, "failure")).rejects.toThrow("completed");
    expect(told().map(({ payload }) => payload)).toMatchObject([
      { action: "requested", sender: { login: "bakegate[bot]", type: "Bot" }, workflow: { name: "Bake" } },
      { action: "in_progress", workflow_run: { id, status: "in_progress", conclusion: null } },
      { action: "completed", workflow_run: { id, status: "completed", conclusion: "success", head_branch: "main" } },
    ]);
  });

  test("has its run also where the answer was lost", async () => {
    github.interfere({ method: "POST", path: /dispatches$/, answer: { kind: "cut after" } });
    const lost = client.octokit.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
      ...target,
      workflow_id: "plain.yml",
      ref: "main",
      request: { retries: 0 },
    });
    await expect(lost).rejects.toThrow();
    const [run] = repository.workflowRuns();
    await repository.completeRun(Number(run?.id), "cancelled");
    expect(told().map(({ action }) => action)).toEqual(["requested", "completed"]);
  });
});

test("issues by the App are by its bot, and pull requests are among them", async () => {
  const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
  const write = (title: string, body: string) => client.octokit.request("POST /repos/{owner}/{repo}/issues", { ...target, title, body });
  const { data: made } = await write("Not released", "Because.");
  expect(made).toMatchObject({
    ...{ number: number + 1, title: "Not released", body: "Because.", state: "open" },
    ...{ user: { login: "bakegate[bot]", type: "Bot" }, performed_via_github_app: { id: github.appId } },
  });
  const list = async (more: { readonly creator?: string; readonly state?: "all" | "closed" }) =>
    (await client.octokit.request("GET /repos/{owner}/{repo}/issues", { ...target, ...more })).data.map((issue) => issue.number);
  expect(await list({ creator: "bakegate[bot]", state: "all" })).toEqual([made.number]);
  expect(await list({})).toEqual([made.number, number]);
  expect(await list({ creator: people.writer })).toEqual([number]);
  const same = { ...target, issue_number: made.number };
  await client.octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", { ...same, state: "closed" });
  expect(await list({ creator: "bakegate[bot]" })).toEqual([]);
  expect(await list({ state: "closed" })).toEqual([made.number]);
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}", same);
  expect(data).toMatchObject({ state: "closed", performed_via_github_app: { slug: "bakegate" } });
  expect(await repository.issues()).toEqual([{ number: made.number, title: "Not released", body: "Because.", author: "bakegate[bot]" }]);
  const comment = await client.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...same, body: "More." });
  expect(comment.data.html_url).toContain(`/issues/${made.number}#`);
  await expect(write("x".repeat(257), "")).rejects.toMatchObject({ status: 422 });
  await expect(write("x", "x".repeat(65_537))).rejects.toMatchObject({ status: 422 });
});

test("a release deploys", async () => {
  await repository.push("main", "workflow");
  const deploy = { ...target, ref: "main", environment: "staging", payload: { image: "ami-1" }, required_contexts: [] };
  const made = await client.octokit.request("POST /repos/{owner}/{repo}/deployments", deploy);
  const id = "id" in made.data ? Number(made.data.id) : 0;
  const status = { ...target, deployment_id: id, state: "success" as const };
  await client.octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", status);
  expect(repository.deployments()).toEqual([
    { id, sha: gitIn(folder, "rev-parse", "workflow"), environment: "staging", payload: { image: "ami-1" }, states: ["success"] },
  ]);
  // What it was not granted it may not do.
  const event = client.octokit.request("POST /repos/{owner}/{repo}/dispatches", { ...target, event_type: "bake" });
  await expect(event).rejects.toMatchObject({ status: 403 });
});

test("the App sees itself and where it is installed", async () => {
  const octokit = await app.auth();
  expect((await octokit.request("GET /app")).data).toMatchObject({ id: github.appId, slug: "bakegate", owner: { login: "acme" } });
  const { data: installations } = await octokit.request("GET /app/installations");
  expect(installations).toMatchObject([{ id: github.installation, account: { login: "acme" } }]);
  const { data } = await client.octokit.request("GET /installation/repositories", { per_page: 100 });
  expect(data.repositories.at(-1)).toMatchObject({ full_name: `acme/${target.repo}`, private: true });
  expect(data.total_count).toBeGreaterThanOrEqual(data.repositories.length);
  const { data: found } = await octokit.request("GET /repos/{owner}/{repo}/installation", target);
  expect(found.id).toBe(github.installation);
  expect(await github.announceInstallation()).toMatchObject({ event: "installation", action: "created" });
  const stranger = await fetch(`${github.apiUrl}/app`, { headers: { authorization: "Bearer ghs_found-somewhere" } });
  expect(stranger.status).toBe(401);
});

async function jwt(octokit: Awaited<ReturnType<Probot["auth"]>>): Promise<string> {
  return textIn(await octokit.auth({ type: "app" }), "token");
}

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("webhooks", () => {
  let received: Received[];
  let answer: number;
  let receiver: Server;

  beforeEach(async () => {
    [received, answer] = [[], 202];
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(answer).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const address = receiver.address();
    if (typeof address === "object" && address !== null) github.sendWebhooksTo(`http://127.0.0.1:${address.port}/api/github/webhooks`);
  });

  afterEach(async () => {
    const closed = new Promise((resolve) => receiver.close(resolve));
    receiver.closeAllConnections();
    await closed;
  });

  function isSigned({ headers, body }: Received): boolean {
    return headers["x-hub-signature-256"] === `sha256=${createHmac("sha256", github.webhookSecret).update(body).digest("hex")}`;
  }

  test("are signed, and say what they are about", async () => {
    await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    const [one] = received;
    expect(one && isSigned(one)).toBe(true);
    const delivery = github.deliveries().at(-1);
    expect(one?.headers).toMatchObject({ "x-github-event": "pull_request", "x-github-delivery": delivery?.guid });
    expect(JSON.parse(one?.body ?? "")).toMatchObject({
      action: "opened",
      installation: { id: github.installation },
      repository: { full_name: `acme/${target.repo}` },
    });
    expect(delivery).toMatchObject({ status: 202, outcome: "OK", redelivery: false, duration: expect.any(Number) });
    await github.forge("pull_request", {});
    expect(received[1] && isSigned(received[1])).toBe(false);
  });

  test("of a merge come in the order that the story chooses, and either can be lost", async () => {
    // Opening one pushes its branch: what is lost is chosen after that.
    const merge = async (head: string, options: MergeOptions, lost?: string) => {
      const number = await repository.openPullRequest({ head, title: head });
      received = [];
      if (lost !== undefined) github.loseDeliveries(1, lost);
      return repository.merge(number, options);
    };
    const events = () => received.map(({ headers }) => headers["x-github-event"]);
    await merge("tags-only", {});
    expect(events()).toEqual(["pull_request", "push"]);
    await merge("on-tags", { first: "push" });
    expect(events()).toEqual(["push", "pull_request"]);
    await merge("readme", {}, "pull_request");
    expect(events()).toEqual(["push"]);
    const before = await repository.tip("main");
    const { sha: after } = await merge("notes", { method: "squash" }, "push");
    expect(events()).toEqual(["pull_request"]);
    const [closed, push] = github.deliveries().slice(-2);
    const pull_request = { merged: true, merge_commit_sha: after, base: { ref: "main" } };
    expect(closed).toMatchObject({ action: "closed", status: 202, payload: { pull_request } });
    expect(push).toMatchObject({ event: "push", status: 502, payload: { ref: "refs/heads/main", before, after } });
    await github.redeliver(Number(push?.id));
    expect(events()).toEqual(["pull_request", "push"]);
  });

  test("that were lost or failed are asked for again, with the same guid", async () => {
    github.loseDeliveries(1);
    const number = await repository.openPullRequest({ head: "tags-only", title: "Tags" });
    answer = 500;
    await repository.comment(number, people.writer, "hello");
    answer = 202;
    expect(received).toHaveLength(1);
    const octokit = await app.auth();
    const { data: failed } = await octokit.request("GET /app/hook/deliveries", { per_page: 2 });
    expect(failed).toMatchObject([
      { event: "issue_comment", status_code: 500, status: "Invalid HTTP Response: 500" },
      { event: "pull_request", status_code: 502, action: "opened", installation_id: github.installation },
    ]);
    for (const { id } of failed) await octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: Number(id) });
    const again = await github.redeliver(Number(failed[1]?.id));
    expect(again).toMatchObject({ guid: failed[1]?.guid, redelivery: true, status: 202 });
    const { data: newest, headers } = await octokit.request("GET /app/hook/deliveries", { per_page: 1 });
    expect(newest[0]?.guid).toBe(failed[1]?.guid);
    expect(headers.link).toContain("cursor=");
    const { data: one } = await octokit.request("GET /app/hook/deliveries/{delivery_id}", { delivery_id: Number(failed[1]?.id) });
    expect(textIn(one.request.payload, "action")).toBe("opened");
  });
});

describe("a story interferes", () => {
  const read = () => client.octokit.request("GET /repos/{owner}/{repo}", target).then(({ status }) => status, statusOf);
  const path = /^\/repos\/acme\/webserver-\d+$/;

  test("with failures, which the libraries try again", async () => {
    github.interfere({ path, answer: { kind: "status", status: 502 } });
    expect(await read()).toBe(200);
    github.interfere({ path, answer: { kind: "cut" } });
    expect(await read()).toBe(200);
    github.interfere({ path, answer: { kind: "status", status: 404, body: { message: "Not Found" } } });
    expect(await read()).toBe(404);
    expect(
      github
        .requests()
        .map(({ status }) => status)
        .slice(-5),
    ).toEqual([502, 200, 0, 200, 404]);
  });

  test("with answers that break off, come late or after something happened", async () => {
    github.interfere({ path, answer: { kind: "truncate" } });
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}", target);
    expect(typeof data).toBe("string");
    github.interfere({ path, answer: { kind: "delay", milliseconds: 50 } });
    const began = performance.now();
    await read();
    expect(performance.now() - began).toBeGreaterThan(45);
    github.interfere({ path, after: 1, answer: { kind: "first", act: () => repository.push("main", "readme") } });
    await read();
    expect(await repository.tip("main")).toBe(gitIn(folder, "rev-parse", "main"));
    await read();
    expect(await repository.tip("main")).toBe(gitIn(folder, "rev-parse", "readme"));
  });

  test("so that something is done and the App does not know", async () => {
    const sha = gitIn(folder, "rev-parse", "main");
    github.interfere({ method: "POST", path: /check-runs$/, answer: { kind: "cut after" } });
    await check(sha, "success");
    expect(await repository.checks(sha)).toHaveLength(2);
  });
});

describe("a local GitHub of one's own", () => {
  test("tells a request that GitHub does not know", async () => {
    const own = await startLocalGitHub();
    const { appId, privateKey, apiUrl, webhookSecret } = own;
    const octokit = await createApp({ appId, privateKey, apiUrl, webhookSecret, log: pino({ level: "silent" }), second: 1 }).auth();
    await expect(octokit.request("GET /app/installations", { per_pgae: 1 })).rejects.toMatchObject({ status: 422 });
    const nothing = await fetch(`${apiUrl}/app/nothing`, { headers: { authorization: `Bearer ${await jwt(octokit)}` } });
    expect(nothing.status).toBe(404);
    expect(own.violations()).toEqual(["GET /app/installations: there is no query parameter per_pgae", "GitHub has no GET /app/nothing"]);
    await own.close();
  });

  test("leaves nothing behind", async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("bakegate-local-github-"));
    const before = folders();
    const own = await startLocalGitHub();
    const [made = ""] = folders().filter((name) => !before.includes(name));
    await own.close();
    expect(existsSync(join(tmpdir(), made))).toBe(false);
    await expect(fetch(own.apiUrl)).rejects.toThrow();
  });
});
