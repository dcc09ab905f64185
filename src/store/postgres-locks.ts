/** Locks among processes: PostgreSQL's advisory locks, which the server lets go as soon as the connection that took them is gone. */
import { createHash } from "node:crypto";
import { Client } from "pg";
import type { Logger } from "pino";
import { queryFailure } from "./database-failure.ts";
import type { SharedLocks } from "./locks.ts";
import { connectionTo } from "./postgres.ts";
import { Turns } from "./turns.ts";

/**
 * A machine that vanishes says nothing: without these its locks would be kept for two hours. On a local socket they mean nothing.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS
 */
const noticeTheVanished = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/**
 * One connection holds all locks of this process. Should it break, they are lost while the work goes on, and others may begin the same:
 * whoever works alone keeps what it did before it does the next thing.
 */
export class PostgresLocks implements SharedLocks {
  readonly #databaseUrl: string;
  readonly #log: Logger;
  readonly #held = new Set<string>();
  readonly #turns = new Turns();
  #connection: Promise<Client> | null = null;

  constructor(databaseUrl: string, log: Logger) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
  }

  async take(id: string): Promise<boolean> {
    const taken = await this.#ask("SELECT pg_try_advisory_lock($1, $2) AS done", id);
    if (taken) this.#held.add(id);
    return taken;
  }

  async release(id: string): Promise<void> {
    if (!this.#held.delete(id)) return;
    try {
      await this.#ask("SELECT pg_advisory_unlock($1, $2) AS done", id);
    } catch (cause) {
      // The lock went with its connection; what was done under it stays done.
      this.#log.warn({ why: queryFailure(cause).message }, "a lock ended with its connection");
    }
  }

  async close(): Promise<void> {
    this.#held.clear();
    const connection = this.#connection;
    this.#connection = null;
    if (connection !== null) await connection.then((client) => client.end()).catch(() => {});
  }

  #ask(text: string, id: string): Promise<boolean> {
    return this.#turns.take(() => this.#askNow(text, id));
  }

  async #askNow(text: string, id: string): Promise<boolean> {
    this.#connection ??= this.#connect();
    const connection = this.#connection;
    try {
      const { rows } = await (await connection).query(text, [...lockKeys(id)]);
      return rows[0]?.done === true;
    } catch (cause) {
      // Whether the server gave it is not known: a connection that is gone has nothing.
      this.#drop(connection);
      void connection.then((client) => client.end()).catch(() => {});
      throw queryFailure(cause);
    }
  }

  #connect(): Promise<Client> {
    const client = new Client(connectionTo(this.#databaseUrl));
    const connection = client.connect().then(async () => {
      await client.query(noticeTheVanished);
      return client;
    });
    client.on("error", () => this.#drop(connection));
    client.on("end", () => this.#drop(connection));
    return connection;
  }

  #drop(connection: Promise<Client>): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    if (this.#held.size > 0)
      this.#log.warn({ locks: this.#held.size }, "the connection that holds the locks is lost: others may take them");
    this.#held.clear();
  }
}

/** Two 32-bit numbers out of a digest: ids are texts, and advisory locks are numbers that all users of the database share. */
export function lockKeys(id: string): readonly [number, number] {
  const digest = createHash("sha256").update(`bakegate lock ${id}`).digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}
