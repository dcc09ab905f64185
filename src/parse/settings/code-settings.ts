/** Literal texts in code with the names that they are given: `password = 'x'`, `password => 'x'`, `password 'x'`, `node['db']['password'] = 'x'`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeLanguage, type CodeToken, codeTokens } from "./code-tokens.ts";
import { connectionPart } from "./connection-part.ts";
import { type FoundSetting, settingsAt, shifted } from "./found-settings.ts";
import { type DocumentReader, shellSettings } from "./shell-settings.ts";

export interface CodeReading {
  readonly language: CodeLanguage;
  /** `password 'x'`: a method with its argument. */
  readonly bareCalls: boolean;
  /** Calls of which a text is a credential, with its position among the texts: `mysql_password('x')`. */
  readonly calls: ReadonlyMap<string, number>;
  /** Names whose text is a shell's: `sh "…"`. */
  readonly shellNames: ReadonlySet<string>;
}

/** Tokens that are looked back at. */
const window = 8;

type Text = CodeToken & { readonly kind: "text" };

/** In order of writing. Never throws; linear. */
export function codeSettings(text: string, reading: CodeReading, readDocument: DocumentReader = () => []): readonly WrittenSetting[] {
  const found: FoundSetting[] = [];
  const scripts: Text[] = [];
  for (const { token, before, after } of textsOf(text, reading.language)) {
    const name = nameBefore(before, token, reading);
    if (name !== null && reading.shellNames.has(name.at(-1) ?? "")) scripts.push(token);
    else if (name === null && token.text.includes("\n") && !token.plain) scripts.push(token);
    else if (name !== null && token.plain && standsAlone(after)) keep(found, name, token);
    else if (name === null && token.plain) keepVariable(found, token);
  }
  const lines = new LineCounter(text);
  const nested = scripts.flatMap((script) => shifted(shellSettings(script.text, readDocument), lines.at(script.start)));
  return [...settingsAt(text, found), ...nested].sort((a, b) => a.line - b.line);
}

function keep(found: FoundSetting[], path: readonly string[], { text, start, end }: Text): void {
  const setting = { path, value: text, quoted: true, start, end };
  found.push(setting);
  const inner = connectionPart(setting);
  if (inner !== null) found.push(inner);
}

/** `withEnv(['DB_PASSWORD=hunter22'])`: a variable of the environment in one text. */
function keepVariable(found: FoundSetting[], { text, start, end }: Text): void {
  const written = /^[A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,8}=(?=\S)/.exec(text.slice(0, 700))?.[0];
  if (written === undefined || end - start !== text.length) return;
  found.push({ path: [written.slice(0, -1)], value: text.slice(written.length), quoted: true, start: start + written.length, end });
}

interface TextWithSurroundings {
  readonly token: Text;
  /** The tokens before it, the nearest last. */
  readonly before: readonly CodeToken[];
  readonly after: CodeToken | null;
}

function* textsOf(text: string, language: CodeLanguage): Generator<TextWithSurroundings, void, undefined> {
  let before: CodeToken[] = [];
  let open: { readonly token: Text; readonly before: readonly CodeToken[] } | null = null;
  for (const token of codeTokens(text, language)) {
    if (open !== null) yield { ...open, after: token };
    open = token.kind === "text" ? { token, before } : null;
    before = [...before.slice(1 - window), token];
  }
  if (open !== null) yield { ...open, after: null };
}

/** Not a part of a longer expression: `'x' + y`, `'x'.length`, `'x' % y`. */
function standsAlone(after: CodeToken | null): boolean {
  return after?.kind !== "sign" || !["+", ".", "[", "%", "*", "=>", ":", "==", "!=", "=~", "?"].includes(after.text);
}

const settingSigns = new Set(["=", "=>", ":", ":=", "+="]);
/** What comes after is taken where the first is not there: a default. */
const orElse = new Set(["||", "?:", "??"]);

/** The name that a text is given; null: none. */
function nameBefore(before: readonly CodeToken[], token: Text, reading: CodeReading): readonly string[] | null {
  const last = before.at(-1);
  if (last === undefined) return null;
  if (last.kind === "sign" && settingSigns.has(last.text)) return nameAt(before, before.length - 2);
  if (last.kind === "sign" && orElse.has(last.text)) return nameOfStatement(before);
  if (last.kind === "sign" && (last.text === "(" || last.text === ",")) return ofCall(before, token, reading);
  // `-Password "x"`, and in Ruby and Groovy `password "x"`.
  if (last.kind === "name" && (reading.bareCalls || last.text.startsWith("-"))) return pathOf(last.text);
  return null;
}

/** A name that ends at a token: `a.b`, `a['b']['c']`, `'b'`. */
function nameAt(before: readonly CodeToken[], index: number): readonly string[] | null {
  const token = before[index];
  if (token === undefined) return null;
  if (token.kind === "name" || token.kind === "text") return pathOf(token.text);
  const key = before[index - 1];
  const open = before[index - 2];
  if (token.kind !== "sign" || token.text !== "]" || key === undefined || open?.kind !== "sign" || open.text !== "[") return null;
  if (key.kind !== "text" && key.kind !== "name") return null;
  const above = nameAt(before, index - 3);
  return [...(above ?? []), ...pathOf(key.text)];
}

/** `name = ENV['X'] || 'default'`: the name before the sign of this line. */
function nameOfStatement(before: readonly CodeToken[]): readonly string[] | null {
  for (let index = before.length - 2; index >= 1; index--) {
    const token = before[index];
    if (token?.kind === "line-end") return null;
    // `password ENV['X'] || 'default'`
    if (token?.kind === "name" && before[index - 1]?.kind === "name" && before[index - 2]?.kind !== "name")
      return nameAt(before, index - 1);
    if (token?.kind === "sign" && settingSigns.has(token.text)) return nameAt(before, index - 1);
  }
  return null;
}

function ofCall(before: readonly CodeToken[], token: Text, reading: CodeReading): readonly string[] | null {
  let position = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const one = before[index];
    if (one?.kind === "text") position++;
    if (one?.kind !== "sign" || one.text !== "(") continue;
    const callee = before[index - 1];
    if (callee?.kind !== "name") return null;
    const name = pathOf(callee.text).at(-1) ?? "";
    if (/^(?:set)?(?:password|passwd|passphrase)$/i.test(name)) return position === 0 ? [name] : null;
    if (/^fetch$/i.test(name) && position === 1) return nameOfStatement(before.slice(0, index));
    // `SetEnvironmentVariable("DB_PASSWORD", "x")`, `define('DB_PASSWORD', 'x')`: the first text names the second.
    if (/^set_?environment_?variable$|^set_?env$|^put_?env$|^define$/i.test(name))
      return position === 1 ? nameAt(before, before.length - 2) : null;
    return reading.calls.get(name) === position && token.text !== "" ? [name, "password"] : null;
  }
  return null;
}

/** Names without the signs of their language: `$env:DB_PASSWORD` → `DB_PASSWORD`, `-Password` → `Password`. */
function pathOf(text: string): readonly string[] {
  return text
    .slice(0, 400)
    .replace(/^[$@]{0,2}(?:env:|script:|global:)?/i, "")
    .replace(/^[-:]{1,2}/, "")
    .split(/::|\./)
    .filter((part) => part !== "");
}

/** Lines of offsets that are asked for in order. */
class LineCounter {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    for (let newline = this.#text.indexOf("\n", this.#offset); newline !== -1 && newline < offset; ) {
      this.#line++;
      this.#offset = newline + 1;
      newline = this.#text.indexOf("\n", this.#offset);
    }
    return this.#line;
  }
}
