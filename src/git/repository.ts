/** A local git repository: references, merge bases, trees and blobs. Nothing in it is ever changed or run. */
import { existsSync, realpathSync } from "node:fs";
import { basename } from "node:path";
import type { CommitHistory } from "../model/commit-history.ts";
import { BakegateError } from "../model/failure.ts";
import type { BlobContent, ObjectId, ObjectReader, Tree } from "../model/tree.ts";
import { BlobMemory } from "./blob-memory.ts";
import { BlobProcess } from "./blob-process.ts";
import { readCommitFiles } from "./commit-files.ts";
import { gitOutput, runGit } from "./run-git.ts";
import { parseTreeListing } from "./tree-listing.ts";
import { readWorkTree, type WorkTree } from "./work-tree.ts";

/** The name that stands for uncommitted work instead of a commit. */
export const WORKTREE = "WORKTREE";

export class Repository implements ObjectReader {
  /** The top of the work tree (or the git directory of a bare repository). */
  readonly root: string;
  readonly #bare: boolean;
  readonly #known = new BlobMemory();
  readonly #blobs: BlobProcess;
  readonly #trees = new Map<string, Promise<Tree>>();
  #workTree: WorkTree | null = null;

  constructor(root: string, bare: boolean) {
    this.root = root;
    this.#bare = bare;
    this.#blobs = new BlobProcess(root);
  }

  /**
   * The commit behind a reference.
   * @throws BakegateError (usage) for an unknown one, with what it could have been.
   */
  async resolveCommit(ref: string): Promise<ObjectId> {
    const found = await runGit(this.root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    if (found.code === 0) return found.stdout.toString("latin1").trim();
    const remote = ref.includes("/")
      ? null
      : await runGit(this.root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `origin/${ref}^{commit}`]);
    throw new BakegateError(
      "usage",
      `unknown reference ${JSON.stringify(ref)} in ${this.root}`,
      remote?.code === 0
        ? `Did you mean "origin/${ref}"?`
        : "Name a branch, a tag or a commit that this clone holds; git fetch brings what is missing.",
    );
  }

  /** Where the diff between two commits starts. */
  async mergeBase(base: ObjectId, head: ObjectId): Promise<ObjectId> {
    const found = await runGit(this.root, ["merge-base", base, head]);
    if (found.code === 0) return found.stdout.toString("latin1").trim();
    const shallow = (await gitOutput(this.root, ["rev-parse", "--is-shallow-repository"])).toString("latin1").trim() === "true";
    throw shallow
      ? new BakegateError(
          "incomplete",
          `this is a shallow clone and does not hold the merge base of ${base.slice(0, 12)} and ${head.slice(0, 12)}`,
          "Fetch the history: git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0).",
        )
      : new BakegateError(
          "incomplete",
          `${base.slice(0, 12)} and ${head.slice(0, 12)} have no commit in common`,
          "Choose a base that the head was branched from.",
        );
  }

  async tree(commit: string): Promise<Tree> {
    if (commit === WORKTREE) return (await this.#openWorkTree()).tree;
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const tree = gitOutput(this.root, ["ls-tree", "-r", "-z", "--full-tree", commit]).then(parseTreeListing);
    this.#trees.set(commit, tree);
    return tree;
  }

  async readBlobs(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const found = new Map<ObjectId, BlobContent>();
    const others: ObjectId[] = [];
    for (const id of ids) {
      const content = (await this.#workTree?.read(id, maxBytes)) ?? this.#known.get(id, maxBytes);
      if (content === null) others.push(id);
      else found.set(id, content);
    }
    for (const [id, content] of await this.#blobs.read(others, maxBytes)) {
      found.set(id, content);
      this.#known.keep(id, content);
    }
    return found;
  }

  /** What the commits that the head reaches and the base does not have brought. Of uncommitted work: those up to the commit it stands on. */
  async history(base: ObjectId, head: string): Promise<CommitHistory> {
    return readCommitFiles(this.root, base, head === WORKTREE ? await this.resolveCommit("HEAD") : head);
  }

  /** `owner/name` and the web address of the `origin` remote, where it is one on a web host; else the folder's name. */
  async identity(): Promise<{ readonly name: string; readonly webUrl: string | null }> {
    const remote = await runGit(this.root, ["config", "--get", "remote.origin.url"]);
    const url = remote.stdout.toString("utf8").trim();
    const found = /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|[^@/:]+@)([^@/:]+)(?::\d+)?[/:]([^\s?#@]+?)(?:\.git)?\/?$/.exec(url);
    if (remote.code !== 0 || found === null) return { name: basename(this.root), webUrl: null };
    return { name: found[2] ?? basename(this.root), webUrl: `https://${found[1]}/${found[2]}` };
  }

  async #openWorkTree(): Promise<WorkTree> {
    if (this.#bare)
      throw new BakegateError("usage", `${this.root} is a bare repository and has no ${WORKTREE}`, "Name a commit or branch with --head.");
    this.#workTree ??= await readWorkTree(this.root);
    return this.#workTree;
  }
}

/**
 * The repository that holds a folder.
 * @throws BakegateError (usage) when there is none, or git refuses it.
 */
export async function openRepository(dir: string): Promise<Repository> {
  if (!existsSync(dir)) throw new BakegateError("usage", `${dir} does not exist`, "Name a folder inside a git repository with --repo.");
  const found = await runGit(dir, ["rev-parse", "--is-bare-repository", "--show-toplevel"]);
  // A bare one says so, and then that it has no work tree.
  if (found.stdout.toString("utf8").startsWith("true\n")) {
    const gitDir = await gitOutput(dir, ["rev-parse", "--absolute-git-dir"]);
    return new Repository(withoutNewline(gitDir.toString("utf8")), true);
  }
  if (found.code !== 0) throw refused(dir, found.stderr);
  return new Repository(withoutNewline(found.stdout.toString("utf8").slice("false\n".length)), false);
}

/** A path may end in a newline of its own. */
function withoutNewline(line: string): string {
  return line.replace(/\n$/, "");
}

/** Why git does not open a folder, from its words in the C locale. */
function refused(dir: string, said: string): BakegateError {
  if (/dubious ownership/.test(said)) {
    return new BakegateError(
      "usage",
      `git refuses ${dir}: it belongs to another user`,
      `If you trust it: git config --global --add safe.directory ${realpathSync(dir)}`,
    );
  }
  const none = said === "" || /not a git repository|cannot change to/.test(said);
  return new BakegateError(
    "usage",
    none ? `${dir} is not in a git repository` : `git cannot open ${dir}: ${said.split("\n")[0]}`,
    none
      ? "Run the command inside one, or name one with --repo. For a folder without git: bakegate scan."
      : "Mend what git complains of, then run the command again.",
  );
}
