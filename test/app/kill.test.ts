/** Killed fifty times at any point between a merge and its release: no release is lost, and none is doubled. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type LocalGitHub, type LocalRepository, people } from "../local-github/local-github.ts";
import { startLocalGitHub } from "../local-github/start.ts";
import { postgresPrograms, startPostgres } from "../store/postgres-server.ts";
import { gitIn } from "../stories/webserver.ts";
import { eventually, newDataDir, type RunningApp, removeDataDirs, startApp } from "./running-app.ts";

const kills = 50;
const folder = mkdtempSync(join(tmpdir(), "bakegate-kill-"));
const workflow = readFileSync(fileURLToPath(new URL("../../fixtures/workflows/bake-and-deploy.yml", import.meta.url)), "utf8");
/** Its start takes a tenth of the embedded database's. */
const programs = postgresPrograms();
const server = programs === null ? null : await startPostgres(programs);
const env = {
  BAKEGATE_DISPATCH_SETTLE: "1",
  ...(server === null ? {} : { DATABASE_URL: await server.database() }),
};
let github: LocalGitHub;
let repository: LocalRepository;

beforeAll(async () => {
  gitIn(folder, "init", "-q", "-b", "main");
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, ".github/bakegate.yml"), "version: 1\nbranches: [main]\nrelease:\n  workflow: bake-and-deploy.yml\n");
  writeFileSync(join(folder, ".github/workflows/bake-and-deploy.yml"), workflow);
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", "Release every merge");
  github = await startLocalGitHub();
  repository = await github.createRepository({ name: "killed", folder, branches: ["main"] });
});

afterAll(async () => {
  await github.close();
  server?.remove();
  removeDataDirs();
  rmSync(folder, { recursive: true, force: true });
});

/** A commit on main, as a merge would leave it. */
async function merge(index: number): Promise<string> {
  writeFileSync(join(folder, "README.md"), `${index}\n`);
  gitIn(folder, "add", "--all");
  execFileSync("git", ["-C", folder, "-c", "user.name=w", "-c", "user.email=w@example.com", "commit", "-q", "-m", `Merge ${index}`]);
  return repository.push("main", "main", { by: people.owner });
}

function dispatched(): readonly unknown[] {
  return repository.dispatches().map((one) => (one.kind === "workflow" ? one.inputs.sha : null));
}

/** A second process that shares the database hears of the last merge as well. */
async function tellAnother(releases: number): Promise<void> {
  const other = await startApp(github, { dataDir: newDataDir(), env });
  const push = github
    .deliveries()
    .filter((one) => one.event === "push")
    .at(-1);
  if (push === undefined) throw new Error("nothing was pushed");
  await github.redeliver(push.id);
  await eventually("the other to know it", () => other.log.some((line) => line.msg === "this merge has its release already"));
  await sleep(1_500);
  expect(dispatched()).toHaveLength(releases);
  expect(await other.stop()).toBe(0);
}

test(`${kills} times, with ${server === null ? "the embedded database" : "PostgreSQL"}`, async () => {
  const dataDir = newDataDir();
  const merged: string[] = [];
  let app: RunningApp = await startApp(github, { dataDir, env });
  // The database is made once; what is killed is the work on it.
  merged.push(await merge(0));
  await eventually("the first dispatch", () => dispatched().length === 1, 60_000);
  for (let kill = 1; kill <= kills; kill++) {
    merged.push(await merge(kill));
    // From the webhook on, which may come before the App knows who it is, through the store, the evaluation, the dispatch and what is written
    // down behind it.
    await sleep((kill * 137) % 1_000);
    await app.kill();
    app = await startApp(github, { dataDir, env, ready: false });
  }
  await eventually("every merge to be dispatched", () => new Set(dispatched()).size === merged.length, 60_000);
  // Time for one more, if there were one to come.
  await sleep(2_500);
  expect([...dispatched()].sort()).toEqual([...merged].sort());
  if (server !== null) await tellAnother(merged.length);
  expect(await app.stop()).toBe(0);
  expect(github.violations()).toEqual([]);
}, 280_000);
