/** The built App as a process of its own, against a local GitHub. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { LocalGitHub } from "../local-github/local-github.ts";
import { copyEmptyDatabase } from "../store/empty-database.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface RunningApp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Lines of the log, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** As an administrator would: SIGTERM. Resolves to the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

export interface AppStart {
  /** Kept over restarts; default: a new one. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** False: webhooks are sent as soon as it listens, before it has asked GitHub who it is. Default: true. */
  readonly ready?: boolean;
}

/** A folder for the App's data that goes with {@link removeDataDirs}. */
export function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "bakegate-app-"));
  dataDirs.push(dir);
  return dir;
}

const dataDirs: string[] = [];

export function removeDataDirs(): void {
  for (const dir of dataDirs.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** Starts `bakegate serve`, and sends the local GitHub's webhooks to it once it is ready. */
export async function startApp(github: LocalGitHub, start: AppStart = {}): Promise<RunningApp> {
  const dataDir = start.dataDir ?? newDataDir();
  if (start.env?.DATABASE_URL === undefined && !existsSync(join(dataDir, "database"))) await copyEmptyDatabase(dataDir);
  const child = spawn(process.execPath, [cli, "serve"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: github.webhookSecret,
      GITHUB_API_URL: github.apiUrl,
      BAKEGATE_DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "info",
      ...start.env,
    },
  });
  const log: Record<string, unknown>[] = [];
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  createInterface({ input: child.stdout }).on("line", (line) => log.push(JSON.parse(line)));
  const url = await started(child, log, () => said, start.ready !== false);
  github.sendWebhooksTo(`${url}/api/github/webhooks`);
  return {
    url,
    log,
    async stop() {
      if (hasEnded(child)) return child.exitCode;
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      return code as number | null;
    },
    async kill() {
      if (hasEnded(child)) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** What does not get ready is not left running. */
async function started(
  child: ChildProcess,
  log: readonly Record<string, unknown>[],
  said: () => string,
  waitsUntilReady: boolean,
): Promise<string> {
  try {
    const url = await listening(child, log, said);
    if (waitsUntilReady) await ready(url, child, said);
    return url;
  } catch (cause) {
    child.kill("SIGKILL");
    throw cause;
  }
}

/** Also where a signal ended it. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function listening(child: ChildProcess, log: readonly Record<string, unknown>[], said: () => string): Promise<string> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (hasEnded(child)) throw new Error(`the App ended with ${child.exitCode ?? child.signalCode}: ${said()}`);
    for (const line of log) {
      const found = /listening on (http:\/\/\S+)/.exec(String(line.msg));
      if (found?.[1] !== undefined) return found[1];
    }
    await sleep(20);
  }
  throw new Error(`the App does not listen: ${said()}`);
}

async function ready(url: string, child: ChildProcess, said: () => string): Promise<void> {
  let last = "";
  for (let waited = 0; waited < 15_000; waited += 50) {
    if (hasEnded(child)) throw new Error(`the App ended with ${child.exitCode ?? child.signalCode}: ${said()}`);
    const response = await fetch(`${url}/readyz`);
    last = await response.text();
    if (response.status === 200) return;
    await sleep(50);
  }
  throw new Error(`the App does not get ready: ${last}`);
}

/** Waits until something holds. @throws after the time (ms), with what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  within = 15_000,
): Promise<T> {
  const until = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > until) throw new Error(`waited in vain for ${what}`);
    await sleep(50);
  }
}
