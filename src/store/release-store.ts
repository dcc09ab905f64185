/** The store behind releases and their queue: PostgreSQL where one is named, else one inside this process, with the same statements. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { BakegateError } from "../model/failure.ts";
import type { Release } from "../model/release.ts";
import type { ReleaseStore } from "../model/release-store.ts";
import type { Database } from "./database.ts";
import { openingFailure } from "./database-failure.ts";
import { openEmbedded } from "./embedded.ts";
import { Locks, unsharedLocks } from "./locks.ts";
import { migrate } from "./migrations.ts";
import { addressOf, openPostgres } from "./postgres.ts";
import { PostgresLocks } from "./postgres-locks.ts";
import { openQueue, type ReleaseQueue } from "./queue.ts";
import { insertOnce, insertRelease, putRelease, selectOfRepository, selectRelease, selectUnsettled } from "./release-rows.ts";
import { Worker } from "./worker.ts";

export interface ReleaseStoreOptions {
  /** `postgres://…`; null: the data directory. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly log: Logger;
}

/** Milliseconds that another process is waited for which makes or changes the tables. */
const longestPreparation = 60_000;

/**
 * @throws BakegateError (usage): the database cannot be reached or used, belongs to a newer version, or, without a `databaseUrl`,
 * another process has the directory open.
 */
export async function openReleaseStore({ databaseUrl, dataDir, log }: ReleaseStoreOptions): Promise<ReleaseStore> {
  if (databaseUrl === null) return start(await openEmbedded(dataDir), new Locks(unsharedLocks()), log);
  const database = await openPostgres(databaseUrl, log);
  try {
    return await start(database, new Locks(new PostgresLocks(databaseUrl, log)), log);
  } catch (cause) {
    throw cause instanceof BakegateError && cause.kind === "usage"
      ? cause
      : openingFailure(addressOf(databaseUrl), cause instanceof BakegateError ? cause.cause : cause);
  }
}

async function start(database: Database, locks: Locks, log: Logger): Promise<ReleaseStore> {
  try {
    return new SqlReleaseStore(database, locks, await prepareAlone(database, locks, log), log);
  } catch (cause) {
    await locks.close();
    await database.close();
    throw cause;
  }
}

/** Tables are made by one process while the others wait; if it dies, the next goes on where its last whole step ended. */
async function prepareAlone(database: Database, locks: Locks, log: Logger): Promise<ReleaseQueue> {
  for (const end = Date.now() + longestPreparation; Date.now() < end; await sleep(100)) {
    const queue = await locks.alone("preparation", async () => {
      await migrate(database);
      return openQueue(database, log);
    });
    if (queue !== null) return queue;
  }
  throw new BakegateError("usage", "another process has been preparing the database for a minute", "Look at its log, or stop it.");
}

class SqlReleaseStore implements ReleaseStore {
  readonly #database: Database;
  readonly #locks: Locks;
  readonly #queue: ReleaseQueue;
  readonly #worker: Worker;
  readonly #log: Logger;
  #closing: Promise<void> | null = null;

  constructor(database: Database, locks: Locks, queue: ReleaseQueue, log: Logger) {
    this.#database = database;
    this.#locks = locks;
    this.#queue = queue;
    this.#log = log;
    this.#worker = new Worker(queue, locks, log);
  }

  begin(release: Release): Promise<boolean> {
    return insertRelease(this.#database, release);
  }

  read(id: string): Promise<Release | null> {
    return selectRelease(this.#database, id);
  }

  write(release: Release): Promise<void> {
    return putRelease(this.#database, release);
  }

  unsettled(): Promise<readonly Release[]> {
    return selectUnsettled(this.#database, this.#log);
  }

  list(repository: string, most: number): Promise<readonly Release[]> {
    return selectOfRepository(this.#database, repository, most, this.#log);
  }

  once(name: string): Promise<boolean> {
    return insertOnce(this.#database, name);
  }

  alone<T>(id: string, work: () => Promise<T>): Promise<T | null> {
    return this.#locks.alone(`work ${id}`, work);
  }

  async enqueue(id: string, { afterSeconds = 0 }: { readonly afterSeconds?: number } = {}): Promise<void> {
    await this.#queue.add(id, afterSeconds > 0 ? { afterSeconds } : "now");
    this.#worker.wake();
  }

  async work(most: number, handler: (id: string) => Promise<void>): Promise<void> {
    this.#worker.start(most, handler);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#worker.stop();
    await this.#queue.close();
    await this.#locks.close();
    await this.#database.close();
  }
}
