/** Whole trees through GitHub's API: what is not whole never passes for one that is. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import nock from "nock";
import "../network-off.ts";
import type { RepositoryClient } from "../../src/github/app-client.ts";
import { createObjectReader } from "../../src/github/object-reader.ts";
import { createTreeMemory } from "../../src/github/trees.ts";
import type { ObjectReader, Tree } from "../../src/model/tree.ts";
import { blobOf, commit, connect, failureOf, file, folder, type Listed, memoryOnly, ServedObjects, treeId } from "./served-objects.ts";

let github: ServedObjects;
let client: RepositoryClient;
let reader: ObjectReader;

const [one, two, three] = [blobOf("one\n"), blobOf("two, longer\n"), blobOf("three\n")];

beforeAll(() => nock.disableNetConnect());

beforeEach(async () => {
  github = new ServedObjects();
  client = await connect();
  reader = createObjectReader(client, memoryOnly());
});

afterEach(() => {
  nock.cleanAll();
});

function paths(tree: Tree): readonly string[] {
  return [...tree.entries.keys()].sort();
}

describe("a tree in one answer", () => {
  test("files, executables, links and submodules are told apart, with their sizes; folders are none of them", async () => {
    github.tree(
      commit,
      folder("modules", treeId("modules")),
      file("modules/main.tf", one),
      { path: "run.sh", mode: "100755", type: "blob", sha: two.id, size: 12 },
      { path: "link.tf", mode: "120000", type: "blob", sha: three.id, size: 6 },
      { path: "vendored", mode: "160000", type: "commit", sha: "ab".repeat(20) },
      { path: "old.tf", mode: "100664", type: "blob", sha: "cd".repeat(32), size: 0 },
    );
    const tree = await reader.tree(commit);
    expect([...tree.entries]).toEqual([
      ["modules/main.tf", { path: "modules/main.tf", legible: true, id: one.id, mode: "file", size: 4 }],
      ["run.sh", { path: "run.sh", legible: true, id: two.id, mode: "executable", size: 12 }],
      ["link.tf", { path: "link.tf", legible: true, id: three.id, mode: "symlink", size: 6 }],
      ["vendored", { path: "vendored", legible: true, id: "ab".repeat(20), mode: "submodule" }],
      ["old.tf", { path: "old.tf", legible: true, id: "cd".repeat(32), mode: "file", size: 0 }],
    ]);
    expect(github.asked).toEqual([`tree ${commit} recursive`]);
  });

  test("a name that GitHub could not say in UTF-8 is marked, also where it is a folder's", async () => {
    github.tree(commit, file("caf\uFFFD.tf", one), file("caf\u00e9.tf", one), file("d\uFFFD/main.tf", one), file("half\ud800.tf", one));
    const { entries } = await reader.tree(commit);
    expect([...entries.values()].map(({ legible }) => legible)).toEqual([false, true, false, false]);
  });

  test("odd names are kept as they are", async () => {
    const odd = ["...", "..a/.b", "a\nb.tf", "a b`<x>.tf", ".github/x.yml", "c:\\x", "-rf"];
    github.tree(commit, ...odd.map((path) => file(path, one)));
    expect(paths(await reader.tree(commit))).toEqual([...odd].sort());
  });
});

describe("a tree that GitHub cuts is walked", () => {
  test("folder by folder, and level by level where a folder is cut as well", async () => {
    github.cutTree(commit, [file("a.tf", one), folder("small", treeId("small")), folder("big", treeId("big"))]);
    github.tree(treeId("small"), file("b.tf", two), folder("x", treeId("x")), file("x/c.tf", three));
    github.cutTree(treeId("big"), [
      folder("d\uFFFD", treeId("deep")),
      { path: "sub", mode: "160000", type: "commit", sha: "ab".repeat(20) },
    ]);
    github.tree(treeId("deep"), file("e.tf", one));
    const { entries } = await reader.tree(commit);
    expect([...entries.keys()].sort()).toEqual(["a.tf", "big/d\uFFFD/e.tf", "big/sub", "small/b.tf", "small/x/c.tf"]);
    expect(entries.get("small/x/c.tf")).toEqual({ path: "small/x/c.tf", legible: true, id: three.id, mode: "file", size: 6 });
    expect(entries.get("big/d\uFFFD/e.tf")).toMatchObject({ id: one.id, legible: false });
    expect(github.asked).toEqual([
      `tree ${commit} recursive`,
      `tree ${commit}`,
      `tree ${treeId("small")} recursive`,
      `tree ${treeId("big")} recursive`,
      `tree ${treeId("big")}`,
      `tree ${treeId("deep")} recursive`,
    ]);
  });

  test("folders with the same contents are asked for once", async () => {
    github.cutTree(commit, [folder("a", treeId("same")), folder("b", treeId("same"))]);
    github.tree(treeId("same"), file("main.tf", one));
    expect(paths(await reader.tree(commit))).toEqual(["a/main.tf", "b/main.tf"]);
    expect(github.count(`tree ${treeId("same")}`)).toBe(1);
  });

  test("also at another depth, and where the memory had no room for them", async () => {
    github.cutTree(commit, [folder("a", treeId("same")), folder("b", treeId("b"))]);
    github.cutTree(treeId("b"), [folder("c", treeId("same"))]);
    github.tree(treeId("same"), file("main.tf", one));
    const tree = await createObjectReader(client, memoryOnly(), createTreeMemory(0)).tree(commit);
    expect(paths(tree)).toEqual(["a/main.tf", "b/c/main.tf"]);
    expect(github.count(`tree ${treeId("same")}`)).toBe(1);
  });

  test("the same tree comes out however GitHub cuts it", async () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `${names.join("/")}.tf`);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), fc.func(fc.boolean()), async (files, cut) => {
        nock.cleanAll();
        github = new ServedObjects();
        serveFolder(commit, "", files, cut);
        const tree = await createObjectReader(client, memoryOnly()).tree(commit);
        expect(paths(tree)).toEqual([...files].sort());
        for (const [at, entry] of tree.entries) expect(entry).toMatchObject({ path: at, id: blobOf(at).id });
      }),
      { numRuns: 40 },
    );
  });

  test("a listing of one level that is cut as well fails: nothing is left to ask", async () => {
    github.cutTree(commit, [folder("logs", treeId("logs"))]);
    github.cutTree(treeId("logs"), [file("1", one)], false);
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toBe(
      "GitHub hands out only a part of the folder logs of acme/web at c0c0c0c0c0c0: too many files stand side by side",
    );
    expect(failure.next).toBe("Review the change in a clone: bakegate review --base <ref> --head <ref>.");
    expect(failure.transient).toBe(false);
  });

  test("a folder that cannot be read fails the tree", async () => {
    github.cutTree(commit, [file("a.tf", one), folder("gone", treeId("gone"))]);
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toBe(
      'GitHub did not hand out the folder gone of acme/web at c0c0c0c0c0c0: it is not there, or the App may not see it (status 404, "Not Found")',
    );
    expect(failure.next).toContain("App is installed on the repository");
  });

  test("an answer that does not say whether it is whole is not believed", async () => {
    serveRaw({ tree: [file("a.tf", one)] });
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toBe("GitHub's answer for the tree of acme/web at c0c0c0c0c0c0 does not say that it is whole");
    expect(failure.next).toContain("re-run the check");
  });
});

describe("a tree without end", () => {
  test("folders that name each other anew stop at a number of files and folders", async () => {
    const many = (inner: string) => Array.from({ length: 200 }, (_, n) => folder(`f${n}`, treeId(inner)));
    github.cutTree(commit, many("1"));
    for (let depth = 1; depth < 9; depth++) github.cutTree(treeId(`${depth}`), many(`${depth + 1}`));
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toBe(
      "the tree of acme/web at c0c0c0c0c0c0 is too large to be read through GitHub's API: it takes more than 2000000 files and folders",
    );
    expect(failure.next).toContain("in a clone");
    expect(github.asked.length).toBeLessThan(10);
  });

  test("more folders than may be asked for are not even begun", async () => {
    github.cutTree(
      commit,
      Array.from({ length: 1_999 }, (_, n) => folder(`f${n}`, treeId(`${n}`))),
    );
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toContain("it takes more than 2000 requests");
    expect(github.asked.length).toBe(2);
  });
});

describe("an entry that git would not have written fails the tree, and is named", () => {
  const good = { mode: "100644", type: "blob", sha: one.id, size: 4 };
  const hostile: readonly (readonly [string, readonly unknown[], string])[] = [
    ["a parent", [{ ...good, path: "a/../../etc/passwd" }], 'the impossible path "a/../../etc/passwd"'],
    ["a parent at the end", [{ ...good, path: "a/.." }], 'the impossible path "a/.."'],
    ["a dot", [{ ...good, path: "./a" }], 'the impossible path "./a"'],
    ["a leading slash", [{ ...good, path: "/etc/passwd" }], 'the impossible path "/etc/passwd"'],
    ["an empty segment", [{ ...good, path: "a//b" }], 'the impossible path "a//b"'],
    ["a slash at the end", [{ ...good, path: "a/" }], 'the impossible path "a/"'],
    ["an empty path", [{ ...good, path: "" }], 'the impossible path ""'],
    ["a NUL", [{ ...good, path: "a\0b" }], 'the impossible path "a\0b"'],
    ["no path", [{ ...good }], 'the impossible path "undefined"'],
    ["a number for a path", [{ ...good, path: 7 }], 'the impossible path "7"'],
    ["a hostile folder", [{ path: "../x", mode: "040000", type: "tree", sha: one.id }], 'the impossible path "../x"'],
    ["a path twice", [file("a", one), file("a", two)], 'the path "a" twice'],
    ["a file and a folder of one name", [folder("a", treeId("a")), file("a", two)], 'the path "a" twice'],
    ["a short id", [{ ...good, path: "a", sha: "abc" }], 'no object id for "a"'],
    ["an id in capitals", [{ ...good, path: "a", sha: "AB".repeat(20) }], 'no object id for "a"'],
    ["an id of 50 digits", [{ ...good, path: "a", sha: "a".repeat(50) }], 'no object id for "a"'],
    ["no id", [{ ...good, path: "a", sha: null }], 'no object id for "a"'],
    ["an unknown mode", [{ ...good, path: "a", mode: "100600" }], 'the mode "100600" of a blob for "a"'],
    ["a mode of another type", [{ ...good, path: "a", mode: "160000" }], 'the mode "160000" of a blob for "a"'],
    ["a folder that is a blob", [{ ...good, path: "a", mode: "040000" }], 'the mode "040000" of a blob for "a"'],
    ["a size below nothing", [{ ...good, path: "a", size: -1 }], 'an impossible size for "a"'],
    ["a size in words", [{ ...good, path: "a", size: "4" }], 'an impossible size for "a"'],
    ["null", [null], "an entry that is none"],
  ];

  test.each(hostile)("%s", async (_, tree, found) => {
    github.tree(commit, file("fine.tf", one), ...(tree as readonly Listed[]));
    const failure = await failureOf(reader.tree(commit));
    expect(failure.message).toBe(`GitHub's answer for the tree of acme/web at c0c0c0c0c0c0 holds ${found}`);
    expect(failure.next).toContain("git fsck");
    expect(failure.transient).toBe(false);
  });

  test("a name with a slash within one level", async () => {
    github.cutTree(commit, [file("a/b", one)]);
    expect((await failureOf(reader.tree(commit))).message).toContain('the impossible path "a/b"');
  });

  test("names that are not UTF-8 and look alike: the next step is another", async () => {
    github.tree(commit, file("\uFFFD", one), file("\uFFFD", two));
    expect((await failureOf(reader.tree(commit))).next).toContain("not UTF-8");
  });

  test("a path of any length is quoted at some", async () => {
    github.tree(commit, file(`/${"x".repeat(100_000)}`, one));
    expect((await failureOf(reader.tree(commit))).message.length).toBeLessThan(500);
  });
});

describe("a tree is asked for once", () => {
  test("by one reader, also at the same time; a branch's name is no commit", async () => {
    github.tree(commit, file("a.tf", one));
    const [first, second] = await Promise.all([reader.tree(commit), reader.tree(commit)]);
    expect(await reader.tree(commit)).toBe(first);
    expect(second).toBe(first);
    expect(github.asked.length).toBe(1);
    expect((await failureOf(reader.tree("main"))).message).toBe('"main" is not the id of a commit');
    expect(github.asked.length).toBe(1);
  });

  test("a failure is not kept", async () => {
    await failureOf(reader.tree(commit));
    github.tree(commit, file("a.tf", one));
    expect(paths(await reader.tree(commit))).toEqual(["a.tf"]);
  });

  test("by two readers of one process, whatever case the name has; but not for another repository", async () => {
    const memory = createTreeMemory();
    github.tree(commit, file("a.tf", one));
    await createObjectReader(client, memoryOnly(), memory).tree(commit);
    const again = await createObjectReader({ ...client, owner: "Acme" }, memoryOnly(), memory).tree(commit);
    expect(paths(again)).toEqual(["a.tf"]);
    expect(github.asked.length).toBe(1);
    const other = new ServedObjects("other");
    expect((await failureOf(createObjectReader(await connect({ name: "other" }), memoryOnly(), memory).tree(commit))).status).toBe(404);
    expect(other.asked.length).toBe(1);
  });

  test("of a walked tree, the next commit asks only for the folders that changed", async () => {
    const memory = createTreeMemory();
    const next = "c1".repeat(20);
    github.cutTree(commit, [folder("kept", treeId("kept")), folder("changed", treeId("before"))]);
    github.cutTree(next, [folder("kept", treeId("kept")), folder("changed", treeId("after"))]);
    github.tree(treeId("kept"), file("a.tf", one));
    github.tree(treeId("before"), file("b.tf", two));
    github.tree(treeId("after"), file("b.tf", three));
    await createObjectReader(client, memoryOnly(), memory).tree(commit);
    github.asked.length = 0;
    const tree = await createObjectReader(client, memoryOnly(), memory).tree(next);
    expect(tree.entries.get("changed/b.tf")?.id).toBe(three.id);
    expect(github.asked).toEqual([`tree ${next} recursive`, `tree ${next}`, `tree ${treeId("after")} recursive`]);
    await createObjectReader(client, memoryOnly(), memory).tree(commit);
    expect(github.asked.length).toBe(3);
  });

  test("as long as there is room: the longest unused goes", async () => {
    const memory = createTreeMemory(6);
    const commits = ["c1", "c2", "c3"].map((digits) => digits.repeat(20));
    for (const id of commits) github.tree(id, file("a.tf", one), file("b.tf", two));
    const ask = async (id = "") => void (await createObjectReader(client, memoryOnly(), memory).tree(id));
    await ask(commits[0]);
    await ask(commits[1]);
    await ask(commits[0]);
    await ask(commits[2]);
    expect(github.asked.length).toBe(3);
    await ask(commits[0]);
    expect(github.asked.length).toBe(3);
    await ask(commits[1]);
    expect(github.asked.length).toBe(4);
  });
});

function serveRaw(answer: object): void {
  nock.cleanAll();
  nock("https://api.github.com").post("/app/installations/1/access_tokens").reply(201, { token: "x", expires_at: "2099-01-01T00:00:00Z" });
  nock("https://api.github.com").get(`/repos/acme/web/git/trees/${commit}?recursive=1`).reply(200, answer);
}

/** Serves files below a folder; `cut` says by its path whether a recursive answer is cut. */
function serveFolder(id: string, at: string, files: readonly string[], cut: (at: string) => boolean): void {
  const here: Listed[] = [];
  const inner = new Map<string, string[]>();
  for (const path of files) {
    const slash = path.indexOf("/");
    if (slash === -1) here.push(file(path, blobOf(at + path)));
    else inner.set(path.slice(0, slash), [...(inner.get(path.slice(0, slash)) ?? []), path.slice(slash + 1)]);
  }
  const folders = [...inner.keys()].map((name) => folder(name, treeId(`${at}${name}/`)));
  for (const [name, below] of inner) serveFolder(treeId(`${at}${name}/`), `${at}${name}/`, below, cut);
  if (cut(at)) github.cutTree(id, [...folders, ...here]);
  else github.tree(id, ...folders, ...files.map((path) => file(path, blobOf(at + path))));
}
