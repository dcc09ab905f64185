/** A YAML text of any shape as plain nodes with lines, so that readers of CI files need not know the YAML library. */
import { Composer, type CST, type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, Parser } from "yaml";
import type { SyntaxProblem } from "../../model/syntax.ts";

/** A node of a YAML document. `line` counts from 1. */
export type YamlNode =
  | { readonly kind: "map"; readonly entries: readonly YamlEntry[]; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly YamlNode[]; readonly line: number }
  /** `firstLine`: where its text begins; `linear`: each line of the text is a line of the file. */
  | { readonly kind: "text"; readonly text: string; readonly line: number; readonly firstLine: number; readonly linear: boolean }
  | { readonly kind: "none"; readonly line: number };

export interface YamlEntry {
  readonly key: string;
  readonly value: YamlNode;
  readonly line: number;
}

export interface YamlSource {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly SyntaxProblem[];
}

/** Nested deeper than this, nodes are left out and a problem says so. */
const depthLimit = 100;
/** Aliases are followed as long as the whole stays below this many nodes. */
const nodeLimit = 200_000;

/** Reads a YAML text with any number of documents. What stands beside a syntax error is still read; the error is a problem. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  if (parsed === null) return { documents: [], problems: [tooDeep(1)] };
  const problems: SyntaxProblem[] = [];
  const documents: YamlNode[] = [];
  for (const document of parsed) {
    for (const error of document.errors.slice(0, 20)) problems.push(problemAt(error.message, error.pos[0], lines));
    const reading: Reading = { lines, problems, left: nodeLimit, anchors: new Map(), open: new Set() };
    if (document.contents !== null) documents.push(convert(document.contents, depthLimit, reading));
  }
  return { documents, problems };
}

interface Reading {
  readonly lines: LineCounter;
  readonly problems: SyntaxProblem[];
  left: number;
  /** Nodes by the anchor that was written last. The library's own look-up walks the document for every alias. */
  readonly anchors: Map<string, Node>;
  /** Anchors that are being followed, against circles. */
  readonly open: Set<unknown>;
}

/** Null: nested too deeply. The composer is recursive, so the depth is checked on the tokens, which the parser makes without recursion. */
function parse(text: string, lines: LineCounter): readonly Document[] | null {
  if (indentedTooFar(text)) return null;
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (tokens.some((token) => nestedDeeper(token, depthLimit))) return null;
  return [...new Composer({ strict: false, uniqueKeys: false, logLevel: "silent" }).compose(tokens)];
}

/** Compact nesting (`- - - -`) costs the parser time that grows with the square of a line's leading signs. */
function indentedTooFar(text: string): boolean {
  let signs = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\n") signs = 0;
    else if (c === "-" || c === "?" || c === ":" || c === "&" || c === "!" || c === "[" || c === "{") signs++;
    else if (c !== " " && c !== "\t" && signs < 2_000) signs = 0;
    if (signs >= 2_000) return true;
  }
  return false;
}

function nestedDeeper(root: CST.Token, limit: number): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > limit) return true;
    for (const token of tokensBelow(next.token)) open.push({ token, depth: next.depth + 1 });
  }
  return false;
}

function tokensBelow(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  const below: CST.Token[] = [];
  for (const item of token.items) {
    if (item.key) below.push(item.key);
    if (item.value) below.push(item.value);
  }
  return below;
}

function problemAt(message: string, offset: number, lines: LineCounter): SyntaxProblem {
  const at = lines.linePos(offset);
  const line = Math.max(1, at.line);
  return { message: message.slice(0, 200), line, endLine: line, column: Math.max(1, at.col) };
}

function tooDeep(line: number): SyntaxProblem {
  return { message: `nested more than ${depthLimit} deep`, line, endLine: line, column: 1 };
}

function lineOf(node: Node, reading: Reading): number {
  const start = node.range?.[0];
  return start === undefined ? 1 : Math.max(1, reading.lines.linePos(start).line);
}

function convert(node: Node, depth: number, reading: Reading): YamlNode {
  const line = lineOf(node, reading);
  reading.left--;
  if (depth === 0 || reading.left <= 0) {
    if (reading.problems.length < 20) reading.problems.push(tooDeep(line));
    return { kind: "none", line };
  }
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (isMap(node)) {
    const entries: YamlEntry[] = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = keyText(pair.key);
      const value = pair.value as Node | null;
      const keyLine = lineOf(pair.key as Node, reading);
      if (key !== null)
        entries.push({ key, line: keyLine, value: value === null ? { kind: "none", line: keyLine } : convert(value, depth - 1, reading) });
    }
    return { kind: "map", entries, line };
  }
  if (isSeq(node)) return { kind: "list", items: node.items.map((item) => convert(item as Node, depth - 1, reading)), line };
  if (isAlias(node)) return followed(node.source, depth, reading, line);
  if (isScalar(node) && node.value !== null) return scalar(String(node.value), node.type ?? "PLAIN", line);
  return { kind: "none", line };
}

function followed(anchor: string, depth: number, reading: Reading, line: number): YamlNode {
  const target = reading.anchors.get(anchor);
  if (target === undefined || reading.open.has(target)) return { kind: "none", line };
  reading.open.add(target);
  const read = convert(target, depth - 1, reading);
  reading.open.delete(target);
  return read;
}

function keyText(key: unknown): string | null {
  return isScalar(key) && key.value !== null ? String(key.value) : null;
}

function scalar(text: string, type: string, line: number): YamlNode {
  if (type === "BLOCK_LITERAL") return { kind: "text", text, line, firstLine: line + 1, linear: true };
  if (type === "BLOCK_FOLDED") return { kind: "text", text, line, firstLine: line + 1, linear: false };
  return { kind: "text", text, line, firstLine: line, linear: false };
}

/** The entry of a map; undefined where there is none, or the node is no map. */
export function entryOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === "map" ? node.entries.findLast((entry) => entry.key === key)?.value : undefined;
}

/** The text of a scalar. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "text" ? node.text : undefined;
}
