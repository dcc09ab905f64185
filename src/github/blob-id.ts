/** Whether bytes are the blob that an id names. Nothing that was read from elsewhere is believed without it. */
import { createHash } from "node:crypto";
import type { ObjectId } from "../model/tree.ts";

const written = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function isObjectId(text: unknown): text is ObjectId {
  return typeof text === "string" && written.test(text);
}

/** Git names a blob by the hash of `blob <size>\0<bytes>`: SHA-1 in 40 digits or SHA-256 in 64 (git-scm.com/book/en/v2/Git-Internals-Git-Objects). */
export function isBlob(id: ObjectId, bytes: Uint8Array): boolean {
  const hash = createHash(id.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex") === id;
}
