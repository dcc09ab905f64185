/** HashiCorp's HCL parser in a thread of its own: it takes 200 ms to start, and a text that it chokes on takes only the thread with it. */
import { Worker } from "node:worker_threads";

/** Longer than any honest file takes, in milliseconds. */
const patience = 60_000;

type Answer = { readonly value: unknown } | { readonly error: string };

interface Question {
  readonly filename: string;
  readonly contents: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Parses a file to plain values; rejects with the parser's diagnostics. */
export type Hcl2Json = (filename: string, contents: string) => Promise<unknown>;

let parser: Hcl2Json | null = null;

/**
 * The parser of this process: the first call starts it, and it loads while the caller goes on. Sources that are not compiled (tests) parse
 * in the caller's thread. The thread keeps no process alive unless it is asked something. It takes one file at a time: where it breaks off or takes too long,
 * only that file's question is rejected, and the next one gets a new thread.
 */
export function hcl2Json(): Hcl2Json {
  parser ??= import.meta.url.endsWith(".ts") ? parseHere : startThread();
  return parser;
}

function startThread(): Hcl2Json {
  const thread = new ParserThread();
  return (filename, contents) => thread.ask(filename, contents);
}

async function parseHere(filename: string, contents: string): Promise<unknown> {
  const { parse } = await import("@cdktf/hcl2json");
  return parse(filename, contents);
}

class ParserThread {
  readonly #queue: Question[] = [];
  #worker: Worker | null = this.#start();
  #asked: Question | null = null;
  #timer: NodeJS.Timeout | null = null;

  ask(filename: string, contents: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ filename, contents, resolve, reject });
      this.#askNext();
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./hcl2json-worker.js", import.meta.url), { execArgv: [] });
    worker.on("message", (answer: Answer) => this.#settle("error" in answer ? new Error(answer.error) : null, answer));
    worker.on("error", (cause) => this.#lose(worker, new Error("HashiCorp's parser broke off", { cause })));
    worker.on("exit", () => this.#lose(worker, new Error("HashiCorp's parser ended")));
    // After the listeners: to listen for messages holds the process, too, and only an open question may.
    worker.unref();
    return worker;
  }

  #askNext(): void {
    if (this.#asked !== null) return;
    const question = this.#queue.shift() ?? null;
    this.#asked = question;
    if (question === null) {
      this.#worker?.unref();
      return;
    }
    this.#worker ??= this.#start();
    const worker = this.#worker;
    worker.ref();
    this.#timer = setTimeout(() => this.#lose(worker, new Error(`HashiCorp's parser took longer than ${patience / 1000} s`)), patience);
    worker.postMessage({ filename: question.filename, contents: question.contents });
  }

  #settle(error: Error | null, answer: Answer | null): void {
    const question = this.#asked;
    this.#asked = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (error !== null) question?.reject(error);
    else if (answer !== null && "value" in answer) question?.resolve(answer.value);
    this.#askNext();
  }

  /** A thread that is of no more use: its question is rejected, the rest of the queue goes to a new one. */
  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    worker.unref();
    void worker.terminate();
    this.#settle(error, null);
  }
}
