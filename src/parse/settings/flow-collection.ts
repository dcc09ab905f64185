/**
 * Reads JSON, JSON with comments, and YAML's flow collections (`{a: b}`, `[x, y]`): one pass, no recursion, and what is broken is passed
 * over, since templates (`{"a": {{ x }}}`) and files with a brace too many hold credentials too.
 */
import {
  type DataEntry,
  type DataList,
  type DataMap,
  type DataNode,
  type DataText,
  deepestData,
  noteDepth,
  type Room,
  takeNode,
} from "./data-node.ts";
import { quotedText } from "./quoted-text.ts";
import { TemplateActions } from "./template-actions.ts";

export interface FlowRead {
  readonly node: DataNode;
  /** UTF-16 offset behind the closing sign, or the end of the text where there is none. */
  readonly end: number;
  readonly closed: boolean;
}

interface OpenCollection {
  readonly node: DataMap | DataList;
  entry: DataEntry | null;
}

export interface FlowOptions {
  /** UTF-16 offset at which the text ends for the reader; absent: its end. */
  readonly limit?: number;
  /** Whether two slashes begin a comment, as in JSON with comments, and not a text, as in YAML; absent: they do. */
  readonly slashes?: boolean;
  /** Texts that aliases (`*name`) stand for. */
  readonly anchors?: ReadonlyMap<string, DataText>;
}

/** Of the collection that opens at `start`. Linear in the text. */
export function readFlow(text: string, start: number, room: Room, options: FlowOptions = {}): FlowRead {
  const reader = new FlowReader(text, start, room, options);
  return reader.read();
}

class FlowReader {
  readonly #text: string;
  readonly #limit: number;
  readonly #anchors: ReadonlyMap<string, DataText>;
  readonly #slashes: boolean;
  readonly #room: Room;
  readonly #open: OpenCollection[] = [];
  readonly #actions: TemplateActions;
  #root: DataMap | DataList | null = null;
  #at: number;

  constructor(text: string, start: number, room: Room, { limit = text.length, slashes = true, anchors = new Map() }: FlowOptions) {
    this.#text = text;
    this.#actions = new TemplateActions(text);
    this.#at = start;
    this.#limit = limit;
    this.#anchors = anchors;
    this.#slashes = slashes;
    this.#room = room;
  }

  read(): FlowRead {
    let closed = false;
    while (this.#at < this.#limit && !closed) {
      this.#step();
      closed = this.#root !== null && this.#open.length === 0;
    }
    return { node: this.#root ?? { kind: "list", items: [] }, end: this.#at, closed };
  }

  #step(): void {
    const sign = this.#text[this.#at] ?? "";
    switch (sign) {
      case " ":
      case "\t":
      case "\r":
      case "\n":
        this.#at++;
        return;
      case ",":
        this.#at++;
        this.#endEntry();
        return;
      case ":":
        if (this.#endsPlain(this.#at)) this.#at++;
        else this.#scalar(sign);
        return;
      case "}":
      case "]":
        this.#at++;
        this.#endEntry();
        this.#open.pop();
        return;
      case "[":
        this.#begin({ kind: "list", items: [] });
        return;
      case "{":
        if (this.#actions.endAt(this.#at) !== -1) this.#plain(null);
        else this.#begin({ kind: "map", entries: [] });
        return;
      case "#":
        this.#at = this.#lineEnd(this.#at);
        return;
      default:
        if (!this.#comment()) this.#scalar(sign);
    }
  }

  #comment(): boolean {
    if (!this.#slashes) return false;
    if (this.#text.startsWith("//", this.#at)) {
      this.#at = this.#lineEnd(this.#at);
      return true;
    }
    if (!this.#text.startsWith("/*", this.#at)) return false;
    const end = this.#text.indexOf("*/", this.#at + 2);
    this.#at = end === -1 ? this.#limit : end + 2;
    return true;
  }

  #begin(node: DataMap | DataList): void {
    this.#at++;
    const fits = takeNode(this.#room) && this.#open.length < deepestData;
    if (!fits) noteDepth(this.#room);
    if (this.#root === null) this.#root = node;
    else if (fits) this.#attach(node);
    this.#open.push({ node, entry: null });
  }

  #scalar(sign: string): void {
    let tag: string | null = null;
    if (sign === "!" || sign === "&") {
      const word = this.#word();
      if (sign === "!") tag = word;
      this.#blanks();
      const top = this.#open.at(-1);
      if (tag !== null && top?.entry != null) top.entry.tag = tag;
    }
    const first = this.#text[this.#at];
    if (first === "*") this.#alias();
    else if (first === '"' || first === "'") this.#quoted(tag);
    else if (this.#at < this.#limit && first !== "{" && first !== "[" && first !== "," && first !== "}" && first !== "]") this.#plain(tag);
  }

  /** An alias that is not known leaves its place empty. */
  #alias(): void {
    const target = this.#anchors.get(this.#word().slice(1));
    if (target !== undefined && takeNode(this.#room)) this.#attach(target);
  }

  #quoted(tag: string | null): void {
    const start = this.#at;
    const read = quotedText(this.#text, start, this.#limit);
    if (read === null) {
      // Without its end it is a line of something else.
      this.#at = this.#lineEnd(start);
      return;
    }
    this.#at = read.end;
    this.#push(read.text, "quoted", start + 1, read.end - 1, tag);
  }

  #plain(tag: string | null): void {
    const start = this.#at;
    let at = start;
    while (at < this.#limit) {
      const action = this.#actions.endAt(at);
      if (action !== -1) at = action;
      else if (this.#endsPlain(at)) break;
      else at++;
    }
    const text = this.#text.slice(start, at).trimEnd();
    this.#at = Math.max(at, start + 1);
    if (text !== "") this.#push(text, "plain", start, start + text.length, tag);
  }

  #endsPlain(at: number): boolean {
    const sign = this.#text[at];
    if (sign === "," || sign === "]" || sign === "}" || sign === "[" || sign === "{" || sign === "\n") return true;
    if (sign === "#") return this.#text[at - 1] === " ";
    if (sign !== ":") return false;
    const next = this.#text[at + 1];
    return (
      next === undefined || next === " " || next === "\n" || next === "\r" || next === "\t" || next === "," || next === "}" || next === "]"
    );
  }

  #push(text: string, style: "plain" | "quoted", start: number, end: number, tag: string | null): void {
    this.#blanks();
    const top = this.#open.at(-1);
    if (top === undefined) return;
    if (top.node.kind === "map" && top.entry === null) {
      if (this.#text[this.#at] !== ":") return;
      this.#at++;
      top.entry = { name: text, value: null, tag: null };
      return;
    }
    if (takeNode(this.#room)) this.#attach({ kind: "text", text, style, start, end, tag });
  }

  #attach(node: DataNode): void {
    const top = this.#open.at(-1);
    if (top === undefined) return;
    if (top.node.kind === "list") top.node.items.push(node);
    else if (top.entry !== null) {
      top.entry.value = node;
      this.#endEntry();
    }
  }

  #endEntry(): void {
    const top = this.#open.at(-1);
    if (top?.node.kind !== "map" || top.entry === null) return;
    top.node.entries.push(top.entry);
    top.entry = null;
  }

  #word(): string {
    const start = this.#at;
    while (this.#at < this.#limit && !/[\s,[\]{}]/.test(this.#text[this.#at] ?? " ")) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #blanks(): void {
    while (this.#at < this.#limit && /[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf("\n", from);
    return end === -1 ? this.#limit : Math.min(end, this.#limit);
  }
}
