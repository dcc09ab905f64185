/** Uncommitted work as a tree: what the index holds, with changed and new files read from disk. Nothing is written. */
import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { BlobContent, EntryMode, ObjectId, Tree, TreeEntry } from "../model/tree.ts";
import { blobId, readContent } from "./folder.ts";
import { gitOutput } from "./run-git.ts";
import { decodePath, parseTreeListing } from "./tree-listing.ts";

export interface WorkTree {
  readonly tree: Tree;
  /** Contents of a file that only the work tree holds; null for an id that the repository has to know. */
  read(id: ObjectId, maxBytes: number): Promise<BlobContent | null>;
}

/** Tracked files as they are on disk and untracked ones that are not ignored. Deleted files are gone. */
export async function readWorkTree(root: string): Promise<WorkTree> {
  const format = (await gitOutput(root, ["rev-parse", "--show-object-format"])).toString("latin1").trim() === "sha256" ? "sha256" : "sha1";
  const [staged, touched, untracked] = await Promise.all([
    gitOutput(root, ["ls-files", "--stage", "-z"]),
    gitOutput(root, ["ls-files", "--modified", "--deleted", "-z"]),
    gitOutput(root, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  const entries = new Map<string, TreeEntry>(parseTreeListing(asTreeListing(staged)).entries);
  const files = new Map<ObjectId, string>();
  for (const name of [...names(touched), ...names(untracked)]) {
    const { path, legible } = decodePath(name);
    const entry = await entryOnDisk(root, path, legible, format);
    if (entry === null) entries.delete(path);
    else if (entries.get(path)?.mode !== "submodule") {
      entries.set(path, entry);
      files.set(entry.id, join(root, path));
    }
  }
  return {
    tree: { entries },
    async read(id, maxBytes) {
      const path = files.get(id);
      return path === undefined ? null : readContent(path, maxBytes);
    },
  };
}

async function entryOnDisk(root: string, path: string, legible: boolean, format: "sha1" | "sha256"): Promise<TreeEntry | null> {
  const full = join(root, path);
  const stat = await lstat(full).catch(() => null);
  if (stat === null || stat.isDirectory()) return null;
  const content: BlobContent = stat.isSymbolicLink()
    ? { kind: "bytes", bytes: Buffer.from(await readlink(full)) }
    : await readContent(full, Number.MAX_SAFE_INTEGER);
  if (content.kind !== "bytes") return null;
  const mode: EntryMode = stat.isSymbolicLink() ? "symlink" : stat.mode & 0o100 ? "executable" : "file";
  return { path, legible, id: blobId(content.bytes, format), mode, size: stat.size };
}

/** `ls-files --stage` prints `mode id stage\tpath`; `ls-tree` prints `mode type id\tpath`. Of a conflict the last stage stays. */
function asTreeListing(staged: Buffer): Buffer {
  const records: Buffer[] = [];
  for (const record of names(staged)) {
    const tab = record.indexOf(9);
    const [mode, id] = record.toString("latin1", 0, tab).split(" ");
    records.push(Buffer.from(`${mode} blob ${id}`), record.subarray(tab), Buffer.of(0));
  }
  return Buffer.concat(records);
}

/** The records of a NUL-separated listing. */
function* names(listing: Buffer): Iterable<Buffer> {
  let at = 0;
  while (at < listing.length) {
    const end = listing.indexOf(0, at);
    const stop = end === -1 ? listing.length : end;
    yield listing.subarray(at, stop);
    at = stop + 1;
  }
}
