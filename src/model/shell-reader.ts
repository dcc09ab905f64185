/** Takes a shell text apart: words, quotes, redirections, here-documents and what separates commands. One pass, no backtracking. */

/** A word with the commands that stand in it. */
export interface Word {
  readonly text: string;
  readonly line: number;
  readonly nested: readonly { readonly text: string; readonly line: number }[];
}

interface Heredoc {
  readonly delimiter: string;
  readonly indented: boolean;
  readonly into: Word[];
}

/** A simple command as it stands there. */
export interface RawCommand {
  readonly words: readonly Word[];
  readonly piped: boolean;
  /** Text of here-documents and here-strings. */
  readonly body: readonly { readonly text: string; readonly line: number }[];
  /** Files that its output goes to. */
  readonly into: readonly string[];
}

/** Reads commands one by one. */
export class ShellReader {
  readonly #text: string;
  #at = 0;
  #line: number;
  #piped = false;
  #heredocs: Heredoc[] = [];

  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  /** The next command that has words; null at the end. */
  command(): RawCommand | null {
    for (;;) {
      const piped = this.#piped;
      this.#piped = false;
      const body: Word[] = [];
      const into: string[] = [];
      const words = this.#words(body, into);
      const over = this.#at >= this.#text.length;
      if (words.length > 0) return { words, piped, body, into };
      if (over) return null;
      if (piped) this.#piped = true;
    }
  }

  #words(body: Word[], into: string[]): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#text.length) return words;
      const c = this.#text[this.#at];
      if (c === "#") {
        this.#comment();
      } else if (c === "\n") {
        this.#newline();
        return words;
      } else if (c === ";" || c === "(" || c === ")") {
        this.#at++;
        return words;
      } else if (c === "&" && this.#text[this.#at + 1] === ">") {
        this.#at++;
      } else if (c === "&" || c === "|") {
        this.#operator(c);
        // A pipe at a line's end goes on in the next one, which `command` reads as its own.
        return words;
      } else if (c === "<" || c === ">") {
        this.#redirection(body, into);
      } else {
        const word = this.#word();
        if (!this.#isDescriptor(word)) words.push(word);
      }
    }
  }

  /** The `2` of `2>&1`. */
  #isDescriptor(word: Word): boolean {
    const next = this.#text[this.#at];
    return (next === ">" || next === "<") && word.text.length === 1 && word.text >= "0" && word.text <= "9";
  }

  #operator(c: string): void {
    const next = this.#text[this.#at + 1];
    this.#piped = c === "|" && next !== "|";
    this.#at += next === c || (c === "|" && next === "&") ? 2 : 1;
  }

  #redirection(body: Word[], into: string[]): void {
    const written = this.#text[this.#at] === ">";
    const text = this.#text.startsWith("<<<", this.#at);
    const heredoc = !text && this.#text.startsWith("<<", this.#at);
    if (heredoc) {
      this.#at += 2;
      const indented = this.#text[this.#at] === "-";
      if (indented) this.#at++;
      this.#blanks();
      this.#heredocs.push({ delimiter: this.#word().text, indented, into: body });
      return;
    }
    while (this.#text[this.#at] === "<" || this.#text[this.#at] === ">" || this.#text[this.#at] === "&") this.#at++;
    // `<(…)` and `>(…)` are commands of their own: their parenthesis separates.
    if (this.#text[this.#at] === "(") return;
    this.#blanks();
    const c = this.#text[this.#at];
    if (c === undefined || isBoundary(c)) return;
    const word = this.#word();
    if (text) body.push(word);
    else if (written) into.push(word.text);
  }

  #blanks(): void {
    for (;;) {
      const c = this.#text[this.#at];
      if (c === "\\" && this.#continues()) this.#skipContinuation();
      else if (c === " " || c === "\t" || c === "\r") this.#at++;
      else return;
    }
  }

  #continues(): boolean {
    const next = this.#text[this.#at + 1];
    return next === "\n" || (next === "\r" && this.#text[this.#at + 2] === "\n");
  }

  #skipContinuation(): void {
    this.#at += this.#text[this.#at + 1] === "\r" ? 3 : 2;
    this.#line++;
  }

  #comment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #newline(): void {
    this.#at++;
    this.#line++;
    const open = this.#heredocs;
    this.#heredocs = [];
    for (const heredoc of open) this.#heredocBody(heredoc);
  }

  #heredocBody(heredoc: Heredoc): void {
    const start = this.#at;
    const line = this.#line;
    while (this.#at < this.#text.length) {
      const newline = this.#text.indexOf("\n", this.#at);
      const end = newline === -1 ? this.#text.length : newline;
      // Only a line about as long as the delimiter can be the end: the rest is skipped without a copy.
      const last = end - this.#at <= heredoc.delimiter.length + 64 && this.#isDelimiter(this.#text.slice(this.#at, end), heredoc);
      if (last) {
        heredoc.into.push({ text: this.#text.slice(start, this.#at), line, nested: [] });
        this.#at = end;
        return;
      }
      this.#at = newline === -1 ? this.#text.length : newline + 1;
      this.#line++;
    }
    heredoc.into.push({ text: this.#text.slice(start), line, nested: [] });
  }

  #isDelimiter(line: string, heredoc: Heredoc): boolean {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    return (heredoc.indented ? text.trimStart() : text) === heredoc.delimiter;
  }

  /** A word: pieces up to an unquoted blank or operator. */
  #word(): Word {
    const line = this.#line;
    const pieces: string[] = [];
    const nested: { text: string; line: number }[] = [];
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at] ?? "";
      if (isBoundary(c)) break;
      if (c === "'") pieces.push(this.#single());
      else if (c === '"') this.#double(pieces, nested);
      else if (c === "\\") this.#escape(pieces);
      else if (c === "$" || c === "`") this.#dollar(pieces, nested);
      else {
        const start = this.#at;
        while (this.#at < this.#text.length && !isSpecial(this.#text[this.#at] ?? "")) this.#at++;
        pieces.push(this.#text.slice(start, this.#at));
      }
    }
    return { text: pieces.join(""), line, nested };
  }

  #escape(pieces: string[]): void {
    if (this.#continues()) {
      this.#skipContinuation();
      return;
    }
    pieces.push(this.#text[this.#at + 1] ?? "");
    this.#at += 2;
  }

  #single(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    const stop = end === -1 ? this.#text.length : end;
    const inner = this.#text.slice(this.#at + 1, stop);
    this.#at = stop + 1;
    this.#line += newlinesIn(inner);
    return inner;
  }

  #double(pieces: string[], nested: { text: string; line: number }[]): void {
    this.#at++;
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at] ?? "";
      if (c === '"') {
        this.#at++;
        return;
      }
      if (c === "\\") {
        const next = this.#text[this.#at + 1] ?? "";
        if (this.#continues()) {
          this.#skipContinuation();
          continue;
        }
        pieces.push(next === '"' || next === "\\" || next === "$" || next === "`" ? next : `\\${next}`);
        this.#at += 2;
      } else if (c === "$" || c === "`") {
        this.#dollar(pieces, nested);
      } else {
        const start = this.#at;
        while (this.#at < this.#text.length && !isQuotedSpecial(this.#text[this.#at] ?? "")) this.#at++;
        const piece = this.#text.slice(start, this.#at);
        this.#line += newlinesIn(piece);
        pieces.push(piece);
      }
    }
  }

  /** `$X`, `${…}`, `$(…)` or a backquoted command: kept as written; commands in it are remembered. */
  #dollar(pieces: string[], nested: { text: string; line: number }[]): void {
    const start = this.#at;
    const line = this.#line;
    if (this.#text[start] === "`") {
      const end = this.#text.indexOf("`", start + 1);
      this.#at = end === -1 ? this.#text.length : end + 1;
      nested.push({ text: this.#text.slice(start + 1, end === -1 ? this.#text.length : end), line });
    } else if (this.#text[start + 1] === "(") {
      this.#at = closing(this.#text, start + 1, "(", ")");
      nested.push({ text: this.#text.slice(start + 2, Math.max(start + 2, this.#at - 1)), line });
    } else if (this.#text[start + 1] === "{") {
      this.#at = closing(this.#text, start + 1, "{", "}");
    } else {
      this.#at++;
    }
    const piece = this.#text.slice(start, this.#at);
    this.#line += newlinesIn(piece);
    pieces.push(piece);
  }
}

/** The offset after the bracket that closes the one at `start`; brackets in quotes do not count. The text's end where there is none. */
function closing(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === "'" && open === "(") {
      const end = text.indexOf("'", i + 1);
      if (end === -1) return text.length;
      i = end;
    } else if (c === open) depth++;
    else if (c === close && --depth === 0) return i + 1;
  }
  return text.length;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function isBoundary(c: string): boolean {
  return (
    c === " " ||
    c === "\t" ||
    c === "\n" ||
    c === "\r" ||
    c === ";" ||
    c === "&" ||
    c === "|" ||
    c === "(" ||
    c === ")" ||
    c === "<" ||
    c === ">"
  );
}

function isSpecial(c: string): boolean {
  return isBoundary(c) || c === "'" || c === '"' || c === "\\" || c === "$" || c === "`";
}

function isQuotedSpecial(c: string): boolean {
  return c === '"' || c === "\\" || c === "$" || c === "`";
}
