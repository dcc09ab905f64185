/** Starts other processes at a store, listens to what they say, and ends them as it comes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const script = fileURLToPath(new URL("./store-process.ts", import.meta.url));
/** The script as one file, where it finds its packages: some twenty of them are started, and reading the sources takes half of each start. */
const program = fileURLToPath(new URL(`../../node_modules/.cache/bakegate/store-process-${process.pid}.mjs`, import.meta.url));
let built = false;

function build(): void {
  if (built) return;
  buildSync({ entryPoints: [script], outfile: program, bundle: true, platform: "node", format: "esm", packages: "external" });
  built = true;
}

export interface StoreProcess {
  readonly pid: number;
  readonly lines: readonly string[];
  /** Resolves with the first line, said or still to be said, that begins so; rejects when the process ends without. */
  says(start: string): Promise<string>;
  kill(): Promise<void>;
  /** Tells it to end, and waits until it has. */
  end(): Promise<void>;
}

const running = new Set<ChildProcess>();

export function startProcess(task: string, dataDir: string, databaseUrl: string | null = null, from = 0): StoreProcess {
  build();
  const child = spawn(process.execPath, [program, task, dataDir, databaseUrl ?? "", String(from)], { stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let ended = false;
  const closed = once(child, "close").then(() => {
    ended = true;
    running.delete(child);
    tell();
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    tell();
  });
  return {
    pid: child.pid ?? 0,
    lines,
    says: (start) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((each) => each.startsWith(start));
          if (line === undefined && !ended) return;
          listeners.delete(look);
          if (line !== undefined) resolve(line);
          else reject(new Error(`the process ended and never said "${start}", but:\n${lines.slice(-5).join("\n")}`));
        };
        listeners.add(look);
        look();
      }),
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
    async end() {
      child.stdin.end();
      await closed;
    },
  };
}

/** What a failed story left, and the program. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
  rmSync(program, { force: true });
}
