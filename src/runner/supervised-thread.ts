/** A worker thread that is started again when it falls. */
import { Worker } from "node:worker_threads";

export interface ThreadWatch<Says> {
  readonly heard: (message: Says) => void;
  /** The thread ended by itself; another one is started after so many milliseconds. */
  readonly fell: (cause: unknown, after: number) => void;
}

export interface SupervisedThread<IsTold> {
  tell(message: IsTold): void;
  /** Tells it to stop and waits so many milliseconds for it; then it is ended. */
  stop(message: IsTold, patience: number): Promise<void>;
}

/** Milliseconds before a thread is started again: twice as long each time, up to a minute. */
const firstDelay = 500;
const longestDelay = 60_000;
/** After so many milliseconds without a fall the delay starts over. */
const calm = 10 * 60_000;

/** @param file of the built program. @param data handed to every thread that is started. */
export function superviseThread<IsTold, Says>(file: URL, data: unknown, watch: ThreadWatch<Says>): SupervisedThread<IsTold> {
  let stopping = false;
  let delay = firstDelay;
  let timer: NodeJS.Timeout | null = null;
  let worker = start();

  function start(): Worker {
    const started = Date.now();
    const thread = new Worker(file, { workerData: data });
    let cause: unknown = null;
    thread.on("message", watch.heard);
    thread.on("error", (error) => {
      cause = error;
    });
    thread.on("exit", (code) => {
      if (stopping) return;
      if (Date.now() - started > calm) delay = firstDelay;
      watch.fell(cause ?? new Error(`the thread ended with code ${code}`), delay);
      timer = setTimeout(() => {
        worker = start();
      }, delay);
      delay = Math.min(longestDelay, delay * 2);
    });
    return thread;
  }

  return {
    tell: (message) => worker.postMessage(message),
    async stop(message, patience) {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage(message);
      const limit = setTimeout(() => void worker.terminate(), patience);
      if (worker.threadId !== -1) await ended;
      clearTimeout(limit);
    },
  };
}
