/** The result of a review: everything that comment, check, terminal, JSON, SARIF and HTML say is in here. */
import type { Finding } from "./finding.ts";
import type { Mode } from "./policy.ts";
import type { Action, JudgedChange } from "./resource-change.ts";

/** `error`: something could not be evaluated. It never counts as passed. */
export type Verdict = "pass" | "warn" | "block" | "error";

export interface Review {
  readonly kind: "review" | "plan" | "scan";
  readonly mode: Mode;
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly policyDigest: string;
  readonly plans: readonly PlanEvidence[];
  readonly projects: readonly ProjectReview[];
  /** Sorted by project, address, rule, file, line. */
  readonly findings: readonly Finding[];
  /** Files that were in scope and could not be read, each with the reason. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  /** Configuration and policy files that the change edits: they hold from the merge on, and the change is not held against them. */
  readonly policyEdits?: readonly string[];
  readonly stats: { readonly filesRead: number; readonly durationMs: number };
}

export interface Subject {
  /** `owner/name`, or the folder's name where there is no remote. */
  readonly repository: string;
  readonly base: string | null;
  readonly head: string | null;
  readonly pullRequest: number | null;
  /** Prefix of links to a line at the head, `https://github.com/o/r/blob/<sha>/`; null: no links. */
  readonly blobUrl: string | null;
  /** The same for lines at the base; absent or null: no links. */
  readonly baseBlobUrl?: string | null;
  /** Names to show beside the shas: `main`, `feature/resize`. */
  readonly baseName: string | null;
  readonly headName: string | null;
}

export interface PlanEvidence {
  readonly project: string;
  readonly digest: string;
  readonly terraform: string | null;
}

export interface ProjectReview {
  readonly dir: string;
  readonly workspace: string;
  readonly origin: "terraform" | "predicted";
  readonly summary: Readonly<Record<Action, number>>;
  /** Sorted by address. */
  readonly changes: readonly JudgedChange[];
  /** Changes outside Terraform that the plan noticed, sorted by address. */
  readonly drift: readonly JudgedChange[];
  /** Of a prediction: what counts as unchanged although its value does not stand in the code. Sorted. */
  readonly restsOn?: readonly string[];
}
