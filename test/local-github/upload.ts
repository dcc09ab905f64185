/** Puts git objects into the emulator through GitHub's git data API, and holds the ids it gives against git's own. */
import { isUtf8 } from "node:buffer";
import type { Emulator } from "./emulator.ts";
import type { GitObject } from "./git-objects.ts";
import { type JsonObject, textIn } from "./json.ts";

/** One repository of the emulator to write to. */
export interface UploadTarget {
  readonly emulator: Emulator;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
  /** Ids of what is there already; what is uploaded is added. */
  readonly known: Set<string>;
}

/**
 * @param objects what commits reach: each is among them or known.
 * @throws where the emulator computes another id than git: then nothing that rests on ids could be tested.
 */
export async function upload(target: UploadTarget, objects: readonly GitObject[]): Promise<void> {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const visit = async (id: string): Promise<void> => {
    const commit = byId.get(id);
    if (target.known.has(id) || commit?.kind !== "commit") return;
    for (const parent of commit.parents) await visit(parent);
    await uploadTree(target, byId, commit.tree);
    const { message, tree, parents, author, committer } = commit;
    await write(target, "commits", id, { message, tree, parents, author, committer });
  };
  for (const { id } of objects) await visit(id);
}

/** In one request: a tree's id holds for all that is in it. */
async function uploadTree(target: UploadTarget, byId: ReadonlyMap<string, GitObject>, root: string): Promise<void> {
  if (target.known.has(root)) return;
  const written: string[] = [];
  const entriesOf = async (tree: string, prefix: string): Promise<readonly JsonObject[]> => {
    const object = byId.get(tree);
    if (object?.kind !== "tree") throw new Error(`the tree ${tree} is missing`);
    written.push(tree);
    const found: JsonObject[] = [];
    for (const entry of object.entries) {
      const { mode, type, sha } = entry;
      const path = `${prefix}${entry.path}`;
      const content = byId.get(sha);
      if (type === "tree" && !target.known.has(sha)) found.push(...(await entriesOf(sha, `${path}/`)));
      else if (content?.kind === "blob" && !target.known.has(sha)) found.push({ path, mode, type, ...(await contentOf(target, content)) });
      else found.push({ path, mode, type, sha });
      if (type === "blob") written.push(sha);
    }
    return found;
  };
  await write(target, "trees", root, { tree: await entriesOf(root, "") });
  for (const id of written) target.known.add(id);
}

/** What is no text has to be there before the tree. */
async function contentOf(target: UploadTarget, { id, content }: GitObject & { readonly kind: "blob" }): Promise<JsonObject> {
  if (isUtf8(content)) return { content: content.toString("utf8") };
  await write(target, "blobs", id, { content: content.toString("base64"), encoding: "base64" });
  return { sha: id };
}

async function write({ emulator, repository, token, known }: UploadTarget, kind: string, id: string, body: unknown): Promise<void> {
  const answer = await emulator.ask({ method: "POST", path: `/repos/${repository}/git/${kind}`, token, body });
  const given = textIn(answer.body, "sha");
  if (given !== id)
    throw new Error(`the emulator answered ${answer.status} with ${given || JSON.stringify(answer.body)} for the ${kind} ${id}`);
  known.add(id);
}
