/** A pull request as it stood when it was read: read again before anything is written. */
import type { RepositoryName } from "./repository-name.ts";
import type { ObjectId } from "./tree.ts";

export interface PullRequest {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly open: boolean;
  readonly author: string;
  readonly base: {
    /** Name of the base branch. */
    readonly ref: string;
    /** Web address of the repository, without a slash at its end. */
    readonly webUrl: string;
  };
  readonly head: {
    readonly ref: string;
    readonly sha: ObjectId;
    /** Of the repository that the head comes from: a fork's; null where it is gone. */
    readonly webUrl: string | null;
  };
  /** ISO time of the last change to anything in it. */
  readonly updatedAt: string;
}

/** A branch as the review asks for it. */
export interface BranchTip {
  readonly name: string;
  readonly sha: ObjectId;
  /** Null: it could not be told; then the branch is reviewed. */
  readonly protected: boolean | null;
}
