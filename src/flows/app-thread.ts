/** The thread in which the App works: webhooks are answered in another one, so that no review makes them wait. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { type AppIdentity, appIdentity, createApp } from "../github/app-client.ts";
import { BlobCache } from "../github/blob-cache.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createTreeMemory } from "../github/trees.ts";
import type { Told } from "../model/happening.ts";
import { createAppLog } from "./app-log.ts";
import type { AppSettings } from "./app-settings.ts";
import type { AppTools } from "./app-tools.ts";
import { ParseMemory } from "./parse-memory.ts";
import { createHappenings, type Happenings } from "./take-happenings.ts";

/** What the thread says to the one that started it. */
export type ThreadSays =
  | { readonly kind: "ready" }
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "refused"; readonly message: string; readonly next: string };

/** What it is told. */
export type ThreadIsTold = { readonly kind: "told"; readonly told: Told } | { readonly kind: "stop" };

/** Milliseconds between rounds: what a lost webhook costs at most. */
const roundEvery = 5 * 60 * 1_000;
/** GitHub keeps what did not arrive for three days: at a start, all of that time is looked through. */
const keptByGitHub = 3 * 24 * 60 * 60 * 1_000;

async function work(settings: AppSettings): Promise<void> {
  const log = createAppLog(settings.logLevel);
  const probot = createApp({ ...settings, log });
  const early: Told[] = [];
  let happenings: Happenings | null = null;
  let stopped = false;
  parentPort?.on("message", (message: ThreadIsTold) => {
    if (message.kind === "stop") {
      stopped = true;
      // Ends the thread only; what else waits in it (for GitHub, for the next round) is of no more use.
      void (happenings?.queue.stop() ?? Promise.resolve()).finally(() => process.exit(0));
    } else if (happenings === null) early.push(message.told);
    else happenings.take(message.told);
  });

  const app = await knownToGitHub(() => appIdentity(probot));
  if (app === null || stopped) return;
  const blobs = new BlobCache({ dir: settings.dataDir, log });
  const tools: AppTools = { probot, app, blobs, trees: createTreeMemory(), parses: new ParseMemory(), log };
  happenings = createHappenings(tools);
  for (const told of early.splice(0)) happenings.take(told);
  say({ kind: "ready" });

  let since = Date.now() - keptByGitHub;
  while (!stopped) {
    const started = Date.now();
    await happenings.round(since).catch((err: unknown) => log.error({ err }, "a round broke off"));
    since = started - roundEvery;
    await sleep(roundEvery, undefined, { ref: false });
  }
}

/** Asks until GitHub answers; null where it says that the credentials are wrong, which no waiting mends. */
async function knownToGitHub(ask: () => Promise<AppIdentity>): Promise<AppIdentity | null> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof GitHubFailure)) throw cause;
      if (cause.status === 401 || cause.status === 404) {
        say({ kind: "refused", message: cause.message, next: cause.next });
        return null;
      }
      say({ kind: "waiting", why: cause.message });
      await sleep(Math.min(60, 2 ** tries) * 1_000);
    }
  }
}

function say(message: ThreadSays): void {
  parentPort?.postMessage(message);
}

await work(workerData as AppSettings);
