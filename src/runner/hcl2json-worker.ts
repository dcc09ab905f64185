/** The thread behind hcl2json.ts: takes a file and answers with its values or the parser's words. */
import { parentPort } from "node:worker_threads";
import { parse } from "@cdktf/hcl2json";

interface Question {
  readonly filename: string;
  readonly contents: string;
}

const port = parentPort;

port?.on("message", async ({ filename, contents }: Question) => {
  try {
    port.postMessage({ value: await parse(filename, contents) });
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

// Loads the WebAssembly module before the first question.
void parse("warm.tf", "").catch(() => {});
