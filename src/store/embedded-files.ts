/** The embedded database's files on a real disk: PGlite by itself never asks the disk to keep what it wrote. */
import { fsyncSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { errorCode } from "../model/failure.ts";

/**
 * PGlite starts PostgreSQL with `-F`, and the system it is compiled for (Emscripten) answers fdatasync without doing anything: it outlives
 * a killed process, not a power cut. Asking the disk costs each commit half a millisecond on an SSD.
 */
const durableStart: readonly string[] = [...PGlite.defaultStartParams.filter((param) => param !== "-F"), "-c", "wal_sync_method=fsync"];

/** A database is there or not: one whose making was broken off is not under this name. */
export async function isMade(dir: string): Promise<boolean> {
  try {
    return (await stat(join(dir, "PG_VERSION"))).isFile();
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return false;
    throw cause;
  }
}

/** Under another name until it is whole and on the disk: a process that dies meanwhile leaves nothing that looks like a database. */
export async function makeFiles(dir: string): Promise<void> {
  const partial = `${dir}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  await (await openFiles(partial)).close();
  const entries = await readdir(partial, { recursive: true, withFileTypes: true });
  // All at once: the disk takes a thousand wishes together in a tenth of the time.
  await Promise.all(entries.map(({ parentPath, name }) => sync(join(parentPath, name))));
  await rename(partial, dir);
  await sync(dirname(dir));
}

export function openFiles(dir: string): Promise<PGlite> {
  return PGlite.create({ fs: new DurableFiles(dir), startParams: [...durableStart] });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

class DurableFiles extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const preRun = [...(emscriptenOpts.preRun ?? []), (wasm: unknown) => offerSync(wasm)];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

interface OpenFile {
  readonly nfd: number;
}

/** Emscripten calls the operation `fsync` of a file system, and its own for Node has none. */
interface NodeFileSystem {
  readonly NODEFS: { readonly stream_ops: { fsync?: (file: OpenFile) => number } };
}

function offerSync(wasm: unknown): void {
  if (!hasNodeFiles(wasm)) throw new Error("this PGlite keeps its files in another way: see what it does about fsync");
  wasm.NODEFS.stream_ops.fsync = ({ nfd }) => {
    fsyncSync(nfd);
    return 0;
  };
}

function hasNodeFiles(wasm: unknown): wasm is NodeFileSystem {
  if (typeof wasm !== "object" || wasm === null || !("NODEFS" in wasm)) return false;
  const { NODEFS } = wasm;
  return typeof NODEFS === "object" && NODEFS !== null && "stream_ops" in NODEFS && typeof NODEFS.stream_ops === "object";
}
