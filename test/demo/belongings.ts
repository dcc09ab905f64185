/** What the demo has started and must end: processes, servers, folders; the newest is ended first. */
export interface Belongings {
  /** Starts something and remembers how it is ended, also where the start is still under way when the demo ends. @throws once {@link end} was called. */
  keep<T>(start: () => T | Promise<T>, end: (started: T) => unknown): Promise<T>;
  /** Ends everything, and does not throw: what cannot be ended is left after ten seconds each. */
  end(): Promise<void>;
}

/** Milliseconds. */
const patience = 10_000;

export function createBelongings(): Belongings {
  const endings: (() => Promise<unknown>)[] = [];
  let ended = false;
  return {
    async keep(start, end) {
      if (ended) throw new Error("the demo has ended");
      const starting = Promise.resolve(start());
      endings.push(() => starting.then(end));
      return starting;
    },
    async end() {
      ended = true;
      for (const ending of endings.splice(0).reverse())
        await atMost(
          patience,
          ending().catch(() => undefined),
        );
    },
  };
}

/** Resolves when the work is done or the time (ms) is over. */
async function atMost(within: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, within);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
