/** The thread behind hcl2json.ts: takes a file and answers with its values or the parser's words. */
import fs from "node:fs";
import { parentPort } from "node:worker_threads";
import { parse } from "@cdktf/hcl2json";

interface Question {
  readonly filename: string;
  readonly contents: string;
}

const port = parentPort;
// Loads the WebAssembly module before the first question.
const ready = parse("warm.tf", "")
  .catch(() => {})
  .then(endAtWrites);

port?.on("message", async ({ filename, contents }: Question) => {
  try {
    await ready;
    port.postMessage({ value: await parse(filename, contents) });
  } catch (error) {
    if (hasBrokenOff(error)) process.exit(1);
    port.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

/** The stack or the memory ran out within the parser: it answers the next one wrongly or not at all. */
function hasBrokenOff(error: unknown): boolean {
  return error instanceof RangeError || error instanceof WebAssembly.RuntimeError;
}

/**
 * The parser itself writes nothing. What a text brings to fall makes Go's runtime write its stacks, to the standard error of the whole
 * process and past the thread's own, and then it may answer no more: the thread ends instead. Go writes through this global, which the
 * package sets while it loads.
 */
function endAtWrites(): void {
  Object.assign(globalThis, { fs: { ...fs, writeSync: () => process.exit(1) } });
}
