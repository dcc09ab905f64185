/** A release: what one merge set going, from the merge to the end of the workflow that bakes and deploys it. Plain data that a store can keep. */
import type { PlanEvidence, Verdict } from "./review.ts";
import type { ObjectId } from "./tree.ts";

/** What the released commit was evaluated from and with: a stored verdict is reused only where all of it is equal. */
export interface ReleaseEvidence {
  readonly verdict: Verdict;
  /** In advisory mode a `block` lets a release through, as it lets a merge through. */
  readonly mode: "enforce" | "advisory";
  /** First parent of the merge, and the merge. */
  readonly base: ObjectId;
  readonly head: ObjectId;
  readonly baseTree: ObjectId;
  readonly headTree: ObjectId;
  /** Digest of the first parent's policy, hex. */
  readonly policy: string;
  readonly plans: readonly PlanEvidence[];
}

/** A run of a workflow on the code host. */
export interface WorkflowRun {
  readonly id: number;
  readonly url: string;
  readonly status: "queued" | "in_progress" | "completed";
  /** `success`, `failure`, `cancelled`, …; null while it is not completed. */
  readonly conclusion: string | null;
}

/** What is dispatched: the workflow's inputs, all texts. */
export interface ReleaseInputs {
  readonly workflow: string;
  /** Names of the configured images whose inputs the merge touched, sorted. */
  readonly images: readonly string[];
  /** Directories of the root modules that the merge touches, sorted. */
  readonly projects: readonly string[];
}

export type ReleaseState =
  /** Nothing is known of the commit yet. */
  | { readonly kind: "evaluating" }
  /** It may be released and the dispatch is to be made. `asked`: ISO time when it was asked for and not answered; null: not yet. */
  | { readonly kind: "dispatching"; readonly asked: string | null }
  | { readonly kind: "dispatched"; readonly at: string; readonly note: string | null }
  | { readonly kind: "running"; readonly run: WorkflowRun }
  | { readonly kind: "completed"; readonly run: WorkflowRun }
  /** The merge is not released: its verdict says so, or it could not be evaluated. */
  | { readonly kind: "refused"; readonly why: string }
  /** The configuration asks for no release, or the merge touches nothing of it. */
  | { readonly kind: "nothing"; readonly why: string }
  /** It was to be released and could not be. */
  | { readonly kind: "failed"; readonly why: string; readonly next: string };

/** What has to be done for a release; each may be done again after a crash, and does nothing the second time. */
export type ReleaseEffect =
  | "evaluate"
  /** Looks for a run that an unanswered dispatch may have started, and dispatches where there is none. */
  | "dispatch"
  /** Asks GitHub how the run is, in case no webhook tells it. */
  | "watch"
  | "open-issue"
  /** Brings the check and the comment up to date. */
  | "show";

export interface Release {
  /** `owner/name@<merge sha>`: one merge makes at most one release. */
  readonly id: string;
  readonly installation: number;
  readonly repository: { readonly owner: string; readonly name: string };
  readonly branch: string;
  readonly merge: ObjectId;
  /** What the branch held before: the first parent of the first commit that came with the merge; null until it is known. */
  readonly base: ObjectId | null;
  /** Null until it is known, or where the commit came without one. */
  readonly pullRequest: number | null;
  readonly state: ReleaseState;
  readonly evidence: ReleaseEvidence | null;
  readonly inputs: ReleaseInputs | null;
  /** What is still to be done because of the state: kept with it, so that no crash loses any of it. */
  readonly pending: readonly ReleaseEffect[];
  /** ISO times. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function releaseId(repository: { readonly owner: string; readonly name: string }, merge: ObjectId): string {
  return `${repository.owner}/${repository.name}@${merge}`;
}

/** Whether nothing is left to be done for a release, and nothing to be watched. */
export function isSettled({ pending }: Release): boolean {
  return pending.length === 0;
}
