/** Blobs that were read already, by id: in memory, and on disk so that they outlive the process. */
import type { Logger } from "pino";
import type { BlobContent, ObjectId } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import { BlobFolder } from "./blob-folder.ts";
import { Recent } from "./recent.ts";

export interface BlobCacheOptions {
  /** Where blobs are kept; null: in memory only. */
  readonly dir: string | null;
  readonly log: Pick<Logger, "warn">;
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
  /** Milliseconds for which a disk that failed is left alone. */
  readonly pause?: number;
}

const mebibyte = 1024 * 1024;
const filesAtOnce = 16;

/** Says nothing about who may read a blob: whoever asks has seen that the repository names it. No method rejects. */
export class BlobCache {
  readonly #memory: Recent<Uint8Array>;
  readonly #folder: BlobFolder | null;

  constructor({ dir, log, memoryBytes = 128 * mebibyte, diskBytes = 1024 * mebibyte, pause = 600_000 }: BlobCacheOptions) {
    this.#memory = new Recent<Uint8Array>(memoryBytes, (bytes) => bytes.byteLength);
    this.#folder = dir === null ? null : new BlobFolder(dir, diskBytes, log, pause);
  }

  /** Those of the ids that are held. */
  async find(ids: readonly ObjectId[], maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const found = new Map<ObjectId, BlobContent>();
    const others: ObjectId[] = [];
    for (const id of ids) {
      const bytes = this.#memory.get(id);
      if (bytes === null) others.push(id);
      else found.set(id, within(maxBytes, bytes));
    }
    const folder = this.#folder;
    if (folder === null) return found;
    await abreast(filesAtOnce, others, async (id) => {
      const bytes = await folder.read(id);
      if (bytes === null) return;
      this.#memory.keep(id, bytes);
      found.set(id, within(maxBytes, bytes));
    });
    return found;
  }

  /** @param bytes hash to the id: the caller has verified it. */
  async keep(id: ObjectId, bytes: Uint8Array): Promise<void> {
    this.#memory.keep(id, bytes);
    await this.#folder?.write(id, bytes);
  }
}

function within(maxBytes: number, bytes: Uint8Array): BlobContent {
  return bytes.byteLength > maxBytes ? { kind: "too-large", size: bytes.byteLength } : { kind: "bytes", bytes };
}
