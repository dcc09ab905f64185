/** PostgreSQL over the network: a pool of connections that heals itself, and never ends the process. */

import { type ClientConfig, Pool, type PoolClient, type QueryResult } from "pg";
import type { Logger } from "pino";
import { BakegateError } from "../model/failure.ts";
import type { Database, Queryable, Row } from "./database.ts";
import { openingFailure, queryFailure } from "./database-failure.ts";

/** Connections of one process besides the one that holds its locks; PostgreSQL offers 100 to all, unless told otherwise. */
const mostConnections = 8;

/** Milliseconds: a server that cannot be reached within it is away, and a statement that takes longer never comes back. */
const connectWithin = 10_000;
const answerWithin = 30_000;

/** What every connection to an address is made with. */
export function connectionTo(databaseUrl: string): ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: "bakegate",
    connectionTimeoutMillis: connectWithin,
    query_timeout: answerWithin,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** Address without user's password and parameters, to be shown. @throws BakegateError (usage) where it is no address. */
export function addressOf(databaseUrl: string): string {
  const parsed = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (parsed === null || !["postgres:", "postgresql:"].includes(parsed.protocol) || holdsPassword(parsed) || !isDecodable(databaseUrl))
    throw new BakegateError(
      "usage",
      "DATABASE_URL is no PostgreSQL address: postgres://user@host/database",
      "Characters such as @ / : # % in the user or the password are written with their percent code.",
    );
  const user = parsed.username === "" ? "" : `${decodeURIComponent(parsed.username)}@`;
  return `${user}${parsed.host}${decodeURIComponent(parsed.pathname)}`;
}

/** With an unwritten `/`, `?` or `#` in the password, its rest and the host stand where the database's name should. */
function holdsPassword({ pathname, search, hash }: URL): boolean {
  return [pathname, search, hash].some((part) => part.includes("@"));
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws BakegateError (usage) that names what is wrong with DATABASE_URL, never its password. */
export async function openPostgres(databaseUrl: string, log: Logger): Promise<Database> {
  const address = addressOf(databaseUrl);
  const pool = createPool(databaseUrl, log);
  try {
    await pool.query("SELECT 1");
  } catch (cause) {
    await pool.end();
    throw openingFailure(address, cause);
  }
  return {
    query: (text, values) => queryOf(pool, text, values),
    transaction: (work) => transactionOn(pool, work),
    close: () => pool.end(),
  };
}

function createPool(databaseUrl: string, log: Logger): Pool {
  const pool = new Pool({ ...connectionTo(databaseUrl), max: mostConnections });
  const lost = (cause: Error) => log.warn({ why: queryFailure(cause).message }, "a connection to the database was lost");
  pool.on("error", lost);
  // The pool listens only to connections that rest: one that breaks while it is lent out would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

async function queryOf(runner: Pool | PoolClient, text: string, values?: readonly unknown[]): Promise<readonly Row[]> {
  try {
    const result: QueryResult | readonly QueryResult[] =
      values === undefined || values.length === 0 ? await runner.query(text) : await runner.query(text, [...values]);
    return lastRows(result);
  } catch (cause) {
    throw queryFailure(cause);
  }
}

/** The types know of one result only; several statements have as many. */
function lastRows(result: QueryResult | readonly QueryResult[]): readonly Row[] {
  return ("rows" in result ? result : result.at(-1))?.rows ?? [];
}

async function transactionOn<T>(pool: Pool, work: (within: Queryable) => Promise<T>): Promise<T> {
  const client = await borrow(pool);
  let broken = true;
  try {
    await queryOf(client, "BEGIN");
    const result = await work({ query: (text, values) => queryOf(client, text, values) });
    await queryOf(client, "COMMIT");
    broken = false;
    return result;
  } finally {
    // A connection that is thrown away takes its unfinished transaction with it.
    client.release(broken);
  }
}

async function borrow(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw queryFailure(cause);
  }
}
