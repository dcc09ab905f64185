/** A push to a base branch may bring another policy: then its open pull requests are to be evaluated again. */
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { openPullRequests } from "../github/pull-requests.ts";
import { BakegateError } from "../model/failure.ts";
import type { Whereabouts } from "../model/happening.ts";
import type { PullRequest } from "../model/pull-request.ts";
import type { ObjectId, ObjectReader, TreeEntry } from "../model/tree.ts";
import { diffTrees } from "../model/tree-diff.ts";
import { waiverMark } from "../parse/waivers/inline-waivers.ts";
import { type AppTools, clientFor } from "./app-tools.ts";
import { policyOfTree } from "./load-policy.ts";
import { readSources } from "./read-sources.ts";

export interface PushedBranch extends Whereabouts {
  readonly branch: string;
  readonly before: ObjectId;
  readonly after: ObjectId;
}

/** The open pull requests that the push concerns: all into that branch where configuration, policy or waivers differ, else none. @throws GitHubFailure */
export async function pullRequestsOfPush(tools: AppTools, pushed: PushedBranch): Promise<readonly PullRequest[]> {
  // Created or deleted: there was no pull request into it, or there is none any more.
  if (isNothing(pushed.before) || isNothing(pushed.after)) return [];
  const client = await clientFor(tools, pushed);
  const open: PullRequest[] = [];
  for await (const one of openPullRequests(client, pushed.branch)) open.push(one);
  if (open.length === 0) return [];
  const reader = createObjectReader(client, tools.blobs, tools.trees);
  const [before, after] = await Promise.all([policyDigest(reader, pushed.before), policyDigest(reader, pushed.after)]);
  return before !== after || (await waiversDiffer(reader, pushed)) ? open : [];
}

/** More files than this are not searched for waivers: then any of them may have changed. */
const mostSearched = 500;

async function waiversDiffer(reader: ObjectReader, { before, after }: PushedBranch): Promise<boolean> {
  const changes = diffTrees(await reader.tree(before), await reader.tree(after));
  if (changes.length > mostSearched) return true;
  const gone = changes.flatMap((change) => (change.kind === "added" ? [] : [change.base]));
  const come = changes.flatMap((change) => (change.kind === "deleted" ? [] : [change.head]));
  return (await waiverLines(reader, gone)) !== (await waiverLines(reader, come));
}

/** The lines that speak of waivers, in files of whatever name. */
async function waiverLines(reader: ObjectReader, entries: readonly TreeEntry[]): Promise<string> {
  const lines: string[] = [];
  for (const { path, text } of (await readSources(reader, entries)).values()) {
    if (text?.includes(waiverMark) !== true) continue;
    for (const line of text.split("\n")) if (line.includes(waiverMark)) lines.push(`${path}: ${line.trim()}`);
  }
  return lines.sort().join("\n");
}

function isNothing(sha: ObjectId): boolean {
  return /^0+$/.test(sha);
}

/** Of an invalid policy, its faults: mending them is a change as well. */
async function policyDigest(reader: ObjectReader, commit: ObjectId): Promise<string> {
  try {
    return (await policyOfTree(reader, await reader.tree(commit))).digest;
  } catch (cause) {
    if (cause instanceof BakegateError && cause.kind === "usage") return cause.message;
    // A commit that is gone (a forced push) says nothing: what follows counts as another policy.
    if (cause instanceof GitHubFailure && !cause.transient) return `${commit} cannot be read`;
    throw cause;
  }
}
