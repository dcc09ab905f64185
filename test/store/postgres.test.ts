/** PostgreSQL with what goes wrong there: several processes, killed ones, lost connections, and a DATABASE_URL that leads nowhere. */
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import { BakegateError } from "../../src/model/failure.ts";
import type { ReleaseStore } from "../../src/model/release-store.ts";
import { openReleaseStore } from "../../src/store/release-store.ts";
import { freePort, type PostgresServer, password, postgresPrograms, startPostgres, withoutPostgres } from "./postgres-server.ts";
import { killAll, startProcess } from "./processes.ts";
import { release } from "./releases.ts";

const programs = postgresPrograms();
const logged: string[] = [];
const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });

function openAt(databaseUrl: string): Promise<ReleaseStore> {
  return openReleaseStore({ databaseUrl, dataDir: "/nonexistent", log });
}

async function failureOf(work: Promise<unknown>): Promise<BakegateError> {
  const cause = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (cause instanceof BakegateError) return cause;
  throw cause ?? new Error("it did not fail");
}

async function until(what: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !(await what()); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error(`it did not happen within ${seconds} s`);
}

describe("PostgreSQL", () => {
  if (programs === null) return void test.skip(withoutPostgres, () => {});
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres(programs);
  });

  afterAll(() => {
    killAll();
    server.remove();
  });

  test("two processes start at once on an empty database: both come up, and the tables are made once", async () => {
    for (let round = 0; round < 3; round += 1) {
      const url = await server.database();
      const stores = await Promise.all([openAt(url), openAt(url), openAt(url)]);
      for (const store of stores) await store.close();
    }
    const url = await server.database();
    const processes = [startProcess("open", "", url), startProcess("open", "", url)];
    for (const each of processes) expect(await each.says("")).toBe("open");
    expect(await server.run(new URL(url).pathname.slice(1), "SELECT version FROM bakegate.migrations")).toEqual([{ version: 1 }]);
  });

  test("work alone keeps other processes out, and is free as soon as the process is killed", async () => {
    const url = await server.database();
    const store = await openAt(url);
    const other = startProcess("hold", "", url);
    await other.says("held");
    expect(await store.alone("the one", async () => "too")).toBeNull();
    expect(await store.alone("another", async () => "beside")).toBe("beside");
    await other.kill();
    await until(async () => (await store.alone("the one", async () => "free")) === "free", 2);
    await store.close();
  });

  test("two processes share the queue: each release is worked on, and never by both at once", async () => {
    const url = await server.database();
    const store = await openAt(url);
    const processes = [startProcess("work", "", url), startProcess("work", "", url)];
    for (const each of processes) await each.says("open");
    const ids = Array.from({ length: 40 }, (_, index) => `r${index}`);
    for (let round = 0; round < 3; round += 1) for (const id of ids) await store.enqueue(id);
    const all = () => processes.flatMap(({ lines }) => [...lines]);
    await until(() => ids.every((id) => all().includes(`ends ${id}`)));
    for (const each of processes) await each.end();
    expect(all().filter((line) => line.startsWith("clashes"))).toEqual([]);
    for (const { lines } of processes) expect(lines.filter((line) => line.startsWith("ends")).length).toBeGreaterThan(3);
    expect(await server.run(new URL(url).pathname.slice(1), "SELECT id FROM bakegate_queue.job WHERE state < 'completed'")).toEqual([]);
    await store.close();
  });

  test("what a killed process had taken comes back when its time is over", async () => {
    const url = await server.database();
    const name = new URL(url).pathname.slice(1);
    const store = await openAt(url);
    await store.enqueue("r");
    const other = startProcess("take", "", url);
    await other.says("taken r");
    await other.kill();
    await store.close();
    await server.run(name, "UPDATE bakegate_queue.job SET started_on = started_on - interval '61 seconds' WHERE state = 'active'");
    const later = await openAt(url);
    const taken: string[] = [];
    await later.work(1, async (id) => void taken.push(id));
    await until(() => taken.length === 1);
    await later.close();
  });

  test("what a killed process had been told is kept", async () => {
    const url = await server.database();
    const writer = startProcess("write", "", url);
    await writer.says("once 20");
    await writer.kill();
    const store = await openAt(url);
    for (const line of writer.lines) {
      const [what, index] = line.split(" ");
      if (what === "begun") expect(await store.read(release(Number(index)).id)).not.toBeNull();
      if (what === "once") expect(await store.once(`thing ${index}`)).toBe(false);
    }
    await store.close();
  });

  test("a server that goes away fails what is asked meanwhile, in words; when it is back, everything goes on", async () => {
    const url = await server.database();
    const store = await openAt(url);
    const handled: string[] = [];
    await store.begin(release(1));
    await store.work(2, async (id) => void handled.push(id));
    let finish = (): void => {};
    const alone = store.alone("the one", () => new Promise<string>((resolve) => (finish = () => resolve("done"))));
    await until(async () => (await store.alone("the one", async () => "free")) === null);
    logged.length = 0;
    server.crash();
    for (const asked of [store.read(release(1).id), store.enqueue("r"), store.alone("b", async () => 1)]) {
      const failure = await failureOf(asked);
      expect(failure.kind).toBe("incomplete");
      expect(failure.message).toContain("the database did not do what it was asked: ");
      expect(failure.next).toContain("connects again by itself");
    }
    finish();
    expect(await alone).toBe("done");
    await until(() => logged.some((line) => line.includes("the queue cannot be read")));
    server.start();
    expect(await store.read(release(1).id)).toEqual(release(1));
    expect(await store.alone("the one", async () => "again")).toBe("again");
    await store.enqueue("r");
    await until(() => handled.length === 1);
    expect(logged.join("")).not.toContain(password);
    expect(logged.filter((line) => line.includes("the queue cannot be read"))).toHaveLength(1);
    await store.close();
  });

  test("a connection that is cut while it works in a transaction ends nothing else", async () => {
    const url = await server.database();
    const store = await openAt(url);
    await server.run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bakegate'");
    await until(async () => (await store.once("x").catch(() => null)) !== null, 3);
    await store.close();
  });

  describe("DATABASE_URL is refused in words, without its password,", () => {
    const secret = "s3cret/@#?:pw";
    const cases: readonly (readonly [string, () => string | Promise<string>, string])[] = [
      [
        "where nothing listens",
        async () => `postgres://bake:${encodeURIComponent(secret)}@127.0.0.1:${await freePort()}/x`,
        "nothing listens there",
      ],
      ["for a computer that is not there", () => `postgres://bake:${encodeURIComponent(secret)}@nowhere.invalid/x`, "computer"],
      ["for a wrong password", () => server.address("postgres", "bake", secret), "the server does not accept the user's password"],
      ["without a password", () => `postgres://bake@127.0.0.1:${server.port}/postgres`, "password"],
      [
        "for a user that is not there",
        () => server.address("postgres", "nobody", secret),
        "the server does not accept the user's password",
      ],
      ["for a database that is not there", () => server.address("nothing"), "there is no such database on the server"],
      ["for a user who may not make the tables", () => limited(secret), "the user lacks a right"],
      ["for a password that is not encoded", () => `postgres://bake:${secret}@127.0.0.1:${server.port}/x`, "is no PostgreSQL address"],
      ["for a password that begins like a port", () => `postgres://bake:12/${secret}@127.0.0.1/x`, "is no PostgreSQL address"],
      ["for a percent sign that stands alone", () => `postgres://bake:%zz${secret.slice(0, 3)}@127.0.0.1/x`, "is no PostgreSQL address"],
      ["for something else", () => "mysql://127.0.0.1/x", "is no PostgreSQL address"],
      ["for a server without TLS", () => `${server.address("postgres", "bake", secret)}?sslmode=require`, "SSL"],
    ];

    async function limited(secret: string): Promise<string> {
      const name = new URL(await server.database()).pathname.slice(1);
      await server.run("postgres", `CREATE ROLE guest LOGIN PASSWORD '${secret}'`);
      return server.address(name, "guest", secret);
    }

    test.each(cases)("%s", async (_name, url, words) => {
      const failure = await failureOf(openAt(await url()));
      expect(failure.kind).toBe("usage");
      expect(failure.message).toContain(words);
      expect(failure.next).not.toBe("");
      const everything = `${inspect(failure, { depth: 9, showHidden: true })}${logged.join("")}`;
      for (const piece of [secret, encodeURIComponent(secret), "s3c", password]) expect(everything).not.toContain(piece);
    });
  });
});
