/** Builds the App where what was built is missing or older than its source. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { BakegateError } from "../../src/model/failure.ts";
import type { Belongings } from "./belongings.ts";
import type { Steps } from "./steps.ts";

/** Milliseconds that a build may still take when the demo is interrupted. */
const patience = 8_000;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** @throws BakegateError where it cannot be built. */
export async function buildApp(steps: Steps, belongings: Belongings): Promise<void> {
  if (isBuilt(join(root, "src"), join(root, "dist"))) return;
  steps.at("Building Bakegate");
  // A process group of its own: Ctrl-C does not reach it.
  const build = await belongings.keep(
    () => spawn("npm", ["run", "--silent", "build"], { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] }),
    finish,
  );
  const said: string[] = [];
  for (const stream of [build.stdout, build.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
  const [code] = await once(build, "close");
  if (code !== 0)
    throw new BakegateError("incomplete", `npm run build failed:\n${said.join("").trim()}`, "Mend that and start the demo again.");
}

/** Whether every source has its output, and none is younger. A build that was interrupted is none. */
export function isBuilt(source: string, built: string): boolean {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .every((path) => modified(join(built, path.replace(/\.tsx?$/, ".js"))) >= modified(join(source, path)));
}

/** In milliseconds; 0: there is no such file. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Lets it finish, because it began with deleting what was built before. */
async function finish(build: ChildProcess): Promise<void> {
  if (build.pid === undefined || build.exitCode !== null || build.signalCode !== null) return;
  const finished = await Promise.race([once(build, "close").then(() => true), sleep(patience, false, { ref: false })]);
  if (!finished) process.kill(-build.pid, "SIGKILL");
}
