/** The git objects of the local GitHub, in a bare repository of its own: merges are real ones, and ids are git's. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { numberIn } from "./json.ts";

export interface GitObjects {
  /** Copies commits of a local repository with all that they reach. @returns their ids, in the same order. */
  take(folder: string, names: readonly string[]): Promise<readonly string[]>;
  /** Ids and kinds of all objects that the commits reach and the known ones do not. */
  reached(commits: readonly string[], known: readonly string[]): readonly GitObject[];
  /** The tree that a merge gives; null: it conflicts. */
  mergedTree(base: string, head: string): string | null;
  commit(commit: NewCommit): string;
  treeOf(commit: string): string;
  parents(commit: string): readonly string[];
  /** ISO time of the committer. */
  time(commit: string): string;
  mergeBase(one: string, other: string): string | null;
  isAncestor(ancestor: string, commit: string): boolean;
  /** Commits of `head` that `base` does not have, the oldest first. */
  between(base: string, head: string): readonly string[];
  message(commit: string): string;
  /** Paths of the files in a commit. */
  files(commit: string): readonly string[];
  /** @throws where the commit has no such file. */
  text(commit: string, path: string): string;
  /** Added, removed and modified paths, as a push tells them. */
  changes(from: string | null, to: string): Changes;
  /** A gzipped tar, with `export-ignore` and `export-subst` done, as GitHub does them. */
  archive(commit: string, prefix: string): Buffer;
  close(): void;
}

export type GitObject =
  | { readonly kind: "blob"; readonly id: string; readonly content: Buffer }
  | { readonly kind: "tree"; readonly id: string; readonly entries: readonly TreeEntry[] }
  | ({ readonly kind: "commit"; readonly id: string; readonly tree: string; readonly parents: readonly string[] } & CommitText);

export interface CommitText {
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
}

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** ISO time with its offset: git's id depends on the offset. */
  readonly date: string;
}

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
}

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_TERMINAL_PROMPT: "0" };
const room = 256 * 1024 * 1024;

export function createGitObjects(): GitObjects {
  const folder = mkdtempSync(join(tmpdir(), "bakegate-local-github-"));
  const git = (args: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): Buffer =>
    execFileSync("git", ["-C", folder, ...args], {
      env: { ...environment, ...env },
      maxBuffer: room,
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input }),
    });
  // What is asked about ids does not change: starting git takes longer than anything else here.
  const asked = new Map<string, Reading>();
  const read = (args: readonly string[]): Buffer => {
    const key = args.join("\0");
    const known = asked.get(key) ?? reading(() => git(args));
    asked.set(key, known);
    if (known.kind === "failed") throw known.error;
    return known.output;
  };
  const text = (...args: readonly string[]) => read(args).toString("utf8").trim();
  const lines = (...args: readonly string[]) =>
    text(...args)
      .split("\n")
      .filter((line) => line !== "");
  const exitOf = (...args: readonly string[]) => exitStatus(() => read(args));
  const taken = new Set<string>();
  const reached = new Map<string, readonly GitObject[]>();
  git(["init", "-q", "--bare"]);
  return {
    async take(source, names) {
      const run = promisify(execFile);
      const commits = names.map((name) => `${name}^{commit}`);
      const { stdout } = await run("git", ["-C", source, "rev-parse", ...commits], { env: environment });
      const ids = stdout.trim().split("\n");
      const missing = [...new Set(ids)].filter((id) => !taken.has(id));
      if (missing.length > 0) {
        const kept = missing.map((id) => `${id}:refs/kept/${id}`);
        await run("git", ["-C", source, "push", "-q", "--no-verify", folder, ...kept], { env: environment });
        for (const id of missing) taken.add(id);
      }
      return ids;
    },
    reached(commits, known) {
      const key = [...commits, "", ...known].join(" ");
      const found = reached.get(key);
      if (found !== undefined) return found;
      const listed = lines("rev-list", "--objects", ...commits, "--not", ...known).map((line) => line.slice(0, 40));
      const objects = readObjects(git(["cat-file", "--batch"], `${listed.join("\n")}\n`));
      reached.set(key, objects);
      return objects;
    },
    mergedTree(base, head) {
      try {
        return text("merge-tree", "--write-tree", base, head);
      } catch (error) {
        if (statusOf(error) === 1) return null;
        throw error;
      }
    },
    commit({ tree, parents, message, author }) {
      const identity = {
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_EMAIL: `${author}@users.noreply.github.com`,
        GIT_COMMITTER_NAME: "GitHub",
        GIT_COMMITTER_EMAIL: "noreply@github.com",
      };
      const id = git(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])], `${message}\n`, identity)
        .toString()
        .trim();
      git(["update-ref", `refs/kept/${id}`, id]);
      return id;
    },
    treeOf: (commit) => text("rev-parse", `${commit}^{tree}`),
    parents: (commit) =>
      text("log", "-1", "--format=%P", commit)
        .split(" ")
        .filter((parent) => parent !== ""),
    time: (commit) => text("log", "-1", "--format=%cI", commit),
    mergeBase(one, other) {
      return exitOf("merge-base", one, other) === 0 ? text("merge-base", one, other) : null;
    },
    isAncestor: (ancestor, commit) => exitOf("merge-base", "--is-ancestor", ancestor, commit) === 0,
    between: (base, head) => lines("rev-list", "--reverse", "--topo-order", head, `^${base}`),
    message: (commit) => text("log", "-1", "--format=%B", commit),
    files: (commit) =>
      text("ls-tree", "-r", "-z", "--name-only", commit)
        .split("\0")
        .filter((path) => path !== ""),
    text: (commit, path) => read(["cat-file", "blob", `${commit}:${path}`]).toString("utf8"),
    changes(from, to) {
      const fields = read(["diff-tree", "-r", "-z", "--no-renames", "--name-status", from ?? emptyTree, to])
        .toString("utf8")
        .split("\0");
      const paths = (letter: RegExp) => fields.filter((_, index) => index % 2 === 1 && letter.test(fields[index - 1] ?? ""));
      return { added: paths(/^A/), removed: paths(/^D/), modified: paths(/^[MT]/) };
    },
    archive: (commit, prefix) => git(["archive", "--format=tar.gz", `--prefix=${prefix}/`, commit]),
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

type Reading = { readonly kind: "read"; readonly output: Buffer } | { readonly kind: "failed"; readonly error: unknown };

function reading(run: () => Buffer): Reading {
  try {
    return { kind: "read", output: run() };
  } catch (error) {
    return { kind: "failed", error };
  }
}

function exitStatus(run: () => unknown): number | null {
  try {
    run();
    return 0;
  } catch (error) {
    return statusOf(error);
  }
}

function statusOf(error: unknown): number | null {
  const status = numberIn(error, "status");
  return Number.isNaN(status) ? null : status;
}

/** The output of `cat-file --batch`: `<id> <kind> <size>`, the content, a line end. */
function readObjects(output: Buffer): readonly GitObject[] {
  const objects: GitObject[] = [];
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    const [id = "", kind = "", size = ""] = output.toString("utf8", at, end).split(" ");
    const content = output.subarray(end + 1, end + 1 + Number(size));
    at = end + 1 + content.length + 1;
    if (kind === "blob") objects.push({ kind, id, content: Buffer.from(content) });
    else if (kind === "tree") objects.push({ kind, id, entries: treeEntries(content) });
    else if (kind === "commit") objects.push(commitObject(id, content.toString("utf8")));
    else throw new Error(`the local GitHub cannot take the ${kind} ${id}`);
  }
  return objects;
}

function treeEntries(content: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const end = content.indexOf(0, at);
    const written = content.toString("utf8", at, end);
    const mode = written.slice(0, written.indexOf(" ")).padStart(6, "0");
    const type = mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob";
    entries.push({ path: written.slice(written.indexOf(" ") + 1), mode, type, sha: content.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

function commitObject(id: string, written: string): GitObject {
  const end = written.indexOf("\n\n");
  const headers = written
    .slice(0, end)
    .split("\n")
    .map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const value = (name: string) => headers.find(([key]) => key === name)?.[1] ?? "";
  return {
    kind: "commit",
    id,
    tree: value("tree"),
    parents: headers.filter(([key]) => key === "parent").map(([, parent]) => parent),
    author: identity(value("author")),
    committer: identity(value("committer")),
    message: written.slice(end + 2),
  };
}

/** `Name <email> 1759276800 +0900` */
function identity(written: string): Identity {
  const found = /^(.*) <(.*)> (\d+) ([+-])(\d\d)(\d\d)$/.exec(written);
  if (found === null) throw new Error(`git's line cannot be read: ${written}`);
  const [, name = "", email = "", seconds = "", sign = "+", hours = "", minutes = ""] = found;
  const offset = (sign === "-" ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(Number(seconds) * 1000 + offset).toISOString().slice(0, 19);
  return { name, email, date: `${local}${sign}${hours}:${minutes}` };
}
