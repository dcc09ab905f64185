/** Finds the projects of a repository: its root modules, with the variables they are applied with. */
import type { ProjectSetting } from "../model/policy.ts";
import type { Project } from "../model/terraform-module.ts";
import type { FileSummary } from "./module-calls.ts";
import type { DirectorySummary } from "./module-graph.ts";
import { calledFrom, moduleGraph } from "./module-graph.ts";
import { pathFrom } from "./repository-path.ts";

/**
 * Root modules, sorted by directory, workspace and variable files: directories with Terraform files that no other directory calls, those
 * that set a backend, and those that a setting names. Every setting that matches a directory gives one project per workspace; its variable
 * files are relative to that directory. Directories that no setting matches are applied in the workspace `default`.
 *
 * A directory below a folder named `modules/` is no exception: called by others it is judged through them; called by nobody it is a
 * project of its own, because otherwise nobody would look at it. Of directories that only call each other, the first is a project.
 */
export function findProjects(summaries: ReadonlyMap<string, FileSummary>, settings: readonly ProjectSetting[] = []): readonly Project[] {
  const graph = moduleGraph(summaries);
  const roots = rootDirectories(graph);
  const projects = new Map<string, Project>();
  for (const dir of [...graph.keys()].sort()) {
    const own = settings.filter((setting) => setting.dir.matches(dir));
    const found = own.length > 0 ? own.flatMap((setting) => projectsOf(dir, setting)) : roots.has(dir) ? [defaultProject(dir)] : [];
    for (const project of found) projects.set(projectKey(project), project);
  }
  return [...projects].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, project]) => project);
}

/** Tells projects apart; sorts them by directory, workspace, variable files. */
export function projectKey(project: Project): string {
  return [project.dir, project.workspace, ...project.varFiles].join("\0");
}

function rootDirectories(graph: ReadonlyMap<string, DirectorySummary>): ReadonlySet<string> {
  const called = new Set<string>();
  for (const directory of graph.values()) for (const dir of directory.calls) called.add(dir);
  const roots = new Set<string>();
  for (const directory of graph.values()) if (directory.backend || !called.has(directory.dir)) roots.add(directory.dir);
  // Directories in a ring of calls that nothing enters from outside.
  const reached = new Set<string>();
  const reach = (dir: string) => {
    for (const each of calledFrom(dir, graph)) reached.add(each);
  };
  for (const dir of roots) if (!reached.has(dir)) reach(dir);
  for (const dir of [...graph.keys()].sort()) {
    if (reached.has(dir)) continue;
    roots.add(dir);
    reach(dir);
  }
  return roots;
}

function defaultProject(dir: string): Project {
  return { dir, workspace: "default", varFiles: [], plan: "static" };
}

function projectsOf(dir: string, setting: ProjectSetting): readonly Project[] {
  const varFiles = setting.varFiles.map((file) => pathFrom(dir, file) ?? file);
  const workspaces = setting.workspaces.length === 0 ? ["default"] : setting.workspaces;
  return workspaces.map((workspace) => ({ dir, workspace, varFiles, plan: setting.plan }));
}
