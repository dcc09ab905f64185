/** Groovy and Ruby as far as it takes to find the shell texts that a Jenkinsfile or Rakefile runs: names, strings and signs with lines. One pass. */
import type { ScriptStep } from "../../model/automation.ts";
import { shellCommands } from "../../model/shell-command.ts";

interface Token {
  readonly kind: "name" | "string" | "sign";
  readonly text: string;
  readonly line: number;
}

interface Dialect {
  readonly lineComment: "//" | "#";
  /** Calls whose string is shell text. */
  readonly shellCalls: ReadonlySet<string>;
  /** Steps that are worth a name of their own. */
  readonly actions: ReadonlySet<string>;
}

const groovy: Dialect = {
  lineComment: "//",
  shellCalls: new Set(["sh", "bat", "powershell", "pwsh"]),
  actions: new Set([
    "ansiblePlaybook",
    "ansibleAdhoc",
    "ansibleTower",
    "sshCommand",
    "sshScript",
    "sshPut",
    "sshPublisher",
    "puppetJob",
    "puppetCode",
    "salt",
    "saltstack",
    "chefSinatraStep",
  ]),
};

const ruby: Dialect = { lineComment: "#", shellCalls: new Set(["sh", "system", "exec", "spawn"]), actions: new Set() };

/** Steps of a Jenkinsfile: `sh`, `bat`, `powershell` and the steps of the usual plugins. */
export function stepsOfGroovy(text: string, file: string): readonly ScriptStep[] {
  return stepsOf(text, file, groovy);
}

/** Steps of a Rakefile: `sh`, `system`, `exec`. */
export function stepsOfRuby(text: string, file: string): readonly ScriptStep[] {
  return stepsOf(text, file, ruby);
}

function stepsOf(text: string, file: string, dialect: Dialect): readonly ScriptStep[] {
  const tokens = tokensOf(text, dialect);
  const steps: ScriptStep[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== "name" || tokens[i - 1]?.text === ".") continue;
    const place = { file, line: token.line, endLine: token.line };
    if (dialect.actions.has(token.text)) steps.push({ kind: "action", name: token.text, place });
    if (!dialect.shellCalls.has(token.text)) continue;
    const script = scriptAfter(tokens, i + 1);
    if (script === undefined) continue;
    for (const command of shellCommands(script.text)) {
      const line = script.line + command.line;
      steps.push({ kind: "command", words: command.words, place: { file, line, endLine: line } });
    }
  }
  return steps;
}

/** The string of `sh '…'`, `sh("…")`, `sh(returnStdout: true, script: "…")`, `sh script: "…"`. Looks at a few tokens only. */
function scriptAfter(tokens: readonly Token[], start: number): Token | undefined {
  const first = tokens[start]?.text === "(" ? start + 1 : start;
  for (let i = first; i < Math.min(first + 24, tokens.length); i++) {
    const token = tokens[i];
    if (token === undefined || token.text === ")" || token.text === "{" || token.text === "}") return undefined;
    if (token.kind !== "string") continue;
    const named = tokens[i - 1]?.text === ":" ? tokens[i - 2]?.text : undefined;
    if (i === first || named === "script") return token;
  }
  return undefined;
}

function tokensOf(text: string, dialect: Dialect): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const c = text[at] ?? "";
    const start = at;
    const comment = endOfComment(text, at, dialect);
    if (comment !== null) {
      at = comment;
    } else if (c === '"' || c === "'") {
      const read = stringAt(text, at, c);
      tokens.push({ kind: "string", text: read.text, line });
      at = read.end;
    } else if (isNameCharacter(c)) {
      while (at < text.length && isNameCharacter(text[at] ?? "")) at++;
      tokens.push({ kind: "name", text: text.slice(start, at), line });
    } else {
      if (c !== " " && c !== "\t" && c !== "\r" && c !== "\n") tokens.push({ kind: "sign", text: c, line });
      at++;
    }
    line += newlines(text, start, at);
  }
  return tokens;
}

/** The offset after a comment that starts here; null: none does. */
function endOfComment(text: string, at: number, dialect: Dialect): number | null {
  if (text.startsWith(dialect.lineComment, at)) return endOr(text.indexOf("\n", at), text);
  if (dialect.lineComment !== "//" || !text.startsWith("/*", at)) return null;
  const end = text.indexOf("*/", at + 2);
  return end === -1 ? text.length : end + 2;
}

/** A string that starts at `start`, with one quote or three. The text keeps its line ends, so that lines can be counted in it. */
function stringAt(text: string, start: number, quote: string): { readonly text: string; readonly end: number } {
  const triple = text.startsWith(quote.repeat(3), start);
  const mark = triple ? quote.repeat(3) : quote;
  const pieces: string[] = [];
  let at = start + mark.length;
  let from = at;
  while (at < text.length && !text.startsWith(mark, at)) {
    if (text[at] === "\\") {
      const next = text[at + 1] ?? "";
      // A backslash before a line end continues the shell's line; before a quote or a dollar it is the host language's.
      const kept = next === "\n" ? "\\\n" : next === "n" ? " ;" : next;
      pieces.push(text.slice(from, at), kept);
      at += 2;
      from = at;
    } else if (!triple && text[at] === "\n") {
      break;
    } else {
      at++;
    }
  }
  pieces.push(text.slice(from, at));
  return { text: pieces.join(""), end: Math.min(text.length, text.startsWith(mark, at) ? at + mark.length : at) };
}

function newlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (text[at] === "\n") count++;
  return count;
}

function endOr(index: number, text: string): number {
  return index === -1 ? text.length : index;
}

function isNameCharacter(c: string): boolean {
  const code = c.charCodeAt(0);
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}
