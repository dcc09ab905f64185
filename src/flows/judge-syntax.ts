/** HashiCorp's own judgement of the HCL files that changed. */
import type { Problem } from "../model/problem.ts";
import { hclJudge } from "./knowledge.ts";
import { firstProblems, type ReadSide, syntaxProblem } from "./read-side.ts";

/**
 * The problems of a side with the judge's words for changed files, where it has some.
 */
export async function judgeSyntax(read: ReadSide, changed: ReadonlySet<string>): Promise<readonly Problem[]> {
  const judged = new Map<string, readonly Problem[]>();
  for (const file of read.parsed.values()) {
    const text = changed.has(file.path) ? read.files.readFile(file.path) : null;
    if (text === null) continue;
    const problems = firstProblems(await hclJudge().judge(file, text));
    if (problems.length > 0)
      judged.set(
        file.path,
        problems.map((problem) => syntaxProblem(file.path, problem)),
      );
  }
  const own = read.side.problems.filter((problem) => problem.rule !== "review/syntax-error" || !judged.has(problem.place?.file ?? ""));
  return [...own, ...[...judged.values()].flat()];
}
