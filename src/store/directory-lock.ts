/** Keeps a directory to one process: an embedded database that two of them open is damaged without a word. */
import { randomUUID } from "node:crypto";
import { readlinkSync } from "node:fs";
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../model/failure.ts";

/** Milliseconds between two signs of life of the one who holds it, and how long their absence is watched; a busy holder may be late. */
const beat = 1_000;
const watch = 4_000;

export interface DirectoryLock {
  release(): Promise<void>;
}

export interface Holder {
  readonly pid: number;
  /** Computer, or container, and on Linux its network: a process number means something there only. */
  readonly place: string;
}

export type LockOutcome =
  | { readonly kind: "locked"; readonly lock: DirectoryLock }
  /** `holder` is null where it has not left its name yet. */
  | { readonly kind: "held"; readonly holder: Holder | null };

interface Mark extends Holder {
  /** Tells a mark from another of the same process number. */
  readonly token: string;
}

/**
 * On Linux the kernel keeps the lock, as the name of a socket without a file: it is exclusive, and gone when the process is, however it ends.
 * Containers that share the directory do not share that name, and other systems have none: there a file tells by its changing time that its
 * holder lives. Times of different computers are never compared; the file is watched.
 */
export async function lockDirectory(dir: string, path: string): Promise<LockOutcome> {
  const socket = await bindName(dir);
  if (socket === "taken") return { kind: "held", holder: await readMark(path) };
  const earlier = await readMark(path);
  if (earlier !== null && !(socket !== null && earlier.place === place()) && (await isAlive(path))) {
    socket?.close();
    return { kind: "held", holder: earlier };
  }
  const mark: Mark = { pid: process.pid, place: place(), token: randomUUID() };
  await writeMark(path, mark);
  const timer = setInterval(() => void sign(path), beat);
  timer.unref();
  return { kind: "locked", lock: { release: () => release(path, mark, timer, socket) } };
}

/** Null: this system has no such names. */
async function bindName(dir: string): Promise<Server | "taken" | null> {
  if (process.platform !== "linux") return null;
  // The directory itself, whichever path leads to it.
  const { dev, ino } = await stat(dir);
  const server = createServer((connection) => connection.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => (errorCode(cause) === "EADDRINUSE" ? resolve("taken") : reject(cause)));
    server.listen(`\0bakegate-directory-${dev}-${ino}`, () => resolve(server));
  });
}

function place(): string {
  const network = process.platform === "linux" ? ` ${readlinkSync("/proc/self/ns/net")}` : "";
  return `${hostname()}${network}`;
}

async function isAlive(path: string): Promise<boolean> {
  const before = await changed(path);
  for (let waited = 0; waited < watch; waited += beat) {
    await sleep(beat);
    const now = await changed(path);
    if (now === null) return false;
    if (now !== before) return true;
  }
  return false;
}

async function changed(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}

async function sign(path: string): Promise<void> {
  const now = new Date();
  // Whoever misses the sign may open the directory; there is nothing else to be done about a disk that does not answer.
  await utimes(path, now, now).catch(() => {});
}

async function readMark(path: string): Promise<Mark | null> {
  try {
    const mark: unknown = JSON.parse(await readFile(path, "utf8"));
    return isMark(mark) ? mark : null;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT" || cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== "object" || value === null || !("pid" in value && "place" in value && "token" in value)) return false;
  return typeof value.pid === "number" && typeof value.place === "string" && typeof value.token === "string";
}

/** In one step: a mark cut off by a crash would be nobody's. */
async function writeMark(path: string, mark: Mark): Promise<void> {
  const partial = `${path}.${mark.token}`;
  await writeFile(partial, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
  await rename(partial, path);
}

async function release(path: string, mark: Mark, timer: NodeJS.Timeout, socket: Server | null): Promise<void> {
  clearInterval(timer);
  if ((await readMark(path))?.token === mark.token) await rm(path, { force: true });
  if (socket !== null) await new Promise<void>((resolve) => socket.close(() => resolve()));
}
