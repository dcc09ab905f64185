/** Which projects a change touches, and which directories have to be read for them on each side. */
import type { Policy } from "../model/policy.ts";
import type { Project } from "../model/terraform-module.ts";
import type { Tree } from "../model/tree.ts";
import { affectedProjects, isVariableFile } from "../terraform/affected-projects.ts";
import { calledFrom, type DirectorySummary, moduleGraph } from "../terraform/module-graph.ts";
import { findProjects, projectKey } from "../terraform/projects.ts";
import { directoriesAbove, directoryOf } from "../terraform/repository-path.ts";
import { touchesTerragrunt } from "./outside-variables.ts";
import type { SummarizedTree } from "./terraform-index.ts";

/** A project that the change touches; null on a side that does not have it. */
export interface AffectedProject {
  readonly base: Project | null;
  readonly head: Project | null;
}

export interface SideScope {
  readonly tree: Tree;
  readonly graph: ReadonlyMap<string, DirectorySummary>;
  /** Directories whose module files are read. */
  readonly dirs: ReadonlySet<string>;
  readonly projects: readonly Project[];
}

export interface Scope {
  readonly projects: readonly AffectedProject[];
  readonly base: SideScope | null;
  readonly head: SideScope;
  /** Directories of all projects at the head, touched or not. */
  readonly known: readonly string[];
}

export interface ScopeRequest {
  readonly changed: ReadonlySet<string>;
  readonly policy: Policy;
  /** A project's directory, to leave the others out. */
  readonly only: string | null;
  /** Directories of projects that are reviewed whether the change touches them or not: a plan was handed in. */
  readonly planned: ReadonlySet<string>;
  /** Directories of root modules that something outside of them gives other values; they are projects, whoever calls them. Default: none. */
  readonly reached?: ReadonlySet<string>;
}

export function findScope(base: SummarizedTree | null, head: SummarizedTree, request: ScopeRequest): Scope {
  const { changed } = request;
  const onBase = base === null ? null : projectsOf(base, request);
  // Where no file of the change calls or reads anything else than before, both sides have the same projects.
  const onHead = onBase !== null && base?.summaries === head.summaries ? onBase : projectsOf(head, request);
  const before = base === null || onBase === null ? null : affectedOn(base, onBase, request);
  const after = affectedOn(head, onHead, request);
  const projects = pairProjects(before, after);
  return {
    projects,
    known: after.known,
    base:
      base === null || before === null
        ? null
        : sideScope(
            base,
            before,
            projects.flatMap((project) => project.base ?? []),
            changed,
          ),
    head: sideScope(
      head,
      after,
      projects.flatMap((project) => project.head ?? []),
      changed,
    ),
  };
}

interface Affected {
  readonly graph: ReadonlyMap<string, DirectorySummary>;
  readonly all: ReadonlyMap<string, Project>;
  readonly affected: ReadonlyMap<string, Project>;
  /** Directories of all projects, those left out by `only` as well. */
  readonly known: readonly string[];
}

/** What the summaries of a side tell alone. */
interface SideProjects {
  readonly graph: ReadonlyMap<string, DirectorySummary>;
  readonly all: readonly Project[];
  readonly touched: ReadonlySet<Project>;
  readonly known: readonly string[];
}

function projectsOf({ summaries }: SummarizedTree, { only, reached = new Set(), policy, changed }: ScopeRequest): SideProjects {
  const graph = moduleGraph(summaries);
  const found = [...findProjects(summaries, policy.projects)];
  for (const dir of reached) {
    if (graph.has(dir) && !found.some((project) => project.dir === dir))
      found.push({ dir, workspace: "default", varFiles: [], plan: "static" });
  }
  const known = [...new Set(found.map((project) => project.dir))];
  const all = found.filter((project) => only === null || project.dir === only);
  return { graph, all, touched: new Set(affectedProjects(all, summaries, changed)), known };
}

function affectedOn({ tree }: SummarizedTree, { graph, all, touched, known }: SideProjects, request: ScopeRequest): Affected {
  const { planned, reached = new Set(), changed } = request;
  const given = (dir: string) => planned.has(dir) || reached.has(dir) || touchesTerragrunt(dir, tree.entries, changed);
  const affected = all.filter((project) => touched.has(project) || given(project.dir));
  const byKey = (projects: readonly Project[]) => new Map(projects.map((project) => [projectKey(project), project]));
  const assumed = assumedProjects(all, graph, changed);
  return { graph, all: byKey([...all, ...assumed]), affected: byKey([...affected, ...assumed]), known };
}

/**
 * Variable files that the change touches and that no project reads are handed in by somebody's command line: each makes its nearest root
 * module a project of its own, so that what they change is seen.
 */
function assumedProjects(
  all: readonly Project[],
  graph: ReadonlyMap<string, DirectorySummary>,
  changed: ReadonlySet<string>,
): readonly Project[] {
  const assumed: Project[] = [];
  for (const path of changed) {
    if (!/\.tfvars(\.json)?$/.test(path) || all.some((project) => project.varFiles.includes(path))) continue;
    if (isVariableFile(path) && graph.has(directoryOf(path))) continue;
    const dir = [...directoriesAbove(path)].find((above) => graph.has(above));
    const project = all.find((one) => one.dir === dir && one.varFiles.length === 0);
    if (project !== undefined) assumed.push({ ...project, varFiles: [path], assumed: true });
  }
  return assumed;
}

/**
 * The projects touched on either side, each with both sides. A directory that was a module and is called by nobody any more, or the other way
 * round, is not a project that comes or goes: nobody applies it.
 */
function pairProjects(before: Affected | null, after: Affected | null): readonly AffectedProject[] {
  const keys = new Set([...(before?.affected.keys() ?? []), ...(after?.affected.keys() ?? [])]);
  const paired: AffectedProject[] = [];
  for (const key of [...keys].sort()) {
    const base = before?.all.get(key) ?? null;
    const head = after?.all.get(key) ?? null;
    const dir = (head ?? base)?.dir ?? "";
    if (base === null && before?.graph.has(dir) === true) continue;
    if (head === null && after?.graph.has(dir) === true) continue;
    paired.push({ base, head });
  }
  return paired;
}

function sideScope({ tree }: SummarizedTree, { graph }: Affected, projects: readonly Project[], changed: ReadonlySet<string>): SideScope {
  const dirs = new Set<string>();
  for (const project of projects) for (const dir of calledFrom(project.dir, graph)) dirs.add(dir);
  for (const path of changed) {
    if (!tree.entries.has(path)) continue;
    const dir = directoryOf(path);
    if (graph.has(dir)) dirs.add(dir);
    // A variable file that nothing loads by itself is held against the nearest module above it.
    else if (/\.tfvars(\.json)?$/.test(path)) {
      for (const above of directoriesAbove(path)) {
        if (!graph.has(above)) continue;
        dirs.add(above);
        break;
      }
    }
  }
  return { tree, graph, dirs, projects };
}
