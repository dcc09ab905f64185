/**
 * A second judgement of a file in native syntax: HashiCorp's own parser (compiled to WebAssembly in @cdktf/hcl2json) says in
 * Terraform's words what is wrong, and what it understood is held against what was read here.
 */
import type { ParsedFile, SyntaxProblem } from "../../model/syntax.ts";
import { compareStructure } from "./compare-structure.ts";
import { hclFileType } from "./parse-file.ts";
import { scanHcl } from "./scan.ts";

/** Rejects with an error whose message holds the diagnostics. */
export type Hcl2Json = (filename: string, contents: string) => Promise<unknown>;

export interface HclJudge {
  /**
   * What HashiCorp's parser finds wrong with a file, or where the two parsers disagree. Empty for JSON syntax, which it cannot read,
   * and for texts that were refused when they were parsed: their problems stand there.
   */
  judge(file: ParsedFile, text: string): Promise<readonly SyntaxProblem[]>;
}

/** It takes about two seconds for a million characters. */
const MAX_LENGTH = 2_000_000;
/** Its errors name the file so, which tells them from the text that they quote. */
const FILE_NAME = "judged.tf";

/** The judge. HashiCorp's parser is loaded at the first file (200 ms, 130 MB), unless it is handed in. */
export function createHclJudge(parse: Hcl2Json = parseWithHashiCorp): HclJudge {
  return { judge: (file, text) => judgeHcl(parse, file, text) };
}

async function parseWithHashiCorp(filename: string, contents: string): Promise<unknown> {
  const { parse } = await import("@cdktf/hcl2json");
  return parse(filename, contents);
}

async function judgeHcl(parse: Hcl2Json, file: ParsedFile, text: string): Promise<readonly SyntaxProblem[]> {
  if (hclFileType(file.path)?.syntax === "json" || scanHcl(text, "file").refused) {
    return [];
  }
  if (text.length > MAX_LENGTH) {
    const message = `Too large: a file of more than ${MAX_LENGTH} characters is not judged by HashiCorp's parser.`;
    return [{ message, line: 1, endLine: 1, column: 1 }];
  }
  let read: unknown;
  try {
    read = await parse(FILE_NAME, text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    return problemsOf(error instanceof Error ? error.message : String(error));
  }
  if (file.problems.length > 0) {
    return [];
  }
  return compareStructure(file.body, read);
}

const DIAGNOSTIC = /(?:^|[[\s])judged\.tf:(\d{1,9}),(\d{1,9})-(?:(\d{1,9}),)?\d{1,9}: /g;
/** What it cannot express in JSON although it is valid. */
const KNOWN_LIMITS = ["Unable to convert Block to JSON", "cannot have blocks with and without labels"];

/** `judged.tf:3,5-9: Summary; Detail`, several in a row in brackets. */
function problemsOf(message: string): readonly SyntaxProblem[] {
  if (KNOWN_LIMITS.some((limit) => message.includes(limit)) && message.startsWith("convert")) {
    return [];
  }
  const problems: SyntaxProblem[] = [];
  const heads = [...message.matchAll(DIAGNOSTIC)];
  for (const [index, head] of heads.entries()) {
    const from = head.index + head[0].length;
    const to = heads[index + 1]?.index ?? message.length - 1;
    const line = Number(head[1]);
    problems.push({
      message: message.slice(from, to).trim().replace("; ", ": ").replaceAll(`${FILE_NAME}:`, "line "),
      line,
      endLine: head[3] === undefined ? line : Number(head[3]),
      column: Number(head[2]),
    });
  }
  return problems.length > 0
    ? problems
    : [{ message: `HashiCorp's parser cannot read this file: ${message}`, line: 1, endLine: 1, column: 1 }];
}
