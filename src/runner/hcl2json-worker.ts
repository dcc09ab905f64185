/** The thread behind hcl2json.ts: takes files one by one and answers with their values or the parser's words. */
import { parentPort } from "node:worker_threads";
import { parse } from "@cdktf/hcl2json";

interface Question {
  readonly id: number;
  readonly filename: string;
  readonly contents: string;
}

const port = parentPort;

port?.on("message", async ({ id, filename, contents }: Question) => {
  try {
    port.postMessage({ id, value: await parse(filename, contents) });
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

// Loads the WebAssembly module before the first question.
void parse("warm.tf", "").catch(() => {});
