/** Reads names and values of YAML where a reader of its lines has found them: quotes, flow collections, block scalars, texts over several lines. */
import { type DataNode, type DataText, type Room, takeNode } from "./data-node.ts";
import { readFlow } from "./flow-collection.ts";
import { quotedText } from "./quoted-text.ts";
import type { YamlLines } from "./yaml-lines.ts";

export interface YamlName {
  readonly text: string;
  /** UTF-16 offset behind its colon. */
  readonly end: number;
}

/** A quoted text or a flow collection that goes on over more lines than this is taken for a broken one, in UTF-16 units. */
const longestSpan = 200_000;
/** Longer ones are no names. */
const longestName = 1_024;
/** Lines are looked through in advance as long as all of it stays below this many times the text. */
const mostLooks = 4;

/** Takes the lines that a value goes on over; the reader goes on behind them. */
export class YamlValues {
  readonly #lines: YamlLines;
  readonly #text: string;
  readonly #room: Room;
  readonly #anchors = new Map<string, DataText>();
  #looked = 0;

  constructor(lines: YamlLines, room: Room) {
    this.#lines = lines;
    this.#text = lines.text;
    this.#room = room;
  }

  /** Anchors hold within a document. */
  endDocument(): void {
    this.#anchors.clear();
  }

  /** @param parent the indent of the collection that holds the value: what goes on below stands further to the right. */
  valueAt(from: number, end: number, parent: number): DataNode | null {
    let start = blanksEnd(this.#text, from, end);
    let tag: string | null = null;
    let anchor: string | null = null;
    for (let sign = this.#text[start]; start < end && (sign === "!" || sign === "&"); sign = this.#text[start]) {
      const behind = wordEnd(this.#text, start, end);
      const word = this.#text.slice(start, behind);
      if (sign === "!") tag = word;
      else anchor = word.slice(1);
      start = blanksEnd(this.#text, behind, end);
    }
    if (start >= end || this.#text[start] === "#") return null;
    if (this.#text[start] === "*") return this.#anchors.get(this.#text.slice(start + 1, wordEnd(this.#text, start, end))) ?? null;
    const value = this.#plainOrMore(start, end, parent, tag);
    if (anchor !== null && value?.kind === "text") this.#anchors.set(anchor, value);
    return value;
  }

  tagAt(from: number, end: number): string | null {
    const start = blanksEnd(this.#text, from, end);
    return this.#text[start] === "!" ? this.#text.slice(start, wordEnd(this.#text, start, end)) : null;
  }

  #plainOrMore(start: number, end: number, parent: number, tag: string | null): DataNode | null {
    const sign = this.#text[start];
    if ((sign === "|" || sign === ">") && /^[|>][-+0-9]{0,3}[ \t]*(?:#.*)?$/.test(this.#text.slice(start, Math.min(end, start + 200))))
      return this.#block(sign === "|" ? "literal" : "folded", parent, tag);
    if (sign === '"' || sign === "'") return this.#quoted(start, end, parent, tag);
    if (sign === "[" || (sign === "{" && this.#text[start + 1] !== "{" && this.#text[start + 1] !== "%")) {
      const flow = this.#flow(start, end, parent);
      if (flow !== null) return flow;
    }
    return this.#plain(start, end, parent, tag);
  }

  #quoted(start: number, end: number, parent: number, tag: string | null): DataNode | null {
    const template = this.#template(start, end, tag);
    if (template !== null) return template;
    const read = quotedText(this.#text, start, end) ?? this.#overLines(parent, (limit) => quotedText(this.#text, start, limit));
    if (read === null) return this.#plain(start, end, parent, tag);
    if (read.end > end) this.#goBehind(read.end);
    return this.#leaf({ kind: "text", text: read.text, style: "quoted", start: start + 1, end: read.end - 1, tag });
  }

  /** `"{{ .Values.password | default "hunter22" }}"`: quotes within a template's action end no text. */
  #template(start: number, end: number, tag: string | null): DataNode | null {
    const quote = this.#text[start] ?? "";
    if (!this.#text.startsWith("{{", start + 1)) return null;
    const line = this.#withoutComment(start, end);
    const inner = quotedText(this.#text, start, end);
    if (inner === null || inner.end >= start + line.length || !line.endsWith(`}}${quote}`)) return null;
    return this.#leaf({ kind: "text", text: line.slice(1, -1), style: "quoted", start: start + 1, end: start + line.length - 1, tag });
  }

  #flow(start: number, end: number, parent: number): DataNode | null {
    const room = { ...this.#room };
    const line = readFlow(this.#text, start, room, { limit: end, slashes: false, anchors: this.#anchors });
    const read = line.closed
      ? line
      : this.#overLines(parent, (limit) => {
          const more = readFlow(this.#text, start, room, { limit, slashes: false, anchors: this.#anchors });
          return more.closed ? more : null;
        });
    if (read === null) return null;
    this.#room.nodes = room.nodes;
    this.#room.cut ??= room.cut;
    if (read.end > end) this.#goBehind(read.end);
    return read.node;
  }

  /** Tries a reader on the lines below that stand further to the right, in all of them at once. */
  #overLines<T>(parent: number, read: (limit: number) => T | null): T | null {
    if (this.#looked > mostLooks * this.#text.length) return null;
    const limit = this.#extent(parent);
    if (limit === null) return null;
    this.#looked += limit - this.#lines.offset;
    return read(limit);
  }

  /** The offset behind the lines below that belong to a value of a collection with this indent; null: there are none. */
  #extent(parent: number): number | null {
    const from = this.#lines.offset;
    let limit: number | null = null;
    for (let line = this.#lines.peek(); line !== null; line = this.#lines.peek()) {
      const closes = line.indent === Math.max(0, parent) && /[\]}]/.test(this.#text[line.start] ?? "");
      if ((!this.#lines.isBlank(line) && line.indent <= parent && !closes) || line.start - from > longestSpan) break;
      limit = line.end;
      this.#lines.take();
    }
    this.#lines.offset = from;
    return limit;
  }

  /** Goes on with the line behind an offset. */
  #goBehind(offset: number): void {
    const newline = this.#text.indexOf("\n", offset);
    this.#lines.offset = newline === -1 ? this.#text.length : newline + 1;
  }

  #block(style: "literal" | "folded", parent: number, tag: string | null): DataNode | null {
    const first = this.#lines.offset;
    const pieces: string[] = [];
    let indent = -1;
    let end = first;
    for (let line = this.#lines.peek(); line !== null; line = this.#lines.peek()) {
      const blank = this.#lines.isBlank(line);
      if (!blank && line.indent <= parent && !(indent !== -1 && this.#lines.isAction(line))) break;
      if (!blank && indent === -1) indent = line.indent;
      pieces.push(blank || line.indent <= parent ? "" : this.#text.slice(line.start - Math.max(0, line.indent - indent), line.end));
      if (!blank) end = line.end;
      this.#lines.take();
    }
    return this.#leaf({ kind: "text", text: pieces.join("\n").trimEnd(), style, start: first, end, tag });
  }

  #plain(start: number, end: number, parent: number, tag: string | null): DataNode | null {
    const pieces = [this.#withoutComment(start, end)];
    let last = start + (pieces[0]?.length ?? 0);
    for (let line = this.#lines.peek(); line !== null && line.indent > parent && !this.#lines.isBlank(line); line = this.#lines.peek()) {
      const sign = this.#text[line.start];
      if (sign === "#" || this.#lines.isAction(line) || (sign === "-" && this.#text[line.start + 1] === " ")) break;
      if (this.nameAt(line.start, line.end) !== null) break;
      const piece = this.#withoutComment(line.start, line.end);
      pieces.push(piece);
      last = line.start + piece.length;
      this.#lines.take();
    }
    return this.#leaf({ kind: "text", text: pieces.join(" "), style: "plain", start, end: last, tag });
  }

  #leaf(node: DataText): DataNode | null {
    return takeNode(this.#room) ? node : null;
  }

  /** Behind ` #` a comment begins. */
  #withoutComment(start: number, end: number): string {
    const text = this.#text.slice(start, end);
    const sign = text.search(/[ \t]#/);
    return (sign === -1 ? text : text.slice(0, sign)).trimEnd();
  }

  /** A name behind a question mark, whose value stands below behind a colon. Null: none, or one that is no text of one line. */
  explicitNameAt(start: number, end: number): string | null {
    const next = this.#text[start] === "?" && start + 1 < end ? blanksEnd(this.#text, start + 1, end) : start;
    if (next <= start + 1 || next >= end || end - next > longestName || this.nameAt(start, end) !== null) return null;
    const sign = this.#text[next];
    if (sign === '"' || sign === "'") return quotedText(this.#text, next, end)?.text ?? null;
    return /[[{|>&*!#?-]/.test(sign ?? "") ? null : this.#withoutComment(next, end);
  }

  /** A name with the offset behind its colon; null: no name stands here. */
  nameAt(start: number, end: number): YamlName | null {
    const first = this.#text[start];
    if (first === '"' || first === "'") {
      const quoted = quotedText(this.#text, start, Math.min(end, start + longestName));
      if (quoted === null) return null;
      const colon = blanksEnd(this.#text, quoted.end, end);
      return this.#text[colon] === ":" && isGap(this.#text, colon + 1, end) ? { text: quoted.text, end: colon + 1 } : null;
    }
    if (first === "[" || (first === "{" && this.#text[start + 1] !== "{") || first === "!" || first === "&" || first === "*") return null;
    const from = first === "?" && this.#text[start + 1] === " " ? start + 2 : start;
    const piece = this.#text.slice(from, Math.min(end, from + longestName));
    for (let colon = piece.indexOf(":"); colon !== -1; colon = piece.indexOf(":", colon + 1)) {
      if (!isGap(this.#text, from + colon + 1, end)) continue;
      const text = piece.slice(0, colon);
      return /[ \t]#/.test(text) ? null : { text: text.trim(), end: from + colon + 1 };
    }
    return null;
  }
}

function isGap(text: string, at: number, end: number): boolean {
  return at >= end || text[at] === " " || text[at] === "\t";
}

/** The offset behind the blanks that stand at `from`. */
export function blanksEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === " " || text[at] === "\t")) at++;
  return at;
}

function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] !== " " && text[at] !== "\t") at++;
  return at;
}
