/** One answer of GitHub's trees API, with every entry of it looked at before it is believed. */
import type { EntryMode, ObjectId, TreeEntry } from "../model/tree.ts";
import { isObject } from "./ask-for-object.ts";
import { isObjectId } from "./blob-id.ts";
import { GitHubFailure } from "./failure.ts";

/** A folder whose contents stand in a part of their own. */
export interface Folder {
  readonly path: string;
  readonly id: ObjectId;
}

/** What lies below one commit or tree; paths start there. */
export interface TreePart {
  readonly entries: readonly TreeEntry[];
  /** None where the answer was recursive: then `entries` is all. */
  readonly folders: readonly Folder[];
}

/** GitHub's type of an entry by its mode. Old repositories hold files whose group may write (100664); git takes them for plain ones. */
const modes: ReadonlyMap<unknown, { readonly type: "blob" | "commit"; readonly mode: EntryMode }> = new Map([
  ["100644", { type: "blob", mode: "file" }],
  ["100664", { type: "blob", mode: "file" }],
  ["100755", { type: "blob", mode: "executable" }],
  ["120000", { type: "blob", mode: "symlink" }],
  ["160000", { type: "commit", mode: "submodule" }],
]);

/**
 * Reads the `tree` of an answer.
 * @throws GitHubFailure at the first entry that git would not have written.
 */
export function readTreePart(what: string, listing: readonly unknown[], recursive: boolean): TreePart {
  const entries: TreeEntry[] = [];
  const folders: Folder[] = [];
  const paths = new Set<string>();
  for (const listed of listing) {
    if (!isObject(listed)) throw unusable(what, "an entry that is none");
    const { path, sha } = listed;
    if (typeof path !== "string" || !(recursive ? isPath(path) : isName(path))) throw unusable(what, `the impossible path ${quoted(path)}`);
    if (paths.has(path)) throw unusable(what, `the path ${quoted(path)} twice`, twice(path));
    if (!isObjectId(sha)) throw unusable(what, `no object id for ${quoted(path)}`);
    paths.add(path);
    if (listed.mode !== "040000" || listed.type !== "tree") entries.push(readEntry(what, path, sha, listed));
    else if (!recursive) folders.push({ path, id: sha });
  }
  return { entries, folders };
}

function readEntry(what: string, path: string, id: ObjectId, { mode, type, size }: Readonly<Record<string, unknown>>): TreeEntry {
  const known = modes.get(mode);
  if (known === undefined || known.type !== type)
    throw unusable(what, `the mode ${quoted(mode)} of a ${String(type).slice(0, 20)} for ${quoted(path)}`);
  const entry = { path, legible: isLegible(path), id, mode: known.mode };
  if (size === undefined) return entry;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw unusable(what, `an impossible size for ${quoted(path)}`);
  return { ...entry, size };
}

/** Relative, and the same however it is joined or resolved. */
function isPath(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path) && !path.includes("\0");
}

function isName(path: string): boolean {
  return isPath(path) && !path.includes("/");
}

/** GitHub's JSON holds U+FFFD where a path's bytes are not UTF-8. A file that is really called so is not read either. */
export function isLegible(path: string): boolean {
  return !/[\uFFFD\p{Surrogate}]/u.test(path);
}

function twice(path: string): string | undefined {
  return isLegible(path) ? undefined : "GitHub's API cannot tell names apart that are not UTF-8: rename these files.";
}

function unusable(
  what: string,
  found: string,
  next = "Nothing of it is reviewed. Look at the commit with git fsck; if git finds no fault, report it with this text.",
): GitHubFailure {
  return new GitHubFailure(`GitHub's answer for ${what} holds ${found}`, next, { status: null, transient: false, retryAfter: null });
}

/** As it came, but not at any length: renderers escape it. */
function quoted(value: unknown): string {
  return `"${String(value).slice(0, 300)}"`;
}
