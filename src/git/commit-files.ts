/** The commits between two ends and the files that each brought, as git itself compares them. */
import type { CommitHistory, CommittedFile, HistoryGap } from "../model/commit-history.ts";
import type { ObjectId } from "../model/tree.ts";
import { gitOutput } from "./run-git.ts";
import { decodePath, entryMode } from "./tree-listing.ts";

/** More commits than this are not looked at: a branch of years. */
const mostCommits = 5_000;

/**
 * What the commits that `head` reaches and `base` does not have brought. Of a merge only what none of its parents held: what it takes over
 * from the base branch is no news.
 */
export async function readCommitFiles(root: string, base: ObjectId, head: ObjectId): Promise<CommitHistory> {
  const listing = ["rev-list", "--topo-order", "--parents", `--max-count=${mostCommits}`, head, "--not", base];
  const commits = lines(await gitOutput(root, listing)).reverse();
  if (commits.length === 0) return { files: [], gap: null };
  const ids = commits.map((line) => line.split(" ", 1)[0] ?? "");
  // `-c` leaves out of a merge what one of its parents held as well; renames are a file that goes and one that comes.
  const asked = ["diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-renames", "--no-abbrev"];
  const told = await gitOutput(root, asked, `${ids.join("\n")}\n`);
  return { files: [...committedFiles(told)], gap: await gapOf(root, base, head, commits) };
}

async function gapOf(root: string, base: ObjectId, head: ObjectId, commits: readonly string[]): Promise<HistoryGap | null> {
  if (commits.length === mostCommits) {
    const count = Number((await gitOutput(root, ["rev-list", "--count", head, "--not", base])).toString("latin1"));
    if (count > commits.length) return { kind: "too-many-commits", count, read: commits.length };
  }
  const parentless = commits.find((line) => !line.includes(" "));
  if (parentless === undefined) return null;
  const shallow = (await gitOutput(root, ["rev-parse", "--is-shallow-repository"])).toString("latin1").trim() === "true";
  return shallow ? { kind: "shallow", commit: parentless } : null;
}

function lines(output: Buffer): string[] {
  return output
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
}

/** Records are a commit's id, or `:modes ids status` (of a merge with a colon for each parent) followed by the path. */
function* committedFiles(told: Buffer): Generator<CommittedFile, void, undefined> {
  let commit = "";
  for (let at = 0; at < told.length; ) {
    const end = endOf(told, at);
    if (told[at] !== colon) {
      commit = told.toString("latin1", at, end);
      at = end + 1;
      continue;
    }
    const pathEnd = endOf(told, end + 1);
    const [mode = "", id = ""] = resultOf(told.toString("latin1", at, end));
    // What is removed has no mode and no id.
    if (!/^0+$/.test(mode) && mode !== "160000")
      yield { commit, ...decodePath(told.subarray(end + 1, pathEnd)), id, mode: entryMode(mode) };
    at = pathEnd + 1;
  }
}

const colon = 58;

function endOf(told: Buffer, from: number): number {
  const end = told.indexOf(0, from);
  return end === -1 ? told.length : end;
}

/** Mode and id of the result: the last of the modes and the last of the ids. */
function resultOf(header: string): readonly [string, string] {
  const parents = header.search(/[^:]/);
  const words = header.slice(parents).split(" ");
  return [words[parents] ?? "", words[2 * parents + 1] ?? ""];
}
