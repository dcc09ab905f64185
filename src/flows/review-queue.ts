/** The order in which reviews run: at most one of a pull request at a time, the newest push first in its own line, and a bound over all. */

/** How a job ended, as far as the queue has to know. */
export type JobEnd = { readonly kind: "done" } | { readonly kind: "again"; readonly seconds: number | null };

export interface Job {
  /** Jobs of the same key never run side by side, and a waiting one is replaced by a newer one. */
  readonly key: string;
  /** What is to be reviewed; another one supersedes a running job. Null: not known before it runs. */
  readonly head: string | null;
  run(signal: AbortSignal): Promise<JobEnd>;
}

export interface QueueOptions {
  /** Jobs that run side by side. */
  readonly most: number;
  /** Seconds to wait before each further try of a job that could not be finished; after the last it is left to the next round. */
  readonly delays: readonly number[];
  /** A job that threw, which none should. */
  readonly failed: (job: Job, cause: unknown) => void;
}

interface Running {
  readonly job: Job;
  readonly controller: AbortController;
  next: Job | null;
}

/** Seconds, a day: a timer holds 24 days, and with more than that it ends at once. */
const longestDelay = 86_400;

export class ReviewQueue {
  readonly #options: QueueOptions;
  /** In the order in which they came. */
  readonly #waiting = new Map<string, Job>();
  readonly #running = new Map<string, Running>();
  readonly #delayed = new Map<string, NodeJS.Timeout>();
  readonly #tries = new Map<string, number>();
  #idle: (() => void)[] = [];
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Whether something of that key waits, runs, or is to be tried again. */
  has(key: string): boolean {
    return this.#waiting.has(key) || this.#running.has(key) || this.#delayed.has(key);
  }

  add(job: Job): void {
    if (this.#stopped) return;
    this.#tries.delete(job.key);
    this.#enter(job);
  }

  /** Forgets what waits under a key and ends what runs there: the pull request was closed. */
  drop(key: string): void {
    this.#undelay(key);
    this.#waiting.delete(key);
    this.#tries.delete(key);
    const running = this.#running.get(key);
    if (running === undefined) return;
    running.next = null;
    running.controller.abort();
  }

  /** Resolves when nothing waits and nothing runs; what is delayed does not count. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0 && this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Takes nothing more, and ends what runs; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const key of [...this.#delayed.keys()]) this.#undelay(key);
    this.#waiting.clear();
    for (const running of this.#running.values()) {
      running.next = null;
      running.controller.abort();
    }
    await this.idle();
  }

  #enter(job: Job): void {
    this.#undelay(job.key);
    const running = this.#running.get(job.key);
    if (running === undefined) {
      this.#waiting.set(job.key, job);
      this.#fill();
      return;
    }
    running.next = job;
    if (job.head !== null && running.job.head !== null && job.head !== running.job.head) running.controller.abort();
  }

  #fill(): void {
    for (const [key, job] of this.#waiting) {
      if (this.#running.size >= this.#options.most) return;
      this.#waiting.delete(key);
      void this.#run(job);
    }
  }

  async #run(job: Job): Promise<void> {
    const running: Running = { job, controller: new AbortController(), next: null };
    this.#running.set(job.key, running);
    let end: JobEnd = { kind: "done" };
    try {
      end = await job.run(running.controller.signal);
    } catch (cause) {
      this.#options.failed(job, cause);
    }
    this.#running.delete(job.key);
    if (this.#stopped) this.#waiting.clear();
    else if (running.next !== null) this.#enter(running.next);
    // Ended from outside with nothing in its place: it was dropped, and does not come back.
    else if (end.kind === "again" && !running.controller.signal.aborted) this.#delay(job, end.seconds);
    else this.#tries.delete(job.key);
    this.#fill();
    if (this.#waiting.size === 0 && this.#running.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #delay(job: Job, asked: number | null): void {
    const tries = this.#tries.get(job.key) ?? 0;
    const delay = this.#options.delays[tries];
    if (delay === undefined) return void this.#tries.delete(job.key);
    this.#tries.set(job.key, tries + 1);
    const timer = setTimeout(
      () => {
        this.#delayed.delete(job.key);
        this.#enter(job);
      },
      Math.min(longestDelay, Math.max(delay, asked ?? 0)) * 1_000,
    );
    timer.unref();
    this.#delayed.set(job.key, timer);
  }

  #undelay(key: string): void {
    clearTimeout(this.#delayed.get(key));
    this.#delayed.delete(key);
  }
}
