/** HashiCorp's own judgement of the HCL files that changed. */
import type { Problem } from "../model/problem.ts";
import type { ParsedFile } from "../model/syntax.ts";
import { hclJudge } from "./knowledge.ts";
import type { ParseMemory } from "./parse-memory.ts";
import { firstProblems, type ReadSide, syntaxProblem } from "./read-side.ts";

/**
 * The problems of a side with the judge's words for changed files, where it has some.
 */
export async function judgeSyntax(read: ReadSide, changed: ReadonlySet<string>, memory: ParseMemory): Promise<readonly Problem[]> {
  const asked = [...read.parsed.values()].filter((file) => changed.has(file.path));
  // All at once: the judge has as many threads as it is worth.
  const said = await Promise.all(asked.map(async (file) => [file.path, await problemsOf(file, read, memory)] as const));
  const judged = new Map(said.filter(([, problems]) => problems.length > 0));
  const own = read.side.problems.filter((problem) => problem.rule !== "review/syntax-error" || !judged.has(problem.place?.file ?? ""));
  return [...own, ...[...judged.values()].flat()];
}

async function problemsOf(file: ParsedFile, read: ReadSide, memory: ParseMemory): Promise<readonly Problem[]> {
  const source = read.side.files.get(file.path);
  if (source === undefined || source.text === null) return [];
  if (memory.isAgreed(file.path, source.id)) return [];
  const said = await hclJudge().judge(file, source.text);
  if (said.length === 0) memory.keepAgreed(source.id);
  return firstProblems(said).map((problem) => syntaxProblem(file.path, problem));
}
