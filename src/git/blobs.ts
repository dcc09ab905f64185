/** Reads blobs by id: sizes first, so that a huge one is never loaded, then all contents through one process. */
import type { BlobContent, ObjectId } from "../model/tree.ts";
import { gitOutput } from "./run-git.ts";

/** Contents by id. An id that the repository does not hold (partial clone, corruption) comes as `missing`. */
export async function readBlobs(dir: string, ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
  const wanted = [...new Set(ids)];
  const contents = new Map<ObjectId, BlobContent>();
  if (wanted.length === 0) return contents;
  const load: ObjectId[] = [];
  const sizes = (
    await gitOutput(dir, ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], `${wanted.join("\n")}\n`)
  ).toString("latin1");
  for (const line of sizes.split("\n")) {
    const [id = "", type, size] = line.split(" ");
    if (id === "") continue;
    if (type !== "blob") contents.set(id, { kind: "missing" });
    else if (Number(size) > maxBytes) contents.set(id, { kind: "too-large", size: Number(size) });
    else load.push(id);
  }
  if (load.length > 0) {
    const batch = await gitOutput(dir, ["cat-file", "--batch"], `${load.join("\n")}\n`);
    for (const [id, content] of parseBatch(batch)) contents.set(id, content);
  }
  for (const id of wanted) if (!contents.has(id)) contents.set(id, { kind: "missing" });
  return contents;
}

/** What `cat-file --batch` prints: `<id> blob <size>\n<bytes>\n`, or `<id> missing\n`. */
function* parseBatch(batch: Buffer): Iterable<readonly [ObjectId, BlobContent]> {
  let at = 0;
  while (at < batch.length) {
    const newline = batch.indexOf(10, at);
    if (newline === -1) return;
    const [id = "", type, size] = batch.toString("latin1", at, newline).split(" ");
    at = newline + 1;
    if (type !== "blob") {
      yield [id, { kind: "missing" }];
      continue;
    }
    const end = at + Number(size);
    if (end > batch.length) return;
    yield [id, { kind: "bytes", bytes: batch.subarray(at, end) }];
    at = end + 1;
  }
}
