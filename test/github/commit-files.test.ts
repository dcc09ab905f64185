/** The commits of a change through GitHub's API: every one is asked for, once, and what is left out is an error. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { createCommitMemory } from "../../src/github/commit-files.ts";
import { compareCommits } from "../../src/github/compare.ts";
import { createObjectReader } from "../../src/github/object-reader.ts";
import { createTreeMemory } from "../../src/github/trees.ts";
import { api, blobOf, connect, failureOf, file, memoryOnly, ServedObjects, treeId } from "./served-objects.ts";

const [base, head] = [treeId("base"), treeId("head")];
let served: ServedObjects;
let asked: string[];

beforeEach(() => {
  nock.disableNetConnect();
  served = new ServedObjects();
  asked = [];
});
afterEach(() => nock.cleanAll());

interface Told {
  readonly sha: string;
  readonly commit: { readonly tree: { readonly sha: string } };
  readonly parents: readonly { readonly sha: string }[];
}

function commit(name: string, parents: readonly string[], tree = `tree of ${name}`): Told {
  return { sha: treeId(name), commit: { tree: { sha: treeId(tree) } }, parents: parents.map((parent) => ({ sha: treeId(parent) })) };
}

/** Pages of commits, as many as they are asked for. */
function serveComparison(commits: readonly unknown[], count = commits.length): void {
  nock(api)
    .persist()
    .get(/^\/repos\/acme\/web\/compare\//)
    .reply((uri) => {
      const { pathname, searchParams } = new URL(uri, api);
      const [each, page] = [Number(searchParams.get("per_page")), Number(searchParams.get("page"))];
      asked.push(`${pathname.split("/").at(-1)} ${each} ${page}`);
      const shown = commits.slice((page - 1) * each, page * each);
      return [200, { merge_base_commit: { sha: base }, total_commits: count, commits: shown }];
    });
}

function serveCommit(name: string, files: readonly object[], sha = treeId(name)): void {
  nock(api)
    .persist()
    .get(`/repos/acme/web/commits/${treeId(name)}`)
    .reply(() => {
      asked.push(name);
      return [200, { sha, files }];
    });
}

const key = blobOf("key = 1\n");
const added = (filename: string, blob = key, status = "added") => ({ filename, status, sha: blob.id });

describe("the list of commits", () => {
  test("one request for up to a hundred, further pages beyond", async () => {
    const client = await connect();
    serveComparison(Array.from({ length: 230 }, (_, index) => commit(`c${index}`, ["x"])));
    const compared = await compareCommits(client, base, head);
    expect([compared.mergeBase, compared.count, compared.commits.length]).toEqual([base, 230, 230]);
    expect(asked).toEqual([1, 2, 3].map((page) => `${base}...${head} 100 ${page}`));
  });

  test("more than five hundred are counted, and the gap is told", async () => {
    const client = await connect();
    // Nothing changes in any of them, so nothing is asked for.
    serveComparison(Array.from({ length: 612 }, (_, index) => commit(`c${index}`, [`c${index - 1}`], "same")));
    const compared = await compareCommits(client, base, head);
    serveCommit("c0", []);
    const history = await createObjectReader(client, memoryOnly()).history(compared);
    expect(history).toEqual({ files: [], gap: { kind: "too-many-commits", count: 612, read: 500 } });
    expect(asked).toHaveLength(5 + 1);
  });

  test.each([
    ["fewer commits than it counts", [commit("a", ["x"])], 3, "counts 3 commits and lists 1"],
    ["no commits at all", null, 1, "lacks the commits"],
    ["a commit without its tree", [{ sha: head, commit: {}, parents: [] }], 1, "without its ids"],
    ["a parent that is no id", [{ ...commit("a", []), parents: [{ sha: "main" }] }], 1, "without its ids"],
  ])("%s is an answer that cannot be used, to be tried again", async (_, commits, count, words) => {
    const client = await connect();
    if (commits === null)
      nock(api)
        .persist()
        .get(/compare/)
        .reply(200, { merge_base_commit: { sha: base }, total_commits: count });
    else serveComparison(commits, count);
    const failure = await failureOf(compareCommits(client, base, head));
    expect([failure.transient, failure.message]).toEqual([true, expect.stringContaining(words)]);
  });
});

describe("the files of each commit", () => {
  test("of a change of one commit nothing is asked: all stands in the head", async () => {
    const client = await connect();
    serveComparison([commit("head", ["base"])]);
    const compared = await compareCommits(client, base, treeId("head"));
    expect(await createObjectReader(client, memoryOnly()).history(compared)).toEqual({ files: [], gap: null });
    expect(asked).toHaveLength(1);
  });

  test("one request for a commit, none for one that is known; its blobs are read, cached and verified as any other", async () => {
    const client = await connect();
    serveComparison([commit("a", ["base"]), commit("b", ["a"]), commit("empty", ["b"], "tree of b"), commit("head", ["empty"])]);
    serveCommit("a", [added("db/main.tf"), added("gone.tf", key, "removed"), added("b.tf", blobOf("other"), "renamed")]);
    serveCommit("b", []);
    served.blobs(key);
    const [cache, memory] = [memoryOnly(), createCommitMemory()];
    const compared = await compareCommits(client, base, treeId("head"));
    const reader = createObjectReader(client, cache, createTreeMemory(), memory);
    const history = await reader.history(compared);
    expect(history.files.map(({ commit: sha, path, mode }) => [sha, path, mode])).toEqual([
      [treeId("a"), "db/main.tf", null],
      [treeId("a"), "b.tf", null],
    ]);
    expect((await reader.readBlobs([key.id], 1_000)).get(key.id)).toMatchObject({ kind: "bytes" });
    expect(asked.slice(1).toSorted()).toEqual(["a", "b"]);

    const next = createObjectReader(client, cache, createTreeMemory(), memory);
    await next.history(compared);
    await next.readBlobs([key.id], 1_000);
    expect(asked).toHaveLength(3);
    expect(served.count("blob")).toBe(1);
  });

  test("of a merge, of a first commit and of one with very many files, the trees tell", async () => {
    const client = await connect();
    const [theirs, ours, evil] = [blobOf("theirs"), blobOf("ours"), blobOf("evil")];
    serveComparison([commit("root", []), commit("merge", ["ours", "theirs"]), commit("wide", ["merge"]), commit("head", ["wide"])]);
    served.tree(treeId("root"), file("first.tf", key));
    served.tree(treeId("ours"), file("ours.tf", ours));
    served.tree(treeId("theirs"), file("theirs.tf", theirs));
    const merged = [file("ours.tf", ours), file("theirs.tf", theirs), file("evil.tf", evil)];
    served.tree(treeId("merge"), ...merged, { path: "module", mode: "160000", type: "commit", sha: treeId("module") });
    served.tree(treeId("wide"), ...merged, file("last.tf", key));
    serveCommit(
      "wide",
      Array.from({ length: 300 }, (_, index) => added(`${index}.tf`)),
    );
    const { files } = await createObjectReader(client, memoryOnly()).history(await compareCommits(client, base, treeId("head")));
    expect(files.map(({ commit: sha, path }) => [sha, path])).toEqual([
      [treeId("root"), "first.tf"],
      [treeId("merge"), "evil.tf"],
      [treeId("wide"), "last.tf"],
    ]);
    expect(served.count("tree")).toBe(5);
  });

  test("where GitHub cannot work a commit out, its trees are compared; where it does not answer at all, the review fails", async () => {
    const client = await connect();
    serveComparison([commit("a", ["base"]), commit("head", ["a"])]);
    nock(api)
      .persist()
      .get(`/repos/acme/web/commits/${treeId("a")}`)
      .reply(422, { message: "this diff is taking too long to generate" });
    served.tree(treeId("a"), file("a.tf", key));
    served.tree(base);
    const compared = await compareCommits(client, base, treeId("head"));
    expect((await createObjectReader(client, memoryOnly()).history(compared)).files.map(({ path }) => path)).toEqual(["a.tf"]);
    nock.cleanAll();
    served = new ServedObjects();
    nock(api)
      .persist()
      .get(`/repos/acme/web/commits/${treeId("a")}`)
      .reply(403, { message: "Resource not accessible by integration" });
    expect(await failureOf(createObjectReader(client, memoryOnly()).history(compared))).toMatchObject({ status: 403 });
  });

  test.each([
    ["no list of files", { sha: treeId("a") }],
    ["another commit", { sha: head, files: [] }],
    ["a file without a name", { sha: treeId("a"), files: [{ sha: key.id, status: "added" }] }],
  ])("%s is an answer that cannot be used", async (_, answer) => {
    const client = await connect();
    serveComparison([commit("a", ["base"]), commit("head", ["a"])]);
    nock(api)
      .persist()
      .get(`/repos/acme/web/commits/${treeId("a")}`)
      .reply(200, answer);
    const compared = await compareCommits(client, base, treeId("head"));
    expect(await failureOf(createObjectReader(client, memoryOnly()).history(compared))).toMatchObject({ transient: true });
  });
});
