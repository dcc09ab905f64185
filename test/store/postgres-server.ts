/** A throw-away PostgreSQL from the programs that are installed; the server refuses to run as root, so then it is run as `postgres`. */
import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";

export const password = "geheim-4711";

export interface PostgresServer {
  readonly port: number;
  /** Address of a new, empty database. */
  database(): Promise<string>;
  address(database: string, user?: string, secret?: string): string;
  /** Runs statements as the server's owner. */
  run(database: string, text: string): Promise<readonly Record<string, unknown>[]>;
  start(): void;
  /** As a crash would: connections are cut. */
  crash(): void;
  remove(): void;
}

/** Null: no server is installed, or nobody it would run as. */
export function postgresPrograms(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.find((folder) => ["initdb", "postgres", "pg_ctl"].every((name) => existsSync(join(folder, name))));
  return found !== undefined && owner() !== "nobody" ? found : null;
}

/** Ends the name of a story that needs it and cannot run. */
export const withoutPostgres = "SKIPPED: no PostgreSQL server is installed (apt-get install postgresql)";

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

function owner(): Identity | "nobody" {
  if (process.getuid?.() !== 0) return {};
  const { status, stdout } = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
  if (status !== 0) return "nobody";
  return { uid: Number(stdout), gid: Number(execFileSync("id", ["-g", "postgres"], { encoding: "utf8" })) };
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const who = owner();
  if (who === "nobody") throw new Error("there is no user postgres");
  const room = mkdtempSync(join(tmpdir(), "bakegate-postgres-"));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(room, who.uid, who.gid);
  const data = join(room, "data");
  const secret = join(room, "password");
  writeFileSync(secret, password);
  const port = await freePort();
  const call = (name: string, ...args: readonly string[]) =>
    execFileSync(join(programs, name), args, { ...who, cwd: room, stdio: "ignore" });
  call("initdb", "-D", data, "-U", "bake", `--pwfile=${secret}`, "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C");
  const options = `-p ${port} -h 127.0.0.1 -k ${room} -c fsync=off`;
  let databases = 0;

  const server: PostgresServer = {
    port,
    async database() {
      databases += 1;
      const name = `story${databases}`;
      await server.run("postgres", `CREATE DATABASE ${name}`);
      return server.address(name);
    },
    address: (database, user = "bake", word = password) => `postgres://${user}:${encodeURIComponent(word)}@127.0.0.1:${port}/${database}`,
    async run(database, text) {
      const client = new pg.Client({ connectionString: server.address(database) });
      await client.connect();
      try {
        const result = await client.query<Record<string, unknown>>(text);
        return result.rows ?? [];
      } finally {
        await client.end();
      }
    },
    start: () => void call("pg_ctl", "-D", data, "-w", "-l", join(room, "log"), "-o", options, "start"),
    crash: () => void call("pg_ctl", "-D", data, "-m", "immediate", "stop"),
    remove() {
      spawnSync(join(programs, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], { ...who, cwd: room, stdio: "ignore" });
      rmSync(room, { recursive: true, force: true });
    },
  };
  server.start();
  return server;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
