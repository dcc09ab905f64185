/** What lies in a folder of blobs. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../model/failure.ts";
import type { ObjectId } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import { isObjectId } from "./blob-id.ts";

export interface BlobFile {
  readonly id: ObjectId;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

const filesAtOnce = 16;
/** A part as old as this, in milliseconds, was left by a process that ended while it wrote. */
const abandoned = 3_600_000;

/** The blobs below a folder, the longest unused first; none where it does not exist. Abandoned parts are removed. @throws the system's error */
export async function listBlobFiles(dir: string): Promise<readonly BlobFile[]> {
  const found: BlobFile[] = [];
  for (const start of (await namesIn(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    await abreast(filesAtOnce, await namesIn(join(dir, start)), async (name) => {
      const path = join(dir, start, name);
      const id = start + name;
      const about = await stat(path).catch(none);
      if (about === null || !about.isFile()) return;
      if (isObjectId(id)) found.push({ id, size: about.size, used: about.mtimeMs });
      else if (name.endsWith(".part") && Date.now() - about.mtimeMs > abandoned) await rm(path, { force: true });
    });
  }
  return found.sort((a, b) => a.used - b.used);
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return (await readdir(dir).catch(none)) ?? [];
}

/** Null for what is not there: another process may have removed it just now. */
function none(cause: unknown): null {
  if (errorCode(cause) === "ENOENT") return null;
  throw cause;
}
