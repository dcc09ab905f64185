/** Starts other processes at a store, listens to what they say, and ends them as it comes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./store-process.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

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
  const child = spawn(process.execPath, ["--import", "tsx", script, task, dataDir, databaseUrl ?? "", String(from)], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
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

/** What a failed story left. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
