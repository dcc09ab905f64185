/** What was read once is not asked for again: from memory, from disk, across readers; and never for a repository that does not name it. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { BlobCache, type BlobCacheOptions } from "../../src/github/blob-cache.ts";
import { createObjectReader } from "../../src/github/object-reader.ts";
import type { BlobContent, ObjectReader } from "../../src/model/tree.ts";
import { type Blob, blobOf, commit, connect, failureOf, file, ServedObjects, silent } from "./served-objects.ts";

const text = blobOf("resource {}\n");
const binary = blobOf(Buffer.from([0, 255, 254, 10, 13]));
const empty = blobOf("");
const blobs = [text, binary, empty];

let room: string;
let warned: jest.Mock;

beforeAll(() => nock.disableNetConnect());

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-cache-"));
  warned = jest.fn();
});

afterEach(() => {
  nock.cleanAll();
  rmSync(room, { recursive: true, force: true });
});

/** A cache as after the start of the process. */
function start(options: Partial<BlobCacheOptions> = {}): BlobCache {
  return new BlobCache({ dir: room, log: { warn: warned }, ...options });
}

function path({ id }: Blob): string {
  return join(room, "blobs", id.slice(0, 2), id.slice(2));
}

function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function find(cache: BlobCache, ...wanted: readonly Blob[]): Promise<readonly string[]> {
  const found = await cache.find(
    wanted.map(({ id }) => id),
    10_000_000,
  );
  for (const { id, bytes } of wanted) if (found.has(id)) expect(sameBytes(found.get(id), bytes)).toBe(true);
  return [...found.keys()];
}

function sameBytes(content: BlobContent | undefined, bytes: Buffer): boolean {
  return content?.kind === "bytes" && bytes.equals(content.bytes);
}

describe("no request is made", () => {
  let github: ServedObjects;

  beforeEach(() => {
    github = new ServedObjects();
    github.blobs(...blobs);
    github.tree(commit, ...blobs.map((blob, n) => file(`${n}`, blob)));
  });

  async function readerOn(cache: BlobCache): Promise<ObjectReader> {
    const reader = createObjectReader(await connect(), cache);
    await reader.tree(commit);
    github.asked.length = 0;
    return reader;
  }

  async function expectRead(reader: ObjectReader, requests: number): Promise<void> {
    const found = await reader.readBlobs(
      blobs.map(({ id }) => id),
      1_000,
    );
    for (const { id, bytes } of blobs) expect(sameBytes(found.get(id), bytes)).toBe(true);
    expect(github.asked.length).toBe(requests);
  }

  test("for what this reader read, nor for what another read in memory", async () => {
    const cache = start({ dir: null });
    const reader = await readerOn(cache);
    await expectRead(reader, 3);
    await expectRead(reader, 3);
    await expectRead(await readerOn(cache), 0);
  });

  test("for what lies on the disk after a restart", async () => {
    await expectRead(await readerOn(start()), 3);
    await expectRead(await readerOn(start()), 0);
  });

  test("for what came in batches", async () => {
    const many = Array.from({ length: 201 }, (_, n) => blobOf(`n = ${n}\n`));
    github.blobs(...many);
    github.tree(commit, ...many.map((blob, n) => file(`${n}`, blob)));
    const ids = many.map(({ id }) => id);
    await (await readerOn(start())).readBlobs(ids, 1_000);
    expect(github.asked.length).toBe(3);
    expect((await (await readerOn(start())).readBlobs(ids, 1_000)).size).toBe(201);
    expect(github.asked.length).toBe(0);
  });

  test("a cached blob is held to the size that is asked for", async () => {
    const large = blobOf("x".repeat(100));
    github.blobs(large);
    // A tree that does not say the size.
    github.tree(commit, { ...file("a", large), size: undefined });
    const cache = start();
    await (await readerOn(cache)).readBlobs([large.id], 1_000);
    for (const one of [cache, start()]) {
      expect((await (await readerOn(one)).readBlobs([large.id], 99)).get(large.id)).toEqual({ kind: "too-large", size: 100 });
      expect(github.asked.length).toBe(0);
    }
  });

  test("1,000 blobs come from memory in a moment", async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => blobOf(`n = ${n}\n`.repeat(100)));
    const cache = start({ dir: null });
    for (const { id, bytes } of many) await cache.keep(id, bytes);
    github.tree(commit, ...many.map((blob, n) => file(`${n}`, blob)));
    const reader = await readerOn(cache);
    const ids = many.map(({ id }) => id);
    const before = performance.now();
    expect((await reader.readBlobs(ids, 10_000)).size).toBe(1_000);
    expect(performance.now() - before).toBeLessThan(50);
    expect(github.asked.length).toBe(0);
  });
});

describe("a repository that does not name a blob does not get it from the cache", () => {
  test("it is asked for through the API, each time, until a tree names it", async () => {
    const cache = start();
    await cache.keep(text.id, text.bytes);
    const github = new ServedObjects("other");
    const reader = createObjectReader(await connect({ name: "other" }), cache);
    expect(await reader.readBlobs([text.id], 1_000)).toEqual(new Map([[text.id, { kind: "missing" }]]));
    expect(github.asked).toEqual([`blob ${text.id}`]);
    await failureOf(reader.tree(commit));
    expect((await reader.readBlobs([text.id], 1_000)).get(text.id)).toEqual({ kind: "missing" });
    github.blobs(text);
    await reader.readBlobs([text.id], 1_000);
    await reader.readBlobs([text.id], 1_000);
    expect(github.count("blob")).toBe(4);
    github.tree(commit, file("a", text));
    await reader.tree(commit);
    expect(sameBytes((await reader.readBlobs([text.id], 1_000)).get(text.id), text.bytes)).toBe(true);
    expect(github.count("blob")).toBe(4);
  });

  test("a submodule's commit names no blob", async () => {
    const cache = start();
    await cache.keep(text.id, text.bytes);
    const github = new ServedObjects("other");
    github.tree(commit, { path: "vendored", mode: "160000", type: "commit", sha: text.id });
    const reader = createObjectReader(await connect({ name: "other" }), cache);
    await reader.tree(commit);
    expect((await reader.readBlobs([text.id], 1_000)).get(text.id)).toEqual({ kind: "missing" });
  });
});

describe("memory", () => {
  test("is bounded: the longest unused goes, and what is larger than all of it does not push out the rest", async () => {
    const [a, b, c] = [blobOf("a".repeat(40)), blobOf("b".repeat(40)), blobOf("c".repeat(40))];
    const cache = start({ dir: null, memoryBytes: 100 });
    for (const { id, bytes } of [a, b]) await cache.keep(id, bytes);
    await find(cache, a);
    await cache.keep(c.id, c.bytes);
    expect(await find(cache, a, b, c)).toEqual([a.id, c.id]);
    await cache.keep(binary.id, Buffer.alloc(101));
    expect(await find(cache, a, c, binary)).toEqual([a.id, c.id]);
  });
});

describe("disk", () => {
  test("files are named by their ids and for the owner's eyes only; nothing else is left behind", async () => {
    const before = process.umask(0);
    try {
      const dir = join(room, "not", "there");
      await start({ dir }).keep(text.id, text.bytes);
      const at = join(dir, "blobs", text.id.slice(0, 2), text.id.slice(2));
      expect(readFileSync(at)).toEqual(text.bytes);
      expect(statSync(at).mode & 0o777).toBe(0o600);
      for (const parent of [dirname(at), dirname(dirname(at)), dir]) expect(statSync(parent).mode & 0o777).toBe(0o700);
      expect(filesBelow(dir).length).toBe(1);
    } finally {
      process.umask(before);
    }
  });

  test.each([
    ["changed", "resource []\n"],
    ["cut", "resou"],
    ["empty", ""],
    ["longer", "resource {}\n\n"],
  ])("a file that was %s is removed, counts as absent, and is written anew", async (_, damaged) => {
    await start().keep(text.id, text.bytes);
    writeFileSync(path(text), damaged);
    const cache = start();
    expect(await find(cache, text)).toEqual([]);
    expect(existsSync(path(text))).toBe(false);
    expect(warned).toHaveBeenCalledTimes(1);
    await cache.keep(text.id, text.bytes);
    expect(await find(start(), text)).toEqual([text.id]);
  });

  test("a file that somebody removed is written anew", async () => {
    const cache = start({ memoryBytes: 0 });
    await cache.keep(text.id, text.bytes);
    rmSync(path(text));
    expect(await find(cache, text)).toEqual([]);
    await cache.keep(text.id, text.bytes);
    expect(await find(cache, text)).toEqual([text.id]);
  });

  const ten = Array.from({ length: 10 }, (_, n) => blobOf(`${n}`.repeat(100)));

  test("above its bound the longest unused go, down to 90 %", async () => {
    const cache = start({ memoryBytes: 0, diskBytes: 1_000 });
    for (const { id, bytes } of ten) await cache.keep(id, bytes);
    expect(await find(cache, ...ten.slice(0, 1))).toEqual([ten[0]?.id]);
    expect(filesBelow(room).length).toBe(10);
    await cache.keep(text.id, text.bytes);
    expect(filesBelow(room).length).toBe(9);
    expect((await find(cache, ...ten, text)).length).toBe(9);
    for (const gone of ten.slice(1, 3)) expect(existsSync(path(gone))).toBe(false);
    expect(existsSync(path(ten[0] ?? text))).toBe(true);
    expect(warned).not.toHaveBeenCalled();
  });

  test("the order of use and the sum outlive the process", async () => {
    const first = start({ memoryBytes: 0, diskBytes: 1_000 });
    for (const { id, bytes } of ten) await first.keep(id, bytes);
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const blob of ten.slice(4)) utimesSync(path(blob), longAgo, longAgo);
    await find(start(), ...ten.slice(4, 9));
    await start({ diskBytes: 1_000 }).keep(text.id, text.bytes);
    expect(existsSync(path(ten[9] ?? text))).toBe(false);
    for (const blob of ten.slice(4, 9)) expect(existsSync(path(blob))).toBe(true);
    expect(filesBelow(room).length).toBe(9);
  });

  test("a blob larger than the bound is not written", async () => {
    await start({ diskBytes: 10 }).keep(text.id, text.bytes);
    expect(filesBelow(room)).toEqual([]);
  });

  test("what a process left half written is removed after an hour, and is no blob; other files are left alone", async () => {
    const dir = dirname(path(text));
    mkdirSync(dir, { recursive: true });
    const [old, young, other] = [`${path(text)}.1.part`, `${path(text)}.2.part`, join(dir, "README")];
    for (const at of [old, young, other]) writeFileSync(at, "half");
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const at of [old, other]) utimesSync(at, longAgo, longAgo);
    await start().keep(text.id, text.bytes);
    expect([old, young, other].map((at) => existsSync(at))).toEqual([false, true, true]);
  });
});

describe("a disk that fails never fails a review, and is spoken of once", () => {
  test("a folder that cannot be: a file stands in its way", async () => {
    writeFileSync(join(room, "file"), "");
    const github = new ServedObjects();
    github.blobs(...blobs);
    github.tree(commit, ...blobs.map((blob, n) => file(`${n}`, blob)));
    const cache = start({ dir: join(room, "file", "cache") });
    const reader = createObjectReader(await connect(), cache);
    await reader.tree(commit);
    const ids = blobs.map(({ id }) => id);
    expect((await reader.readBlobs(ids, 1_000)).get(text.id)?.kind).toBe("bytes");
    expect((await reader.readBlobs(ids, 1_000)).get(text.id)?.kind).toBe("bytes");
    expect(github.count("blob")).toBe(3);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0]?.[1]).toBe("the blob cache does without the disk for 600 s: a part of its path is a file");
  });

  test("many writes at once that fail are one warning", async () => {
    writeFileSync(join(room, "file"), "");
    const cache = start({ dir: join(room, "file") });
    await Promise.all(blobs.map(({ id, bytes }) => cache.keep(id, bytes)));
    expect(warned).toHaveBeenCalledTimes(1);
    expect(await find(cache, ...blobs)).toEqual(blobs.map(({ id }) => id));
  });

  test("a place where a blob cannot be written", async () => {
    mkdirSync(path(text), { recursive: true });
    const cache = start();
    await cache.keep(text.id, text.bytes);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(filesBelow(room)).toEqual([]);
    await cache.keep(binary.id, binary.bytes);
    expect(existsSync(path(binary))).toBe(false);
  });

  const unprivileged = process.getuid?.() === 0 ? test.skip : test;
  unprivileged("a missing permission", async () => {
    chmodSync(room, 0o500);
    await start().keep(text.id, text.bytes);
    expect(warned.mock.calls[0]?.[1]).toContain("permission denied");
    chmodSync(room, 0o700);
  });

  test("after a while it is tried again", async () => {
    writeFileSync(join(room, "blobs"), "");
    const cache = start({ memoryBytes: 0, pause: 40 });
    await cache.keep(text.id, text.bytes);
    rmSync(join(room, "blobs"));
    await cache.keep(text.id, text.bytes);
    expect(existsSync(join(room, "blobs"))).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await cache.keep(text.id, text.bytes);
    expect(await find(cache, text)).toEqual([text.id]);
    expect(warned).toHaveBeenCalledTimes(1);
  });
});

test("a real logger will do", async () => {
  writeFileSync(join(room, "blobs"), "");
  await start({ log: silent }).keep(text.id, text.bytes);
});
