/** `bakegate review`: a change in a local repository, held against the policy at the tip of its base. */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { openRepository, type Repository, WORKTREE } from "../git/repository.ts";
import type { CommitHistory } from "../model/commit-history.ts";
import { BakegateError } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import type { Review, Subject } from "../model/review.ts";
import type { Tree } from "../model/tree.ts";
import { diffTrees } from "../model/tree-diff.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { memoryOf, openKeptParses, parsesLine } from "./kept-parses.ts";
import { ParseMemory } from "./parse-memory.ts";
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
  const parses = openKeptParses(process.env);
  const review = await reviewBranch(options, progress, parses.then(memoryOf));
  progress.end();
  process.exitCode = await presentReview(review, options);
  if (options.verbose === true) process.stderr.write(`${parsesLine(await parses)}\n`);
}

/** What is asked of a review, without how it is shown. */
export type BranchToReview = Omit<ReviewOptions, keyof Presentation>;

/** Reviews a branch, a commit or the work tree of a local repository. @param parses what earlier runs found out of files. */
export async function reviewBranch(
  asked: BranchToReview,
  progress: Progress,
  parses: Promise<ParseMemory> = Promise.resolve(new ParseMemory()),
): Promise<Review> {
  if (asked.engine === "static" && (asked.plan ?? []).length > 0) {
    throw new BakegateError("usage", "--engine static predicts plans and takes none with --plan", "Leave one of the two out.");
  }
  // Git answers and the parsers start while the rest of the program loads.
  const opened = openBranch(asked);
  Promise.all([opened, parses]).then(startParsers, () => {});
  const [{ reviewChange }, { policyOfFile, policyOfTree }] = await Promise.all([import("./review-change.ts"), import("./load-policy.ts")]);
  const { repository, tip, base, head, history, subject } = await opened;
  const policy = asked.config === undefined ? await policyOfTree(repository, tip) : await policyOfFile(asked.config);
  return reviewChange({
    reader: repository,
    base,
    head,
    tip,
    history,
    policy,
    subject,
    plans: await plansOf(asked.plan ?? [], policy),
    engine: asked.engine,
    onlyProject: asked.project === undefined ? null : projectDir(asked.project),
    progress,
    memory: await parses,
  });
}

interface OpenedBranch {
  readonly repository: Repository;
  /** Trees of the base branch's tip, of the merge base, and of the head. */
  readonly tip: Tree;
  readonly base: Tree;
  readonly head: Tree;
  /** Of the commits that the head has and the tip has not. */
  readonly history: Promise<CommitHistory>;
  readonly subject: Subject;
}

async function openBranch(asked: BranchToReview): Promise<OpenedBranch> {
  const repository = await openRepository(asked.repo);
  const [tip, head] = await Promise.all([
    repository.resolveCommit(asked.base),
    asked.head === WORKTREE ? WORKTREE : repository.resolveCommit(asked.head),
  ]);
  const start = await repository.mergeBase(tip, head === WORKTREE ? await repository.resolveCommit("HEAD") : head);
  const history = repository.history(tip, head);
  // Whoever waits for it is told.
  history.catch(() => {});
  const [tipTree, baseTree, headTree, subject] = await Promise.all([
    repository.tree(tip),
    repository.tree(start),
    repository.tree(head),
    subjectOf(repository, asked, start, head),
  ]);
  return { repository, tip: tipTree, base: baseTree, head: headTree, history, subject };
}

/** Starts what the review is going to ask, as soon as it is clear that it will. */
async function startParsers([{ base, head }, memory]: readonly [OpenedBranch, ParseMemory]): Promise<void> {
  const changed = diffTrees(base, head).some(
    (change) => change.kind !== "deleted" && isHclPath(change.path) && !memory.isAgreed(change.path, change.head.id),
  );
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
async function plansOf(written: readonly string[], policy: Policy): Promise<ReadonlyMap<string, Plan>> {
  const plans = new Map<string, Plan>();
  if (written.length === 0) return plans;
  const [{ readPlanFile }, { twoPlans, unnamedProject }, { credentialSearch }] = await Promise.all([
    import("./read-plan.ts"),
    import("./assign-plans.ts"),
    import("./credential-search.ts"),
  ]);
  const { sinks } = credentialSearch(policy.credentials);
  for (const one of written) {
    const colon = existsSync(one) ? -1 : one.lastIndexOf(":");
    const file = colon === -1 ? one : one.slice(0, colon);
    const dir = colon === -1 ? unnamedProject : projectDir(one.slice(colon + 1));
    if (plans.has(dir)) throw twoPlans(dir);
    plans.set(dir, await readPlanFile(file, sinks));
  }
  return plans;
}

/** A project's directory as the review names it: `./web/` is `web`. */
function projectDir(written: string): string {
  return posix.normalize(written).replace(/\/+$/, "") || ".";
}
