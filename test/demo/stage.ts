/** The stage of the demo: a repository with its stories, a local GitHub that protects its main branch, and the App beside it. */
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type RunningApp, startApp } from "../app/running-app.ts";
import type { LocalGitHub, LocalRepository } from "../local-github/local-github.ts";
import { startLocalGitHub } from "../local-github/start.ts";
import { buildWebserver, gitIn } from "../stories/webserver.ts";
import type { Belongings } from "./belongings.ts";
import type { Steps } from "./steps.ts";

const workflow = fileURLToPath(new URL("../../fixtures/workflows/bake-and-deploy.yml", import.meta.url));

export interface Stage {
  /** Of the local git repository. */
  readonly folder: string;
  readonly github: LocalGitHub;
  readonly repository: LocalRepository;
}

export async function startStage(steps: Steps, belongings: Belongings): Promise<Stage> {
  steps.at("Writing a small repository");
  const room = await belongings.keep(
    () => mkdtempSync(join(tmpdir(), "bakegate-demo-")),
    (dir) => rmSync(dir, { recursive: true, force: true }),
  );
  const folder = join(room, "webserver");
  buildWebserver(folder);
  configureRelease(folder);
  steps.at("Starting a GitHub on this machine");
  const github = await belongings.keep(startLocalGitHub, (started) => started.close());
  const repository = await github.createRepository({ name: "webserver", folder, branches: ["main"] });
  await repository.protect("main", { checks: ["bakegate"] });
  steps.at("Starting the App");
  await belongings.keep(() => startApp(github, { dataDir: join(room, "app") }), stopApp);
  return { folder, github, repository };
}

const release = `
release:
  workflow: bake-and-deploy.yml
  images:
    webserver:
      template: packer/webserver/app.json
      inputs: [packer/**]
      consumed_by: { project: "terraform/*/webserver", variable: ami_id }
`;

/** The main branch asks for a release of each merge, by the workflow that the README tells to copy. */
function configureRelease(folder: string): void {
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  appendFileSync(join(folder, ".github/bakegate.yml"), release);
  copyFileSync(workflow, join(folder, ".github/workflows/bake-and-deploy.yml"));
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", "Bake and deploy what is merged");
}

/** Reviews under way get little time: nobody will read them. */
async function stopApp(app: RunningApp): Promise<void> {
  const stopped = await Promise.race([app.stop().then(() => true), sleep(3_000, false, { ref: false })]);
  if (!stopped) await app.kill();
}
