/** Keeps a data directory to one App: two of them would take each other's deliveries. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { BakegateError, systemWords } from "../model/failure.ts";
import { type DirectoryLock, type LockOutcome, lockDirectory } from "./directory-lock.ts";

/** @throws BakegateError (usage) where another process has it, or it cannot be written. */
export async function lockDataDir(dataDir: string): Promise<DirectoryLock> {
  const outcome = await lockOrExplain(dataDir);
  if (outcome.kind === "locked") return outcome.lock;
  const who = outcome.holder === null ? "another process that is just starting" : `process ${outcome.holder.pid}`;
  throw new BakegateError(
    "usage",
    `the data directory ${dataDir} is in use by ${who}`,
    "Stop that process first, or name another folder with BAKEGATE_DATA_DIR: each process has its own, also where they share a PostgreSQL.",
  );
}

/** A folder of its own carries the lock: the embedded database beside it has another one. */
async function lockOrExplain(dataDir: string): Promise<LockOutcome> {
  try {
    const dir = join(dataDir, "app");
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return await lockDirectory(dir, join(dataDir, "app.lock"));
  } catch (cause) {
    const next = "Name a folder that this user may write with BAKEGATE_DATA_DIR.";
    throw new BakegateError("usage", `the data directory ${dataDir} cannot be used: ${systemWords(cause)}`, next, { cause });
  }
}
