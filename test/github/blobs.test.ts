/** Blobs through GitHub's API: each is what its id names, whichever way it came, and comes once. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import nock from "nock";
import "../network-off.ts";
import type { RepositoryClient } from "../../src/github/app-client.ts";
import type { BlobCache } from "../../src/github/blob-cache.ts";
import { isBlob } from "../../src/github/blob-id.ts";
import { createObjectReader } from "../../src/github/object-reader.ts";
import type { BlobContent, ObjectReader } from "../../src/model/tree.ts";
import { api, type Blob, blobOf, commit, connect, failureOf, file, memoryOnly, ServedObjects } from "./served-objects.ts";

let github: ServedObjects;
let client: RepositoryClient;
let cache: BlobCache;
let reader: ObjectReader;

const text = blobOf("resource {}\n");
const binary = blobOf(Buffer.from(Array.from({ length: 2_000 }, (_, n) => (n * 7) % 256)));

beforeAll(() => nock.disableNetConnect());

beforeEach(async () => {
  github = new ServedObjects();
  client = await connect();
  cache = memoryOnly();
  reader = createObjectReader(client, cache);
});

afterEach(() => {
  nock.cleanAll();
});

function many(count: number): readonly Blob[] {
  return Array.from({ length: count }, (_, n) => blobOf(`locals { n = ${n} } # é\n`));
}

function ids(blobs: readonly Blob[]): readonly string[] {
  return blobs.map(({ id }) => id);
}

function contents(found: ReadonlyMap<string, BlobContent>): readonly string[] {
  return [...found.values()].map((content) => (content.kind === "bytes" ? Buffer.from(content.bytes).toString("hex") : content.kind));
}

function expectAll(found: ReadonlyMap<string, BlobContent>, blobs: readonly Blob[]): void {
  expect(found.size).toBe(blobs.length);
  for (const { id, bytes } of blobs) expect(found.get(id)).toEqual({ kind: "bytes", bytes });
}

/** A tree that names the blobs, read. */
async function readTree(...blobs: readonly Blob[]): Promise<void> {
  github.tree(commit, ...blobs.map((blob, n) => file(`${n}.tf`, blob)));
  await reader.tree(commit);
  github.asked.length = 0;
}

describe("one by one", () => {
  test("texts, binaries, the empty one and those of SHA-256", async () => {
    const blobs = [text, binary, blobOf(""), blobOf("sha-256\n", "sha256"), blobOf("\r\n\uFEFF\0")];
    github.blobs(...blobs);
    expectAll(await reader.readBlobs([...ids(blobs), text.id], 10_000), blobs);
    expect(github.asked).toEqual(blobs.map(({ id }) => `blob ${id}`));
  });

  test("200 of them, ten at a time", async () => {
    const blobs = many(200);
    let [now, most] = [0, 0];
    github.blobs(...blobs);
    const counting = {
      ...client,
      octokit: Object.assign(Object.create(client.octokit), {
        request: async (...request: Parameters<typeof client.octokit.request>) => {
          now += 1;
          most = Math.max(most, now);
          try {
            return await client.octokit.request(...request);
          } finally {
            now -= 1;
          }
        },
      }) as RepositoryClient["octokit"],
    };
    expectAll(await createObjectReader(counting, cache).readBlobs(ids(blobs), 10_000), blobs);
    expect(github.count("blob")).toBe(200);
    expect(github.count("graphql")).toBe(0);
    expect(most).toBe(10);
  });

  test("what is no id is missing, and not asked for", async () => {
    const odd = ["", "..", "../../../user", "HEAD", "A".repeat(40), "a".repeat(41)];
    expect(contents(await reader.readBlobs(odd, 10))).toEqual(odd.map(() => "missing"));
    expect(github.asked).toEqual([]);
  });

  test("an unknown one is missing, and the others come", async () => {
    github.blobs(text);
    const found = await reader.readBlobs(["12".repeat(20), text.id], 10_000);
    expect(found.get("12".repeat(20))).toEqual({ kind: "missing" });
    expect(found.get(text.id)).toEqual({ kind: "bytes", bytes: text.bytes });
  });
});

describe("too large", () => {
  test("by the tree: it is not asked for; at the very size it is", async () => {
    github.blobs(text, binary);
    await readTree(text, binary);
    const found = await reader.readBlobs([text.id, binary.id], text.bytes.length);
    expect(found.get(binary.id)).toEqual({ kind: "too-large", size: 2_000 });
    expect(found.get(text.id)).toEqual({ kind: "bytes", bytes: text.bytes });
    expect(github.asked).toEqual([`blob ${text.id}`]);
  });

  test("by the answer, whether it says so or not", async () => {
    github.blobAnswer(binary.id, { size: 2_000, encoding: "base64", content: "" });
    github.blobAnswer(text.id, { encoding: "base64", content: text.bytes.toString("base64") });
    const found = await reader.readBlobs([binary.id, text.id], 5);
    expect(found.get(binary.id)).toEqual({ kind: "too-large", size: 2_000 });
    expect(found.get(text.id)).toEqual({ kind: "too-large", size: 12 });
  });

  test("for GitHub: its refusal is not a missing permission", async () => {
    nock.cleanAll();
    github = new ServedObjects("unused");
    const message = "The requested blob is too large to fetch via the API, but you can always clone the repository via Git.";
    const errors = [{ resource: "Blob", field: "data", code: "too_large" }];
    nock(api).get(`/repos/acme/web/git/blobs/${text.id}`).reply(403, { message, errors });
    expect(await reader.readBlobs([text.id], 10)).toEqual(new Map([[text.id, { kind: "too-large", size: 104_857_600 }]]));
  });
});

describe("what is not what its id names", () => {
  const changed = Buffer.from("resource []\n").toString("base64");

  test.each([
    ["changed", { size: 12, encoding: "base64", content: changed }],
    ["cut off", { size: 12, encoding: "base64", content: text.bytes.subarray(0, 6).toString("base64") }],
  ])("%s: it fails, and is not kept", async (_, answer) => {
    await readTree(text);
    github.blobAnswer(text.id, answer);
    const failure = await failureOf(reader.readBlobs([text.id], 10_000));
    expect(failure.message).toBe(
      `GitHub's answer for the blob ${text.id.slice(0, 12)} of acme/web is not what the id names: it was cut off or changed on the way`,
    );
    expect(failure.next).toContain("re-run the check");
    github.blobs(text);
    expectAll(await reader.readBlobs([text.id], 10_000), [text]);
  });

  test.each([
    ["no contents", { size: 12, encoding: "none", content: "" }],
    ["contents of another kind", { size: 12, encoding: "base64", content: 7 }],
  ])("%s", async (_, answer) => {
    github.blobAnswer(text.id, answer);
    expect((await failureOf(reader.readBlobs([text.id], 10_000))).message).toContain("holds no contents");
  });

  test("any bytes are told from any others", () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, fc.constantFrom("sha1" as const, "sha256" as const), (some, other, hash) => {
        const { id } = blobOf(Buffer.from(some), hash);
        expect(isBlob(id, some)).toBe(true);
        expect(isBlob(id, other)).toBe(Buffer.compare(some, other) === 0);
      }),
    );
  });
});

describe("more than 200", () => {
  const blobs = many(250);

  test("come in batches of 100, and nothing singly", async () => {
    github.blobs(...blobs);
    expectAll(await reader.readBlobs(ids(blobs), 10_000), blobs);
    expect([...github.asked].sort()).toEqual(["graphql 100", "graphql 100", "graphql 50"]);
  });

  test("only counted names stand in the query", async () => {
    github.blobs(...blobs);
    await reader.readBlobs(ids(blobs), 10_000);
    expect(github.queries.length).toBe(3);
    for (const query of github.queries) {
      expect(query).toMatch(/^[A-Za-z0-9{}():$!,. ]+$/);
      expect(query).not.toMatch(/acme|web|[0-9a-f]{40}/);
    }
  });

  test("what a batch does not give rightly is fetched singly", async () => {
    const latin = blobOf(Buffer.from("caf\xe9\n", "latin1"));
    const [cut, lost, ...others] = blobs;
    if (cut === undefined || lost === undefined) throw new Error("no blobs");
    const all = [...blobs, binary, latin];
    github.blobs(...all);
    github.batchedAnswer(binary.id, { byteSize: 2_000, text: null });
    github.batchedAnswer(cut.id, { byteSize: cut.bytes.length, text: cut.bytes.toString("utf8").slice(0, 5) });
    github.batchedAnswer(latin.id, { byteSize: 5, text: "café\n" });
    github.batchedAnswer(lost.id, null);
    expectAll(await reader.readBlobs(ids(all), 10_000), all);
    expect(github.count("graphql")).toBe(3);
    expect(github.asked.filter((one) => one.startsWith("blob")).sort()).toEqual(
      ids([cut, lost, binary, latin])
        .map((id) => `blob ${id}`)
        .sort(),
    );
    expect(others.length).toBe(248);
  });

  test("one that is too large is known by its batch", async () => {
    const large = blobOf("x".repeat(500));
    github.blobs(...blobs, large);
    const found = await reader.readBlobs(ids([...blobs, large]), 100);
    expect(found.get(large.id)).toEqual({ kind: "too-large", size: 500 });
    expect(github.count("blob")).toBe(0);
  });

  test("tampered in both ways: it fails", async () => {
    github.blobs(...blobs);
    const [first] = blobs;
    github.batchedAnswer(first?.id ?? "", { byteSize: 3, text: "bad" });
    github.blobAnswer(first?.id ?? "", { size: 3, encoding: "base64", content: "YmFk" });
    expect((await failureOf(reader.readBlobs(ids(blobs), 10_000))).message).toContain("is not what the id names");
  });

  test("what is cached is neither asked for nor counted", async () => {
    github.blobs(...blobs);
    await readTree(...blobs);
    await reader.readBlobs(ids(blobs).slice(0, 50), 10_000);
    github.asked.length = 0;
    expectAll(await reader.readBlobs(ids(blobs), 10_000), blobs);
    expect(github.count("blob")).toBe(200);
    expect(github.count("graphql")).toBe(0);
  });

  test.each([
    ["does not know GraphQL", { status: 404, body: { message: "Not Found" } }, 3],
    ["does not permit it", { status: 403, body: { message: "Resource not accessible by integration" } }, 3],
    ["answers an error", { status: 200, body: { data: null, errors: [{ type: "X", message: "Something is off" }] } }, 4],
    ["fails", { status: 502, body: { message: "Bad gateway" } }, 4],
    ["answers something else", { status: 200, body: { data: { repository: null } } }, 4],
  ])(
    "a server that %s: all come singly",
    async (_, answer, queries) => {
      const more = many(310);
      github.blobs(...more);
      github.graphql = answer;
      expectAll(await reader.readBlobs(ids(more), 10_000), more);
      expect(github.count("graphql")).toBe(queries);
      expect(github.count("blob")).toBe(310);
    },
    30_000,
  );

  test("an answer with errors and with blobs: what is good of it is taken", async () => {
    github.blobs(...blobs);
    const repository = Object.fromEntries(
      blobs.slice(0, 100).map(({ bytes }, n) => [`b${n}`, n === 0 ? null : { byteSize: 1, text: bytes.toString() }]),
    );
    github.graphql = { status: 200, body: { data: { repository }, errors: [{ type: "X", message: "One was not resolved" }] } };
    expectAll(await reader.readBlobs(ids(blobs), 10_000), blobs);
    expect(github.count("graphql")).toBe(3);
    // The same answer for each batch: of the other two nothing is what was asked for.
    expect(github.count("blob")).toBe(151);
  });

  test("neither way: REST says why", async () => {
    nock.cleanAll();
    github = new ServedObjects("unused");
    nock(api).persist().get(/blobs/).reply(403, { message: "Resource not accessible by integration" });
    const failure = await failureOf(reader.readBlobs(ids(blobs), 10_000));
    expect(failure.message).toContain("the App is not permitted");
  });
});

describe("a newer push came", () => {
  test("requests stop where they are", async () => {
    const newer = new AbortController();
    const blobs = many(150);
    github.blobs(...blobs);
    const stopped = createObjectReader({ ...client, signal: newer.signal }, cache);
    const reading = stopped.readBlobs(ids(blobs), 10_000);
    const aborted = expect(reading).rejects.toBe("a newer push");
    while (github.asked.length < 5) await new Promise((resolve) => setImmediate(resolve));
    newer.abort("a newer push");
    await aborted;
    // What was on its way already may still arrive, on a busy machine late.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(github.asked.length).toBeLessThan(40);
  });

  test("before the first batch: none is asked for", async () => {
    const stopped = createObjectReader({ ...client, signal: AbortSignal.abort("a newer push") }, cache);
    await expect(stopped.readBlobs(ids(many(201)), 10_000)).rejects.toBe("a newer push");
    expect(github.asked).toEqual([]);
  });
});
