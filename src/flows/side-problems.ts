/** Problems of a tree as a whole, and one fault told once. */
import type { FollowedTree } from "../model/links.ts";
import type { Problem } from "../model/problem.ts";
import { isModuleFile } from "../terraform/repository-path.ts";

/** Links that Terraform would follow and the review cannot. */
export function brokenLinks(head: FollowedTree, changed: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { path } of head.broken) {
    if (!isModuleFile(path) && !changed.has(path)) continue;
    problems.push({
      rule: "review/unreadable-file",
      reason: "symlink",
      place: { file: path, line: 1, endLine: 1 },
      evidence: {},
      project: null,
    });
  }
  return problems;
}

/** One fault, told once: two parsers see the same syntax error. */
export function withoutDoubles(problems: readonly Problem[]): readonly Problem[] {
  const known = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([
      problem.rule,
      problem.reason,
      problem.place?.file,
      problem.place?.line,
      problem.project,
      problem.place === null ? problem.evidence : null,
    ]);
    if (!known.has(key)) known.set(key, problem);
  }
  return [...known.values()];
}
