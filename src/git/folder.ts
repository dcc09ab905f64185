/** A plain folder read as a tree, with the ids that git would give its files. */
import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { BakegateError, errorCode } from "../model/failure.ts";
import type { BlobContent, ObjectId, ObjectReader, Tree, TreeEntry } from "../model/tree.ts";

/** Folders that hold caches and histories, not what somebody wrote. */
const passedOver = new Set([".git", ".terraform", ".terragrunt-cache", "node_modules"]);

/** Files above this size, and files that may not be read, get an id from their path (and size) alone: their contents are never loaded. */
const hashLimit = 64 * 1024 * 1024;

export class Folder implements ObjectReader {
  readonly root: string;
  readonly #only: readonly string[];
  readonly #files = new Map<ObjectId, string>();

  /** @param only paths below the folder to read (files or folders); empty: all of it. */
  constructor(root: string, only: readonly string[] = []) {
    this.root = root;
    this.#only = only;
  }

  /** The folder as it is now; its one "commit" may have any name. */
  async tree(): Promise<Tree> {
    const entries = new Map<string, TreeEntry>();
    for (const start of this.#only.length > 0 ? this.#only : [""]) await this.#walk(start, entries);
    // Files come in as the disk answers.
    return { entries: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) };
  }

  async readBlobs(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const read = await severalAtOnce([...new Set(ids)], async (id) => {
      const path = this.#files.get(id);
      const content: BlobContent = path === undefined ? { kind: "missing" } : await readContent(path, maxBytes);
      return [id, content] as const;
    });
    return new Map(read);
  }

  async #walk(start: string, entries: Map<string, TreeEntry>): Promise<void> {
    for (let level: readonly string[] = [start]; level.length > 0; ) {
      const below = await severalAtOnce(level, (path) => this.#enter(path, entries));
      level = below.flat();
    }
  }

  /** Takes up a file; of a folder, the paths in it. */
  async #enter(path: string, entries: Map<string, TreeEntry>): Promise<readonly string[]> {
    const full = join(this.root, path);
    const stat = await statOf(full);
    if (stat === null) entries.set(path, { path, legible: false, id: blobId(Buffer.from(path), "sha1"), mode: "file" });
    else if (stat.isDirectory()) return pathsIn(full, path);
    else if (stat.isFile() || stat.isSymbolicLink()) {
      const id = await this.#identify(full, stat.isSymbolicLink(), stat.size);
      const mode = stat.isSymbolicLink() ? "symlink" : stat.mode & 0o100 ? "executable" : "file";
      entries.set(path, { path, legible: true, id, mode, size: stat.size });
    }
    return [];
  }

  async #identify(full: string, link: boolean, size: number): Promise<ObjectId> {
    const bytes = link
      ? Buffer.from(await readlink(full))
      : size > hashLimit
        ? Buffer.from(`${full}\0${size}`)
        : await readFile(full).catch(() => Buffer.from(`${full}\0unreadable`));
    const id = blobId(bytes, "sha1");
    this.#files.set(id, full);
    return id;
  }
}

/** Files are small and disks wait: this many are asked for together, which bounds what is held in memory. */
const together = 64;

async function severalAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += together) results.push(...(await Promise.all(items.slice(at, at + together).map(work))));
  return results;
}

async function pathsIn(full: string, path: string): Promise<readonly string[]> {
  const names = await readdir(full).catch((cause: unknown) => unreadable(full, cause));
  return names.filter((name) => !passedOver.has(name)).map((name) => (path === "" ? name : `${path}/${name}`));
}

/** Null: a name that is not UTF-8 comes with replacement characters, by which nothing is found; it is named, and not read. */
async function statOf(full: string) {
  return lstat(full).catch((cause: unknown) => (full.includes("\ufffd") ? null : unreadable(full, cause)));
}

/** The id that git gives a blob. */
export function blobId(bytes: Uint8Array, algorithm: "sha1" | "sha256"): ObjectId {
  return createHash(algorithm).update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}

/** The contents of a file or the target of a link, as a blob. */
export async function readContent(path: string, maxBytes: number): Promise<BlobContent> {
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) return { kind: "bytes", bytes: Buffer.from(await readlink(path)) };
    if (stat.size > maxBytes) return { kind: "too-large", size: stat.size };
    return { kind: "bytes", bytes: await readFile(path) };
  } catch {
    return { kind: "missing" };
  }
}

function unreadable(path: string, cause: unknown): never {
  const code = errorCode(cause) ?? "unknown error";
  const words = code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : `cannot be read (${code})`;
  throw new BakegateError(code === "ENOENT" ? "usage" : "incomplete", `${path} ${words}`, "Check the path and its permissions.", { cause });
}
