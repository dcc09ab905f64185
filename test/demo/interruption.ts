/** Ctrl-C, an ended session or a reader that went away: the demo ends at once, with the exit code that shells expect. */
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export class Interrupted extends Error {
  override readonly name: string = "Interrupted";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("interrupted");
    this.exitCode = exitCode;
  }
}

export interface Interruption {
  /** Rejects with {@link Interrupted}, or with an error that nobody caught; never resolves. */
  readonly happened: Promise<never>;
  /** An interruption where there was one, else the given cause. */
  orElse(cause: unknown): Promise<unknown>;
}

/** From here on signals end the process no more: who asks for this ends it. */
export function interruption(): Interruption {
  let first: unknown;
  let reject: (why: unknown) => void = () => {};
  const happened = new Promise<never>((_, fail) => {
    reject = fail;
  });
  happened.catch(() => {});
  const happen = (why: unknown) => {
    first ??= why;
    reject(why);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => happen(new Interrupted(128 + constants.signals[signal])));
  }
  // `npm run demo | head`: nobody reads on.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => happen(new Interrupted(128 + constants.signals.SIGPIPE)));
  }
  process.on("uncaughtException", happen);
  return {
    happened,
    async orElse(cause) {
      // Ctrl-C reaches git and the App as well, and their failing may be heard of before the signal is.
      await sleep(100);
      return first ?? cause;
    },
  };
}
