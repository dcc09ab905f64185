/** Blobs as files named by their ids, within a bound; a disk that fails is left alone and never fails a review. */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Logger } from "pino";
import { errorCode, systemWords } from "../model/failure.ts";
import type { ObjectId } from "../model/tree.ts";
import { listBlobFiles } from "./blob-files.ts";
import { isBlob } from "./blob-id.ts";

export class BlobFolder {
  readonly #dir: string;
  readonly #room: number;
  readonly #log: Pick<Logger, "warn">;
  readonly #pause: number;
  /** Sizes of the files in bytes, the longest unused first. Null: not listed yet. */
  #files: Map<ObjectId, number> | null = null;
  #listing: Promise<Map<ObjectId, number>> | null = null;
  #sum = 0;
  #offUntil = 0;

  /** @param room in bytes; processes that share the folder each keep to it on their own. @param pause in milliseconds. */
  constructor(dir: string, room: number, log: Pick<Logger, "warn">, pause: number) {
    this.#dir = join(dir, "blobs");
    this.#room = room;
    this.#log = log;
    this.#pause = pause;
  }

  /** Null: not there, or not what the id names; then it is removed. */
  async read(id: ObjectId): Promise<Uint8Array | null> {
    return this.#onDisk(async () => {
      const path = this.#path(id);
      const bytes = await readFile(path).catch(absent);
      if (bytes !== null && isBlob(id, bytes)) {
        await this.#use(id, path);
        return bytes;
      }
      this.#forget(id);
      if (bytes === null) return null;
      await rm(path, { force: true });
      this.#log.warn({ path }, "a damaged file was removed from the blob cache");
      return null;
    });
  }

  async write(id: ObjectId, bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > this.#room) return;
    await this.#onDisk(async () => {
      const files = await this.#listed();
      if (files.has(id)) return null;
      await writeWhole(this.#path(id), bytes);
      if (!files.has(id)) this.#sum += bytes.byteLength;
      files.set(id, bytes.byteLength);
      await this.#makeRoom(files);
      return null;
    });
  }

  /** Null where the disk is left alone, or from now on is. */
  async #onDisk<T>(work: () => Promise<T | null>): Promise<T | null> {
    if (performance.now() < this.#offUntil) return null;
    try {
      return await work();
    } catch (cause) {
      this.#turnOff(cause);
      return null;
    }
  }

  /** Said once, however much was under way. */
  #turnOff(cause: unknown): void {
    const now = performance.now();
    if (now < this.#offUntil) return;
    this.#offUntil = now + this.#pause;
    this.#files = null;
    this.#listing = null;
    const seconds = Math.round(this.#pause / 1_000);
    this.#log.warn({ err: cause, dir: this.#dir }, `the blob cache does without the disk for ${seconds} s: ${systemWords(cause)}`);
  }

  /** Down to 90 %, so that not every further file has to make room. */
  async #makeRoom(files: Map<ObjectId, number>): Promise<void> {
    if (this.#sum <= this.#room) return;
    const leaving: ObjectId[] = [];
    for (const [id, size] of files) {
      if (this.#sum <= this.#room * 0.9) break;
      files.delete(id);
      this.#sum -= size;
      leaving.push(id);
    }
    for (const id of leaving) await rm(this.#path(id), { force: true });
  }

  /** The time of the last use is the file's own, so that it outlives the process. */
  async #use(id: ObjectId, path: string): Promise<void> {
    const size = this.#files?.get(id);
    if (size !== undefined) {
      this.#files?.delete(id);
      this.#files?.set(id, size);
    }
    const now = new Date();
    await utimes(path, now, now).catch(absent);
  }

  #forget(id: ObjectId): void {
    this.#sum -= this.#files?.get(id) ?? 0;
    this.#files?.delete(id);
  }

  /** Once for each process, and not before something is to be written: listing a full folder takes a second or two. */
  #listed(): Promise<Map<ObjectId, number>> {
    this.#listing ??= listBlobFiles(this.#dir).then((found) => {
      this.#sum = found.reduce((sum, { size }) => sum + size, 0);
      this.#files = new Map(found.map(({ id, size }) => [id, size]));
      return this.#files;
    });
    return this.#listing;
  }

  #path(id: ObjectId): string {
    return join(this.#dir, id.slice(0, 2), id.slice(2));
  }
}

/** Under another name first: what stands under an id was written to its end. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(part, bytes, { mode: 0o600, flag: "wx" });
    await rename(part, path);
  } catch (cause) {
    // The first failure is the one to tell; a part that stays is removed later.
    await rm(part, { force: true }).catch(() => {});
    throw cause;
  }
}

function absent(cause: unknown): null {
  if (errorCode(cause) === "ENOENT") return null;
  throw cause;
}
