/** One long-lived `git cat-file --batch`: every blob of a review comes through it, and a huge one is never held. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { BakegateError } from "../model/failure.ts";
import type { BlobContent, ObjectId } from "../model/tree.ts";
import { gitEnvironment, gitMissing } from "./run-git.ts";

/** A question that is being answered: contents by id, in the order in which they were asked for. */
interface Question {
  readonly ids: readonly ObjectId[];
  readonly maxBytes: number;
  readonly contents: Map<ObjectId, BlobContent>;
  readonly resolve: (contents: ReadonlyMap<ObjectId, BlobContent>) => void;
  readonly reject: (error: unknown) => void;
}

/** The blob whose bytes are arriving; no bytes are kept of one that is too large. */
interface Arriving {
  readonly id: ObjectId;
  readonly size: number;
  readonly blob: boolean;
  readonly bytes: Buffer | null;
  at: number;
}

export class BlobProcess {
  readonly #dir: string;
  readonly #questions: Question[] = [];
  #child: ChildProcessWithoutNullStreams | null = null;
  #header = "";
  #arriving: Arriving | null = null;
  #said = "";

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Contents by id. An id that the repository does not hold (partial clone, corruption) comes as `missing`, a blob above `maxBytes` as `too-large`. */
  read(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return Promise.resolve(new Map());
    return new Promise((resolve, reject) => {
      this.#questions.push({ ids: wanted, maxBytes, contents: new Map(), resolve, reject });
      const child = this.#open();
      hold(child, true);
      child.stdin.write(`${wanted.join("\n")}\n`);
    });
  }

  #open(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = spawn("git", ["-C", this.#dir, "cat-file", "--batch"], { stdio: "pipe", env: gitEnvironment() });
    this.#child = child;
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString("utf8")).slice(0, 2_000);
    });
    // A git that ended is reported when it closes, not by the broken pipe.
    child.stdin.on("error", () => {});
    child.on("error", (cause) => this.#fail(gitMissing(cause)));
    child.on("close", (code) => {
      const why = this.#said.trim() || `exit code ${code}`;
      const next = "Check that the repository is whole (git fsck), then run the command again.";
      this.#fail(new BakegateError("incomplete", `git cat-file ended in ${this.#dir}: ${why}`, next));
    });
    return child;
  }

  #take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#arriving === null ? this.#takeHeader(chunk, at) : this.#takeBytes(chunk, at, this.#arriving);
  }

  /** `<id> blob <size>`, or `<id> missing`. */
  #takeHeader(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(10, at);
    this.#header += chunk.toString("latin1", at, newline === -1 ? chunk.length : newline);
    if (newline === -1) return chunk.length;
    const [id = "", type, size] = this.#header.split(" ");
    this.#header = "";
    const question = this.#questions[0];
    if (type === "missing" || type === "ambiguous" || size === undefined) this.#answer(id, { kind: "missing" });
    else {
      const blob = type === "blob";
      const keep = blob && question !== undefined && Number(size) <= question.maxBytes;
      this.#arriving = { id, size: Number(size), blob, bytes: keep ? Buffer.allocUnsafeSlow(Number(size)) : null, at: 0 };
    }
    return newline + 1;
  }

  /** The contents and the newline behind them. */
  #takeBytes(chunk: Buffer, at: number, arriving: Arriving): number {
    const end = Math.min(chunk.length, at + arriving.size + 1 - arriving.at);
    arriving.bytes?.set(chunk.subarray(at, Math.min(end, at + arriving.size - arriving.at)), arriving.at);
    arriving.at += end - at;
    if (arriving.at <= arriving.size) return end;
    this.#arriving = null;
    const { id, size, blob, bytes } = arriving;
    this.#answer(id, bytes !== null ? { kind: "bytes", bytes } : blob ? { kind: "too-large", size } : { kind: "missing" });
    return end;
  }

  #answer(id: ObjectId, content: BlobContent): void {
    const question = this.#questions[0];
    if (question === undefined) return;
    question.contents.set(id, content);
    if (question.contents.size < question.ids.length) return;
    this.#questions.shift();
    if (this.#questions.length === 0 && this.#child !== null) hold(this.#child, false);
    question.resolve(question.contents);
  }

  #fail(error: unknown): void {
    this.#child = null;
    this.#arriving = null;
    this.#header = "";
    for (const question of this.#questions.splice(0)) question.reject(error);
  }
}

/** Whether the child keeps this process alive: only while an answer is awaited. */
function hold(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const one of [child, child.stdin, child.stdout, child.stderr]) {
    const handle = one as { ref?: () => void; unref?: () => void };
    if (alive) handle.ref?.();
    else handle.unref?.();
  }
}
