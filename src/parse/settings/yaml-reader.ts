/**
 * Reads YAML by its lines into trees with offsets. The YAML library is exact and slow (2 MB a second), and a chart's template or a playbook
 * with Jinja in it is no YAML to it; this reader is ten times as fast, reads templates, and passes over what is broken. Tests hold it
 * against the library.
 */
import {
  type DataEntry,
  type DataList,
  type DataMap,
  type DataNode,
  deepestData,
  fullRoom,
  noteDepth,
  type Room,
  takeNode,
} from "./data-node.ts";
import { type YamlLine, YamlLines } from "./yaml-lines.ts";
import { blanksEnd, YamlValues } from "./yaml-values.ts";

export interface YamlRead {
  /** One for each document that holds something. */
  readonly documents: readonly DataNode[];
  /** Why not everything was read; null: everything was. */
  readonly cut: string | null;
}

/** Never throws. Linear in the text. */
export function readYamlData(text: string): YamlRead {
  return new YamlReader(text).read();
}

/** A map or list that lines further down may still add to. */
interface Open {
  readonly node: DataMap | DataList;
  readonly indent: number;
  /** Of a map: the entry that was written last. Of a list: whether its last item has not been written yet. */
  entry: DataEntry | null;
  waiting: boolean;
}

class YamlReader {
  readonly #lines: YamlLines;
  readonly #text: string;
  readonly #room: Room = fullRoom();
  readonly #values: YamlValues;
  #open: Open[] = [];
  #documents: DataNode[] = [];
  #root: DataNode | null = null;

  constructor(text: string) {
    this.#lines = new YamlLines(text);
    this.#text = text;
    this.#values = new YamlValues(this.#lines, this.#room);
  }

  read(): YamlRead {
    for (let line = this.#lines.peekContent(); line !== null; line = this.#lines.peekContent()) {
      if (this.#room.nodes <= 0) {
        takeNode(this.#room);
        break;
      }
      this.#lines.take();
      this.#line(line);
    }
    this.#endDocument();
    return { documents: this.#documents, cut: this.#room.cut };
  }

  #line(line: YamlLine): void {
    if (line.indent === 0 && this.#isMarker(line)) {
      const rest = line.start + 3;
      const separator = this.#text.startsWith("---", line.start);
      this.#endDocument();
      if (separator) this.#content({ ...line, start: blanksEnd(this.#text, rest, line.end), indent: -1 });
      return;
    }
    if (line.indent === 0 && this.#text[line.start] === "%") return;
    this.#content(line);
  }

  #isMarker(line: YamlLine): boolean {
    const marker = this.#text.slice(line.start, line.start + 3);
    const behind = this.#text[line.start + 3];
    return (marker === "---" || marker === "...") && (line.start + 3 >= line.end || behind === " " || behind === "\t");
  }

  #endDocument(): void {
    if (this.#root !== null) this.#documents.push(this.#root);
    this.#root = null;
    this.#open = [];
    this.#values.endDocument();
  }

  /** Signs of list items, then a name with its value, or a value alone. */
  #content(line: YamlLine): void {
    let { start, indent } = line;
    while (start < line.end) {
      const isItem =
        this.#text[start] === "-" && (start + 1 >= line.end || this.#text[start + 1] === " " || this.#text[start + 1] === "\t");
      if (!isItem) break;
      if (!this.#beginItem(Math.max(0, indent))) return;
      const next = blanksEnd(this.#text, start + 1, line.end);
      indent = Math.max(0, indent) + (next - start);
      start = next;
    }
    if (start >= line.end || this.#text[start] === "#") return;
    const explicit = this.#values.explicitNameAt(start, line.end);
    if (explicit !== null) {
      this.#beginEntry({ name: explicit, value: null, tag: null }, indent);
      return;
    }
    if (this.#isExplicitValue(start, line.end, indent)) {
      const next = blanksEnd(this.#text, start + 1, line.end);
      this.#content({ ...line, start: next, indent: Math.max(0, indent) + (next - start) });
      return;
    }
    const name = this.#values.nameAt(start, line.end);
    if (name === null) {
      this.#loneValue(start, line.end, indent);
      return;
    }
    const entry: DataEntry = { name: name.text, value: null, tag: this.#values.tagAt(name.end, line.end) };
    if (!this.#beginEntry(entry, indent)) return;
    const value = this.#values.valueAt(name.end, line.end, Math.max(0, indent));
    if (value !== null) entry.value = value;
  }

  /** False: nested too deeply. */
  #beginEntry(entry: DataEntry, indent: number): boolean {
    const map = this.#mapAt(Math.max(0, indent));
    if (map === null) return false;
    map.entry = entry;
    (map.node as DataMap).entries.push(entry);
    return true;
  }

  /** `: value`, below `? name` of the same indent. */
  #isExplicitValue(start: number, end: number, indent: number): boolean {
    if (this.#text[start] !== ":" || (start + 1 < end && this.#text[start + 1] !== " " && this.#text[start + 1] !== "\t")) return false;
    const open = this.#open.findLast((one) => one.indent <= Math.max(0, indent));
    return open?.node.kind === "map" && open.indent === Math.max(0, indent) && isEmpty(open);
  }

  /** False: nested too deeply. */
  #beginItem(indent: number): boolean {
    while (this.#open.length > 0) {
      const top = this.#open.at(-1);
      if (top === undefined || top.indent < indent || (top.indent === indent && (top.node.kind === "list" || isEmpty(top)))) break;
      this.#open.pop();
    }
    const top = this.#open.at(-1);
    if (top?.node.kind === "list" && top.indent === indent) {
      top.waiting = true;
      return true;
    }
    return this.#begin({ kind: "list", items: [] }, indent);
  }

  #mapAt(indent: number): Open | null {
    while (this.#open.length > 0) {
      const top = this.#open.at(-1);
      if (top === undefined || top.indent < indent || (top.indent === indent && top.node.kind === "map")) break;
      this.#open.pop();
    }
    const top = this.#open.at(-1);
    if (top?.node.kind === "map" && top.indent === indent) return top;
    return this.#begin({ kind: "map", entries: [] }, indent) ? (this.#open.at(-1) ?? null) : null;
  }

  #begin(node: DataMap | DataList, indent: number): boolean {
    if (this.#open.length >= deepestData) {
      noteDepth(this.#room);
      return false;
    }
    if (!takeNode(this.#room)) return false;
    this.#attach(node);
    this.#open.push({ node, indent, entry: null, waiting: node.kind === "list" });
    return true;
  }

  /** Puts a node where the lines above left a place for one. */
  #attach(node: DataNode): void {
    const top = this.#open.at(-1);
    if (top === undefined) {
      if (this.#root !== null) this.#documents.push(this.#root);
      this.#root = node;
    } else if (top.node.kind === "list") {
      top.node.items.push(node);
      top.waiting = false;
    } else if (isEmpty(top) && top.entry !== null) top.entry.value = node;
    else top.node.entries.push({ name: "", value: node, tag: null });
  }

  /** A list's item, a document's only text, or a text that goes on. */
  #loneValue(start: number, end: number, indent: number): void {
    while (this.#open.length > 0 && (this.#open.at(-1)?.indent ?? -1) >= Math.max(0, indent)) this.#open.pop();
    const top = this.#open.at(-1);
    const value = this.#values.valueAt(start, end, top?.indent ?? -1);
    if (value !== null) this.#attach(value);
  }
}

/** Whether the entry that was written last, or the list's last item, still has no value. */
function isEmpty(open: Open): boolean {
  return open.node.kind === "list" ? open.waiting : open.entry !== null && open.entry.value === null;
}
