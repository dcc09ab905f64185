/** The queue of releases that want attention, kept by pg-boss in tables of its own beside ours. */
import PgBoss from "pg-boss";
import type { Logger } from "pino";
import type { Database, Queryable } from "./database.ts";

/** The work of one id, taken and not given back yet. */
export interface Task {
  readonly job: string;
  readonly release: string;
  /** How often it has failed in a row. */
  readonly tries: number;
}

/** Why a task waits: of each kind one waits for a release at a time, except that later times stay apart. */
type Waiting = "now" | "again" | "busy" | { readonly afterSeconds: number };

const schema = "bakegate_queue";
const queueName = "release";

/** Seconds: a task of a process that died comes back when it has not been kept alive for so long, and {@link maintenance} looks. */
const expiry = 60;
const maintenance = 20;

/** How often a living worker says so; two may fail. */
export const keepAliveSeconds = 15;

/**
 * pg-boss tries again by itself only what a dying process left, each time later: a release that kills it must not do so all day.
 * After the retention a task that nobody took is forgotten; who starts enqueues what is unsettled.
 */
const dying = { expireInSeconds: expiry, retryLimit: 1_000, retryDelay: 1, retryBackoff: true, retentionDays: 365 };

export class ReleaseQueue {
  readonly #boss: PgBoss;
  readonly #database: Database;

  constructor(boss: PgBoss, database: Database) {
    this.#boss = boss;
    this.#database = database;
  }

  /**
   * The policy `short` lets one task of a key wait and does not see those that are worked on or come back: an event during the work leads
   * to one more run, a hundred events to one. A task for later has another key than one for now, which it would hold up; keys are never
   * absent, since to pg-boss all absent ones are the same.
   */
  async add(release: string, waiting: Waiting, tries = 0, within: Queryable = this.#database): Promise<void> {
    const seconds = waiting === "now" ? 0 : waiting === "busy" ? 1 : waiting === "again" ? againAfter(tries) : waiting.afterSeconds;
    const options = { ...dying, singletonKey: keyOf(release, waiting), startAfter: seconds, db: executor(within) };
    await this.#boss.send(queueName, { release, tries }, options);
  }

  /** @throws BakegateError (incomplete) where the database cannot be asked. */
  async take(most: number): Promise<readonly Task[]> {
    // pg-boss takes any failure here for "nothing to do".
    let failure: unknown = null;
    const db = {
      executeSql: async (text: string, values?: readonly unknown[]) => {
        try {
          return await executor(this.#database).executeSql(text, values);
        } catch (cause) {
          failure = cause;
          throw cause;
        }
      },
    };
    const jobs = await this.#boss.fetch<unknown>(queueName, { batchSize: most, db });
    if (failure !== null) throw failure;
    return jobs.flatMap(({ id, data }) => taskOf(id, data));
  }

  async done({ job }: Task): Promise<void> {
    await this.#boss.complete(queueName, job);
  }

  /** Gives a task back: it failed, or the release is worked on somewhere else. */
  async giveBack({ job, release, tries }: Task, waiting: "again" | "busy"): Promise<void> {
    await this.#database.transaction(async (within) => {
      await this.add(release, waiting, waiting === "again" ? tries + 1 : tries, within);
      await this.#boss.complete(queueName, job, {}, { db: executor(within) });
    });
  }

  /** pg-boss 10 has no word for work that goes on; it counts from the start, so the start moves. */
  async keepAlive(tasks: readonly Task[]): Promise<void> {
    const jobs = tasks.map(({ job }) => job);
    await this.#database.query(
      `UPDATE ${schema}.job SET started_on = now() WHERE name = $1 AND state = 'active' AND id = ANY($2::uuid[])`,
      [queueName, jobs],
    );
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }
}

/** To be called by one process at a time. */
export async function openQueue(database: Database, log: Logger): Promise<ReleaseQueue> {
  const boss = new PgBoss({ db: executor(database), schema, schedule: false, maintenanceIntervalSeconds: maintenance });
  // Without a listener the event would end the process.
  boss.on("error", (err) => log.error({ err }, "the queue could not be looked after"));
  await boss.start();
  await boss.createQueue(queueName, { name: queueName, policy: "short" });
  // What a process left that died long ago is there from the start.
  await boss.expire();
  return new ReleaseQueue(boss, database);
}

interface Executor {
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

function executor(database: Queryable): Executor {
  return { executeSql: async (text, values) => ({ rows: [...(await database.query(text, values))] }) };
}

function keyOf(release: string, waiting: Waiting): string {
  if (typeof waiting === "string") return `${release} ${waiting}`;
  return `${release} at ${Math.ceil(Date.now() / 1_000) + waiting.afterSeconds}`;
}

/** Seconds, doubled each time up to ten minutes: GitHub may be away for hours, and a wait of hours after it is back helps nobody. */
function againAfter(tries: number): number {
  return Math.min(600, 2 ** Math.min(tries - 1, 10));
}

function taskOf(job: string, data: unknown): readonly Task[] {
  if (typeof data !== "object" || data === null || !("release" in data && "tries" in data)) return [];
  const { release, tries } = data;
  return typeof release === "string" && typeof tries === "number" ? [{ job, release, tries }] : [];
}
