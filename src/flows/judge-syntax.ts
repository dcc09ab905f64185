/** HashiCorp's own judgement of the HCL files that changed. */
import type { Problem } from "../model/problem.ts";
import { createHclJudge, type HclJudge } from "../parse/hcl/judge.ts";
import { startHcl2Json } from "../runner/hcl2json.ts";
import { firstProblems, type ReadSide, syntaxProblem } from "./read-side.ts";

/**
 * The judge, loading while other work is done.
 * @param needed whether any HCL changed at all; without it, it is not even started.
 */
export function startJudge(needed: boolean): HclJudge | null {
  return needed ? createHclJudge(startHcl2Json()) : null;
}

/**
 * The problems of a side with the judge's words for changed files, where it has some.
 */
export async function judgeSyntax(judge: HclJudge | null, read: ReadSide, changed: ReadonlySet<string>): Promise<readonly Problem[]> {
  const judged = new Map<string, readonly Problem[]>();
  for (const file of read.parsed.values()) {
    const text = changed.has(file.path) ? read.files.readFile(file.path) : null;
    if (text === null || judge === null) continue;
    const problems = firstProblems(await judge.judge(file, text));
    if (problems.length > 0)
      judged.set(
        file.path,
        problems.map((problem) => syntaxProblem(file.path, problem)),
      );
  }
  const own = read.side.problems.filter((problem) => problem.rule !== "review/syntax-error" || !judged.has(problem.place?.file ?? ""));
  return [...own, ...[...judged.values()].flat()];
}
