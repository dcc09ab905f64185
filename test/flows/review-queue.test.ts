/** The order in which reviews run: pushes that follow each other fast, many pull requests at once, and a GitHub that is not there. */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { type Job, type JobEnd, ReviewQueue } from "../../src/flows/review-queue.ts";

const done: JobEnd = { kind: "done" };
const again = (seconds: number | null = null): JobEnd => ({ kind: "again", seconds });

/** One run of a job, which ends when the test says so. */
interface Run {
  readonly name: string;
  readonly key: string;
  readonly signal: AbortSignal;
  end(how?: JobEnd): Promise<void>;
  fail(cause: unknown): Promise<void>;
}

/** A queue, and what has run in it. */
class Desk {
  readonly started: Run[] = [];
  readonly ended: string[] = [];
  readonly failures: [string, unknown][] = [];
  readonly queue: ReviewQueue;

  constructor(most = 2, delays: readonly number[] = []) {
    this.queue = new ReviewQueue({ most, delays, failed: (job, cause) => this.failures.push([job.key, cause]) });
  }

  /** `name` is what the job is known by here; its key is what stands before the dot. */
  add(name: string, head: string | null = name): void {
    this.queue.add(this.job(name, head));
  }

  job(name: string, head: string | null): Job {
    const key = name.split(".")[0] ?? name;
    return {
      key,
      head,
      run: (signal) =>
        new Promise<JobEnd>((resolve, reject) => {
          const settle = async (act: () => void) => {
            act();
            this.ended.push(name);
            await settled();
          };
          this.started.push({
            name,
            key,
            signal,
            end: (how = done) => settle(() => resolve(how)),
            fail: (cause) => settle(() => reject(cause)),
          });
        }),
    };
  }

  get names(): readonly string[] {
    return this.started.map(({ name }) => name);
  }

  /** The last run of that name. */
  run(name: string): Run {
    const found = this.started.filter((run) => run.name === name).at(-1);
    if (found === undefined) throw new Error(`${name} did not run`);
    return found;
  }
}

/** Lets what hangs on promises go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  void promise.then(() => {
    pending = false;
  });
  await settled();
  return pending;
}

describe("one pull request", () => {
  test("is reviewed by one job at a time; of those that wait, the newest is kept", async () => {
    const desk = new Desk();
    desk.add("a.1", null);
    desk.add("a.2", null);
    desk.add("a.3", null);
    expect(desk.names).toEqual(["a.1"]);
    await desk.run("a.1").end();
    expect(desk.names).toEqual(["a.1", "a.3"]);
    await desk.run("a.3").end();
    expect(desk.names).toEqual(["a.1", "a.3"]);
    expect(desk.queue.has("a")).toBe(false);
  });

  test("a push ends the review of the head before it", async () => {
    const desk = new Desk();
    desk.add("a.1", "sha1");
    desk.add("a.2", "sha2");
    expect(desk.run("a.1").signal.aborted).toBe(true);
    expect(desk.names).toEqual(["a.1"]);
    await desk.run("a.1").end();
    expect(desk.names).toEqual(["a.1", "a.2"]);
    expect(desk.run("a.2").signal.aborted).toBe(false);
  });

  test.each<[string, string | null, string | null]>([
    ["the same head", "sha1", "sha1"],
    ["a head that is not known yet", "sha1", null],
    ["any head, while that of the running one is not known", null, "sha1"],
  ])("asked for again with %s, what runs is left to its end and then run again", async (_, first, second) => {
    const desk = new Desk();
    desk.add("a.1", first);
    desk.add("a.2", second);
    expect(desk.run("a.1").signal.aborted).toBe(false);
    await desk.run("a.1").end();
    expect(desk.names).toEqual(["a.1", "a.2"]);
  });

  test("one that waits in line keeps its place when a newer one takes it", async () => {
    const desk = new Desk(1);
    desk.add("a");
    desk.add("b.1");
    desk.add("c");
    desk.add("b.2");
    expect(desk.queue.waiting).toBe(2);
    await desk.run("a").end();
    await desk.run("b.2").end();
    await desk.run("c").end();
    expect(desk.names).toEqual(["a", "b.2", "c"]);
  });
});

describe("many pull requests", () => {
  test("run side by side up to a bound, in the order in which they came", async () => {
    const desk = new Desk(2);
    for (const name of ["a", "b", "c", "d", "e"]) desk.add(name);
    expect(desk.names).toEqual(["a", "b"]);
    expect([desk.queue.running, desk.queue.waiting]).toEqual([2, 3]);
    await desk.run("b").end();
    expect(desk.names).toEqual(["a", "b", "c"]);
    await desk.run("a").end();
    await desk.run("c").end();
    expect(desk.names).toEqual(["a", "b", "c", "d", "e"]);
    expect([desk.queue.running, desk.queue.waiting]).toEqual([2, 0]);
  });

  test("one that is pushed to all the time does not keep the others waiting", async () => {
    const desk = new Desk(1);
    desk.add("a.1");
    desk.add("b");
    desk.add("a.2");
    await desk.run("a.1").end();
    expect(desk.names).toEqual(["a.1", "b"]);
    await desk.run("b").end();
    expect(desk.names).toEqual(["a.1", "b", "a.2"]);
  });

  test("a job that breaks off is told of, and stops neither its line nor the others", async () => {
    const desk = new Desk(1, [1]);
    const cause = new Error("a fault in the code");
    desk.add("a.1");
    desk.add("a.2");
    desk.add("b");
    await desk.run("a.1").fail(cause);
    expect(desk.failures).toEqual([["a", cause]]);
    await desk.run("b").end();
    await desk.run("a.2").end();
    expect(desk.names).toEqual(["a.1", "b", "a.2"]);
    expect(await isPending(desk.queue.idle())).toBe(false);
  });

  test("a job that throws at once does so as well", async () => {
    const desk = new Desk(1);
    const cause = new Error("not even a promise");
    desk.queue.add({
      key: "a",
      head: null,
      run: () => {
        throw cause;
      },
    });
    await settled();
    desk.add("b");
    expect(desk.failures).toEqual([["a", cause]]);
    expect(desk.names).toEqual(["b"]);
  });

  test("idle resolves when nothing waits and nothing runs", async () => {
    const desk = new Desk(1);
    expect(await isPending(desk.queue.idle())).toBe(false);
    desk.add("a");
    desk.add("b");
    const idle = desk.queue.idle();
    expect(await isPending(idle)).toBe(true);
    await desk.run("a").end();
    expect(await isPending(idle)).toBe(true);
    await desk.run("b").end();
    expect(await isPending(idle)).toBe(false);
  });
});

describe("a review that GitHub got in the way of", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** Seconds pass. */
  async function pass(seconds: number): Promise<void> {
    jest.advanceTimersByTime(seconds * 1_000);
    await settled();
  }

  test("is tried again after each delay, and given up after the last", async () => {
    const desk = new Desk(2, [15, 60]);
    desk.add("a");
    await desk.run("a").end(again());
    expect([desk.queue.has("a"), desk.queue.running, desk.queue.waiting]).toEqual([true, 0, 0]);
    await pass(14.9);
    expect(desk.names).toHaveLength(1);
    await pass(0.1);
    expect(desk.names).toHaveLength(2);
    await desk.run("a").end(again());
    await pass(59.9);
    expect(desk.names).toHaveLength(2);
    await pass(0.1);
    expect(desk.names).toHaveLength(3);
    await desk.run("a").end(again());
    expect(desk.queue.has("a")).toBe(false);
    await pass(10_000);
    expect(desk.names).toHaveLength(3);
  });

  test("waits as long as GitHub asks, and never shorter than the delay", async () => {
    const desk = new Desk(2, [15]);
    desk.add("a");
    desk.add("b");
    await desk.run("a").end(again(120));
    await desk.run("b").end(again(1));
    await pass(14.9);
    expect(desk.names).toEqual(["a", "b"]);
    await pass(0.1);
    expect(desk.names).toEqual(["a", "b", "b"]);
    await pass(104.9);
    expect(desk.names).toEqual(["a", "b", "b"]);
    await pass(0.1);
    expect(desk.names).toEqual(["a", "b", "b", "a"]);
  });

  test("is not tried at once where GitHub asks for more than a timer can hold", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    await desk.run("a").end(again(1e9));
    await pass(3_600);
    expect(desk.names).toEqual(["a"]);
    expect(desk.queue.has("a")).toBe(true);
  });

  test("does not keep the queue from being idle, nor others from running", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    await desk.run("a").end(again());
    expect(await isPending(desk.queue.idle())).toBe(false);
    desk.add("b");
    expect(desk.names).toEqual(["a", "b"]);
    await pass(15);
    expect(desk.names).toEqual(["a", "b"]);
    await desk.run("b").end();
    expect(desk.names).toEqual(["a", "b", "a"]);
  });

  test("gives way to a newer one, which runs at once and has all its tries", async () => {
    const desk = new Desk(1, [15, 60]);
    desk.add("a.1");
    await desk.run("a.1").end(again());
    await pass(15);
    await desk.run("a.1").end(again());
    desk.add("a.2");
    expect(desk.names).toEqual(["a.1", "a.1", "a.2"]);
    await desk.run("a.2").end(again());
    await pass(15);
    expect(desk.names).toEqual(["a.1", "a.1", "a.2", "a.2"]);
    await desk.run("a.2").end();
    await pass(10_000);
    expect(desk.names).toHaveLength(4);
  });

  test("gives way to one that came while it ran", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a.1");
    desk.add("a.2");
    await desk.run("a.1").end(again());
    expect(desk.names).toEqual(["a.1", "a.2"]);
    await desk.run("a.2").end();
    await pass(10_000);
    expect(desk.names).toEqual(["a.1", "a.2"]);
  });

  test("has all its tries again once it was done", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    await desk.run("a").end(again());
    await pass(15);
    await desk.run("a").end();
    desk.add("a");
    await desk.run("a").end(again());
    await pass(15);
    expect(desk.names).toHaveLength(4);
  });

  test("is dropped while it waits for its next try", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    await desk.run("a").end(again());
    desk.queue.drop("a");
    expect(desk.queue.has("a")).toBe(false);
    await pass(10_000);
    expect(desk.names).toEqual(["a"]);
  });

  test("does not come back when it was dropped while it ran", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    desk.queue.drop("a");
    await desk.run("a").end(again());
    expect(desk.queue.has("a")).toBe(false);
    await pass(10_000);
    expect(desk.names).toEqual(["a"]);
  });

  test("is forgotten when the queue stops", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a");
    await desk.run("a").end(again());
    await desk.queue.stop();
    await pass(10_000);
    expect(desk.names).toEqual(["a"]);
    expect(desk.queue.has("a")).toBe(false);
  });
});

describe("a pull request that is closed", () => {
  test("is not waited for, and its neighbours keep their order", async () => {
    const desk = new Desk(1);
    for (const name of ["a", "b", "c"]) desk.add(name);
    desk.queue.drop("b");
    expect(desk.queue.has("b")).toBe(false);
    await desk.run("a").end();
    expect(desk.names).toEqual(["a", "c"]);
  });

  test("ends what runs, and what was to follow it", async () => {
    const desk = new Desk(1);
    desk.add("a.1", "sha1");
    desk.add("a.2", "sha1");
    desk.queue.drop("a");
    expect(desk.run("a.1").signal.aborted).toBe(true);
    expect(desk.queue.has("a")).toBe(true);
    await desk.run("a.1").end();
    expect(desk.names).toEqual(["a.1"]);
    expect(desk.queue.has("a")).toBe(false);
  });

  test("and opened again while its review still ends is reviewed after it", async () => {
    const desk = new Desk(1, [15]);
    desk.add("a.1", "sha1");
    desk.queue.drop("a");
    desk.add("a.2", "sha1");
    await desk.run("a.1").end(again());
    expect(desk.names).toEqual(["a.1", "a.2"]);
    expect(desk.run("a.2").signal.aborted).toBe(false);
  });

  test("that nobody knows of is nothing", () => {
    const desk = new Desk(1);
    desk.queue.drop("a");
    expect(desk.queue.has("a")).toBe(false);
  });
});

describe("a queue that stops", () => {
  test("ends what runs, starts nothing more, and resolves when all have ended", async () => {
    const desk = new Desk(2);
    for (const name of ["a", "b", "c", "a.2"]) desk.add(name, null);
    const stopped = desk.queue.stop();
    expect(desk.started.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    desk.add("d");
    await desk.run("a").end();
    expect(await isPending(stopped)).toBe(true);
    await desk.run("b").end(again());
    expect(await isPending(stopped)).toBe(false);
    expect(desk.names).toEqual(["a", "b"]);
    expect([desk.queue.running, desk.queue.waiting]).toEqual([0, 0]);
  });

  test("and has nothing to do resolves at once", async () => {
    expect(await isPending(new Desk().queue.stop())).toBe(false);
  });
});

describe("any sequence of pushes and ends", () => {
  type Step =
    | { readonly kind: "add"; readonly key: string; readonly head: string | null }
    | { readonly kind: "end"; readonly which: number };

  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant("add" as const),
      key: fc.constantFrom("a", "b", "c", "d"),
      head: fc.constantFrom("sha1", "sha2", null),
    }),
    fc.record({ kind: fc.constant("end" as const), which: fc.nat(5) }),
  );

  test("never runs two of one key, never more than the bound, and ends with the last of each key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (most, steps) => {
        const desk = new Desk(most);
        const last = new Map<string, string>();
        const open = () => desk.started.filter(({ name }) => !desk.ended.includes(name));
        const holds = () => {
          const keys = open().map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.length).toBeLessThanOrEqual(most);
          expect(desk.queue.running).toBe(keys.length);
          // Nobody waits while there is room.
          if (desk.queue.waiting > 0) expect(keys).toHaveLength(most);
        };
        for (const [index, one] of steps.entries()) {
          if (one.kind === "add") {
            const name = `${one.key}.${index}`;
            last.set(one.key, name);
            desk.add(name, one.head);
          } else {
            const running = open();
            await running[one.which % Math.max(1, running.length)]?.end();
          }
          holds();
        }
        for (let running = open(); running.length > 0; running = open()) {
          await running[0]?.end();
          holds();
        }
        for (const [key, name] of last) {
          expect(desk.ended.filter((each) => each.startsWith(`${key}.`)).at(-1)).toBe(name);
          expect(desk.run(name).signal.aborted).toBe(false);
        }
        expect(await isPending(desk.queue.idle())).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
