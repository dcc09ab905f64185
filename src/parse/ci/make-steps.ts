/** The commands of a makefile's recipes, with the makefile's own plain variables put in. */
import type { ScriptStep } from "../../model/automation.ts";
import { shellCommands } from "../../model/shell-command.ts";

/** A variable's value is put in up to this length, and so many times per line. */
const valueLimit = 2_000;
const replacementLimit = 50;

/** Steps of all recipes in order of writing. A recipe line keeps its line; continued lines keep theirs. */
export function stepsOfMakefile(text: string, file: string): readonly ScriptStep[] {
  const lines = text.split("\n");
  const variables = variablesOf(lines);
  const steps: ScriptStep[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (!isRecipe(lines[i] ?? "")) continue;
    const start = i;
    const recipe = [recipeLine(lines[i] ?? "", variables)];
    while (isContinued(lines[i] ?? "") && i + 1 < lines.length) recipe.push(recipeLine(lines[++i] ?? "", variables));
    for (const command of shellCommands(recipe.join("\n"))) {
      const line = start + 1 + command.line;
      steps.push({ kind: "command", words: command.words, place: { file, line, endLine: line } });
    }
  }
  return steps;
}

function isRecipe(line: string): boolean {
  return line.startsWith("\t");
}

function isContinued(line: string): boolean {
  return line.endsWith("\\") || line.endsWith("\\\r");
}

/** Without tab and the marks `@`, `-`, `+`; `$$` is the shell's `$`. */
function recipeLine(line: string, variables: ReadonlyMap<string, string>): string {
  let start = 0;
  while (start < line.length && "\t @-+".includes(line[start] ?? "")) start++;
  return expanded(line.slice(start), variables);
}

function variablesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines) {
    if (isRecipe(line) || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    if (equals <= 0 || equals > 200) continue;
    const name = line.slice(0, equals).replaceAll(":", "").replaceAll("?", "").replaceAll("+", "").trim();
    const exported = name.startsWith("export ") ? name.slice(7).trim() : name;
    const value = line.slice(equals + 1).trim();
    if (exported !== "" && !exported.includes(" ") && value.length <= valueLimit) variables.set(exported, value);
  }
  return variables;
}

/** Puts plain variables in, one level deep. One pass over the line. */
function expanded(line: string, variables: ReadonlyMap<string, string>): string {
  const pieces: string[] = [];
  let from = 0;
  let count = 0;
  for (let at = line.indexOf("$"); at !== -1; at = line.indexOf("$", at)) {
    const open = line[at + 1];
    if (open === "$") {
      pieces.push(line.slice(from, at), "$");
      at += 2;
      from = at;
      continue;
    }
    const close = open === "(" ? ")" : "}";
    const end = open === "(" || open === "{" ? line.indexOf(close, at) : -1;
    const value = end === -1 || end - at > 200 ? undefined : variables.get(line.slice(at + 2, end));
    if (value === undefined || ++count > replacementLimit) {
      at++;
      continue;
    }
    pieces.push(line.slice(from, at), value);
    at = end + 1;
    from = at;
  }
  pieces.push(line.slice(from));
  return pieces.join("");
}
