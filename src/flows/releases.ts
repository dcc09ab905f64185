/** The App's releases: the store is opened when there is something to keep, and what a crash left is taken up again. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseStore } from "../model/release-store.ts";
import type { ReleaseEvent } from "../release/advance.ts";
import { openReleaseStore } from "../store/release-store.ts";
import type { AppTools } from "./app-tools.ts";
import { carryOn, type ReleaseTools, tellRelease } from "./release-merge.ts";

export interface Releases {
  /** Whether there is, or may be, something kept: then the App is ready only when it can be read. */
  isUsed(): boolean;
  /** Opens the store, the first time. */
  open(): Promise<ReleaseStore>;
  /** Something that happened to a release; nothing where no store was ever opened. */
  tell(id: string, event: ReleaseEvent): Promise<void>;
  close(): Promise<void>;
}

export interface ReleasesOptions {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Seconds, see {@link ReleaseTools}. */
  readonly settle: number;
}

/** Releases that are carried on side by side. */
const most = 4;
const watch = 60;

export function createReleases(tools: AppTools, { databaseUrl, dataDir, settle }: ReleasesOptions): Releases {
  let opened: Promise<ReleaseStore> | null = null;
  const open = (): Promise<ReleaseStore> => {
    opened ??= start().catch((cause: unknown) => {
      // The next merge tries again.
      opened = null;
      throw cause;
    });
    return opened;
  };
  const start = async (): Promise<ReleaseStore> => {
    const releases = await openReleaseStore({ databaseUrl, dataDir, log: tools.log });
    const own: ReleaseTools = { ...tools, releases, settle, watch };
    await releases.work(most, (id) => carryOn(own, id));
    for (const { id } of await releases.unsettled()) await releases.enqueue(id);
    return releases;
  };
  const isUsed = (): boolean => opened !== null || databaseUrl !== null || existsSync(join(dataDir, "database"));
  return {
    isUsed,
    open,
    async tell(id, event) {
      if (isUsed()) await tellRelease({ ...tools, releases: await open(), settle, watch }, id, event);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}
