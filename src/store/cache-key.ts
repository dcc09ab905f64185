/** The secret key of this user's caches, made at the first need. It lies apart from them: who can write a cache cannot make up what is in it. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { link, lstat, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../model/failure.ts";
import { makeFolder } from "./make-folder.ts";
import { keyBytes } from "./sealed-bytes.ts";

/** Null: what stands there is no key, or not this user's alone. @throws what the disk says. */
export async function cacheKey(path: string): Promise<Uint8Array | null> {
  const known = await readKey(path);
  if (known !== "none") return known;
  await makeFolder(dirname(path));
  const part = `${path}.${randomUUID()}.part`;
  await writeFile(part, randomBytes(keyBytes), { mode: 0o600, flag: "wx" });
  try {
    // Unlike a rename it replaces nothing: of two processes that start at once, both use the key of the first.
    await link(part, path);
  } catch (cause) {
    if (errorCode(cause) !== "EEXIST") throw cause;
  } finally {
    await rm(part, { force: true });
  }
  const made = await readKey(path);
  return made === "none" ? null : made;
}

async function readKey(path: string): Promise<Uint8Array | null | "none"> {
  try {
    const stat = await lstat(path);
    return stat.isFile() && stat.size === keyBytes && isPrivate(stat) ? await readFile(path) : null;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return "none";
    throw cause;
  }
}

/** Where there are no users (Windows), the folder's own rights decide. */
function isPrivate({ uid, mode }: Stats): boolean {
  const own = process.getuid?.();
  return own === undefined || (uid === own && (mode & 0o077) === 0);
}
