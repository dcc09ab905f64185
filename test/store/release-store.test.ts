/** The same stories of releases and their queue, told on each database: the embedded one, and PostgreSQL where it is installed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Logger, pino } from "pino";
import { BakegateError } from "../../src/model/failure.ts";
import type { ReleaseStore } from "../../src/model/release-store.ts";
import { openEmbedded } from "../../src/store/embedded.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { openReleaseStore } from "../../src/store/release-store.ts";
import { copyEmptyDatabase } from "./empty-database.ts";
import { type PostgresServer, postgresPrograms, startPostgres, withoutPostgres } from "./postgres-server.ts";
import { fullRelease, release } from "./releases.ts";

interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

interface Backend {
  readonly name: string;
  readonly installed: boolean;
  /** A new and empty one. */
  place(): Promise<Place>;
}

const programs = postgresPrograms();
const room = mkdtempSync(join(tmpdir(), "bakegate-store-"));
let server: PostgresServer | null = null;
let folders = 0;
const open = new Set<ReleaseStore>();
const logged: string[] = [];
const log: Logger = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });

beforeAll(async () => {
  if (programs !== null) server = await startPostgres(programs);
}, 60_000);

afterAll(() => {
  server?.remove();
  rmSync(room, { recursive: true, force: true });
});

afterEach(async () => {
  for (const store of open) await store.close();
  open.clear();
  logged.length = 0;
});

function folder(): string {
  folders += 1;
  return join(room, String(folders));
}

const backends: readonly Backend[] = [
  {
    name: "the embedded database",
    installed: true,
    async place() {
      const dataDir = folder();
      await copyEmptyDatabase(dataDir);
      return { dataDir, databaseUrl: null };
    },
  },
  {
    name: "PostgreSQL",
    installed: programs !== null,
    async place() {
      if (server === null) throw new Error("it is not installed");
      return { dataDir: folder(), databaseUrl: await server.database() };
    },
  },
];

async function openAt(place: Place): Promise<ReleaseStore> {
  const store = await openReleaseStore({ ...place, log });
  open.add(store);
  return store;
}

async function reopen(store: ReleaseStore, place: Place): Promise<ReleaseStore> {
  await store.close();
  open.delete(store);
  return openAt(place);
}

/** Statements of somebody else at the same database, which is closed meanwhile. */
async function byHand(place: Place, text: string): Promise<void> {
  const database = place.databaseUrl === null ? await openEmbedded(place.dataDir) : await openPostgres(place.databaseUrl, log);
  await database.query(text);
  await database.close();
}

async function until(what: () => boolean, seconds = 10): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !what(); await pause(10))
    if (Date.now() > end) throw new Error(`it did not happen within ${seconds} s`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function failureOf(work: Promise<unknown>): Promise<BakegateError> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof BakegateError) return cause;
    throw cause;
  }
  throw new Error("it did not fail");
}

describe.each(backends)("releases in $name", ({ installed, place }) => {
  if (!installed) return void test.skip(withoutPostgres, () => {});
  let store: ReleaseStore;

  beforeAll(async () => {
    store = await openReleaseStore({ ...(await place()), log });
  });

  afterAll(() => store.close());

  test("one merge begins one release, however often and at once it is told", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.begin(release(1))));
    expect(answers.filter((begun) => begun)).toHaveLength(1);
    expect(await store.begin(release(1, { branch: "other" }))).toBe(false);
    expect((await store.read(release(1).id))?.branch).toBe("main");
  });

  test("everything a release knows comes back, after a restart as well", async () => {
    const where = await place();
    const store = await openAt(where);
    await store.begin(release(1));
    await store.write(fullRelease(1));
    expect(await store.read(fullRelease(1).id)).toEqual(fullRelease(1));
    expect(await store.once("asked")).toBe(true);
    await store.enqueue("later", { afterSeconds: 1 });
    const later = await reopen(store, where);
    expect(await later.read(fullRelease(1).id)).toEqual(fullRelease(1));
    expect(await later.read("acme/infrastructure@nothing")).toBeNull();
    expect(await later.once("asked")).toBe(false);
    const handled: string[] = [];
    await later.work(1, async (id) => void handled.push(id));
    await until(() => handled.length === 1);
  });

  test("texts that PostgreSQL does not take are kept without their faults", async () => {
    await store.begin(release(5, { state: { kind: "refused", why: "a\0b \ud800 c \u{1f600}" } }));
    expect((await store.read(release(5).id))?.state).toEqual({ kind: "refused", why: "a\ufffdb \ufffd c \u{1f600}" });
  });

  test("what is not settled is found, the oldest first; the list of a repository has the newest first", async () => {
    for (const index of [13, 11, 12]) await store.begin(release(index));
    await store.begin(release(14, { repository: { owner: "acme", name: "other" } }));
    await store.write(fullRelease(12));
    const unsettled = (await store.unsettled()).map(({ merge }) => Number.parseInt(merge, 16));
    expect(unsettled.filter((index) => index > 10)).toEqual([11, 13, 14]);
    expect((await store.list("acme/infrastructure", 2)).map(({ merge }) => Number.parseInt(merge, 16))).toEqual([13, 12]);
  });

  test("what is done once is done once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.once("issue of acme")));
    expect(answers.filter((first) => first)).toHaveLength(1);
    expect(await store.once("another")).toBe(true);
  });

  test("work alone keeps others out until it ends, well or badly", async () => {
    let finish = (): void => {};
    const first = store.alone("a", () => new Promise<string>((resolve) => (finish = () => resolve("done"))));
    expect(await store.alone("a", async () => "too")).toBeNull();
    expect(await store.alone("b", async () => "beside")).toBe("beside");
    finish();
    expect(await first).toBe("done");
    await expect(store.alone("a", () => Promise.reject(new Error("it broke")))).rejects.toThrow("it broke");
    expect(await store.alone("a", async () => "again")).toBe("again");
  });

  test("a row that is no release is told with its id, and the others go on", async () => {
    const where = await place();
    const store = await openAt(where);
    for (const index of [1, 2]) await store.begin(release(index));
    await store.close();
    open.delete(store);
    await byHand(where, `UPDATE bakegate.releases SET body = jsonb_set(body, '{state,kind}', '"baking"') WHERE id = '${release(1).id}'`);
    const later = await openAt(where);
    const failure = await failureOf(later.read(release(1).id));
    expect(failure.kind).toBe("incomplete");
    expect(failure.message).toContain(`${release(1).id} in the database cannot be read: state.kind is none of evaluating,`);
    expect(await later.unsettled()).toEqual([release(2)]);
    expect(await later.list("acme/infrastructure", 9)).toEqual([release(2)]);
    expect(logged.filter((line) => line.includes(release(1).id))).toHaveLength(2);
  });

  test("a database of a newer version is left alone", async () => {
    const where = await place();
    await (await openReleaseStore({ ...where, log })).close();
    await byHand(where, "INSERT INTO bakegate.migrations (version) VALUES (99)");
    const failure = await failureOf(openAt(where));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toContain("written by a newer Bakegate: it is at version 99");
    // It is refused, not held.
    await byHand(where, "DELETE FROM bakegate.migrations WHERE version = 99");
    expect(await (await openAt(where)).once("it opens")).toBe(true);
  });
});

/** They mostly wait, so they are told side by side, each at a database of its own. */
const queueStories: Readonly<Record<string, (store: ReleaseStore, where: Place) => Promise<void>>> = {
  async "hands out what is put in, at once, and so many side by side"(store) {
    const handled: string[] = [];
    let beside = 0;
    let most = 0;
    await store.work(2, async (id) => {
      beside += 1;
      most = Math.max(most, beside);
      await pause(20);
      beside -= 1;
      handled.push(id);
    });
    const ids = Array.from({ length: 10 }, (_, index) => `r${index}`);
    for (const id of ids) await store.enqueue(id);
    await until(() => handled.length === 10);
    expect([...handled].sort()).toEqual(ids);
    expect(most).toBe(2);
  },

  async "events before the work lead to one run, events during the work to one more after it"(store) {
    const runs: string[] = [];
    let finish = (): void => {};
    for (let index = 0; index < 5; index += 1) await store.enqueue("r");
    await store.work(4, async () => {
      runs.push("begins");
      if (runs.length === 1) await new Promise<void>((resolve) => (finish = resolve));
      runs.push("ends");
    });
    await until(() => runs.length === 1);
    for (let index = 0; index < 5; index += 1) await store.enqueue("r");
    await pause(1_200);
    expect(runs).toEqual(["begins"]);
    finish();
    await until(() => runs.length === 4);
    await pause(1_500);
    expect(runs).toEqual(["begins", "ends", "begins", "ends"]);
  },

  async "gives an id again to a handler that threw, and tells its id"(store) {
    const runs: string[] = [];
    await store.work(1, async (id) => {
      runs.push(id);
      if (runs.length < 3) throw new Error("not yet");
    });
    await store.enqueue("thrown");
    await until(() => runs.length === 3);
    expect(runs).toEqual(["thrown", "thrown", "thrown"]);
    expect(logged.filter((line) => JSON.parse(line).release === "thrown")).toHaveLength(2);
  },

  async "keeps what is for later until then, and does not let it hold up what is for now"(store) {
    const runs: number[] = [];
    const began = Date.now();
    await store.enqueue("r", { afterSeconds: 4 });
    await store.work(2, async () => void runs.push(Date.now() - began));
    await store.enqueue("r");
    await until(() => runs.length === 1);
    expect(runs[0]).toBeLessThan(3_500);
    await until(() => runs.length === 2);
    expect(runs[1]).toBeGreaterThanOrEqual(3_900);
  },

  async "closing waits for the work, and gives back what does not end"(store, where) {
    const seen: string[] = [];
    await store.work(2, async (id) => {
      seen.push(`begins ${id}`);
      await (id === "quick" ? pause(300) : new Promise(() => {}));
      seen.push(`ends ${id}`);
    });
    await store.enqueue("quick");
    await store.enqueue("endless");
    await until(() => seen.length === 2);
    const later = await reopen(store, where);
    expect(seen.at(-1)).toBe("ends quick");
    const taken: string[] = [];
    await later.work(2, async (id) => void taken.push(id));
    await until(() => taken.length === 1);
    expect(taken).toEqual(["endless"]);
  },
};

describe.each(backends)("the queue in $name", ({ installed, place }) => {
  if (!installed) return void test.skip(withoutPostgres, () => {});
  const outcomes = new Map<string, PromiseSettledResult<void>>();

  beforeAll(async () => {
    const stories = [];
    for (const [name, story] of Object.entries(queueStories)) {
      const where = await place();
      stories.push({ name, story, where, store: await openAt(where) });
    }
    const ends = await Promise.allSettled(stories.map(({ story, store, where }) => story(store, where)));
    for (const [index, { name }] of stories.entries()) outcomes.set(name, ends[index] ?? { status: "rejected", reason: "it was not told" });
  }, 60_000);

  test.each(Object.keys(queueStories))("%s", (name) => {
    const outcome = outcomes.get(name);
    if (outcome?.status !== "fulfilled") throw outcome?.reason;
  });
});
