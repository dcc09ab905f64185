/** The App under load: deliveries a second on loopback, how fast each is answered, and whether every pull request ends in its right state. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isBad, type PullState, payloadOf } from "./serve-github.ts";

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  readonly pulls: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
  readonly pulls: number;
  /** Pull requests whose last state is right. */
  readonly right: number;
  /** Seconds after the last delivery until all were. */
  readonly settled: number;
  /** Peak, of the App's process. */
  readonly megabytes: number;
}

const secret = "bench";

export async function measureLoad(cli: string, load: Load): Promise<LoadResult> {
  const room = mkdtempSync(join(tmpdir(), "bakegate-load-"));
  const github = fork(fileURLToPath(new URL("./serve-github.ts", import.meta.url)), { execArgv: ["--import", "tsx"], stdio: "inherit" });
  const [{ port }] = (await once(github, "message")) as [{ port: number }];
  const app = startApp(cli, port, join(room, "data"));
  try {
    const url = await listening(app);
    const latencies = await sendAll(url, github, load);
    const ended = Date.now();
    const states = await settle(github);
    const settled = (Date.now() - ended) / 1000;
    const good = latencies.filter((one) => one !== null).sort((a, b) => a - b);
    return {
      sent: latencies.length,
      answered: good.length,
      median: good[Math.floor(good.length / 2)] ?? 0,
      p99: good[Math.floor(good.length * 0.99)] ?? 0,
      longest: good.at(-1) ?? 0,
      pulls: states.length,
      right: states.filter(isRight).length,
      settled,
      megabytes: peakOf(app),
    };
  } finally {
    app.kill("SIGKILL");
    github.disconnect();
    await once(app, "exit");
    rmSync(room, { recursive: true, force: true });
  }
}

function startApp(cli: string, port: number, dataDir: string): ChildProcess {
  const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  return spawn(process.execPath, [cli, "serve"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      APP_ID: "7",
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: secret,
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      BAKEGATE_DATA_DIR: dataDir,
      PORT: "0",
    },
  });
}

async function listening(app: ChildProcess): Promise<string> {
  let url = "";
  if (app.stdout === null) throw new Error("the App has no output");
  createInterface({ input: app.stdout }).on("line", (line) => {
    url = /listening on (http:\/\/[^"]+)/.exec(line)?.[1] ?? url;
  });
  for (let tries = 0; tries < 400; tries++) {
    if (url !== "" && (await fetch(`${url}/readyz`)).status === 200) return url;
    await sleep(50);
  }
  throw new Error("the App did not get ready");
}

/** At an even pace, whether earlier ones are answered or not. */
async function sendAll(url: string, github: ChildProcess, { perSecond, seconds, pulls }: Load): Promise<readonly (number | null)[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const sent: Promise<number | null>[] = [];
  const started = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    const pull = index % pulls;
    const count = Math.floor(index / pulls);
    github.send({ kind: "head", pull, count });
    sent.push(deliver(url, agent, payloadOf(pull, count)));
  }
  const answered = await Promise.all(sent);
  agent.destroy();
  return answered;
}

/** Milliseconds until it was answered well; null: it was not. */
function deliver(url: string, agent: Agent, body: string): Promise<number | null> {
  const started = performance.now();
  return new Promise((resolve) => {
    const headers = {
      "content-type": "application/json",
      "x-github-event": "pull_request",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    };
    const sending = request(`${url}/api/github/webhooks`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve((response.statusCode ?? 500) < 300 ? performance.now() - started : null));
    });
    sending.on("error", () => resolve(null));
    sending.end(body);
  });
}

function isRight({ count, conclusion, comment }: PullState): boolean {
  const bad = isBad(count);
  return conclusion === (bad ? "failure" : "success") && (comment === null ? !bad : comment.includes(bad ? "⛔" : "✅"));
}

/** Waits until all are right, three minutes at most. */
async function settle(github: ChildProcess): Promise<readonly PullState[]> {
  for (let tries = 0; ; tries++) {
    github.send({ kind: "state" });
    const [{ state }] = (await once(github, "message")) as [{ state: readonly PullState[] }];
    if (state.every(isRight) || tries > 360) return state;
    await sleep(500);
  }
}

/** In MB; 0 where the system does not say. */
function peakOf(app: ChildProcess): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${app.pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
