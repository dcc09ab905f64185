/** Reviews a change: two trees in, a review out. The same for a local repository, two folders and a pull request. */

import type { Rule } from "../evaluate/rule.ts";
import { type CommitHistory, noHistory } from "../model/commit-history.ts";
import type { Plan } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import type { Review, Subject } from "../model/review.ts";
import type { MovedBlock } from "../model/terraform-module.ts";
import type { ObjectReader, Tree } from "../model/tree.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { assignPlans, unknownProject } from "./assign-plans.ts";
import { compareTrees } from "./compare-trees.ts";
import { credentialSearch } from "./credential-search.ts";
import { findOutsideChanges, unseenUnit } from "./find-outside-changes.ts";
import { findScope } from "./find-scope.ts";
import { weighWaivers } from "./find-waivers.ts";
import { finishReview } from "./finish-review.ts";
import { followTree } from "./follow-tree.ts";
import { judgeSyntax } from "./judge-syntax.ts";
import { hclJudge, hclParser, workloadCatalogue } from "./knowledge.ts";
import { ParseMemory } from "./parse-memory.ts";
import { type Engine, planProjects } from "./plan-projects.ts";
import type { Progress } from "./progress.ts";
import { type ReadSide, readSide } from "./read-side.ts";
import { brokenLinks, withoutDoubles } from "./side-problems.ts";
import { sightHistory } from "./sight-history.ts";
import { summarizeChanged, summarizeTree } from "./terraform-index.ts";

export interface ChangeToReview {
  readonly reader: ObjectReader;
  /** The merge base's tree. */
  readonly base: Tree;
  readonly head: Tree;
  /** Of the base branch's tip, where waivers have to stand to count; absent: the base's. */
  readonly tip?: Tree;
  /** What the commits between the two brought; absent where there are none: a change between two folders. */
  readonly history?: Promise<CommitHistory>;
  /** Of the tip of the base branch. */
  readonly policy: Policy;
  readonly subject: Subject;
  /** Real plans by the directory of their project; the empty text where none was named. */
  readonly plans: ReadonlyMap<string, Plan>;
  readonly engine: Engine;
  /** Leaves the other projects out. */
  readonly onlyProject: string | null;
  readonly progress: Progress;
  /** What earlier reviews of the same process parsed. */
  readonly memory?: ParseMemory;
  /** Default: every rule there is. */
  readonly rules?: readonly Rule[];
}

export async function reviewChange(change: ChangeToReview): Promise<Review> {
  const startedAt = Date.now();
  const { reader, policy, progress } = change;
  progress.at("Comparing the trees");
  const [base, head] = await Promise.all([followTree(reader, change.base), followTree(reader, change.head)]);
  const comparison = await compareTrees(reader, base, head);

  const memory = change.memory ?? new ParseMemory();
  if ([...comparison.changed].some((path) => isHclPath(path) && !isKnown(memory, head.tree, path))) hclJudge();
  const parser = await hclParser();
  const tools = { reader, parser, memory, search: credentialSearch(policy.credentials), progress };
  const before = await summarizeTree(tools, base.tree);
  const sides = { base: before, head: await summarizeChanged(tools, before, head.tree, comparison.changed) };
  const outside = await findOutsideChanges(tools, sides, comparison.changed, policy);
  const request = { changed: comparison.changed, policy, only: change.onlyProject, reached: outside.roots };
  const touched = findScope(sides.base, sides.head, { ...request, planned: new Set() });
  const plans = assignPlans(change.plans, touched, change.onlyProject);
  const scope = plans.size === 0 ? touched : findScope(sides.base, sides.head, { ...request, planned: new Set(plans.keys()) });
  if (change.onlyProject !== null && scope.projects.length === 0 && !scope.known.includes(change.onlyProject))
    throw unknownProject(change.onlyProject, scope.known);

  progress.at("Reading the configuration");
  const readBase = scope.base === null ? null : await readSide(tools, scope.base, comparison.changed);
  const readHead = await readSide(tools, scope.head, comparison.changed);

  progress.at("Searching the commits");
  const history = await sightHistory(tools, {
    history: (await change.history) ?? noHistory,
    base: base.tree,
    head: head.tree,
    readBase,
    readHead,
    scope: scope.head,
  });

  progress.at("Predicting the changes");
  const workloads = workloadCatalogue();
  const planned = planProjects({
    affected: scope.projects,
    base: readBase,
    head: readHead,
    plans,
    engine: change.engine,
    search: tools.search,
    workloads,
    settings: policy.projects,
  });
  const problems = [
    ...(await judgeSyntax(readHead, comparison.changed, memory)),
    ...brokenLinks(head, comparison.changed),
    ...planned.problems,
    ...(change.onlyProject === null ? outside.unseen.map((path) => unseenUnit(path, head.tree)) : []),
    ...history.problems,
  ];

  progress.at("Evaluating the rules");
  await memory.save();
  return finishReview({
    kind: "review",
    subject: change.subject,
    policy,
    reviewed: {
      base: readBase?.side ?? null,
      head: { ...readHead.side, problems: withoutDoubles(problems) },
      projects: planned.projects,
      moved: movedBlocks(readHead),
      renames: comparison.renames,
      changed: comparison.changed,
      leaked: history.leaked,
      waivers: await weighWaivers(
        tools,
        { files: readHead.side.files, waivers: readHead.waivers },
        change.tip ?? change.base,
        comparison.renames,
      ),
      workloads,
    },
    plans: planned.evidence,
    unread: [...readHead.unread, ...history.unread],
    filesRead: readHead.side.files.size,
    startedAt,
    ...(change.rules === undefined ? {} : { rules: change.rules }),
  });
}

/** Whether HashiCorp's parser need not be asked of a path at the head. */
function isKnown(memory: ParseMemory, head: Tree, path: string): boolean {
  const entry = head.entries.get(path);
  return entry === undefined || memory.isAgreed(path, entry.id);
}

function movedBlocks(head: ReadSide): readonly MovedBlock[] {
  return [...head.side.modules.values()].flatMap((module) => module.moved);
}
