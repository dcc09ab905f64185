/** The demo's pull requests: what each wants to change, and what the App made of it. */
import { basename } from "node:path";
import { eventually } from "../app/running-app.ts";
import type { CheckRunSeen, CommentSeen, LocalGitHub, LocalRepository, MergeAnswer } from "../local-github/local-github.ts";
import { gitIn } from "../stories/webserver.ts";
import type { Steps } from "./steps.ts";

/** A roll that is fine, and three that are not: a change in place, a pasted key, and a change that brings its own policy along. */
const titles = {
  "new-image": "Roll the web servers to a new image",
  "resize-in-place": "More memory for the web servers",
  "pasted-password": "Fix the plan on my machine",
  "weakened-policy": "Resize the web servers, and be less strict about it",
} as const;

export interface Opened {
  readonly number: number;
  readonly title: string;
  /** Branch. */
  readonly head: string;
  readonly files: readonly ChangedFile[];
}

export interface ChangedFile {
  readonly name: string;
  /** Lines. */
  readonly added: number;
  readonly removed: number;
}

export interface Reviewed extends Opened {
  readonly check: CheckRunSeen;
  readonly comment: CommentSeen;
}

export interface Merged extends Reviewed {
  /** What GitHub answered to who wanted to merge it. */
  readonly merge: MergeAnswer;
}

/** Milliseconds that a review may take. */
const patience = 20_000;

export async function openStories(steps: Steps, folder: string, repository: LocalRepository): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (const [head, title] of Object.entries(titles)) {
    steps.at(`Opening pull request ${opened.length + 1} of ${Object.keys(titles).length}`);
    await repository.push(head);
    opened.push({ number: await repository.openPullRequest({ head, title }), title, head, files: changedFiles(folder, head) });
  }
  return opened;
}

/** @throws where the App says nothing in time. */
export async function awaitReview(github: LocalGitHub, repository: LocalRepository, opened: Opened): Promise<Reviewed> {
  const { headSha } = repository.pullRequest(opened.number);
  const check = await repository.completedCheck(headSha, { within: patience });
  const ofApp = async () => (await repository.comments(opened.number)).find(({ app }) => app === github.appSlug);
  return { ...opened, check, comment: await eventually(`the comment on #${opened.number}`, ofApp, patience) };
}

function changedFiles(folder: string, branch: string): readonly ChangedFile[] {
  return gitIn(folder, "diff", "--numstat", `main...${branch}`)
    .split("\n")
    .map((line) => {
      const [added = "0", removed = "0", path = ""] = line.split("\t");
      return { name: basename(path), added: Number(added), removed: Number(removed) };
    });
}
