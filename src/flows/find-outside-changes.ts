/** Which root modules a change reaches without touching a file of theirs: a pipeline or Terragrunt gives them other values. */
import type { Policy } from "../model/policy.ts";
import type { Problem } from "../model/problem.ts";
import type { Tree, TreeEntry } from "../model/tree.ts";
import { moduleGraph } from "../terraform/module-graph.ts";
import { pipelineVariables } from "../terraform/outside-variables.ts";
import { findProjects } from "../terraform/projects.ts";
import { directoryOf, isModuleFile } from "../terraform/repository-path.ts";
import { isPipeline, isTerragruntPath, touchesTerragrunt } from "./outside-variables.ts";
import { readSources } from "./read-sources.ts";
import type { SummarizedTree } from "./terraform-index.ts";
import { readDistantUnits, type UnitTools } from "./terragrunt-units.ts";

export interface OutsideChanges {
  /** Directories of root modules that are given other values. */
  readonly roots: ReadonlySet<string>;
  /** Paths of Terragrunt's units that change and whose code is not in the repository. */
  readonly unseen: readonly string[];
}

export async function findOutsideChanges(
  tools: UnitTools,
  sides: { readonly base: SummarizedTree; readonly head: SummarizedTree },
  changed: ReadonlySet<string>,
  policy: Policy,
): Promise<OutsideChanges> {
  const roots = new Set(await rootsSetByPipelines(tools, sides, changed, policy));
  const unseen = new Set<string>();
  const touchesUnits = [...changed].some(isTerragruntPath);
  for (const { tree, summaries } of touchesUnits ? [sides.base, sides.head] : []) {
    for (const { path, runs } of await readDistantUnits(tools, tree.entries, moduleGraph(summaries))) {
      if (!touchesTerragrunt(directoryOf(path), tree.entries, changed)) continue;
      if (runs !== null && moduleGraph(summaries).has(runs)) roots.add(runs);
      else unseen.add(path);
    }
  }
  return { roots, unseen: [...unseen].sort() };
}

/** Root modules that speak of a variable which the changed pipelines and scripts set otherwise than they did. */
async function rootsSetByPipelines(
  tools: UnitTools,
  { base, head }: { readonly base: SummarizedTree; readonly head: SummarizedTree },
  changed: ReadonlySet<string>,
  policy: Policy,
): Promise<readonly string[]> {
  const paths = [...changed].filter(isPipeline);
  if (paths.length === 0) return [];
  const [before, after] = [await setIn(tools, base, paths), await setIn(tools, head, paths)];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
  if (names.length === 0) return [];
  const roots = new Set(findProjects(head.summaries, policy.projects).map((project) => project.dir));
  for (const unit of await readDistantUnits(tools, head.tree.entries, moduleGraph(head.summaries)))
    if (unit.runs !== null) roots.add(unit.runs);
  const files = [...head.tree.entries.values()].filter(({ path }) => isModuleFile(path) && roots.has(directoryOf(path)));
  const texts = await textsOf(tools, files);
  const declares = (text: string) => text.includes("variable") && names.some((name) => text.includes(name));
  return [...texts].flatMap(([path, text]) => (declares(text) ? [directoryOf(path)] : []));
}

async function setIn(tools: UnitTools, side: SummarizedTree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return pipelineVariables(
    await textsOf(
      tools,
      paths.flatMap((path) => side.tree.entries.get(path) ?? []),
    ),
  );
}

async function textsOf(tools: UnitTools, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, string>> {
  const sources = await readSources(tools.reader, entries);
  return new Map([...sources.values()].flatMap(({ path, text }) => (text === null ? [] : [[path, text] as const])));
}

/** What a unit's change does is not worked out, which is said. */
export function unseenUnit(path: string, head: Tree): Problem {
  const project = directoryOf(path);
  const place = head.entries.has(path) ? { file: path, line: 1, endLine: 1 } : null;
  return { rule: "review/plan-missing", reason: "elsewhere", place, evidence: { project }, project };
}
