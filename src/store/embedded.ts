/** PostgreSQL inside this process (PGlite): for one process that keeps all it knows in its data directory. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite, Results, Transaction } from "@electric-sql/pglite";
import { BakegateError, systemWords } from "../model/failure.ts";
import type { Database, Queryable, Row } from "./database.ts";
import { queryFailure } from "./database-failure.ts";
import { type DirectoryLock, type Holder, lockDirectory } from "./directory-lock.ts";
import { isMade, makeFiles, openFiles } from "./embedded-files.ts";
import { Turns } from "./turns.ts";

/**
 * @throws BakegateError (usage) where another process has it open, and where the directory cannot be used.
 * The first start makes the database: 5 s and 0.9 GB for that while; each later one takes 0.4 s and 0.3 GB (measured, 2 busy cores).
 */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const dir = join(dataDir, "database");
  const lock = await lockAlone(dataDir, dir);
  try {
    if (!(await isMade(dir))) await makeFiles(dir);
    const pglite = await openFiles(dir);
    return new Embedded(pglite, lock);
  } catch (cause) {
    await lock.release();
    throw new BakegateError(
      "usage",
      `the database in ${dir} cannot be opened`,
      "Put back a copy of the directory, or move it away to begin with an empty one; a newer PostgreSQL does not read an older one's files.",
      { cause },
    );
  }
}

class Embedded implements Database {
  readonly #pglite: PGlite;
  readonly #lock: DirectoryLock;
  readonly #turns = new Turns();

  constructor(pglite: PGlite, lock: DirectoryLock) {
    this.#pglite = pglite;
    this.#lock = lock;
  }

  query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#inTurn(() => (values.length > 0 ? valued(this.#pglite, text, values) : this.#script(text)));
  }

  transaction<T>(work: (within: Queryable) => Promise<T>): Promise<T> {
    return this.#inTurn(() => this.#pglite.transaction((tx) => work({ query: (text, values) => inTransaction(tx, text, values) })));
  }

  async close(): Promise<void> {
    try {
      await this.#inTurn(() => this.#pglite.close());
    } finally {
      await this.#lock.release();
    }
  }

  /** A script that fails between its own BEGIN and COMMIT would leave everybody's statements in a transaction that takes none. */
  async #script(text: string): Promise<readonly Row[]> {
    try {
      return lastRows(await this.#pglite.exec(text));
    } catch (cause) {
      await this.#pglite.exec("ROLLBACK");
      throw cause;
    }
  }

  /** There is one session for all. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take(work);
    } catch (cause) {
      throw queryFailure(cause, "See that the disk has room and can be written; what was asked for is tried again.");
    }
  }
}

async function inTransaction(tx: Transaction, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return values.length > 0 ? valued(tx, text, values) : lastRows(await tx.exec(text));
}

async function valued(runner: PGlite | Transaction, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return (await runner.query<Row>(text, [...values])).rows;
}

function lastRows(results: readonly Results[]): readonly Row[] {
  return results.at(-1)?.rows ?? [];
}

async function lockAlone(dataDir: string, dir: string): Promise<DirectoryLock> {
  const outcome = await lockOrExplain(dataDir, dir);
  if (outcome.kind === "locked") return outcome.lock;
  throw new BakegateError(
    "usage",
    `the database in ${dir} is in use by ${holderWords(outcome.holder)}`,
    "Stop that process first, name another folder with BAKEGATE_DATA_DIR, or set DATABASE_URL: several processes can share a PostgreSQL.",
  );
}

async function lockOrExplain(dataDir: string, dir: string): ReturnType<typeof lockDirectory> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await lockDirectory(dataDir, `${dir}.lock`);
  } catch (cause) {
    const next = "Name a folder that this user may write with BAKEGATE_DATA_DIR.";
    throw new BakegateError("usage", `the data directory ${dataDir} cannot be used: ${systemWords(cause)}`, next, { cause });
  }
}

function holderWords(holder: Holder | null): string {
  return holder === null ? "another process that is just starting" : `process ${holder.pid} on ${holder.place.split(" ", 1)[0]}`;
}
