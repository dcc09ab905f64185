/** Settings in a file of environment variables: `.env`, `app.env`, `/etc/environment`, `docker run --env-file`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { withParts } from "./connection-part.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { writtenDefault } from "./written-default.ts";

const start = /^[ \t]{0,40}(?:export[ \t]{1,10}|set[ \t]{1,10})?([A-Za-z_][\w.-]{0,200})[ \t]{0,20}(?:=|:(?=[ \t]))[ \t]{0,200}/;

/** Quoted values may go on over this many UTF-16 units, line ends among them. */
const longestQuoted = 20_000;

/** In order of writing. Never throws; linear. */
export function dotenvSettings(text: string): readonly WrittenSetting[] {
  return settingsAt(text, withParts(assignments(text)));
}

function* assignments(text: string): Generator<FoundSetting, void, undefined> {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const lineEnd = newline === -1 ? text.length : newline;
    const match = start.exec(text.slice(at, Math.min(lineEnd, at + 600)));
    let next = lineEnd + 1;
    if (match !== null) {
      const from = at + match[0].length;
      const quoted = quotedAt(text, from, lineEnd);
      const value = quoted ?? plainAt(text, from, lineEnd);
      if (quoted !== null && quoted.end > lineEnd) next = Math.max(next, lineAfter(text, quoted.end));
      yield { path: [match[1] ?? ""], quoted: quoted !== null, ...value };
    }
    at = next;
  }
}

interface Value {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Double quotes know escapes and all may hold line ends; a quote that is never closed is no quote. */
function quotedAt(text: string, from: number, lineEnd: number): Value | null {
  const quote = text[from];
  if (quote !== '"' && quote !== "'" && quote !== "`") return null;
  const end = closing(text, quote, from + 1, lineEnd) ?? closing(text, quote, from + 1, Math.min(text.length, from + longestQuoted));
  if (end === null) return null;
  // `KEY="a" b`: the next assignment's quote closed it.
  if (end > lineEnd && /\n[ \t]{0,40}(?:export[ \t]{1,10})?[A-Za-z_]\w{0,200}=/.test(text.slice(from, end))) return null;
  const written = text.slice(from + 1, end);
  const value = quote === '"' ? written.replaceAll(/\\(["\\$])/g, "$1") : written;
  return { value: quote === "'" ? value : writtenDefault(value), start: from + 1, end };
}

function closing(text: string, quote: string, from: number, limit: number): number | null {
  for (let i = from; i < limit; i++) {
    const c = text[i];
    if (c === "\\" && quote === '"') i++;
    else if (c === quote) return i;
  }
  return null;
}

function plainAt(text: string, from: number, lineEnd: number): Value {
  const line = text.slice(from, lineEnd);
  const comment = line.startsWith("#") ? 0 : line.search(/[ \t]#/);
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  return { value: writtenDefault(value), start: from, end: from + value.length };
}

function lineAfter(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline === -1 ? text.length : newline + 1;
}
