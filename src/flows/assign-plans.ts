/** Finds the project that each plan handed in belongs to. */
import { BakegateError } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import type { Scope } from "./find-scope.ts";

/** The project of a plan that names none: the only one that the change touches, or the only one there is. */
export const unnamedProject = "";

/** @throws BakegateError (usage) where a plan names no project of the repository, or none and several would fit. */
export function assignPlans(plans: ReadonlyMap<string, Plan>, scope: Scope): ReadonlyMap<string, Plan> {
  const assigned = new Map<string, Plan>();
  for (const [dir, plan] of plans) {
    if (dir !== unnamedProject && !scope.known.includes(dir) && !scope.projects.some((project) => project.base?.dir === dir))
      throw unknownProject(dir, scope.known);
    const project = dir === unnamedProject ? onlyProject(scope) : dir;
    if (assigned.has(project)) throw new BakegateError("usage", `two plans for ${project}`, "Name each plan's project: --plan FILE:DIR");
    assigned.set(project, plan);
  }
  return assigned;
}

function onlyProject(scope: Scope): string {
  const touched = [...new Set(scope.projects.map((project) => (project.head ?? project.base)?.dir ?? ""))];
  const [first, ...others] = touched.length > 0 ? touched : scope.known;
  if (first !== undefined && others.length === 0) return first;
  const which =
    first === undefined
      ? "the repository holds no root module"
      : `it could be of ${[first, ...others].slice(0, 5).join(", ")}${others.length > 4 ? " or others" : ""}`;
  throw new BakegateError("usage", `it is not clear which root module the plan is of: ${which}`, "Name it: --plan FILE:DIR");
}

export function unknownProject(dir: string, known: readonly string[]): BakegateError {
  const names = known.slice(0, 5).join(", ");
  return new BakegateError(
    "usage",
    `${dir} is no root module of this repository`,
    known.length === 0
      ? "It holds none at the head."
      : `Its root modules: ${names}${known.length > 5 ? ` and ${known.length - 5} more` : ""}.`,
  );
}
