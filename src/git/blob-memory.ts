/** Blobs that were read already: a review asks for most of them more than once, and every question to git starts a process. */
import type { BlobContent, ObjectId } from "../model/tree.ts";

/** Contents above this sum are read again when they are asked for again, in bytes. */
const room = 128 * 1024 * 1024;

export class BlobMemory {
  readonly #contents = new Map<ObjectId, Uint8Array>();
  #size = 0;

  /** Null: not known, or larger than asked for. */
  get(id: ObjectId, maxBytes: number): BlobContent | null {
    const bytes = this.#contents.get(id);
    return bytes === undefined || bytes.byteLength > maxBytes ? null : { kind: "bytes", bytes };
  }

  keep(id: ObjectId, content: BlobContent): void {
    if (content.kind !== "bytes" || this.#size + content.bytes.byteLength > room) return;
    this.#contents.set(id, content.bytes);
    this.#size += content.bytes.byteLength;
  }
}
