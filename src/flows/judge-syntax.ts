/** HashiCorp's own judgement of the HCL files that changed. */
import type { Problem } from "../model/problem.ts";
import { createHclJudge } from "../parse/hcl/judge.ts";
import { type ReadSide, syntaxProblem } from "./read-side.ts";

/** Problems of changed files; off the path when no HCL changed, because the judge takes 200 ms to start. */
export async function judgeSyntax(read: ReadSide, changed: ReadonlySet<string>): Promise<readonly Problem[]> {
  const files = [...read.parsed.values()].filter((file) => changed.has(file.path));
  if (files.length === 0) return [];
  const judge = createHclJudge();
  const problems: Problem[] = [];
  for (const file of files) {
    const text = read.readFile(file.path);
    if (text === null) continue;
    for (const problem of await judge.judge(file, text)) problems.push(syntaxProblem(file.path, problem));
  }
  return problems;
}
