/** The thread that works: it is told and tells, is started again when it falls, and ends when it is asked to, or is ended. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { type SupervisedThread, superviseThread } from "../../src/runner/supervised-thread.ts";

type IsTold =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "fall" }
  | { readonly kind: "exit" }
  | { readonly kind: "stop" };

const room = mkdtempSync(join(tmpdir(), "bakegate-thread-"));

/** Answers with what it was told, and ends as it is asked to. */
const willing = program(
  "willing",
  `parentPort.on("message", (message) => {
    if (message.kind === "say") parentPort.postMessage(message.text + " from " + workerData.name);
    if (message.kind === "fall") throw new Error("a fault in the thread");
    if (message.kind === "exit") process.exit(3);
    if (message.kind === "stop") {
      parentPort.postMessage("stopping");
      parentPort.close();
    }
  });
  parentPort.postMessage("started");`,
);

/** Hears nothing: it is busy. */
const busy = program("busy", `parentPort.postMessage("started"); for (;;) {}`);

/** Ends its work some time after it was asked to. */
const slow = program(
  "slow",
  `parentPort.on("message", () => setTimeout(() => {
    parentPort.postMessage("all done");
    parentPort.close();
  }, 200));
  parentPort.postMessage("started");`,
);

/** Falls as soon as it is started. */
const broken = program("broken", `throw new Error("cannot even start");`);

function program(name: string, text: string): URL {
  const path = join(room, `${name}.mjs`);
  writeFileSync(path, `import { parentPort, workerData } from "node:worker_threads";\n${text}\n`);
  return pathToFileURL(path);
}

/** A thread, what it said, and how it fell. */
interface Watched {
  readonly thread: SupervisedThread<IsTold>;
  readonly heard: string[];
  readonly fell: { readonly message: string; readonly after: number; readonly at: number }[];
  /** Resolves when something else was heard, or it fell. */
  until(seen: () => boolean): Promise<void>;
}

const watched: Watched[] = [];

function watch(file: URL): Watched {
  const heard: string[] = [];
  const fell: { message: string; after: number; at: number }[] = [];
  let changed: () => void = () => {};
  const thread = superviseThread<IsTold, string>(
    file,
    { name: "the worker" },
    {
      heard: (message) => {
        heard.push(message);
        changed();
      },
      fell: (cause, after) => {
        fell.push({ message: messageOf(cause), after, at: performance.now() });
        changed();
      },
    },
  );
  const until = async (seen: () => boolean) => {
    while (!seen())
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
  };
  const one = { thread, heard, fell, until };
  watched.push(one);
  return one;
}

/** An error of another thread is not of this one's classes. */
function messageOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : "no error";
}

afterEach(async () => {
  for (const { thread } of watched.splice(0)) await thread.stop({ kind: "stop" }, 0);
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

function started({ heard }: Watched): number {
  return heard.filter((text) => text === "started").length;
}

describe("a thread", () => {
  test("is told, and tells, with the data that it was started with", async () => {
    const one = watch(willing);
    one.thread.tell({ kind: "say", text: "first" });
    one.thread.tell({ kind: "say", text: "second" });
    await one.until(() => one.heard.length === 3);
    expect(one.heard).toEqual(["started", "first from the worker", "second from the worker"]);
    expect(one.fell).toEqual([]);
  });

  test.each<[string, IsTold, string]>([
    ["that throws", { kind: "fall" }, "a fault in the thread"],
    ["that ends by itself", { kind: "exit" }, "the thread ended with code 3"],
    ["that has nothing more to do", { kind: "stop" }, "the thread ended with code 0"],
  ])("%s is told of, and another one takes its place", async (_, how, message) => {
    const one = watch(willing);
    await one.until(() => started(one) === 1);
    one.thread.tell(how);
    await one.until(() => started(one) === 2);
    expect(one.fell).toEqual([{ message, after: 500, at: expect.any(Number) }]);
    one.thread.tell({ kind: "say", text: "hello" });
    await one.until(() => one.heard.includes("hello from the worker"));
  });

  test("that falls again and again is started later each time", async () => {
    const one = watch(broken);
    await one.until(() => one.fell.length === 3);
    expect(one.fell.map(({ message }) => message)).toEqual(["cannot even start", "cannot even start", "cannot even start"]);
    expect(one.fell.map(({ after }) => after)).toEqual([500, 1_000, 2_000]);
    const [first = 0, second = 0, third = 0] = one.fell.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(490);
    expect(third - second).toBeGreaterThanOrEqual(990);
  });

  test("that is told something while there is none does not mind", async () => {
    const one = watch(willing);
    await one.until(() => started(one) === 1);
    one.thread.tell({ kind: "fall" });
    await one.until(() => one.fell.length === 1);
    expect(() => one.thread.tell({ kind: "say", text: "into the void" })).not.toThrow();
    await one.until(() => started(one) === 2);
    expect(one.heard).not.toContain("into the void from the worker");
  });
});

describe("to stop", () => {
  /** Milliseconds that it took. */
  async function stop({ thread }: Watched, patience: number): Promise<number> {
    const began = performance.now();
    await thread.stop({ kind: "stop" }, patience);
    return performance.now() - began;
  }

  test("is told to the thread, which ends by itself and is not started again", async () => {
    const one = watch(willing);
    await one.until(() => started(one) === 1);
    expect(await stop(one, 5_000)).toBeLessThan(2_500);
    expect(one.heard).toEqual(["started", "stopping"]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(one.heard).toEqual(["started", "stopping"]);
    expect(one.fell).toEqual([]);
  });

  test("waits for what the thread still does", async () => {
    const one = watch(slow);
    await one.until(() => started(one) === 1);
    expect(await stop(one, 5_000)).toBeGreaterThanOrEqual(190);
    expect(one.heard).toEqual(["started", "all done"]);
  });

  test("ends a thread that does not, when patience is at its end", async () => {
    const one = watch(busy);
    await one.until(() => started(one) === 1);
    const took = await stop(one, 300);
    expect(took).toBeGreaterThanOrEqual(290);
    expect(took).toBeLessThan(2_500);
    expect(one.fell).toEqual([]);
  });

  test("a thread that has just been started", async () => {
    const one = watch(willing);
    expect(await stop(one, 4_000)).toBeLessThan(2_500);
    expect(one.fell).toEqual([]);
  });

  test("while the next one is waited for starts none, and has nothing to wait for", async () => {
    const one = watch(willing);
    await one.until(() => started(one) === 1);
    one.thread.tell({ kind: "exit" });
    await one.until(() => one.fell.length === 1);
    expect(await stop(one, 4_000)).toBeLessThan(2_500);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(started(one)).toBe(1);
  });

  test("twice is as good as once", async () => {
    const one = watch(willing);
    await one.until(() => started(one) === 1);
    await stop(one, 4_000);
    expect(await stop(one, 4_000)).toBeLessThan(2_500);
  });
});
