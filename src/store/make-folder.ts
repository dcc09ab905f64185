/** Makes a folder with those above it. Node's own way of doing so does not end where a file system that exists refuses new folders (`/proc`). */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../model/failure.ts";

/** For this user alone; one that is there is left as it is. @throws what the disk says. */
export async function makeFolder(path: string): Promise<void> {
  if ((await made(path)) === "no parent") {
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 }).catch(unlessThere);
  }
}

async function made(path: string): Promise<"there" | "no parent"> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    if (errorCode(cause) === "ENOENT" && dirname(path) !== path) return "no parent";
    unlessThere(cause);
  }
  return "there";
}

function unlessThere(cause: unknown): void {
  if (errorCode(cause) !== "EEXIST") throw cause;
}
