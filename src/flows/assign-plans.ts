/** Finds the project that each plan handed in belongs to. */
import { BakegateError } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import type { Scope } from "./find-scope.ts";

/** The project of a plan that names none: the only one that the change touches, or the only one there is. */
export const unnamedProject = "";

/**
 * @param only the project that the review is limited to; null: none.
 * @throws BakegateError (usage) where a plan names no project of the repository, or none and several would fit.
 */
export function assignPlans(plans: ReadonlyMap<string, Plan>, scope: Scope, only: string | null): ReadonlyMap<string, Plan> {
  const assigned = new Map<string, Plan>();
  for (const [dir, plan] of plans) {
    if (dir !== unnamedProject && !scope.known.includes(dir) && !scope.projects.some((project) => project.base?.dir === dir))
      throw unknownProject(dir, scope.known);
    const project = dir === unnamedProject ? (only ?? onlyProject(scope)) : dir;
    if (only !== null && project !== only) {
      const next = "Leave --project out, or name its own plan.";
      throw new BakegateError("usage", `a plan of ${named(project)} was handed in for a review of ${named(only)} alone`, next);
    }
    if (assigned.has(project)) throw twoPlans(project);
    assigned.set(project, plan);
  }
  return assigned;
}

export function twoPlans(project: string): BakegateError {
  const whose = project === unnamedProject ? "that name no root module" : `for ${named(project)}`;
  return new BakegateError("usage", `two plans ${whose}`, "Hand in one plan for each root module: --plan FILE:DIR");
}

function onlyProject(scope: Scope): string {
  const touched = [...new Set(scope.projects.map((project) => (project.head ?? project.base)?.dir ?? ""))];
  const [first, ...others] = touched.length > 0 ? touched : scope.known;
  if (first !== undefined && others.length === 0) return first;
  const which =
    first === undefined
      ? "the repository holds no root module"
      : `it could be of ${[first, ...others].slice(0, 5).map(named).join(", ")}${others.length > 4 ? " or others" : ""}`;
  throw new BakegateError("usage", `it is not clear which root module the plan is of: ${which}`, "Name it: --plan FILE:DIR");
}

export function unknownProject(dir: string, known: readonly string[]): BakegateError {
  const names = known.slice(0, 5).map(named).join(", ");
  return new BakegateError(
    "usage",
    `${named(dir)} is no root module of this repository`,
    known.length === 0
      ? "It holds none at the head."
      : `Its root modules: ${names}${known.length > 5 ? ` and ${known.length - 5} more` : ""}. They are named from the repository's root.`,
  );
}

/** The root folder has no name of its own. */
function named(dir: string): string {
  return dir === "." ? ". (the repository's root)" : dir;
}
