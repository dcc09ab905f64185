/**
 * Shell text as a list of simple commands, so that a comment, a message or a file's content is not taken for a command.
 * It stands with the nouns because values (user data, `local-exec`) hold shell as files do. One pass per nesting, no backtracking.
 */
import { ShellReader, type Word } from "./shell-reader.ts";

/** A simple command. */
export interface ShellCommand {
  /**
   * The program and its arguments: quotes and backslashes resolved, assignments and redirections left out, wrappers (`sudo`, `env`, `bash -c`…)
   * taken off. `$X`, `${X}` and `$(…)` stay as written; what stands in `$(…)` is a command of its own as well.
   */
  readonly words: readonly string[];
  /** Of its first word, counted from 0 within the text. */
  readonly line: number;
  /** Programs whose output is piped into it, first of the pipeline first. */
  readonly upstream: readonly string[];
}

/** Commands within commands (`$(…)`, `bash -c "…"`) are followed this deep; deeper ones nobody writes by hand. */
const depthLimit = 6;

/** A program's name without its folder, `.exe` and case: `/usr/bin/SSH.exe` → `ssh`. */
export function programOf(words: readonly string[]): string {
  const first = words[0] ?? "";
  const name = first.slice(Math.max(first.lastIndexOf("/"), first.lastIndexOf("\\")) + 1).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -4) : name;
}

/** Every simple command of a shell text, in order of writing. Never throws: what is not shell yields commands that nobody knows. */
export function shellCommands(text: string): readonly ShellCommand[] {
  const found: ShellCommand[] = [];
  collect(text, 0, depthLimit, found);
  return found;
}

function collect(text: string, line: number, depth: number, found: ShellCommand[]): void {
  if (depth === 0) return;
  const reader = new ShellReader(text, line);
  let upstream: readonly string[] = [];
  for (let next = reader.command(); next !== null; next = reader.command()) {
    const words = unwrap(next.words);
    if (!next.piped) upstream = [];
    const inner = shellArgument(words);
    for (const word of next.words) {
      if (word === inner) continue;
      for (const nested of word.nested) collect(nested.text, nested.line, depth - 1, found);
    }
    const first = words[0];
    if (first === undefined) continue;
    found.push({ words: words.map((word) => word.text), line: first.line, upstream });
    // More than a few programs in a row tell nothing new.
    if (upstream.length < 8) upstream = [...upstream, programOf([first.text])];
    if (inner !== undefined) collect(inner.text, inner.line, depth - 1, found);
    if (!shells.has(programOf([first.text]))) continue;
    for (const heredoc of next.body) collect(heredoc.text, heredoc.line, depth - 1, found);
  }
}

/** Words that open or join commands and are no program. */
const keywords = new Set(["if", "then", "elif", "else", "fi", "do", "done", "while", "until", "!", "{", "}", "esac", "time", "in"]);

/** Programs that run another one, with those of their options that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["sudo", new Set(["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U", "-D", "-R", "-T", "--user", "--group"])],
  ["doas", new Set(["-u", "-C"])],
  ["env", new Set(["-u", "--unset", "-C", "--chdir", "-S"])],
  ["nohup", new Set<string>()],
  ["exec", new Set(["-a"])],
  ["command", new Set<string>()],
  ["builtin", new Set<string>()],
  ["nice", new Set(["-n"])],
  ["ionice", new Set(["-c", "-n"])],
  ["setsid", new Set<string>()],
  ["stdbuf", new Set(["-i", "-o", "-e"])],
  ["timeout", new Set(["-s", "-k", "--signal", "--kill-after"])],
  ["retry", new Set(["-t", "-d", "--times", "--delay"])],
  ["xargs", new Set(["-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"])],
  ["sshpass", new Set(["-p", "-f", "-d", "-P"])],
  ["aws-vault", new Set<string>()],
  ["chronic", new Set<string>()],
  ["unbuffer", new Set<string>()],
]);

/** Wrappers with a word of their own before the program: `bundle exec knife`, `timeout 30 ssh`. */
const wrapperWords: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["bundle", new Set(["exec"])],
  ["poetry", new Set(["run"])],
  ["pipenv", new Set(["run"])],
  ["uv", new Set(["run"])],
  ["chef", new Set(["exec"])],
  ["direnv", new Set(["exec"])],
  ["devbox", new Set(["run"])],
]);

/** Programs that read a shell text. */
export const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "zsh", "ksh", "ash"]);

/** The words without the wrappers before the program, and without the assignments before and between them. */
export function unwrap(words: readonly Word[]): readonly Word[] {
  let rest = words;
  for (let guard = 0; guard < 12; guard++) {
    rest = afterAssignments(rest);
    const program = programOf([rest[0]?.text ?? ""]);
    const second = rest[1]?.text;
    if (keywords.has(program)) rest = rest.slice(1);
    else if (wrappers.has(program)) rest = afterOptions(rest, wrappers.get(program) ?? new Set(), program === "timeout");
    else if (second !== undefined && wrapperWords.get(program)?.has(second) === true) rest = rest.slice(2);
    else break;
  }
  return rest;
}

/** The text that `bash -c`, `su -c` or `eval` runs. */
export function shellArgument(words: readonly Word[]): Word | undefined {
  const program = programOf([words[0]?.text ?? ""]);
  if (program === "eval") return words[1];
  if (!shells.has(program) && program !== "su" && program !== "runuser") return undefined;
  const flag = words.findIndex((word, i) => i > 0 && isCommandFlag(word.text));
  return flag === -1 ? undefined : words[flag + 1];
}

/** `-c`, or a cluster of one-letter options that ends in it (`-lc`, `-euxc`). */
function isCommandFlag(text: string): boolean {
  return text.length <= 8 && text.startsWith("-") && !text.startsWith("--") && text.endsWith("c");
}

function afterAssignments(words: readonly Word[]): readonly Word[] {
  let i = 0;
  while (i < words.length && isAssignment(words[i]?.text ?? "")) i++;
  return i === 0 ? words : words.slice(i);
}

function isAssignment(text: string): boolean {
  const equals = text.indexOf("=");
  if (equals <= 0 || equals > 200) return false;
  for (let i = 0; i < equals; i++) {
    const c = text.charCodeAt(i);
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
    if (!letter && !(i > 0 && c >= 48 && c <= 57) && !(c === 43 && i === equals - 1)) return false;
  }
  return true;
}

function afterOptions(words: readonly Word[], withValue: ReadonlySet<string>, oneArgument: boolean): readonly Word[] {
  let i = 1;
  while (i < words.length) {
    const text = words[i]?.text ?? "";
    if (text === "--") {
      i++;
      break;
    }
    if (!text.startsWith("-") || text === "-") break;
    i += withValue.has(text) ? 2 : 1;
  }
  return words.slice(oneArgument ? i + 1 : i);
}
