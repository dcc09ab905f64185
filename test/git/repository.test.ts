/** The git room against real repositories. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Folder } from "../../src/git/folder.ts";
import { openRepository, WORKTREE } from "../../src/git/repository.ts";
import { BakegateError } from "../../src/model/failure.ts";
import { diffTrees } from "../../src/model/tree-diff.ts";

const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"];
let room: string;

function git(dir: string, ...args: string[]): string {
  return execFileSync("git", ["-C", dir, ...identity, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function repository(name: string, format = "sha1"): string {
  const dir = join(room, name);
  mkdirSync(dir);
  git(dir, "init", "-q", "-b", "main", `--object-format=${format}`);
  return dir;
}

function commit(dir: string, message: string): string {
  git(dir, "add", "-A");
  git(dir, "commit", "-q", "--allow-empty", "-m", message);
  return git(dir, "rev-parse", "HEAD");
}

async function text(reader: { readBlobs: Folder["readBlobs"] }, id: string | undefined): Promise<string> {
  const content = (await reader.readBlobs([id ?? ""], 1_000_000)).get(id ?? "");
  return content?.kind === "bytes" ? Buffer.from(content.bytes).toString("utf8") : `(${content?.kind})`;
}

async function failure(action: Promise<unknown>): Promise<BakegateError> {
  const error = await action.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BakegateError)) throw new Error(`expected a BakegateError, got ${String(error)}`);
  return error;
}

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-git-"));
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

describe("a change between two commits", () => {
  test("renames, deletions, modes, links, submodules and odd names are told apart", async () => {
    const dir = repository("kinds");
    const inner = repository("inner");
    commit(inner, "inner");
    writeFileSync(join(dir, "kept.tf"), "a = 1\n");
    writeFileSync(join(dir, "moved.tf"), "moved {}\n".repeat(9));
    writeFileSync(join(dir, "gone.tf"), "gone\n");
    writeFileSync(join(dir, "run.sh"), "echo\n");
    const base = commit(dir, "base");
    git(dir, "mv", "moved.tf", "renamed.tf");
    rmSync(join(dir, "gone.tf"));
    chmodSync(join(dir, "run.sh"), 0o755);
    symlinkSync("kept.tf", join(dir, "link.tf"));
    writeFileSync(join(dir, "odd\nname `x`.tf"), "odd\n");
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/caf`), Buffer.of(0xe9), Buffer.from(".tf")]), "latin1\n");
    git(dir, "submodule", "add", "-q", inner, "vendored");
    const head = commit(dir, "head");

    const reader = await openRepository(join(dir));
    const changes = diffTrees(await reader.tree(base), await reader.tree(head));
    expect(changes.map((change) => `${change.kind} ${change.path}`)).toEqual([
      "added .gitmodules",
      "added caf\\xe9.tf",
      "deleted gone.tf",
      "added link.tf",
      "added odd\nname `x`.tf",
      "renamed renamed.tf",
      "modified run.sh",
      "added vendored",
    ]);
    const entries = (await reader.tree(head)).entries;
    expect(entries.get("link.tf")?.mode).toBe("symlink");
    expect(entries.get("vendored")?.mode).toBe("submodule");
    expect(entries.get("run.sh")?.mode).toBe("executable");
    expect(entries.get("caf\\xe9.tf")?.legible).toBe(false);
    expect(await text(reader, entries.get("odd\nname `x`.tf")?.id)).toBe("odd\n");
  });

  test("the diff starts at the merge base, not at the tip of the base branch", async () => {
    const dir = repository("diverged");
    writeFileSync(join(dir, "a.tf"), "1\n");
    const fork = commit(dir, "fork");
    git(dir, "checkout", "-q", "-b", "work");
    const head = commit(dir, "work");
    git(dir, "checkout", "-q", "main");
    const tip = commit(dir, "main moves on");
    const reader = await openRepository(dir);
    expect(await reader.mergeBase(await reader.resolveCommit("main"), await reader.resolveCommit("work"))).toBe(fork);
    expect(await reader.resolveCommit("main")).toBe(tip);
    expect(await reader.resolveCommit("work")).toBe(head);
  });

  test("a large blob is named and not loaded; an unknown one is missing", async () => {
    const dir = repository("large");
    writeFileSync(join(dir, "big.bin"), Buffer.alloc(3_000_000));
    writeFileSync(join(dir, "small.tf"), "x");
    const head = commit(dir, "big");
    const reader = await openRepository(dir);
    const entries = (await reader.tree(head)).entries;
    const nowhere = "1234567890123456789012345678901234567890";
    const contents = await reader.readBlobs([entries.get("big.bin")?.id ?? "", entries.get("small.tf")?.id ?? "", nowhere], 1_000_000);
    expect(contents.get(entries.get("big.bin")?.id ?? "")).toEqual({ kind: "too-large", size: 3_000_000 });
    expect(contents.get(nowhere)).toEqual({ kind: "missing" });
    expect(await text(reader, entries.get("small.tf")?.id)).toBe("x");
  });
});

describe("blobs come through one process", () => {
  test("several questions at once, with trees, unknown ids and huge files between them", async () => {
    const dir = repository("stream");
    const texts = new Map<string, string>();
    for (let n = 0; n < 300; n++) texts.set(`f${n}.txt`, `${n}\n`.repeat(n * 7));
    for (const [name, content] of texts) writeFileSync(join(dir, name), content);
    writeFileSync(join(dir, "huge.bin"), Buffer.alloc(5_000_000, 10));
    const head = commit(dir, "many");
    const reader = await openRepository(dir);
    const entries = (await reader.tree(head)).entries;
    const id = (name: string) => entries.get(name)?.id ?? "";
    const treeId = git(dir, "rev-parse", `${head}^{tree}`);
    const names = [...texts.keys()];
    const answers = await Promise.all([
      reader.readBlobs(names.slice(0, 150).map(id), 1_000_000),
      reader.readBlobs([treeId, id("huge.bin"), id("f1.txt"), head], 1_000_000),
      reader.readBlobs([...names.slice(150).map(id), "f".repeat(40)], 1_000_000),
    ]);
    for (const [name, content] of texts) {
      const found = answers[0]?.get(id(name)) ?? answers[2]?.get(id(name));
      expect(found?.kind === "bytes" ? Buffer.from(found.bytes).toString("utf8") : found?.kind).toBe(content);
    }
    expect(answers[1]?.get(treeId)).toEqual({ kind: "missing" });
    expect(answers[1]?.get(head)).toEqual({ kind: "missing" });
    expect(answers[1]?.get(id("huge.bin"))).toEqual({ kind: "too-large", size: 5_000_000 });
    expect(answers[2]?.get("f".repeat(40))).toEqual({ kind: "missing" });
  });
});

describe("uncommitted work", () => {
  test.each(["sha1", "sha256"])("changed, new, deleted and ignored files (%s)", async (format) => {
    const dir = repository(`work-${format}`, format);
    writeFileSync(join(dir, ".gitignore"), "*.log\n");
    writeFileSync(join(dir, "kept.tf"), "kept\n");
    writeFileSync(join(dir, "changed.tf"), "before\n");
    writeFileSync(join(dir, "gone.tf"), "gone\n");
    const base = commit(dir, "base");
    writeFileSync(join(dir, "changed.tf"), "after\n");
    writeFileSync(join(dir, "new.tf"), "new\n");
    writeFileSync(join(dir, "noise.log"), "noise\n");
    rmSync(join(dir, "gone.tf"));
    const reader = await openRepository(dir);
    const tree = await reader.tree(WORKTREE);
    const changes = diffTrees(await reader.tree(base), tree);
    expect(changes.map((change) => `${change.kind} ${change.path}`)).toEqual(["modified changed.tf", "deleted gone.tf", "added new.tf"]);
    expect(await text(reader, tree.entries.get("changed.tf")?.id)).toBe("after\n");
    expect(await text(reader, tree.entries.get("kept.tf")?.id)).toBe("kept\n");
    expect(git(dir, "status", "--porcelain").split("\n").length).toBe(3);
    git(dir, "add", "-A");
    expect(git(dir, "ls-files", "--stage", "changed.tf").split(" ")[1]).toBe(tree.entries.get("changed.tf")?.id);
  });
});

describe("what goes wrong is said, with the next step", () => {
  test("an unknown reference, also one that looks like an option", async () => {
    const dir = repository("refs");
    commit(dir, "one");
    const reader = await openRepository(dir);
    expect(await failure(reader.resolveCommit("nowhere"))).toMatchObject({
      kind: "usage",
      message: expect.stringContaining('unknown reference "nowhere"'),
    });
    expect(await failure(reader.resolveCommit("--output=/tmp/x"))).toMatchObject({ kind: "usage" });
    git(dir, "update-ref", "refs/remotes/origin/feature", "HEAD");
    expect((await failure(reader.resolveCommit("feature"))).next).toBe('Did you mean "origin/feature"?');
  });

  test("a folder that is no repository, and one that does not exist", async () => {
    const dir = join(room, "plain");
    mkdirSync(dir);
    expect(await failure(openRepository(dir))).toMatchObject({ kind: "usage", next: expect.stringContaining("bakegate scan") });
    expect(await failure(openRepository(join(dir, "nothing")))).toMatchObject({ kind: "usage" });
  });

  test("a shallow clone without the merge base, and histories with nothing in common", async () => {
    const dir = repository("deep");
    for (const message of ["1", "2", "3"]) commit(dir, message);
    git(dir, "checkout", "-q", "-b", "work", "HEAD~2");
    commit(dir, "work");
    const shallow = join(room, "shallow");
    git(room, "clone", "-q", "--depth=1", "--no-single-branch", `file://${dir}`, shallow);
    const reader = await openRepository(shallow);
    const [main, work] = [await reader.resolveCommit("origin/main"), await reader.resolveCommit("origin/work")];
    expect(await failure(reader.mergeBase(main, work))).toMatchObject({ kind: "incomplete", next: expect.stringContaining("--unshallow") });
    git(dir, "checkout", "-q", "--orphan", "island");
    commit(dir, "island");
    const whole = await openRepository(dir);
    const island = await whole.resolveCommit("island");
    expect(await failure(whole.mergeBase(island, await whole.resolveCommit("main")))).toMatchObject({ kind: "incomplete" });
  });

  test("a bare repository has commits but no work tree", async () => {
    const dir = repository("source");
    writeFileSync(join(dir, "a.tf"), "a\n");
    commit(dir, "one");
    const bare = join(room, "bare.git");
    git(room, "clone", "-q", "--bare", dir, bare);
    const reader = await openRepository(bare);
    expect([...(await reader.tree(await reader.resolveCommit("main"))).entries.keys()]).toEqual(["a.tf"]);
    expect(await failure(reader.tree(WORKTREE))).toMatchObject({ kind: "usage" });
  });
});

describe("a plain folder", () => {
  test("has the ids that git gives, and passes over caches", async () => {
    const dir = repository("folder");
    mkdirSync(join(dir, "sub/.terraform"), { recursive: true });
    writeFileSync(join(dir, "sub/.terraform/cache.tf"), "cache\n");
    writeFileSync(join(dir, "sub/main.tf"), "main\n");
    symlinkSync("sub/main.tf", join(dir, "link.tf"));
    git(dir, "add", "-A");
    const folder = new Folder(dir);
    const tree = await folder.tree();
    expect([...tree.entries.keys()].sort()).toEqual(["link.tf", "sub/main.tf"]);
    for (const [path, entry] of tree.entries) expect(entry.id).toBe(git(dir, "ls-files", "--stage", path).split(" ")[1]);
    expect(await text(folder, tree.entries.get("sub/main.tf")?.id)).toBe("main\n");
  });

  test("one that does not exist is a usage error", async () => {
    expect(await failure(new Folder(join(room, "no-such")).tree())).toMatchObject({ kind: "usage" });
  });
});

describe("the origin remote", () => {
  test.each([
    ["git@github.com:acme/infra.git", "acme/infra", "https://github.com/acme/infra"],
    ["https://user:pass@ghe.example.com/acme/infra", "acme/infra", "https://ghe.example.com/acme/infra"],
    ["ssh://git@github.com:22/acme/infra.git", "acme/infra", "https://github.com/acme/infra"],
    ["/srv/git/infra.git", null, null],
  ])("%s", async (url, name, webUrl) => {
    const dir = repository(`remote-${Math.abs([...url].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 7))}`);
    git(dir, "remote", "add", "origin", url);
    const found = await (await openRepository(dir)).identity();
    expect(found.webUrl).toBe(webUrl);
    if (name !== null) expect(found.name).toBe(name);
  });
});
