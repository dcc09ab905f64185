/** Another process at the same store, to be killed: says line by line what it did, once the store had acknowledged it. */
import fs, { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { BakegateError } from "../../src/model/failure.ts";
import type { ReleaseStore } from "../../src/model/release-store.ts";
import { openReleaseStore } from "../../src/store/release-store.ts";
import { release } from "./releases.ts";

const [task = "", dataDir = "", databaseUrl = "", from = "0"] = process.argv.slice(2);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const tasks: Readonly<Record<string, (store: ReleaseStore) => Promise<void>>> = {
  /** Without end: a release, its next state, a place in the queue. */
  async write(store) {
    for (let index = Number(from); ; index += 1) {
      const { id } = release(index);
      await store.begin(release(index));
      say(`begun ${index}`);
      await store.write(release(index, { state: { kind: "dispatching", asked: null } }));
      say(`written ${index}`);
      await store.enqueue(id, { afterSeconds: 3_600 });
      say(`queued ${index}`);
      await store.once(`thing ${index}`);
      say(`once ${index}`);
    }
  },
  async hold(store) {
    await store.alone("the one", async () => {
      say("held");
      await sleep(600_000);
    });
  },
  async take(store) {
    await store.work(1, async (id) => {
      say(`taken ${id}`);
      await sleep(600_000);
    });
  },
  /** Until it is told to end. */
  async work(store) {
    await store.work(3, async (id) => {
      const done = await store.alone(id, async () => {
        say(`begins ${id}`);
        await sleep(100);
        say(`ends ${id}`);
        return true;
      });
      if (done === null) say(`clashes ${id}`);
    });
    process.stdin.resume();
    await new Promise((resolve) => process.stdin.once("end", resolve));
    await store.close();
  },
  /** How often the disk is asked to keep five releases. */
  async sync(store) {
    const { fsyncSync } = fs;
    let syncs = 0;
    fs.fsyncSync = (file) => {
      syncs += 1;
      fsyncSync(file);
    };
    syncBuiltinESMExports();
    for (let index = 0; index < 5; index += 1) await store.begin(release(index));
    say(`syncs ${syncs}`);
    await store.close();
  },
  async open(store) {
    await store.close();
  },
};

try {
  const store = await openReleaseStore({
    databaseUrl: databaseUrl === "" ? null : databaseUrl,
    dataDir,
    log: pino({ level: "silent" }),
  });
  say("open");
  await tasks[task]?.(store);
} catch (cause) {
  say(cause instanceof BakegateError ? `refused ${cause.kind}: ${cause.message}` : `failed: ${String(cause)}`);
  process.exitCode = 1;
}
