/** Settings in a shell text: assignments, options and input of commands, and the files that it writes. */
import { programOf, shellArgument, shells, unwrap } from "../../model/shell-command.ts";
import { type RawCommand, ShellReader, type Word } from "../../model/shell-reader.ts";
import type { WrittenSetting } from "../../model/written-setting.ts";
import { commandSettings, commandWithin, inputSettings, takesSettings } from "./command-settings.ts";
import { sqlPasswords } from "./sql-settings.ts";
import { writtenDefault } from "./written-default.ts";

/** Reads a document that a text writes to a file: the name is the file's, empty where it is not known. */
export type DocumentReader = (name: string, text: string) => readonly WrittenSetting[];

/** Commands within commands are followed this deep; deeper ones nobody writes by hand. */
const deepest = 6;

/** Longer values are documents, in UTF-16 units. */
const longestValue = 20_000;

/** Programs that put variables into the environment. */
const declaring = new Set(["export", "declare", "local", "readonly", "typeset", "env", "setenv", "set", "setx"]);
/** Programs that write their words or their input to where they are sent. */
const writing = new Set(["echo", "printf", "cat", "tee"]);

/** Options whose value is sent as it is: `curl -d '{"password": "hunter22"}'`. https://curl.se/docs/manpage.html#-d */
const bodyOptions = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "--post-data", "--body-data"]);

/** In order of writing. Never throws; linear. Columns are not known: quotes and escapes are resolved. */
export function shellSettings(text: string, readDocument: DocumentReader = () => []): readonly WrittenSetting[] {
  const settings: WrittenSetting[] = [];
  collect({ text, line: 1, depth: deepest, lastLine: 1 + newlinesIn(text), settings, readDocument });
  return settings.sort((a, b) => a.line - b.line);
}

interface Collecting {
  readonly text: string;
  readonly line: number;
  readonly depth: number;
  /** Of the whole text: a value with escapes in it may seem to hold more lines than it has. */
  readonly lastLine: number;
  readonly settings: WrittenSetting[];
  readonly readDocument: DocumentReader;
}

function collect(collecting: Collecting): void {
  if (collecting.depth === 0) return;
  const commands: RawCommand[] = [];
  const reader = new ShellReader(collecting.text, collecting.line);
  for (let next = reader.command(); next !== null; next = reader.command()) commands.push(next);
  for (const [index, command] of commands.entries()) {
    const next = commands[index + 1];
    ofCommand(collecting, command, next?.piped === true ? next : null);
  }
}

/** @param next what its output is piped into */
function ofCommand(collecting: Collecting, command: RawCommand, next: RawCommand | null): void {
  const { words } = command;
  assignmentsOf(collecting, words);
  const plain = unwrap(words);
  const texts = plain.map((word) => word.text);
  const program = programOf(texts);
  const inner = shellArgument(plain) ?? remoteArgument(plain);
  for (const word of words) {
    if (word !== inner) for (const nested of word.nested) collect({ ...collecting, ...nested, depth: collecting.depth - 1 });
  }
  if (inner !== undefined) {
    collect({ ...collecting, text: inner.text, line: inner.line, depth: collecting.depth - 1 });
    return;
  }
  passwordBefore(collecting, words);
  if (takesSettings(texts) && !declaring.has(program)) argumentsOf(collecting, plain, program);
  bodiesOf(collecting, command, program, texts, next);
  if (program === "echo" || program === "printf") spoken(collecting, plain.slice(1), command, next);
}

/** What a program and one that it runs in a container are given, statements and documents among it. */
function argumentsOf(collecting: Collecting, words: readonly Word[], program: string): void {
  const texts = words.map((word) => word.text);
  const within = commandWithin(texts);
  ofWords(collecting, within === 0 ? words : words.slice(0, within));
  if (within > 0) ofWords(collecting, words.slice(within));
  for (const [index, word] of words.slice(1).entries()) {
    queriesOf(collecting, word);
    if (bodyOptions.has(texts[index] ?? "") && word.text.startsWith("{")) document(collecting, "", word.text, word.line);
    // What a host is told to run.
    if (program === "ssh" && word.text.includes(" "))
      collect({ ...collecting, text: word.text, line: word.line, depth: collecting.depth - 1 });
  }
}

function ofWords(collecting: Collecting, words: readonly Word[]): void {
  for (const { path, value, word } of commandSettings(words.map(({ text }) => text)))
    add(collecting, path, value, words[word]?.line ?? collecting.line);
}

/** What another shell is to run: `docker exec db sh -c "…"`, `in-target bash -c "…"`, `powershell -Command "…"`. */
function remoteArgument(words: readonly Word[]): Word | undefined {
  if (/^(?:powershell|pwsh)$/.test(programOf([words[0]?.text ?? ""]))) {
    const flag = words.slice(0, 20).findIndex((word) => /^-c(?:ommand)?$/i.test(word.text));
    return flag === -1 ? undefined : words[flag + 1];
  }
  const shell = words.slice(0, 40).findIndex((word) => shells.has(programOf([word.text])));
  return shell > 0 && /^-[a-z]{0,5}c$/.test(words[shell + 1]?.text ?? "") ? words[shell + 2] : undefined;
}

/** `NAME=value` before a command, and behind `export` and its like. */
function assignmentsOf(collecting: Collecting, words: readonly Word[]): void {
  const declares = declaring.has(programOf([words[0]?.text ?? ""])) || words.some((word, i) => i < 4 && declaring.has(word.text));
  let leading = true;
  for (const word of words) {
    const pair = /^([A-Za-z_]\w{0,200})(?:\[[^\]]{0,100}\])?\+?=/.exec(word.text.slice(0, 320));
    if (pair === null) {
      if (!declaring.has(word.text) && !word.text.startsWith("-")) leading = false;
    } else if (leading || declares) assignment(collecting, pair[1] ?? "", writtenDefault(word.text.slice(pair[0].length)), word.line);
  }
  // `: "${DB_PASSWORD:=hunter2}"` and csh's `setenv NAME value`.
  const [first, second, third] = words;
  if (first?.text === ":" && second !== undefined) {
    const fallback = writtenDefault(second.text);
    const name = /^\$\{(\w{1,200})/.exec(second.text)?.[1];
    if (fallback !== second.text && name !== undefined) add(collecting, [name], fallback, second.line);
  }
  if ((first?.text === "setenv" || first?.text === "setx") && second !== undefined && third !== undefined && !second.text.includes("="))
    add(collecting, [second.text], third.text, third.line);
}

/** `JAVA_OPTS="-Djavax.net.ssl.trustStorePassword=…"`: options for a program. */
function assignment(collecting: Collecting, name: string, value: string, line: number): void {
  if (/(?:OPTS|OPTIONS|ARGS|FLAGS)$/.test(name) && /^--?[A-Za-z]/.test(value))
    collect({ ...collecting, text: `run ${value}`, line, depth: collecting.depth - 1 });
  else add(collecting, [name], value, line);
}

/** `sshpass -p hunter2 ssh …`: a wrapper that takes a password itself. */
function passwordBefore(collecting: Collecting, words: readonly Word[]): void {
  const at = words.slice(0, 8).findIndex((word) => programOf([word.text]) === "sshpass");
  if (at === -1) return;
  const option = words[at + 1];
  const value = option?.text === "-p" ? words[at + 2] : option?.text.startsWith("-p") ? option : undefined;
  if (value !== undefined) add(collecting, ["sshpass", "password"], value === option ? value.text.slice(2) : value.text, value.line);
}

/** `ALTER USER … PASSWORD '…'`, `CREATE USER … IDENTIFIED BY '…'` in the words of a database's client. */
function queriesOf(collecting: Collecting, word: Word): void {
  if (word.text.length > longestValue) return;
  for (const { value, start } of sqlPasswords(word.text))
    add(collecting, ["sql", "password"], value, word.line + newlinesIn(word.text.slice(0, start)));
}

/** Here-documents: of a shell a script, of a client of a database its commands, else the file that is written. */
function bodiesOf(collecting: Collecting, command: RawCommand, program: string, texts: readonly string[], next: RawCommand | null): void {
  for (const { text, line } of command.body) {
    if (shells.has(program) || program === "ssh" || program === "su") {
      collect({ ...collecting, text, line, depth: collecting.depth - 1 });
      continue;
    }
    const taken = inputSettings(texts, text);
    for (const found of taken) add(collecting, [program, "password"], found.value, line + found.line);
    queriesOf(collecting, { text, line, nested: [] });
    const files = program === "tee" ? texts.slice(1).filter((one) => !one.startsWith("-")) : command.into;
    // What `cat` writes to nobody is read by people.
    const isWritten = files.length > 0 || next !== null || (!writing.has(program) && taken.length === 0);
    if (isWritten && text.length <= 200_000) document(collecting, files.at(-1) ?? fileOf(next), text, line);
  }
}

/** What `echo` says to a program, or writes into a file. */
function spoken(collecting: Collecting, words: readonly Word[], command: RawCommand, next: RawCommand | null): void {
  const said = words.filter((word) => !/^-[neE]{1,3}$/.test(word.text));
  const [first] = said;
  if (first === undefined) return;
  const text = said
    .map((word) => word.text)
    .join(" ")
    .replace(/^export[ ]{1,10}(?=[A-Za-z_]\w{0,200}=)/, "");
  if (text.length > longestValue) return;
  if (next !== null) {
    const receiver = unwrap(next.words).map((word) => word.text);
    const asked = next.words.slice(0, 6).map((word) => word.text);
    if (asked.includes("sudo") && asked.some((word) => /^-[A-Za-z]{0,6}S[A-Za-z]{0,6}$/.test(word))) {
      add(collecting, ["sudo", "password"], text.replaceAll("\\n", "").trim(), first.line);
      return;
    }
    const found = inputSettings(receiver, text);
    for (const { value } of found) add(collecting, [programOf(receiver), "password"], value, first.line);
    if (found.length > 0) return;
    queriesOf(collecting, { text, line: first.line, nested: [] });
  }
  const file = command.into.at(-1) ?? fileOf(next);
  // With the line's end that `echo` writes: a file of one line is a document as well. What goes to a person or a log is none.
  if (file !== "" && !/^(?:&|\d+$|\/dev\/)|\.log$/.test(file))
    document(collecting, file, `${text.replaceAll("\\n", "\n")}\n`, first.line, true);
}

/** The file that `| tee FILE` writes; empty: it is another program. */
function fileOf(next: RawCommand | null): string {
  const words = next === null ? [] : unwrap(next.words).map((word) => word.text);
  return programOf(words) === "tee" ? (words.slice(1).find((word) => !word.startsWith("-")) ?? "") : "";
}

/** @param flat its lines are no lines of the text */
function document(collecting: Collecting, name: string, text: string, line: number, flat = false): void {
  for (const setting of collecting.readDocument(name, text)) {
    const from = flat ? line : setting.line + line - 1;
    const to = flat ? line : setting.endLine + line - 1;
    collecting.settings.push({
      ...setting,
      line: Math.min(from, collecting.lastLine),
      endLine: Math.min(to, collecting.lastLine),
      column: null,
    });
  }
}

const alone: ReadonlyMap<string, string> = new Map();

function add(collecting: Collecting, path: readonly string[], value: string, line: number): void {
  if (value === "" || value.length > longestValue) return;
  const at = Math.min(line, collecting.lastLine);
  const endLine = Math.min(at + newlinesIn(value), collecting.lastLine);
  // Every word of a shell is a text.
  collecting.settings.push({ path, value, quoted: true, line: at, endLine, column: null, beside: alone });
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
