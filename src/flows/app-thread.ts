/** The thread in which the App works: webhooks are answered in another one, so that no review makes them wait. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Logger } from "pino";
import { type AppIdentity, appIdentity, createApp } from "../github/app-client.ts";
import { BlobCache } from "../github/blob-cache.ts";
import { createCommitMemory } from "../github/commit-files.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createTreeMemory } from "../github/trees.ts";
import type { Told } from "../model/happening.ts";
import { createAppLog } from "./app-log.ts";
import type { AppSettings } from "./app-settings.ts";
import { type AppTools, bakegateError } from "./app-tools.ts";
import { memoryOf, openAppParses } from "./kept-parses.ts";
import { createReleases, type Releases } from "./releases.ts";
import { createHappenings, type Happenings } from "./take-happenings.ts";

/** What the thread says to the one that started it. */
export type ThreadSays =
  | { readonly kind: "ready" }
  /** What a delivery told is done, or kept where no crash loses it. */
  | { readonly kind: "done"; readonly delivery: string }
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "refused"; readonly message: string; readonly next: string };

/** What it is told; nothing before it says that it is ready. */
export type ThreadIsTold = { readonly kind: "told"; readonly told: Told } | { readonly kind: "stop" };

/** Milliseconds between rounds: what a lost webhook costs at most. */
const roundEvery = 5 * 60 * 1_000;
/** GitHub keeps what did not arrive for three days: at a start, all of that time is looked through. */
const keptByGitHub = 3 * 24 * 60 * 60 * 1_000;

async function work(settings: AppSettings): Promise<void> {
  const log = createAppLog(settings.logLevel);
  const probot = createApp({ ...settings, log });
  let happenings: Happenings | null = null;
  let releases: Releases | null = null;
  let stopped = false;
  parentPort?.on("message", (message: ThreadIsTold) => {
    if (message.kind === "stop") {
      stopped = true;
      void end();
    } else happenings?.take(message.told);
  });

  /** Ends the thread only; what else waits in it (for GitHub, for the next round) is of no more use. */
  const end = async (): Promise<void> => {
    try {
      await happenings?.queue.stop();
      await releases?.close();
    } catch (err) {
      log.error({ err }, "the thread did not end as it should");
    }
    process.exit(0);
  };

  const app = await knownToGitHub(() => appIdentity(probot));
  if (app === null || stopped) return;
  const blobs = new BlobCache({ dir: settings.dataDir, log });
  const parses = await openAppParses(settings.dataDir);
  if (parses.kind === "off") log.warn({ why: parses.why }, "what is read of files is not kept on disk");
  const tools: AppTools = { probot, app, blobs, trees: createTreeMemory(), commits: createCommitMemory(), parses: memoryOf(parses), log };
  releases = createReleases(tools, settings);
  if (releases.isUsed()) await opened(releases, log);
  happenings = createHappenings(tools, releases, (delivery) => say({ kind: "done", delivery }));
  say({ kind: "ready" });

  let since = Date.now() - keptByGitHub;
  while (!stopped) {
    const started = Date.now();
    await happenings.round(since).catch((err: unknown) => log.error({ err }, "a round broke off"));
    since = started - roundEvery;
    await sleep(roundEvery, undefined, { ref: false });
  }
}

/** What a crash left is taken up before anything else; a database that is not there yet is waited for. */
async function opened(releases: Releases, log: Logger): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await releases.open();
      return;
    } catch (cause) {
      const error = bakegateError(cause);
      log.error({ next: error.next }, error.message);
      say({ kind: "waiting", why: `${error.message}. ${error.next}` });
      await sleep(Math.min(60, 2 ** tries) * 1_000);
    }
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
