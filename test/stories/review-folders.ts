/** Reviews two folders as a change, without git: what the case folders and the corpora are. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Rule } from "../../src/evaluate/rule.ts";
import { policyOfFile, policyOfTree } from "../../src/flows/load-policy.ts";
import { silent } from "../../src/flows/progress.ts";
import { readPlanFile } from "../../src/flows/read-plan.ts";
import { reviewChange } from "../../src/flows/review-change.ts";
import { Folder } from "../../src/git/folder.ts";
import type { CommitHistory, CommittedFile } from "../../src/model/commit-history.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Review } from "../../src/model/review.ts";
import type { BlobContent, ObjectId, ObjectReader, Tree } from "../../src/model/tree.ts";

/** Both folders behind one reader, and what the commits between them brought. */
class TwoFolders implements ObjectReader {
  readonly #base: Folder;
  readonly #head: Folder;
  readonly #commits: readonly Folder[];

  constructor(base: Folder, head: Folder, commits: readonly Folder[]) {
    this.#base = base;
    this.#head = head;
    this.#commits = commits;
  }

  async tree(commit: string): Promise<Tree> {
    return commit === "base" ? this.#base.tree() : this.#head.tree();
  }

  async readBlobs(ids: Iterable<ObjectId>, maxBytes: number): Promise<ReadonlyMap<ObjectId, BlobContent>> {
    const wanted = [...ids];
    const found = new Map(await this.#head.readBlobs(wanted, maxBytes));
    for (const folder of [this.#base, ...this.#commits]) {
      const missing = wanted.filter((id) => found.get(id)?.kind === "missing");
      for (const [id, content] of await folder.readBlobs(missing, maxBytes)) found.set(id, content);
    }
    return found;
  }

  /** Commits are named by their numbers. */
  async history(): Promise<CommitHistory> {
    const files: CommittedFile[] = [];
    for (const [index, folder] of this.#commits.entries()) {
      const commit = String(index + 1).repeat(40);
      for (const entry of (await folder.tree()).entries.values()) files.push({ commit, ...entry });
    }
    return { files, gap: null };
  }
}

/**
 * Reviews `dir/base` → `dir/head` with the policy of the base (or `dir/policy.yml` as configuration), and with `dir/plan.json` as the plan
 * of the only project. An absent side is empty. `dir/commits/1`, `dir/commits/2` … hold the files that the commits between the two brought.
 *
 * @param rules default: every rule there is.
 * @param withPlan false: `dir/plan.json` is left alone.
 */
export async function reviewCase(dir: string, rules?: readonly Rule[], withPlan = true): Promise<Review> {
  const [base, head] = [side(dir, "base"), side(dir, "head")];
  const reader = new TwoFolders(base, head, commitsOf(dir));
  const [baseTree, headTree] = [await reader.tree("base"), await reader.tree("head")];
  const own = join(dir, "policy.yml");
  const plans = new Map<string, Plan>();
  if (withPlan && existsSync(join(dir, "plan.json"))) plans.set("", await readPlanFile(join(dir, "plan.json")));
  return reviewChange({
    reader,
    base: baseTree,
    head: headTree,
    history: reader.history(),
    policy: existsSync(own) ? await policyOfFile(own) : await policyOfTree(reader, baseTree),
    subject: {
      repository: "acme/infrastructure",
      base: "b".repeat(40),
      head: "a".repeat(40),
      pullRequest: 12,
      baseBlobUrl: `https://github.com/acme/infrastructure/blob/${"b".repeat(40)}/`,
      blobUrl: `https://github.com/acme/infrastructure/blob/${"a".repeat(40)}/`,
      baseName: "main",
      headName: "change",
    },
    plans,
    engine: "auto",
    onlyProject: null,
    progress: silent,
    ...(rules === undefined ? {} : { rules }),
  });
}

function commitsOf(dir: string): readonly Folder[] {
  const between = join(dir, "commits");
  const names = existsSync(between) ? readdirSync(between).sort() : [];
  return names.map((name) => new Folder(join(between, name)));
}

function side(dir: string, name: string): Folder {
  const path = join(dir, name);
  if (existsSync(path)) return new Folder(path);
  const empty = mkdtempSync(join(tmpdir(), "bakegate-empty-"));
  mkdirSync(empty, { recursive: true });
  return new Folder(empty);
}
