/** HashiCorp's own judgement of the HCL files that changed. */
import type { Problem } from "../model/problem.ts";
import { createHclJudge, type HclJudge } from "../parse/hcl/judge.ts";
import { firstProblems, type ReadSide, syntaxProblem } from "./read-side.ts";

/**
 * The judge, loading while other work waits for git: it takes 200 ms to start. Where it fails to, the first file that is judged says so.
 * @param needed whether any HCL changed at all.
 */
export function startJudge(needed: boolean): HclJudge {
  const judge = createHclJudge();
  const nothing = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (needed) void judge.judge({ path: "nothing.tf", body: { attributes: [], blocks: [], span: nothing }, problems: [] }, "");
  return judge;
}

/**
 * The problems of a side with the judge's words for changed files, where it has some.
 */
export async function judgeSyntax(judge: HclJudge, read: ReadSide, changed: ReadonlySet<string>): Promise<readonly Problem[]> {
  const judged = new Map<string, readonly Problem[]>();
  for (const file of read.parsed.values()) {
    const text = changed.has(file.path) ? read.files.readFile(file.path) : null;
    if (text === null) continue;
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
