/** What GitHub says has happened, as far as Bakegate has something to do because of it. */
import type { WorkflowRun } from "./release.ts";
import type { RepositoryName } from "./repository-name.ts";
import type { ObjectId } from "./tree.ts";

/** Where it happened. */
export interface Whereabouts {
  readonly installation: number;
  readonly repository: RepositoryName;
}

/** What a merge made of a pull request. */
export interface MergedPullRequest {
  readonly merge: ObjectId;
  readonly branch: string;
}

export type Happening =
  | (Whereabouts & { readonly kind: "pull-request"; readonly number: number; readonly head: ObjectId; readonly action: string })
  | (Whereabouts & { readonly kind: "pull-request-closed"; readonly number: number; readonly merged: MergedPullRequest | null })
  | (Whereabouts & { readonly kind: "workflow-run"; readonly title: string; readonly run: WorkflowRun })
  | (Whereabouts & { readonly kind: "merge-group"; readonly base: ObjectId; readonly head: ObjectId; readonly baseBranch: string })
  | (Whereabouts & {
      readonly kind: "rerequested";
      readonly head: ObjectId;
      readonly headBranch: string | null;
      readonly externalIds: readonly string[];
    })
  | (Whereabouts & {
      readonly kind: "comment";
      readonly number: number;
      readonly comment: number;
      readonly author: string;
      readonly body: string;
    })
  | (Whereabouts & { readonly kind: "pushed"; readonly branch: string; readonly before: ObjectId; readonly after: ObjectId })
  | { readonly kind: "installed"; readonly installation: number; readonly repositories: readonly RepositoryName[] };

/** A happening with the delivery that told of it, for the logs. */
export interface Told {
  readonly delivery: string;
  readonly happening: Happening;
}
