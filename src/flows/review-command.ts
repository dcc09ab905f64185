/** `bakegate review`: a change in a local repository, held against the policy at the tip of its base. */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { openRepository, type Repository, WORKTREE } from "../git/repository.ts";
import { BakegateError } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import type { Review, Subject } from "../model/review.ts";
import type { Tree } from "../model/tree.ts";
import { diffTrees } from "../model/tree-diff.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import type { Engine } from "./plan-projects.ts";
import { type Presentation, presentReview } from "./present-review.ts";
import { createProgress, type Progress } from "./progress.ts";

export interface ReviewOptions extends Presentation {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  readonly plan?: readonly string[];
  readonly engine: Engine;
  readonly project?: string;
  readonly config?: string;
}

export async function reviewCommand(options: ReviewOptions): Promise<void> {
  const progress = createProgress(process.stderr);
  const review = await reviewBranch(options, progress);
  progress.end();
  process.exitCode = await presentReview(review, options);
}

/** What is asked of a review, without how it is shown. */
export type BranchToReview = Omit<ReviewOptions, keyof Presentation>;

/** Reviews a branch, a commit or the work tree of a local repository. */
export async function reviewBranch(asked: BranchToReview, progress: Progress): Promise<Review> {
  if (asked.engine === "static" && (asked.plan ?? []).length > 0) {
    throw new BakegateError("usage", "--engine static predicts plans and takes none with --plan", "Leave one of the two out.");
  }
  // Git answers and the parsers start while the rest of the program loads.
  const opened = openBranch(asked);
  opened.then(startParsers).catch(() => {});
  const [{ reviewChange }, { policyOfFile, policyOfTree }] = await Promise.all([import("./review-change.ts"), import("./load-policy.ts")]);
  const { repository, tip, base, head, subject } = await opened;
  const policy = asked.config === undefined ? await policyOfTree(repository, tip) : await policyOfFile(asked.config);
  return reviewChange({
    reader: repository,
    base,
    head,
    policy,
    subject,
    plans: await plansOf(asked.plan ?? []),
    engine: asked.engine,
    onlyProject: asked.project === undefined ? null : projectDir(asked.project),
    progress,
  });
}

interface OpenedBranch {
  readonly repository: Repository;
  /** Trees of the base branch's tip, of the merge base, and of the head. */
  readonly tip: Tree;
  readonly base: Tree;
  readonly head: Tree;
  readonly subject: Subject;
}

async function openBranch(asked: BranchToReview): Promise<OpenedBranch> {
  const repository = await openRepository(asked.repo);
  const [tip, head] = await Promise.all([
    repository.resolveCommit(asked.base),
    asked.head === WORKTREE ? WORKTREE : repository.resolveCommit(asked.head),
  ]);
  const start = await repository.mergeBase(tip, head === WORKTREE ? await repository.resolveCommit("HEAD") : head);
  const [tipTree, baseTree, headTree, subject] = await Promise.all([
    repository.tree(tip),
    repository.tree(start),
    repository.tree(head),
    subjectOf(repository, asked, start, head),
  ]);
  return { repository, tip: tipTree, base: baseTree, head: headTree, subject };
}

/** Starts what the review is going to ask, as soon as it is clear that it will. */
async function startParsers({ base, head }: OpenedBranch): Promise<void> {
  const changed = diffTrees(base, head).some(({ path }) => isHclPath(path));
  // By itself, so that it need not wait for what knowledge.ts imports.
  if (changed) (await import("../runner/hcl2json.ts")).hcl2Json();
  await (await import("./knowledge.ts")).hclParser();
}

async function subjectOf(repository: Repository, asked: BranchToReview, base: string, head: string): Promise<Subject> {
  const { name, webUrl } = await repository.identity();
  return {
    repository: name,
    base,
    head,
    pullRequest: null,
    baseBlobUrl: webUrl === null ? null : `${webUrl}/blob/${base}/`,
    blobUrl: webUrl === null || head === WORKTREE ? null : `${webUrl}/blob/${head}/`,
    baseName: asked.base,
    headName: asked.head,
  };
}

/** Plans by project. A name that holds a colon is taken as a whole where such a file exists. */
async function plansOf(written: readonly string[]): Promise<ReadonlyMap<string, Plan>> {
  const plans = new Map<string, Plan>();
  if (written.length === 0) return plans;
  const [{ readPlanFile }, { twoPlans, unnamedProject }] = await Promise.all([import("./read-plan.ts"), import("./assign-plans.ts")]);
  for (const one of written) {
    const colon = existsSync(one) ? -1 : one.lastIndexOf(":");
    const file = colon === -1 ? one : one.slice(0, colon);
    const dir = colon === -1 ? unnamedProject : projectDir(one.slice(colon + 1));
    if (plans.has(dir)) throw twoPlans(dir);
    plans.set(dir, await readPlanFile(file));
  }
  return plans;
}

/** A project's directory as the review names it: `./web/` is `web`. */
function projectDir(written: string): string {
  return posix.normalize(written).replace(/\/+$/, "") || ".";
}
