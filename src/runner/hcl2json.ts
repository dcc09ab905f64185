/** HashiCorp's HCL parser in a thread of its own: it takes 200 ms to start, and a text that it chokes on takes only the thread with it. */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
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
 * in the caller's thread. Its threads keep no process alive unless they are asked something. Each takes one file at a time: where it breaks
 * off or takes too long, only that file's question is rejected, and the next one gets a new thread.
 */
export function hcl2Json(): Hcl2Json {
  parser ??= import.meta.url.endsWith(".ts") ? parseHere : startThreads();
  return parser;
}

/**
 * V8 compiles WebAssembly twice: at once, and again with its optimizer where a function has run for this many bytes of code. At its own bound
 * (1.8 million in Node 20, 13 million in 22) the parser's start alone is optimized, which took a third of a review of one file (0.2 s, and
 * 0.4 s of processor time); what a large repository runs through still passes this one, and took no longer (10,000 files).
 */
const optimizedAfter = 1_000_000_000;

function startThreads(): Hcl2Json {
  setFlagsFromString(`--wasm-tiering-budget=${optimizedAfter}`);
  const threads = new ParserThreads();
  return (filename, contents) => threads.ask(filename, contents);
}

async function parseHere(filename: string, contents: string): Promise<unknown> {
  const { parse } = await import("@cdktf/hcl2json");
  return parse(filename, contents);
}

/** UTF-16 units that wait for each thread before another one is worth its start: half a second of work. */
const worthAThread = 250_000;
/** Each takes some 130 MB. */
const mostThreads = Math.min(4, availableParallelism());

/** One queue and the threads that take from it: one from the start, more where much waits. */
class ParserThreads {
  readonly #waiting: Question[] = [];
  #waitingLength = 0;
  readonly #threads = [new ParserThread(() => this.#take())];

  ask(filename: string, contents: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ filename, contents, resolve, reject });
      this.#waitingLength += contents.length;
      if (this.#threads.length < mostThreads && this.#waitingLength > worthAThread * this.#threads.length)
        this.#threads.push(new ParserThread(() => this.#take()));
      for (const thread of this.#threads) thread.askNext();
    });
  }

  #take(): Question | null {
    const question = this.#waiting.shift() ?? null;
    this.#waitingLength -= question?.contents.length ?? 0;
    return question;
  }
}

class ParserThread {
  readonly #take: () => Question | null;
  #worker: Worker | null = this.#start();
  #asked: Question | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param take the next question, taken off the queue; null: there is none. */
  constructor(take: () => Question | null) {
    this.#take = take;
  }

  /** Takes the next question, unless it is at one. */
  askNext(): void {
    if (this.#asked !== null) return;
    const question = this.#take();
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

  #start(): Worker {
    const worker = new Worker(new URL("../runner/hcl2json-worker.js", import.meta.url), { execArgv: [] });
    worker.on("message", (answer: Answer) => this.#settle("error" in answer ? new Error(answer.error) : null, answer));
    worker.on("error", (cause) => this.#lose(worker, new Error("HashiCorp's parser broke off", { cause })));
    worker.on("exit", () => this.#lose(worker, new Error("HashiCorp's parser broke off")));
    // After the listeners: to listen for messages holds the process, too, and only an open question may.
    worker.unref();
    return worker;
  }

  #settle(error: Error | null, answer: Answer | null): void {
    const question = this.#asked;
    this.#asked = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (error !== null) question?.reject(error);
    else if (answer !== null && "value" in answer) question?.resolve(answer.value);
    this.askNext();
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
