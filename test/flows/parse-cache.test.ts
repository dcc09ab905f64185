/** What one run finds out of files, the next one knows: from disk, never in clear, and never from what somebody else put there. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { cachePlace, memoryOf, openKeptParses, parsesLine } from "../../src/flows/kept-parses.ts";
import { summaryOf, summaryText } from "../../src/flows/kept-summary.ts";
import { ParseMemory } from "../../src/flows/parse-memory.ts";
import { digestOf, parserDigest, readers } from "../../src/flows/parser-digest.ts";
import { silent } from "../../src/flows/progress.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import { type OpenedParseCache, openParseCache, type ParseCache, type ParseCacheOptions } from "../../src/store/parse-cache.ts";
import type { FileSummary } from "../../src/terraform/module-calls.ts";
import { repository } from "../cli/bakegate.ts";

const planted = "Pl4nted-Pa55w0rd-Xq";

jest.setTimeout(60_000);

let room: string;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-parses-"));
});

afterEach(() => {
  rmSync(room, { recursive: true, force: true });
});

function places(): ParseCacheOptions {
  return { dir: join(room, "cache", "parses"), keyFile: join(room, "state", "parses.key"), reader: "0123456789abcdef" };
}

function opened(outcome: OpenedParseCache): ParseCache {
  if (outcome.kind === "off") throw new Error(outcome.why);
  return outcome.cache;
}

/** A run that finds out what it does not know yet. @returns what it knew. */
async function run(keys: readonly string[], options: Partial<ParseCacheOptions> = {}): Promise<readonly string[]> {
  const cache = opened(await openParseCache({ ...places(), ...options }));
  const known = keys.filter((key) => cache.get(key) !== null);
  for (const key of keys) if (!known.includes(key)) cache.keep(key, `told of ${key}`);
  await cache.save();
  return known;
}

function packs(): readonly string[] {
  return readdirSync(places().dir).map((name) => join(places().dir, name));
}

describe("the cache", () => {
  test("knows in a second run what the first one found out, and counts it", async () => {
    expect(await run(["a", "b"])).toEqual([]);
    expect(await run(["a", "b", "c"])).toEqual(["a", "b"]);
    const cache = opened(await openParseCache(places()));
    expect([cache.get("a"), cache.get("c"), cache.get("d"), cache.get("d")]).toEqual(["told of a", "told of c", null, null]);
    expect(cache.count()).toEqual({ asked: 3, known: 2 });
  });

  test("is this user's alone, and holds nothing in clear", async () => {
    await run([planted]);
    const [pack = ""] = packs();
    expect(packs()).toHaveLength(1);
    expect([places().dir, pack, places().keyFile].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600]);
    expect(readFileSync(pack).includes(planted)).toBe(false);
  });

  const damages: readonly (readonly [string, (pack: Buffer) => Buffer])[] = [
    ["empty", () => Buffer.alloc(0)],
    ["cut off", (pack) => pack.subarray(0, pack.length - 3)],
    ["shorter than what seals it", (pack) => pack.subarray(0, 20)],
    ["changed in one bit", (pack) => Buffer.concat([pack.subarray(0, 30), Buffer.of((pack[30] ?? 0) ^ 1), pack.subarray(31)])],
    ["no pack", () => Buffer.from('{"bare":["a"],"told":[]}')],
  ];
  test.each(damages)("does without a file that is %s, and writes another", async (_, damage) => {
    await run(["a"]);
    const [pack = ""] = packs();
    writeFileSync(pack, damage(readFileSync(pack)));
    expect(await run(["a"])).toEqual([]);
    expect(await run(["a"])).toEqual(["a"]);
  });

  test("does not believe what was sealed with another key, or by another reader", async () => {
    const others = { dir: join(room, "others"), keyFile: join(room, "others.key") };
    await run(["a"], others);
    await run(["b"], { reader: "fedcba9876543210" });
    const [foreign = ""] = readdirSync(others.dir);
    writeFileSync(join(places().dir, foreign), readFileSync(join(others.dir, foreign)));
    const renamed = packs().find((path) => path.includes("fedcba98")) ?? "";
    writeFileSync(renamed.replace("fedcba9876543210", "0123456789abcdef"), readFileSync(renamed));
    expect(await run(["a", "b"])).toEqual([]);
  });

  test("follows no link, and waits for no pipe, that stands in the place of a file", async () => {
    await run(["a"]);
    const [pack = ""] = packs();
    writeFileSync(join(room, "elsewhere"), readFileSync(pack));
    rmSync(pack);
    symlinkSync(join(room, "elsewhere"), pack);
    mkdirSync(`${pack.slice(0, -5)}x.pack`);
    expect(await run(["a"])).toEqual([]);
  });

  test("of two runs at once, loses nothing", async () => {
    await Promise.all([run(["a"]), run(["b"]), run(["c"])]);
    expect(await run(["a", "b", "c"])).toEqual(["a", "b", "c"]);
  });

  test("joins the files of many runs, and removes what nobody has used for a week", async () => {
    mkdirSync(places().dir, { recursive: true });
    const [old, young] = ["old.part", "young.part"].map((name) => join(places().dir, name));
    for (const path of [old, young]) writeFileSync(path ?? "", "");
    const week = Date.now() / 1_000 - 8 * 24 * 3_600;
    utimesSync(old ?? "", week, week);
    const keys = Array.from({ length: 9 }, (_, index) => `key ${index}`);
    for (const key of keys) await run([key]);
    expect(packs()).toHaveLength(2);
    expect(packs()).toContain(young);
    expect(await run(keys)).toEqual(keys);
  });

  test("stays within its room: what was not asked for goes first, then the oldest", async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `key ${String(index).padStart(2, "0")}`);
    await run(keys);
    // 20 keys of 6 characters with texts of 14.
    expect(await run(["key 03", "key 04", "more"], { room: 300 })).toEqual(["key 03", "key 04"]);
    const cache = opened(await openParseCache(places()));
    expect(cache.get("more")).toBe("told of more");
    expect(keys.filter((key) => cache.get(key) !== null)).toEqual([
      "key 03",
      "key 04",
      "key 10",
      "key 11",
      "key 12",
      "key 13",
      "key 14",
      "key 15",
      "key 16",
      "key 17",
      "key 18",
      "key 19",
    ]);
  });

  test("is off where its key is not private, no key, or a link", async () => {
    await run(["a"]);
    const { keyFile } = places();
    chmodSync(keyFile, 0o644);
    const shared = await openParseCache(places());
    chmodSync(keyFile, 0o600);
    writeFileSync(keyFile, "short");
    const short = await openParseCache(places());
    rmSync(keyFile);
    symlinkSync("/dev/zero", keyFile);
    const link = await openParseCache(places());
    const why = `${keyFile} is no key that only this user can read`;
    expect([shared, short, link]).toEqual(Array(3).fill({ kind: "off", why }));
  });

  test("is off, and says why, where it cannot be written", async () => {
    writeFileSync(join(room, "file"), "");
    expect(await openParseCache({ ...places(), dir: join(room, "file", "below") })).toEqual({
      kind: "off",
      why: "a part of its path is a file",
    });
    expect(await openParseCache({ ...places(), keyFile: join(room, "file", "key") })).toEqual({
      kind: "off",
      why: "a part of its path is a file",
    });
  });

  test("is off where the file system takes no folders", async () => {
    expect((await openParseCache({ ...places(), dir: "/proc/bakegate/parses" })).kind).toBe("off");
  });

  test("fails nothing where it is gone by the time it is written", async () => {
    const cache = opened(await openParseCache(places()));
    cache.keep("a", "");
    rmSync(places().dir, { recursive: true });
    await cache.save();
    expect(cache.get("a")).toBe("");
  });
});

describe("where it lies", () => {
  const home = () => "/home/ada";
  test.each([
    ["by the XDG specification", {}, "/home/ada/.cache/bakegate/parses", "/home/ada/.local/state/bakegate/parses.key"],
    ["where XDG says", { XDG_CACHE_HOME: "/c", XDG_STATE_HOME: "/s" }, "/c/bakegate/parses", "/s/bakegate/parses.key"],
    [
      "not at a relative XDG path",
      { XDG_CACHE_HOME: "c" },
      "/home/ada/.cache/bakegate/parses",
      "/home/ada/.local/state/bakegate/parses.key",
    ],
    ["where it is told to", { BAKEGATE_CACHE_DIR: "/b" }, "/b/parses", "/home/ada/.local/state/bakegate/parses.key"],
  ])("%s", (_, env, dir, keyFile) => {
    expect(cachePlace(env, home)).toEqual({ kind: "place", dir, keyFile });
  });

  test("nowhere where it is told not to, or the user has no home", () => {
    const homeless = () => {
      throw new Error("ENOENT");
    };
    expect(cachePlace({ BAKEGATE_CACHE_DIR: "" }, home)).toEqual({ kind: "off", why: "BAKEGATE_CACHE_DIR is empty" });
    expect(cachePlace({}, homeless).kind).toBe("off");
    expect(cachePlace({ BAKEGATE_CACHE_DIR: "/b", XDG_STATE_HOME: "/s" }, homeless).kind).toBe("place");
  });
});

describe("a review", () => {
  let dir: string;

  beforeAll(() => {
    const base = {
      "live/main.tf": `module "web" {\n  source = "../modules/web"\n  password = "${planted}"\n}\n`,
      "modules/web/main.tf": `variable "password" {}\nresource "terraform_data" "a" {\n  input = file("\${path.module}/text")\n}\n`,
      "modules/web/text": planted,
      "modules/web/plain.tf": "locals {}\n",
    };
    dir = mkdtempSync(join(tmpdir(), "bakegate-reviewed-"));
    repository(dir, base, { "modules/web/plain.tf": "locals {\n  a = 1\n}\n", "broken.tf": "locals {\n" });
  });

  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  async function reviewed(env: Readonly<Record<string, string>>) {
    const parses = await openKeptParses(env);
    const review = await reviewBranch({ repo: dir, base: "main", head: "work", engine: "auto" }, silent, Promise.resolve(memoryOf(parses)));
    return { line: parsesLine(parses), findings: review.findings, verdict: review.verdict };
  }

  test("knows the second time what it reads of files, says the same, and leaves no text of them", async () => {
    const env = { BAKEGATE_CACHE_DIR: join(room, "c"), XDG_STATE_HOME: join(room, "s") };
    const without = await reviewed({ BAKEGATE_CACHE_DIR: "" });
    const [first, second] = [await reviewed(env), await reviewed(env)];
    expect(without.line).toBe("Parse cache: off (BAKEGATE_CACHE_DIR is empty).");
    // Five files; one that is well-formed changed, and one that is not is judged anew.
    expect([first.line, second.line]).toEqual([
      `Parse cache: 0 of 7 answers known, in ${join(room, "c", "parses")}.`,
      `Parse cache: 6 of 7 answers known, in ${join(room, "c", "parses")}.`,
    ]);
    for (const { findings, verdict } of [first, second])
      expect({ findings, verdict }).toEqual({ findings: without.findings, verdict: without.verdict });
    for (const entry of readdirSync(room, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes(planted)).toBe(false);
  });
});

describe("what is kept of a file", () => {
  const summaries: readonly FileSummary[] = [
    { calls: [], reads: [], backend: false },
    { calls: ["../a b"], reads: [{ from: "module", path: "x", extent: "tree" }], backend: true },
  ];

  test("its summary comes back as it was, and nothing else does", () => {
    expect(summaries.map((summary) => summaryOf(summaryText(summary)))).toEqual(summaries);
    for (const text of ["{}", "[]", "null", '{"calls":[1],"reads":[],"backend":false}', '{"calls":[],"reads":[{}],"backend":false}'])
      expect(summaryOf(text)).toBeNull();
  });

  test("a summary of JSON is not taken for one of the native syntax", () => {
    const memory = new ParseMemory();
    memory.keepSummary("a.tf.json", "id", { calls: ["./a"], reads: [], backend: false });
    expect([memory.summary("b.tf", "id"), memory.summary("b.tf.json", "id")?.calls]).toEqual([null, ["./a"]]);
  });
});

describe("the reader's digest", () => {
  const source = fileURLToPath(new URL("../../src/", import.meta.url));

  test("covers every file that reading a file imports", () => {
    const uncovered = imported(["parse/hcl/parse-file.ts", "parse/hcl/judge.ts", "flows/terraform-index.ts", "terraform/module-calls.ts"])
      .map((path) => path.replace(/\.ts$/, ""))
      .filter((path) => !readers.some((reader) => (reader.endsWith("/") ? path.startsWith(reader) : path === reader)))
      .filter((path) => !["flows/parse-memory", "flows/read-sources"].includes(path));
    expect(uncovered).toEqual([]);
  });

  test("changes with any of them, with their names and their order", () => {
    const digests = [
      digestOf([["a", "x"]]),
      digestOf([["a", "y"]]),
      digestOf([["b", "x"]]),
      digestOf([
        ["a", "x"],
        ["b", ""],
      ]),
      digestOf([
        ["b", ""],
        ["a", "x"],
      ]),
    ];
    expect(new Set(digests).size).toBe(5);
    expect(parserDigest()).toMatch(/^[0-9a-f]{64}$/);
  });

  /** Everything that files import that is there at run time, below `src/`. */
  function imported(from: readonly string[]): readonly string[] {
    const found = new Set<string>();
    const open = from.map((path) => join(source, path));
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (found.has(path)) continue;
      found.add(path);
      for (const [, target = ""] of readFileSync(path, "utf8").matchAll(/^(?:import|export) (?!type)[^;"]*"(\.[^"]+)";/gm))
        open.push(resolve(dirname(path), target));
    }
    return [...found].map((path) => relative(source, path));
  }
});
