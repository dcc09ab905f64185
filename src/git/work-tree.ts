/** Uncommitted work as a tree: what the index holds, with changed and new files read from disk. Nothing is written. */
import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { BlobContent, ObjectId, Tree, TreeEntry } from "../model/tree.ts";
import { blobId, readContent } from "./folder.ts";
import { gitOutput, runGit } from "./run-git.ts";
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
    gitOutput(root, [...(await withoutFilters(root)), "ls-files", "--modified", "--deleted", "-z"]),
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
      if (legible) files.set(entry.id, join(root, path));
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

/**
 * Settings that turn every filter driver off: comparing a file with the index would run its `clean` command. What a filter makes of a
 * file is not what stands on disk, and the disk is what is reviewed.
 */
async function withoutFilters(root: string): Promise<readonly string[]> {
  const configured = await runGit(root, ["config", "--name-only", "-z", "--get-regexp", "^filter\\..*\\.(clean|process|required)$"]);
  const settings: string[] = [];
  for (const name of new Set(configured.stdout.toString("utf8").split("\0"))) {
    if (name !== "") settings.push("-c", name.endsWith(".required") ? `${name}=false` : `${name}=`);
  }
  return settings;
}

/** What stands at a path; null: nothing that git would keep. A file that is there and cannot be read stays, with contents that are missing. */
async function entryOnDisk(root: string, path: string, legible: boolean, format: "sha1" | "sha256"): Promise<TreeEntry | null> {
  // A name that is not UTF-8 cannot be looked up by its escapes; it is named, and not read.
  if (!legible) return { path, legible, id: blobId(Buffer.from(path), format), mode: "file" };
  const full = join(root, path);
  const stat = await lstat(full).catch(() => null);
  if (stat?.isSymbolicLink()) {
    const target = Buffer.from(await readlink(full));
    return { path, legible, id: blobId(target, format), mode: "symlink", size: target.byteLength };
  }
  if (stat === null || !stat.isFile()) return null;
  const content = await readContent(full, Number.MAX_SAFE_INTEGER);
  const bytes = content.kind === "bytes" ? content.bytes : Buffer.from(`${full}\0unreadable`);
  return { path, legible, id: blobId(bytes, format), mode: stat.mode & 0o100 ? "executable" : "file", size: stat.size };
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
