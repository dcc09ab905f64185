/** The merge kicks off its release: the pushed commit is evaluated again, and dispatched once, whatever comes twice, late, or in the wrong order. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type LocalGitHub, type LocalRepository, people } from "../local-github/local-github.ts";
import { startLocalGitHub } from "../local-github/start.ts";
import { buildWebserver, gitIn } from "../stories/webserver.ts";
import { eventually, newDataDir, type RunningApp, removeDataDirs, startApp } from "./running-app.ts";

const folder = mkdtempSync(join(tmpdir(), "bakegate-release-"));
const workflow = readFileSync(fileURLToPath(new URL("../../fixtures/workflows/bake-and-deploy.yml", import.meta.url)), "utf8");
const configuration = `version: 1
release:
  workflow: bake-and-deploy.yml
  images:
    webserver:
      template: packer/webserver/app.json
      inputs: ["packer/**"]
      consumed_by: { project: "terraform/*/webserver", variable: ami_id }
`;

let github: LocalGitHub;
let app: RunningApp;
let repository: LocalRepository;
const dataDir = newDataDir();

function commit(name: string, from: string, files: Readonly<Record<string, string>>): void {
  gitIn(folder, "checkout", "-q", "-B", name, from);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", name);
  gitIn(folder, "checkout", "-q", "main");
}

beforeAll(async () => {
  buildWebserver(folder);
  commit("base", "main", { ".github/bakegate.yml": configuration, ".github/workflows/bake-and-deploy.yml": workflow });
  for (const story of ["tags-only", "resize-in-place", "docs-only"]) {
    gitIn(folder, "checkout", "-q", "-B", `r-${story}`, "base");
    gitIn(folder, "cherry-pick", story);
  }
  commit("r-image", "base", { "packer/webserver/provision.sh": "#!/bin/sh\nset -eu\napt-get install -y nginx\n" });
  gitIn(folder, "checkout", "-q", "main");
  github = await startLocalGitHub();
  app = await startApp(github, { dataDir, env: { BAKEGATE_DISPATCH_SETTLE: "1" } });
}, 60_000);

afterAll(async () => {
  const code = await app.stop();
  await github.close();
  removeDataDirs();
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(0);
});

let stories = 0;

beforeEach(async () => {
  repository = await github.createRepository({ name: `released-${++stories}`, folder, branches: ["base"] });
  await repository.protect("base", { checks: ["bakegate"] });
});

afterEach(() => expect(github.violations()).toEqual([]));

async function open(branch: string) {
  await repository.push(branch);
  const number = await repository.openPullRequest({ head: branch, title: branch });
  const check = await repository.completedCheck(repository.pullRequest(number).headSha);
  return { number, check };
}

async function releaseLine(number: number, words: RegExp) {
  return eventually(`a release line like ${words}`, async () => {
    const comment = (await repository.comments(number)).find((one) => one.app === github.appSlug);
    const line = /\*\*Release\*\*[^\n]*/.exec(comment?.body ?? "")?.[0];
    return line !== undefined && words.test(line) ? line : null;
  });
}

test("a merge that changes a root module is dispatched on the default branch with all its inputs as texts, and the comment follows its run", async () => {
  const { number } = await open("r-tags-only");
  const merged = await repository.merge(number);
  const [dispatch] = await eventually("the dispatch", () => (repository.dispatches().length > 0 ? repository.dispatches() : null));
  expect(dispatch).toMatchObject({
    kind: "workflow",
    ref: "base",
    inputs: {
      sha: merged.sha,
      pull_request: String(number),
      images: "[]",
      projects: JSON.stringify(["terraform/ap-northeast-1/webserver"]),
    },
  });
  await releaseLine(number, /dispatched|queued/);
  const [run] = repository.workflowRuns();
  if (run === undefined) throw new Error("no run");
  await repository.startRun(run.id);
  expect(await releaseLine(number, /running/)).toContain(run.url);
  await repository.completeRun(run.id, "success");
  await releaseLine(number, /succeeded/);
  expect(repository.dispatches()).toHaveLength(1);
  expect((await repository.completedCheck(merged.sha ?? "")).conclusion).toBe("success");
}, 60_000);

test("a merge that touches an image's inputs names the image", async () => {
  const { number } = await open("r-image");
  await repository.merge(number);
  const [dispatch] = await eventually("the dispatch", () => (repository.dispatches().length > 0 ? repository.dispatches() : null));
  expect(dispatch).toMatchObject({ inputs: { images: '["webserver"]', projects: '["terraform/ap-northeast-1/webserver"]' } });
}, 40_000);

test("a merge of documents only releases nothing where images are configured", async () => {
  const { number } = await open("r-docs-only");
  const merged = await repository.merge(number);
  await repository.completedCheck(merged.sha ?? "");
  await eventually("the log", () => app.log.some((line) => line.judgement === "nothing" && line.sha === merged.sha));
  expect(repository.dispatches()).toEqual([]);
}, 40_000);

describe("a merge that must not be released", () => {
  test("pushed past the protection: a failed check on the commit, an issue once, and no dispatch", async () => {
    const sha = await repository.push("base", "r-resize-in-place", { by: people.owner });
    const check = await repository.completedCheck(sha);
    expect(check.conclusion).toBe("failure");
    const issues = await eventually("the issue", async () => {
      const found = await repository.issues();
      return found.length > 0 ? found : null;
    });
    expect(issues[0]?.title).toContain("Not released");
    expect(issues[0]?.body).toContain("in place");
    const push = github
      .deliveries()
      .filter((one) => one.event === "push")
      .at(-1);
    if (push !== undefined) await github.redeliver(push.id);
    await repository.completedCheck(sha);
    expect(await repository.issues()).toHaveLength(1);
    expect(repository.dispatches()).toEqual([]);
  }, 40_000);

  test("the policy of before holds: a merge that weakens it and resizes in place is refused", async () => {
    commit("weak-and-bad", "r-resize-in-place", { ".github/bakegate.yml": `${configuration}mode: advisory\n` });
    const sha = await repository.push("base", "weak-and-bad", { by: people.owner });
    expect((await repository.completedCheck(sha)).conclusion).toBe("failure");
    await eventually("the issue", async () => (await repository.issues()).length === 1);
    expect(repository.dispatches()).toEqual([]);
  }, 40_000);
});

describe("once", () => {
  test("whichever of push and closed comes, and both again", async () => {
    const { number } = await open("r-tags-only");
    github.loseDeliveries(1, "push");
    const merged = await repository.merge(number);
    await eventually("the dispatch", () => repository.dispatches().length === 1);
    for (const delivery of github.deliveries().filter((one) => JSON.stringify(one.payload).includes(merged.sha ?? "-")))
      await github.redeliver(delivery.id);
    await eventually("the second word of it", () =>
      app.log.some((line) => line.msg === "this merge has its release already" && line.sha === merged.sha),
    );
    expect(repository.dispatches()).toHaveLength(1);
  }, 40_000);

  test("several merges in one push are walked along first parents, each with its own release", async () => {
    gitIn(folder, "checkout", "-q", "-B", "two-merges", "base");
    gitIn(folder, "merge", "-q", "--no-ff", "-m", "Merge one", "r-tags-only");
    gitIn(folder, "merge", "-q", "--no-ff", "-m", "Merge two", "r-image");
    gitIn(folder, "checkout", "-q", "main");
    await repository.push("base", "two-merges", { by: people.owner });
    const shas = gitIn(folder, "rev-list", "--first-parent", "-2", "two-merges").split("\n");
    await eventually("both dispatches", () => repository.dispatches().length === 2);
    const dispatched = repository.dispatches().map((one) => (one.kind === "workflow" ? one.inputs.sha : null));
    expect([...dispatched].sort()).toEqual([...shas].sort());
  }, 40_000);

  test("an answer to the dispatch that was lost is looked for before it is asked for again", async () => {
    github.interfere({ method: "POST", path: /\/dispatches$/, answer: { kind: "cut after" } });
    const { number } = await open("r-tags-only");
    await repository.merge(number);
    await releaseLine(number, /queued|running|dispatched/);
    expect(repository.dispatches()).toHaveLength(1);
  }, 60_000);

  test("where the runs cannot be looked up it is dispatched all the same, and that is said", async () => {
    repository.listRuns(false);
    github.interfere({ method: "POST", path: /\/dispatches$/, answer: { kind: "cut" } });
    const { number } = await open("r-tags-only");
    await repository.merge(number);
    expect(await releaseLine(number, /⚠/)).toContain("runs of the workflow");
    expect(repository.dispatches()).toHaveLength(1);
  }, 60_000);
});

test("a workflow that is not there: not released, with what to do, in check, issue and comment", async () => {
  commit("no-workflow", "main", { ".github/bakegate.yml": configuration.replace("bake-and-deploy.yml", "gone.yml") });
  repository = await github.createRepository({ name: `released-${++stories}`, folder, branches: ["no-workflow"] });
  await repository.protect("no-workflow", { checks: ["bakegate"] });
  gitIn(folder, "checkout", "-q", "-B", "n-tags", "no-workflow");
  gitIn(folder, "cherry-pick", "tags-only");
  gitIn(folder, "checkout", "-q", "main");
  await repository.push("n-tags");
  const number = await repository.openPullRequest({ head: "n-tags", base: "no-workflow", title: "Tags" });
  await repository.completedCheck(repository.pullRequest(number).headSha);
  const merged = await repository.merge(number);
  await releaseLine(number, /not released.*gone\.yml/);
  await eventually("the issue", async () => (await repository.issues()).length === 1);
  expect((await repository.completedCheck(merged.sha ?? "")).conclusion).toBe("failure");
}, 60_000);

test("killed between the merge and the release, the next start releases it once", async () => {
  const { number } = await open("r-tags-only");
  github.interfere({ method: "GET", path: /\/compare\//, answer: { kind: "delay", milliseconds: 2_000 } });
  const merging = repository.merge(number);
  await eventually("the merge to be told", () =>
    github.deliveries().some((one) => one.event === "push" && one.status < 300 && one.repository !== null),
  );
  await merging;
  await app.kill();
  app = await startApp(github, { dataDir, env: { BAKEGATE_DISPATCH_SETTLE: "1" } });
  await eventually("the dispatch", () => repository.dispatches().length === 1);
  await releaseLine(number, /dispatched|queued|running/);
  expect(repository.dispatches()).toHaveLength(1);
}, 60_000);
