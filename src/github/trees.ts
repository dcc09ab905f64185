/** The whole tree of a commit, put together from as many answers as it takes: what is not whole fails. */
import { fullName } from "../model/repository-name.ts";
import type { ObjectId, Tree, TreeEntry } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import type { RepositoryClient } from "./app-client.ts";
import { askForObject, badAnswer } from "./ask-for-object.ts";
import { isObjectId } from "./blob-id.ts";
import { GitHubFailure } from "./failure.ts";
import { Recent } from "./recent.ts";
import { type Folder, isLegible, readTreePart, type TreePart } from "./tree-part.ts";

/** Parts of trees by repository and id, for all readers of a process: a later commit asks only for what is new. */
export type TreeMemory = Recent<TreePart>;

/** @param room entries that are held at most. */
export function createTreeMemory(room = 400_000): TreeMemory {
  return new Recent<TreePart>(room, (part) => 1 + part.entries.length + part.folders.length);
}

/** Requests for one tree; an answer holds 100,000 entries or 7 MB at most (docs.github.com/rest/git/trees#get-a-tree). */
const mostRequests = 2_000;
/** Files and folders of one tree. Folders that name each other anew can stand for any number of files. */
const mostEntries = 2_000_000;
const requestsAtOnce = 10;

/** @throws GitHubFailure where any part of it cannot be read. */
export async function readTree(client: RepositoryClient, memory: TreeMemory, commit: ObjectId): Promise<Tree> {
  // A branch's name would be answered as well, and is another tree tomorrow.
  if (!isObjectId(commit)) throw lasting(`"${commit}" is not the id of a commit`, "Name the commit by its full id.");
  return new TreeWalk(client, memory, commit).whole();
}

class TreeWalk {
  readonly #client: RepositoryClient;
  readonly #memory: TreeMemory;
  readonly #commit: ObjectId;
  readonly #entries = new Map<string, TreeEntry>();
  readonly #parts = new Map<ObjectId, TreePart>();
  #asked = 0;
  #folders = 0;

  constructor(client: RepositoryClient, memory: TreeMemory, commit: ObjectId) {
    this.#client = client;
    this.#memory = memory;
    this.#commit = commit;
  }

  /** Folders of one depth are read at once, then those below them. */
  async whole(): Promise<Tree> {
    let level: readonly Folder[] = [{ path: "", id: this.#commit }];
    while (level.length > 0) {
      await this.#read(level);
      const below: Folder[] = [];
      for (const folder of level) this.#add(folder, below);
      level = below;
    }
    return { entries: this.#entries };
  }

  /** Each id once, however many folders have the same contents. */
  async #read(level: readonly Folder[]): Promise<void> {
    const unread = new Map(level.filter(({ id }) => !this.#parts.has(id)).map((folder) => [folder.id, folder]));
    for (const id of unread.keys()) {
      const known = this.#memory.get(this.#key(id));
      if (known === null) continue;
      this.#parts.set(id, known);
      unread.delete(id);
    }
    this.#afford(unread.size);
    await abreast(requestsAtOnce, unread.values(), async (folder) => {
      const part = await this.#ask(folder);
      this.#memory.keep(this.#key(folder.id), part);
      this.#parts.set(folder.id, part);
    });
  }

  #add(folder: Folder, below: Folder[]): void {
    const part = this.#parts.get(folder.id);
    if (part === undefined) throw new Error(`the folder ${folder.path} was not read`);
    const prefix = folder.path === "" ? "" : `${folder.path}/`;
    this.#folders += part.folders.length;
    if (this.#entries.size + part.entries.length + this.#folders > mostEntries) throw this.#tooLarge(`${mostEntries} files and folders`);
    for (const entry of part.entries) {
      const path = prefix + entry.path;
      this.#entries.set(path, prefix === "" ? entry : { ...entry, path, legible: isLegible(path) });
    }
    for (const inner of part.folders) below.push({ path: prefix + inner.path, id: inner.id });
  }

  async #ask(folder: Folder): Promise<TreePart> {
    return (await this.#listing(folder, true)) ?? (await this.#listing(folder, false)) ?? this.#cut(folder);
  }

  /** Null: GitHub says that it is only a part. */
  async #listing({ path, id }: Folder, recursive: boolean): Promise<TreePart | null> {
    this.#afford(1);
    this.#asked += 1;
    const what = this.#named(path);
    const answer = await askForObject(this.#client, what, (target) =>
      this.#client.octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
        ...target,
        tree_sha: id,
        // Any value makes it recursive, so that only its absence does not.
        ...(recursive ? { recursive: "1" } : {}),
      }),
    );
    if (answer.truncated === true) return null;
    if (answer.truncated !== false || !Array.isArray(answer.tree))
      throw badAnswer(`GitHub's answer for ${what} does not say that it is whole`);
    return readTreePart(what, answer.tree, recursive);
  }

  #afford(requests: number): void {
    if (this.#asked + requests > mostRequests) throw this.#tooLarge(`${mostRequests} requests`);
  }

  #tooLarge(bound: string): GitHubFailure {
    return lasting(`${this.#named("")} is too large to be read through GitHub's API: it takes more than ${bound}`);
  }

  #cut({ path }: Folder): never {
    throw lasting(`GitHub hands out only a part of ${this.#named(path)}: too many files stand side by side`);
  }

  #named(path: string): string {
    const commit = `${fullName(this.#client)} at ${this.#commit.slice(0, 12)}`;
    return path === "" ? `the tree of ${commit}` : `the folder ${path} of ${commit}`;
  }

  #key(id: ObjectId): string {
    return `${fullName(this.#client).toLowerCase()} ${id}`;
  }
}

function lasting(message: string, next = "Review the change in a clone: bakegate review --base <ref> --head <ref>."): GitHubFailure {
  return new GitHubFailure(message, next, { status: null, transient: false, retryAfter: null });
}
