/** Takes releases from the queue and hands them out: at most so many side by side, and never the same twice at once. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Locks } from "./locks.ts";
import { keepAliveSeconds, type ReleaseQueue, type Task } from "./queue.ts";

/** Milliseconds: how often the queue is looked at for what other processes put in. */
const lookEvery = 1_000;

/** Milliseconds that work is waited for at the end; then it is given back, for another process to take. */
const patience = 3_000;

export class Worker {
  readonly #queue: ReleaseQueue;
  readonly #locks: Locks;
  readonly #log: Logger;
  readonly #running = new Map<Task, Promise<void>>();
  #wake: AbortController = new AbortController();
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();
  #keepAlive: NodeJS.Timeout | null = null;
  /** The database does not answer: that is told once. */
  #away = false;

  constructor(queue: ReleaseQueue, locks: Locks, log: Logger) {
    this.#queue = queue;
    this.#locks = locks;
    this.#log = log;
  }

  start(most: number, handler: (id: string) => Promise<void>): void {
    this.#keepAlive = setInterval(() => void this.#sayAlive(), keepAliveSeconds * 1_000);
    this.#keepAlive.unref();
    this.#loop = this.#work(most, handler);
  }

  /** Something was put into the queue, or a place became free. */
  wake(): void {
    this.#wake.abort();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#loop;
    const ended = new AbortController();
    await Promise.race([Promise.all(this.#running.values()), sleep(patience, null, { signal: ended.signal }).catch(() => {})]);
    ended.abort();
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    const left = [...this.#running.keys()];
    this.#running.clear();
    for (const task of left) await this.#settle(task, () => this.#queue.giveBack(task, "busy"));
  }

  async #work(most: number, handler: (id: string) => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      this.#wake = new AbortController();
      const free = most - this.#running.size;
      const tasks = free > 0 ? await this.#take(free) : [];
      for (const task of tasks) this.#begin(task, handler);
      // More may wait where as many came as were asked for.
      if (free === 0 || tasks.length < free) await sleep(lookEvery, null, { signal: this.#wake.signal }).catch(() => {});
    }
  }

  async #take(most: number): Promise<readonly Task[]> {
    try {
      const tasks = await this.#queue.take(most);
      if (this.#away) this.#log.info("the queue can be read again");
      this.#away = false;
      return tasks;
    } catch (err) {
      if (!this.#away) this.#log.error({ err }, "the queue cannot be read");
      this.#away = true;
      return [];
    }
  }

  #begin(task: Task, handler: (id: string) => Promise<void>): void {
    const run = this.#run(task, handler).finally(() => {
      this.#running.delete(task);
      this.wake();
    });
    this.#running.set(task, run);
  }

  /** A task of a release that is being worked on is no second run at the same time, but one after it: nothing that happened is missed. */
  async #run(task: Task, handler: (id: string) => Promise<void>): Promise<void> {
    const outcome = await this.#handle(task, handler);
    // Given back already, when patience was over.
    if (!this.#running.has(task)) return;
    await this.#settle(task, () => (outcome === "done" ? this.#queue.done(task) : this.#queue.giveBack(task, outcome)));
  }

  async #handle(task: Task, handler: (id: string) => Promise<void>): Promise<"done" | "again" | "busy"> {
    try {
      const ran = await this.#locks.alone(`queue ${task.release}`, async () => {
        await handler(task.release);
        return "done" as const;
      });
      return ran ?? "busy";
    } catch (err) {
      this.#log.error({ err, release: task.release, tries: task.tries + 1 }, "a release could not be worked on, and is tried again");
      return "again";
    }
  }

  /** Where the queue cannot be told, the task comes back by itself when it expires. */
  async #settle(task: Task, tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (err) {
      this.#log.error({ err, release: task.release }, "the queue could not be told how a release's work ended: it will be done once more");
    }
  }

  async #sayAlive(): Promise<void> {
    if (this.#running.size === 0) return;
    try {
      await this.#queue.keepAlive([...this.#running.keys()]);
    } catch (err) {
      this.#log.warn({ err }, "the queue could not be told that work goes on: it may be begun once more elsewhere");
    }
  }
}
