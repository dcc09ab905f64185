/** HashiCorp's HCL parser in a thread of its own: it takes 200 ms to start, and a text that it chokes on takes only the thread with it. */
import { Worker } from "node:worker_threads";

/** Longer than any honest file takes, in milliseconds. */
const patience = 60_000;

type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Parses a file to plain values; rejects with the parser's diagnostics. */
export type Hcl2Json = (filename: string, contents: string) => Promise<unknown>;

/**
 * Starts the parser; it loads while the caller goes on. Sources that are not compiled (tests) parse in this thread.
 * The thread keeps no process alive. When it ends, every open question and every later one is rejected.
 */
export function startHcl2Json(): Hcl2Json {
  if (import.meta.url.endsWith(".ts")) return parseHere;
  const worker = new Worker(new URL("./hcl2json-worker.js", import.meta.url), { execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let ended: Error | null = null;
  let last = 0;
  const end = (error: Error): void => {
    ended ??= error;
    for (const one of waiting.values()) one.reject(ended);
    waiting.clear();
  };
  worker.on("message", (answer: Answer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in answer) one?.reject(new Error(answer.error));
    else one?.resolve(answer.value);
  });
  worker.on("error", (cause) => end(new Error("HashiCorp's parser broke off", { cause })));
  worker.on("exit", () => end(new Error("HashiCorp's parser ended")));
  // After the listeners: to listen for messages holds the process, too.
  worker.unref();
  // Listening for messages holds the process; only an open question may.
  worker.unref();
  return (filename, contents) =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      const id = ++last;
      const timer = setTimeout(() => {
        end(new Error(`HashiCorp's parser took longer than ${patience / 1000} s`));
        void worker.terminate();
      }, patience);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      worker.ref();
      worker.postMessage({ id, filename, contents });
    });
}

async function parseHere(filename: string, contents: string): Promise<unknown> {
  const { parse } = await import("@cdktf/hcl2json");
  return parse(filename, contents);
}
