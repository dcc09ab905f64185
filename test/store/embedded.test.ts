/** The embedded database under hard treatment: killed processes, a second one at the same directory, a making that is broken off. */

/** The embedded database under hard treatment: killed processes, a second one at the same directory, a making that is broken off. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import { BakegateError } from "../../src/model/failure.ts";
import type { ReleaseStore } from "../../src/model/release-store.ts";
import { openEmbedded } from "../../src/store/embedded.ts";
import { openReleaseStore } from "../../src/store/release-store.ts";
import { killAll, startProcess } from "./processes.ts";

const room = mkdtempSync(join(tmpdir(), "bakegate-embedded-"));
const log = pino({ level: "silent" });
let folders = 0;

/** What stood in the data directory when the first process that made the database in it had been killed. */
let brokenOff: readonly string[] = [];

beforeAll(async () => {
  const template = join(room, "template");
  const maker = startProcess("open", template);
  const made = join(template, "database.partial", "PG_VERSION");
  for (const end = Date.now() + 20_000; !existsSync(made) && Date.now() < end; ) await pause(5);
  await maker.kill();
  brokenOff = readdirSync(template);
  await (await openAt(template)).close();
}, 60_000);

afterAll(() => {
  killAll();
  rmSync(room, { recursive: true, force: true });
});

function folder(): string {
  folders += 1;
  const dir = join(room, String(folders));
  cpSync(join(room, "template"), dir, { recursive: true });
  return dir;
}

function openAt(dataDir: string): Promise<ReleaseStore> {
  return openReleaseStore({ databaseUrl: null, dataDir, log });
}

async function failureOf(work: Promise<unknown>): Promise<BakegateError> {
  const cause = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (cause instanceof BakegateError) return cause;
  throw cause ?? new Error("it did not fail");
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Kills five, one after the other; what they were told is kept, and is not. */
async function killWriters(): Promise<{ readonly told: readonly string[]; readonly lost: readonly string[] }> {
  const dataDir = folder();
  const told: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const writer = startProcess("write", dataDir, null, round * 10_000);
    await writer.says("begun");
    await pause(50 + 90 * round);
    await writer.kill();
    told.push(...writer.lines.filter((line) => line !== "open"));
  }
  const database = await openEmbedded(dataDir);
  const kept = new Set<string>();
  const index = (merge: unknown) => Number.parseInt(String(merge), 16);
  for (const { merge, kind } of await database.query("SELECT merge, body->'state'->>'kind' AS kind FROM bakegate.releases")) {
    kept.add(`begun ${index(merge)}`);
    if (kind === "dispatching") kept.add(`written ${index(merge)}`);
  }
  for (const { merge } of await database.query("SELECT split_part(data->>'release', '@', 2) AS merge FROM bakegate_queue.job"))
    kept.add(`queued ${index(merge)}`);
  for (const { name } of await database.query("SELECT name FROM bakegate.once")) kept.add(String(name).replace("thing", "once"));
  await database.close();
  return { told, lost: told.filter((line) => !kept.has(line)) };
}

test("six processes are killed at their work, and nothing that they were told is kept is lost", async () => {
  const { told, lost } = await killWriters();
  expect(told.length).toBeGreaterThan(50);
  expect(lost).toEqual([]);
}, 60_000);

test("what it is told to keep is on the disk, not only handed to the system", async () => {
  const writer = startProcess("sync", folder());
  expect(Number((await writer.says("syncs ")).split(" ")[1])).toBeGreaterThanOrEqual(5);
  await writer.end();
});

test("statements that fail within a script leave no transaction behind", async () => {
  const database = await openEmbedded(folder());
  const failure = await failureOf(database.query("BEGIN; SELECT 1/0; COMMIT"));
  expect(failure.message).toContain("PostgreSQL's error 22012");
  await expect(database.transaction(async (within) => void (await within.query("SELECT 1/0")))).rejects.toThrow("22012");
  expect(await database.query("SELECT 1 AS one; SELECT $$a$$ AS two")).toEqual([{ two: "a" }]);
  await database.close();
});

describe("a directory", () => {
  test("is one process's: a second is told which, and opens it once the first has been killed", async () => {
    const dataDir = folder();
    const first = startProcess("hold", dataDir);
    await first.says("held");
    const failure = await failureOf(openAt(dataDir));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toContain(`is in use by process ${first.pid} on `);
    expect(failure.next).toContain("DATABASE_URL");
    const second = startProcess("open", dataDir);
    expect(await second.says("refused usage")).toContain(String(first.pid));
    await first.kill();
    await (await openAt(dataDir)).close();
    expect(readdirSync(dataDir)).toEqual(["database"]);
  });

  test("is not opened twice by one process either", async () => {
    const dataDir = folder();
    const store = await openAt(dataDir);
    expect((await failureOf(openAt(dataDir))).message).toContain(`process ${process.pid} on `);
    await store.close();
  });

  test("is kept to a process in another container as long as that gives signs of life", async () => {
    const dataDir = folder();
    const path = join(dataDir, "database.lock");
    writeFileSync(path, JSON.stringify({ pid: 1, place: "another-container net:[1]", token: "t" }));
    const timer = setInterval(() => utimesSync(path, new Date(), new Date()), 300);
    try {
      expect((await failureOf(openAt(dataDir))).message).toContain("in use by process 1 on another-container");
    } finally {
      clearInterval(timer);
    }
    await (await openAt(dataDir)).close();
  });

  test("whose making was broken off is made anew", () => {
    const template = join(room, "template");
    expect(brokenOff).toContain("database.partial");
    expect(brokenOff).not.toContain("database");
    expect(readdirSync(template)).toEqual(["database"]);
    expect(statSync(join(template, "database")).mode & 0o777).toBe(0o700);
  });

  test("that cannot be used is named", async () => {
    const file = join(room, "file");
    writeFileSync(file, "");
    const failure = await failureOf(openAt(join(file, "data")));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toContain("cannot be used: a part of its path is a file");
  });

  test("that holds no database of this PostgreSQL is told, and let go", async () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, "database", "PG_VERSION"), "9.6\n");
    const failure = await failureOf(openAt(dataDir));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toContain("cannot be opened");
    expect(readdirSync(dataDir)).toEqual(["database"]);
  });
});
