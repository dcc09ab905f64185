/** Says what long work is at: one line on a terminal, rewritten in place, and nothing where there is no terminal. */

export interface Progress {
  /** A few words, and how far it is where that is known. */
  at(step: string, done?: number, total?: number): void;
  /** Takes the line away, before results are printed. */
  end(): void;
}

export const silent: Progress = { at: () => {}, end: () => {} };

/** The line appears only when work takes longer than this, in milliseconds. */
const patience = 400;
const rewriteEvery = 80;

export function createProgress(stream: NodeJS.WriteStream, now: () => number = Date.now): Progress {
  if (!stream.isTTY) return silent;
  const started = now();
  let last = 0;
  let shown = false;
  return {
    at(step, done, total) {
      const time = now();
      if (time - started < patience || time - last < rewriteEvery) return;
      last = time;
      shown = true;
      const part = done === undefined || total === undefined ? "" : ` ${done} of ${total}`;
      stream.write(`\r\u001b[2K${step}${part}…`.slice(0, Math.max(20, stream.columns)));
    },
    end() {
      if (shown) stream.write("\r\u001b[2K");
      shown = false;
    },
  };
}
