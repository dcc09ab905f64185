/** What a story says to the local GitHub; `start.ts` starts one. */
import type { Delivery } from "./deliveries.ts";
import type { Interference } from "./interference.ts";

/** A GitHub on 127.0.0.1 with the App installed on the organization `acme`. */
export interface LocalGitHub {
  /** For GITHUB_API_URL. */
  readonly apiUrl: string;
  readonly appId: number;
  /** The App's comments are by `<slug>[bot]`. */
  readonly appSlug: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly installation: number;
  /** Until this is called every delivery fails, as it does while the App is down. */
  sendWebhooksTo(url: string): void;
  /** Creates `acme/<name>` with the given branches of a local git repository. */
  createRepository(seed: RepositorySeed): Promise<LocalRepository>;
  /** @param fullName `owner/name`. */
  repository(fullName: string): LocalRepository;
  /** Sends `installation` created, about all repositories. */
  announceInstallation(): Promise<Delivery>;
  /** All deliveries in the order in which they were due, the newest last. */
  deliveries(): readonly Delivery[];
  /** The next deliveries are not sent and recorded as failed. */
  loseDeliveries(count: number, event?: string): void;
  /** Sends the same payload with the same guid again. */
  redeliver(id: number): Promise<Delivery>;
  /** Changes the payload on its way, but not the signature: a forged webhook. Resolves to the status of the answer. */
  forge(event: string, payload: unknown): Promise<number>;
  /** What the App asked so far, in order; what people and the tests asked is not among it. */
  requests(): readonly AppRequest[];
  /** Answers the App's next requests that match in a way of the story's. */
  interfere(interference: Interference): void;
  /** Requests of the App and answers to it that contradict GitHub's published description. A test ends with this being empty. */
  violations(): readonly string[];
  /** Resolves when nothing is left: no socket, no process, no folder. */
  close(): Promise<void>;
}

export interface AppRequest {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  readonly status: number;
  /** Parsed JSON; undefined: there was none. */
  readonly body: unknown;
}

/** People that every local GitHub knows. */
export const people = {
  /** Owner of the organization. */
  owner: "olivia",
  writer: "wendy",
  maintainer: "mara",
  reader: "rita",
  /** Has no permission of his own; has a fork in stories about forks. */
  stranger: "sam",
} as const;

export type Role = "admin" | "maintain" | "write" | "triage" | "read";

export interface RepositorySeed {
  readonly name: string;
  /** Folder of a local git repository. */
  readonly folder: string;
  /** The first one is the default branch. */
  readonly branches: readonly string[];
  /** Default: true. */
  readonly private?: boolean;
  /** Beside the owner; by default `wendy` writes, `mara` maintains and `rita` reads. */
  readonly roles?: Readonly<Record<string, Role>>;
}

export interface LocalRepository {
  readonly owner: string;
  readonly name: string;
  /** Its tip, or null where there is no such branch. */
  tip(branch: string): Promise<string | null>;
  /**
   * Moves or makes a branch, sends `push`, and moves the head of every open pull request of it with `synchronize`.
   * @param local any name of a commit in the local repository; default: the branch's own name.
   * @throws where a protected branch refuses it; the organization's owner is let through.
   */
  push(branch: string, local?: string, options?: PushOptions): Promise<string>;
  /** Sends `opened`. */
  openPullRequest(opening: PullRequestOpening): Promise<number>;
  /** Sends `edited`. */
  editPullRequest(number: number, change: { readonly title?: string; readonly body?: string; readonly base?: string }): Promise<void>;
  /** Sends `closed`. */
  closePullRequest(number: number): Promise<void>;
  /** Sends `reopened`. */
  reopenPullRequest(number: number): Promise<void>;
  protect(branch: string, protection: WantedProtection): Promise<void>;
  /** Sends `closed` and `push` where it is let through, in this order unless the story chooses. */
  merge(number: number, options?: MergeOptions): Promise<MergeAnswer>;
  /** Makes the commit of a merge queue out of pull requests, and sends `merge_group` checks_requested. */
  queueMerge(numbers: readonly number[]): Promise<MergeGroup>;
  /** What the queue does when the checks are there: moves the branch and sends `push` and `closed`, or refuses. */
  landMergeGroup(group: MergeGroup): Promise<MergeAnswer>;
  /** Check runs of a commit, the newest first, replaced ones included. */
  checks(sha: string): Promise<readonly CheckRunSeen[]>;
  /** Waits until the newest check run of this name by the App is completed. @throws after the time (ms; default 20 s), with what stands there. */
  completedCheck(
    sha: string,
    options?: { readonly name?: string; readonly within?: number; readonly after?: number },
  ): Promise<CheckRunSeen>;
  /** Sends `check_run` rerequested. */
  rerequestCheck(id: number, by?: string): Promise<Delivery>;
  /** Sends `check_run` requested_action: somebody pressed one of the check's buttons. */
  pressCheckButton(id: number, identifier: string, by?: string): Promise<Delivery>;
  /** A check run by another App that is installed as well. */
  checkByAnotherApp(sha: string, check: { readonly name: string; readonly conclusion: string }): Promise<number>;
  /** A commit status, as everybody with write access can post it. */
  postStatus(sha: string, status: { readonly context: string; readonly state: string; readonly by?: string }): Promise<void>;
  comments(number: number): Promise<readonly CommentSeen[]>;
  /** Sends `issue_comment` created; resolves to the comment's id. */
  comment(number: number, by: string, body: string): Promise<number>;
  /** Sends `issue_comment` edited. */
  editComment(id: number, by: string, body: string): Promise<void>;
  reactions(commentId: number): readonly Reaction[];
  /** Those that were let through. */
  dispatches(): readonly Dispatch[];
  /** One for each dispatched workflow, in the order of their dispatch. The dispatch sends `workflow_run` requested after it was answered. */
  workflowRuns(): readonly WorkflowRunSeen[];
  /** Sends `workflow_run` in_progress. @throws where the run is not queued. */
  startRun(id: number): Promise<Delivery>;
  /** Sends `workflow_run` completed. @throws where the run is completed already. */
  completeRun(id: number, conclusion: RunConclusion): Promise<Delivery>;
  /** False: the lists of runs are answered with 404, as by a server where they cannot be looked up; a run by its id is still shown. */
  listRuns(listed: boolean): void;
  /** Without pull requests, the oldest first. */
  issues(): Promise<readonly IssueSeen[]>;
  deployments(): readonly DeploymentSeen[];
  pullRequest(number: number): PullRequestSeen;
}

export interface PushOptions {
  /** Who pushes; default: the owner. */
  readonly by?: string;
  /** Pushes to this owner's fork, which is made where it is not there yet. */
  readonly fork?: string;
}

export interface PullRequestOpening {
  readonly head: string;
  /** Default: the default branch. */
  readonly base?: string;
  readonly title: string;
  readonly body?: string;
  /** Owner of the fork that the head is in; the branch is pushed there first where it is not there. */
  readonly fork?: string;
  /** Default: the fork's owner, or `wendy`. */
  readonly author?: string;
  readonly draft?: boolean;
}

export interface WantedProtection {
  readonly checks: readonly string[];
  /** Any App's check counts, and a status of the same name: what `doctor` warns about. Default: pinned to the App. */
  readonly anySource?: boolean;
  /** Default: classic branch protection. */
  readonly through?: "classic" | "ruleset";
}

export interface MergeOptions {
  /** Default: `wendy`. */
  readonly by?: string;
  readonly method?: "merge" | "squash";
  /** Which webhook is sent first: GitHub promises no order. Default: `pull_request`. */
  readonly first?: "pull_request" | "push";
}

export interface MergeAnswer {
  readonly status: number;
  readonly message: string;
  /** Of the commit that is on the base branch now; null where it was refused. */
  readonly sha: string | null;
}

export interface MergeGroup {
  readonly base: string;
  readonly baseSha: string;
  readonly headSha: string;
  readonly ref: string;
  readonly numbers: readonly number[];
}

export interface CheckRunSeen {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly unknown[];
  /** Identifiers of its buttons. */
  readonly actions: readonly string[];
  readonly app: string;
}

export interface CommentSeen {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  /** Slug of the App that wrote it; null: a person did. */
  readonly app: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Reaction {
  readonly id: number;
  readonly by: string;
  readonly content: string;
}

export type Dispatch =
  | { readonly kind: "workflow"; readonly workflow: string; readonly ref: string; readonly inputs: Readonly<Record<string, unknown>> }
  | { readonly kind: "repository"; readonly eventType: string; readonly payload: Readonly<Record<string, unknown>> };

export type RunStatus = "queued" | "in_progress" | "completed";

export type RunConclusion =
  | "success"
  | "failure"
  | "cancelled"
  | "timed_out"
  | "action_required"
  | "neutral"
  | "skipped"
  | "stale"
  | "startup_failure";

export interface WorkflowRunSeen {
  readonly id: number;
  readonly title: string;
  readonly status: RunStatus;
  /** Null: it is not completed. */
  readonly conclusion: RunConclusion | null;
  readonly url: string;
  /** As the run has them: with the defaults of those that were not given. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface IssueSeen {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
}

export interface DeploymentSeen {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly payload: unknown;
  /** States in the order in which they were posted. */
  readonly states: readonly string[];
}

export interface PullRequestSeen {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  readonly headSha: string;
  readonly baseRef: string;
  readonly mergeSha: string | null;
}
