/** Puts a result where it was asked for, and says so when it does not fit there. */
import { rename, rm, writeFile } from "node:fs/promises";
import { BakegateError, errorCode } from "../model/failure.ts";

/**
 * Writes to a file (whole or not at all) or to standard output.
 * A reader that closes the pipe early is no failure: it has what it wanted.
 * @throws BakegateError (incomplete) on a full disk or a missing permission.
 */
export async function writeOutput(text: string, file: string | null): Promise<void> {
  if (file === null) return writeStandardOutput(text);
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {});
    throw outputFailed(file, cause);
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

const causes: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "its folder does not exist",
  EISDIR: "it is a folder",
};

function outputFailed(where: string, cause: unknown): BakegateError {
  const code = errorCode(cause) ?? "unknown error";
  return new BakegateError(
    "incomplete",
    `the result could not be written to ${where}: ${causes[code] ?? code}`,
    "Make room or choose another file with --out, then run the command again.",
    { cause },
  );
}
