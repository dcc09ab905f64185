/** Takes a text of a scripting language apart, as far as its texts and the names before them go: Groovy, Ruby, PowerShell, Puppet, Bicep. */

export type CodeToken =
  /** `db.password`, `$env:DB_PASSWORD`, `-Password`, `:password`. */
  | { readonly kind: "name"; readonly text: string; readonly start: number; readonly end: number }
  /** A literal text. `plain`: nothing is put into it. Its place is without the quotes. */
  | { readonly kind: "text"; readonly text: string; readonly plain: boolean; readonly start: number; readonly end: number }
  | { readonly kind: "sign"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "line-end"; readonly start: number; readonly end: number };

export interface CodeLanguage {
  /** Signs that begin a comment up to the line's end. */
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** Quotes of texts, the longer before the shorter. */
  readonly quotes: readonly CodeQuote[];
  /** What puts a value into a text. */
  readonly insertion: RegExp;
  /** `<<~EOH` begins a text over several lines. */
  readonly heredocs: boolean;
  /** The sign before the next character of a text: `\`, in PowerShell a backtick. */
  readonly escape: string;
  readonly name: RegExp;
}

export interface CodeQuote {
  readonly open: string;
  readonly close: string;
  /** Values are put into it. */
  readonly inserts: boolean;
  readonly manyLines: boolean;
}

/** Longer texts are documents that nobody judges as a whole, in UTF-16 units. */
const longestText = 200_000;

/** In order of writing. A quote that is never closed is a sign. One pass. */
export function* codeTokens(text: string, language: CodeLanguage): Generator<CodeToken, void, undefined> {
  const name = new RegExp(language.name.source, "y");
  const heredoc = /<<[~-]?(["']?)([A-Za-z_]\w{0,60})\1/y;
  const unclosed = new Map<string, number>();
  let bodies: string[] = [];
  for (let at = 0; at < text.length; ) {
    const c = text[at] ?? "";
    const comment = commentEnd(text, at, language);
    if (comment !== null) {
      at = comment;
      continue;
    }
    if (c === "\n") {
      yield { kind: "line-end", start: at, end: at + 1 };
      at++;
      for (const delimiter of bodies) {
        const end = heredocEnd(text, at, delimiter);
        yield { kind: "text", text: text.slice(at, Math.min(end.start, at + longestText)), plain: false, start: at, end: end.start };
        at = end.next;
      }
      bodies = [];
      continue;
    }
    if (c === " " || c === "\t" || c === "\r") {
      at++;
      continue;
    }
    if (language.heredocs && c === "<") {
      heredoc.lastIndex = at;
      const delimiter = heredoc.exec(text)?.[2];
      if (delimiter !== undefined && bodies.length < 8) {
        bodies.push(delimiter);
        at = heredoc.lastIndex;
        continue;
      }
    }
    const quoted = textAt(text, at, language, unclosed);
    if (quoted !== null) {
      yield quoted.token;
      at = quoted.next;
      continue;
    }
    name.lastIndex = at;
    const word = name.exec(text)?.[0];
    if (word !== undefined && word !== "") {
      yield { kind: "name", text: word, start: at, end: at + word.length };
      at += word.length;
      continue;
    }
    const sign = signAt(text, at);
    yield { kind: "sign", text: sign, start: at, end: at + sign.length };
    at += sign.length;
  }
}

const signs = ["===", "=>", "==", "!=", "=~", "+=", "||", "&&", "?:", "??", ":=", "::", "->"];

function signAt(text: string, at: number): string {
  return signs.find((sign) => text.startsWith(sign, at)) ?? text[at] ?? "";
}

/** The offset behind a comment; null: there is none here. */
function commentEnd(text: string, at: number, language: CodeLanguage): number | null {
  for (const [open, close] of language.blockComments) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end === -1 ? text.length : end + close.length;
  }
  if (!language.lineComments.some((sign) => text.startsWith(sign, at))) return null;
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

/** @param unclosed up to where a quote is known to have no partner, so that no part of a text is searched again and again */
function textAt(
  text: string,
  at: number,
  language: CodeLanguage,
  unclosed: Map<string, number>,
): { readonly token: CodeToken & { readonly kind: "text" }; readonly next: number } | null {
  const quote = language.quotes.find((one) => text.startsWith(one.open, at));
  if (quote === undefined || at < (unclosed.get(quote.open) ?? 0)) return null;
  const start = at + quote.open.length;
  const limit = Math.min(text.length, start + longestText);
  let hasEscapes = false;
  for (let i = start; i < limit; i++) {
    if (text[i] === "\n" && !quote.manyLines) {
      unclosed.set(quote.open, i);
      return null;
    }
    if (text[i] === language.escape && quote.open.length === 1) {
      hasEscapes = true;
      i++;
    } else if (text.startsWith(quote.close, i)) {
      const written = text.slice(start, i);
      const value = hasEscapes ? written.replaceAll(language.escape === "`" ? /`(["$`])/g : /\\(["'\\$])/g, "$1") : written;
      const plain = !quote.inserts || !language.insertion.test(written);
      return { token: { kind: "text", text: value, plain, start, end: i }, next: i + quote.close.length };
    }
  }
  unclosed.set(quote.open, limit);
  return null;
}

function heredocEnd(text: string, from: number, delimiter: string): { readonly start: number; readonly next: number } {
  for (let at = from; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    // Only a line about as long as the delimiter can be the end.
    if (end - at < delimiter.length + 80 && text.slice(at, end).trim() === delimiter) return { start: at, next: end };
    at = end + 1;
  }
  return { start: text.length, next: text.length };
}
