/** Which projects does a set of changed files touch? */
import type { Project } from "../model/terraform-module.ts";
import type { FileSummary } from "./module-calls.ts";
import type { DirectorySummary } from "./module-graph.ts";
import { calledFrom, moduleGraph } from "./module-graph.ts";
import { directoriesAbove, directoryOf, fileNameOf, isModuleFile, pathFrom } from "./repository-path.ts";

/** What, when it changes, touches a project: a file by its path, anything directly in a directory, anything below one. */
interface Watched {
  readonly files: Map<string, Set<Project>>;
  readonly modules: Map<string, Set<Project>>;
  readonly roots: Map<string, Set<Project>>;
  readonly trees: Map<string, Set<Project>>;
}

/**
 * Projects that a changed file may touch, in the order given: through the modules they call, their variable files, `terraform.tfvars`,
 * `*.auto.tfvars`, the lock file, and the files that their code reads. Where the path of such a file cannot be told from the code, every
 * file below that module or below the project counts. Give the summaries of one side; a file that is gone is asked of the base's.
 */
export function affectedProjects(
  projects: readonly Project[],
  summaries: ReadonlyMap<string, FileSummary>,
  changedPaths: Iterable<string>,
): readonly Project[] {
  const watched = watch(projects, moduleGraph(summaries));
  const affected = new Set<Project>();
  const add = (found: ReadonlySet<Project> | undefined) => {
    for (const project of found ?? []) affected.add(project);
  };
  for (const path of changedPaths) {
    add(watched.files.get(path));
    const dir = directoryOf(path);
    if (isModuleFile(path)) add(watched.modules.get(dir));
    if (isVariableFile(path)) add(watched.roots.get(dir));
    for (const above of directoriesAbove(path)) add(watched.trees.get(above));
    add(watched.trees.get(path));
  }
  return projects.filter((project) => affected.has(project));
}

/** Files that Terraform reads in a root module's directory without being told. */
export function isVariableFile(path: string): boolean {
  const name = fileNameOf(path);
  if (name === "terraform.tfvars" || name === "terraform.tfvars.json" || name === ".terraform.lock.hcl") return true;
  return name.endsWith(".auto.tfvars") || name.endsWith(".auto.tfvars.json");
}

function watch(projects: readonly Project[], graph: ReadonlyMap<string, DirectorySummary>): Watched {
  const watched: Watched = { files: new Map(), modules: new Map(), roots: new Map(), trees: new Map() };
  const closures = new Map<string, ReadonlySet<string>>();
  for (const project of projects) {
    const closure = closures.get(project.dir) ?? calledFrom(project.dir, graph);
    closures.set(project.dir, closure);
    note(watched.roots, project.dir, project);
    for (const file of project.varFiles) note(watched.files, file, project);
    for (const dir of closure) {
      note(watched.modules, dir, project);
      const directory = graph.get(dir);
      if (directory !== undefined) watchReads(project, directory, watched);
    }
  }
  return watched;
}

function watchReads(project: Project, directory: DirectorySummary, watched: Watched): void {
  for (const read of directory.reads) {
    const base = read.from === "module" ? directory.dir : project.dir;
    // `${path.module}/x` leaves a path that starts with a slash; it is relative all the same.
    const path = pathFrom(base, `./${read.path}`);
    if (read.extent !== "unknown") {
      // A whole path may name a folder as well, which a provider packs.
      if (path !== null) note(watched.trees, path, project);
      continue;
    }
    note(watched.trees, directory.dir, project);
    note(watched.trees, project.dir, project);
    if (path !== null) note(watched.trees, read.path.endsWith("/") ? path : directoryOf(path), project);
  }
}

function note(into: Map<string, Set<Project>>, key: string, project: Project): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, new Set([project]));
  else known.add(project);
}
