/** Puts a result where it was asked for, and says so when it does not fit there. */
import { constants } from "node:fs";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BakegateError, errorCode, systemWords } from "../model/failure.ts";

/**
 * Writes to a file (whole or not at all; through a link to what it points at) or to standard output. A device or a pipe is written to as
 * it is. A reader that closes the pipe early is no failure: it has what it wanted.
 * @throws BakegateError (incomplete) on a full disk or a missing permission.
 */
export async function writeOutput(text: string, file: string | null): Promise<void> {
  if (file === null) return writeStandardOutput(text);
  try {
    const there = await existing(file);
    if (there === null || there.mode !== null) await replaceFile(there?.path ?? file, text, there?.mode ?? null);
    else await writeFile(file, text, { flag: constants.O_WRONLY });
  } catch (cause) {
    if (errorCode(cause) !== "EPIPE") throw outputFailed(file, cause);
  }
}

/** What stands at a path, links followed: the permissions of a file, no mode for a device or a pipe; null: nothing yet. */
async function existing(file: string): Promise<{ readonly path: string; readonly mode: number | null } | null> {
  try {
    const found = await stat(file);
    return { path: await realpath(file), mode: found.isFile() || found.isDirectory() ? found.mode & 0o777 : null };
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return null;
    throw cause;
  }
}

async function replaceFile(file: string, text: string, mode: number | null): Promise<void> {
  const partial = join(dirname(file), `.bakegate-${process.pid}.partial`);
  try {
    await writeFile(partial, text, mode === null ? {} : { mode });
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {});
    throw cause;
  }
}

async function writeStandardOutput(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown): void => {
      if (errorCode(cause) === "EPIPE") resolve();
      else reject(outputFailed("standard output", cause));
    };
    process.stdout.once("error", fail);
    process.stdout.write(text, (cause) => {
      if (cause) fail(cause);
      else resolve();
    });
  });
}

function outputFailed(where: string, cause: unknown): BakegateError {
  const why = errorCode(cause) === "ENOENT" ? "its folder does not exist" : systemWords(cause);
  const next = "Make room or write it to another place, then run the command again.";
  return new BakegateError("incomplete", `the result could not be written to ${where}: ${why}`, next, { cause });
}
