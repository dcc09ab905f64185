/**
 * What was found out of files, kept from one run to the next: short texts by key. Each run that found something new writes one sealed file;
 * when there are several, they are joined. What is damaged, foreign or made by another reader counts as absent.
 */
import { randomUUID } from "node:crypto";
import { lstat, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { errorCode, systemWords } from "../model/failure.ts";
import { cacheKey } from "./cache-key.ts";
import { makeFolder } from "./make-folder.ts";
import { seal, unseal } from "./sealed-bytes.ts";

export interface ParseCacheOptions {
  /** Of the cache alone; made where it is missing. */
  readonly dir: string;
  /** Where the key lies: somewhere else. */
  readonly keyFile: string;
  /** A digest of what reads the files, in hex: what another reader found out is not known. */
  readonly reader: string;
  /** Characters of keys and texts that are kept at most. */
  readonly room?: number;
}

export type OpenedParseCache = { readonly kind: "open"; readonly cache: ParseCache } | { readonly kind: "off"; readonly why: string };

/** A hundred thousand files: some 4 MB on disk, 30 ms to read. */
const usualRoom = 8_000_000;
/** Longer ones are not kept. */
const longestText = 20_000;
const mostPacks = 8;
const mostBytes = 64 * 1024 * 1024;
/** What is nobody's any more is removed after so many milliseconds: an older version may still be in use beside this one. */
const leaveAlone = 7 * 24 * 60 * 60 * 1_000;

/** Never rejects: a cache that cannot be used is off, and says why. */
export async function openParseCache(options: ParseCacheOptions): Promise<OpenedParseCache> {
  const { dir, keyFile, reader, room = usualRoom } = options;
  try {
    const key = await cacheKey(keyFile);
    if (key === null) return { kind: "off", why: `${keyFile} is no key that only this user can read` };
    await makeFolder(dir);
    const cache = new ParseCache({ dir, key, reader: reader.slice(0, 16), room });
    await cache.load();
    return { kind: "open", cache };
  } catch (cause) {
    return { kind: "off", why: systemWords(cause) };
  }
}

interface Sealing {
  readonly dir: string;
  readonly key: Uint8Array;
  readonly reader: string;
  readonly room: number;
}

export class ParseCache {
  readonly dir: string;
  readonly #sealing: Sealing;
  /** The oldest first. */
  #known = new Map<string, string>();
  #fresh = new Map<string, string>();
  /** What was asked for, and whether it was known the first time. */
  readonly #asked = new Map<string, boolean>();
  /** Names of the files that hold what is known. */
  #packs: readonly string[] = [];
  #saving: Promise<void> = Promise.resolve();

  /** For {@link openParseCache}. */
  constructor(sealing: Sealing) {
    this.#sealing = sealing;
    this.dir = sealing.dir;
  }

  get(key: string): string | null {
    const text = this.#fresh.get(key) ?? this.#known.get(key) ?? null;
    if (!this.#asked.has(key)) this.#asked.set(key, text !== null);
    return text;
  }

  /** How many different things were asked for, and how many of them earlier runs had left. */
  count(): { readonly asked: number; readonly known: number } {
    return { asked: this.#asked.size, known: [...this.#asked.values()].filter((known) => known).length };
  }

  /** It is on disk after the next {@link save}. */
  keep(key: string, text: string): void {
    if (key.length + text.length <= longestText && this.#known.get(key) !== text) this.#fresh.set(key, text);
  }

  /** Never rejects: what cannot be written is found out again the next time. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#write()).catch(() => {});
    return this.#saving;
  }

  /** Reads what other runs left, the newest first, as far as there is room. */
  async load(): Promise<void> {
    const { dir, reader, room } = this.#sealing;
    const names = (await readdir(dir)).filter((name) => name.startsWith(`${reader}-`) && name.endsWith(".pack")).sort();
    const read: (readonly [string, string])[][] = [];
    const packs: string[] = [];
    let taken = 0;
    for (const name of names.reverse()) {
      const entries = taken < room ? await this.#read(name) : [];
      taken += entries.reduce((sum, [key, text]) => sum + key.length + text.length, 0);
      read.unshift([...entries]);
      packs.unshift(name);
    }
    this.#known = new Map(read.flat());
    this.#packs = packs;
  }

  async #read(name: string): Promise<readonly (readonly [string, string])[]> {
    const { dir, key, reader } = this.#sealing;
    try {
      const path = join(dir, name);
      const stat = await lstat(path);
      if (!stat.isFile() || stat.size > mostBytes) return [];
      const bytes = unseal(key, reader, await readFile(path));
      return bytes === null ? [] : entriesOf(JSON.parse(inflateRawSync(bytes, { maxOutputLength: mostBytes }).toString("utf8")));
    } catch {
      // Another process joined it to others, or it is damaged.
      return [];
    }
  }

  async #write(): Promise<void> {
    if (this.#fresh.size === 0) return;
    const fresh = this.#fresh;
    this.#fresh = new Map();
    const joining = this.#packs.length >= mostPacks || size(this.#known) + size(fresh) > this.#sealing.room;
    const others = [...this.#known].filter(([key]) => !fresh.has(key));
    const inOrder = [...others.filter(([key]) => !this.#asked.has(key)), ...others.filter(([key]) => this.#asked.has(key)), ...fresh];
    const kept = joining ? newest(inOrder, this.#sealing.room) : inOrder;
    // Known to this run, whether it can be written or not.
    this.#known = new Map(kept);
    const name = await this.#put(joining ? kept : [...fresh]);
    const joined = joining ? this.#packs : [];
    this.#packs = joining ? [name] : [...this.#packs, name];
    for (const old of joined) await rm(join(this.#sealing.dir, old), { force: true });
    if (joining) await this.#tidy();
  }

  /** @returns the name of the file, which says nothing of what is in it. */
  async #put(entries: readonly (readonly [string, string])[]): Promise<string> {
    const { dir, key, reader } = this.#sealing;
    const name = `${reader}-${String(Date.now()).padStart(15, "0")}-${randomUUID()}.pack`;
    const sealed = seal(key, reader, deflateRawSync(JSON.stringify(packOf(entries)), { level: 1 }));
    await writeFile(join(dir, `${name}.part`), sealed, { mode: 0o600, flag: "wx" });
    await rename(join(dir, `${name}.part`), join(dir, name));
    return name;
  }

  /** Removes what other versions and interrupted runs left. */
  async #tidy(): Promise<void> {
    const { dir } = this.#sealing;
    for (const name of await readdir(dir)) {
      if (this.#packs.includes(name)) continue;
      const path = join(dir, name);
      const stat = await lstat(path).catch(absent);
      if (stat?.isFile() === true && Date.now() - stat.mtimeMs > leaveAlone) await rm(path, { force: true });
    }
  }
}

/** Most keys have the empty text, so they stand by themselves. */
interface Pack {
  readonly bare: readonly string[];
  readonly told: readonly (readonly [string, string])[];
}

function packOf(entries: readonly (readonly [string, string])[]): Pack {
  return { bare: entries.flatMap(([key, text]) => (text === "" ? [key] : [])), told: entries.filter(([, text]) => text !== "") };
}

function entriesOf(pack: unknown): readonly (readonly [string, string])[] {
  if (typeof pack !== "object" || pack === null || !("bare" in pack) || !("told" in pack)) return [];
  if (!Array.isArray(pack.bare) || !Array.isArray(pack.told)) return [];
  const entries: (readonly [string, string])[] = [];
  for (const key of pack.bare) if (typeof key === "string") entries.push([key, ""]);
  for (const pair of pack.told) {
    if (!Array.isArray(pair)) continue;
    const [key, text]: unknown[] = pair;
    if (typeof key === "string" && typeof text === "string") entries.push([key, text]);
  }
  return entries;
}

function size(entries: ReadonlyMap<string, string>): number {
  let sum = 0;
  for (const [key, text] of entries) sum += key.length + text.length;
  return sum;
}

/** The end of a list that fits: down to 90 %, so that not every further entry has to make room. */
function newest(entries: readonly (readonly [string, string])[], room: number): readonly (readonly [string, string])[] {
  let left = room * 0.9;
  let from = entries.length;
  for (let at = entries.length - 1; at >= 0; at--) {
    const [key, text] = entries[at] ?? ["", ""];
    left -= key.length + text.length;
    if (left < 0) break;
    from = at;
  }
  return entries.slice(from);
}

function absent(cause: unknown): null {
  if (errorCode(cause) === "ENOENT") return null;
  throw cause;
}
