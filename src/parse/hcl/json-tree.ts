/** JSON with the place of every value, refused before anything recursive sees it when it is nested too deeply. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Fault } from "./source-text.ts";

const MAX_DEPTH = 200;
const MAX_FAULTS = 20;

export interface JsonRead {
  /** Null: there is nothing that could be read. */
  readonly root: Node | null;
  readonly faults: readonly Fault[];
}

/** Reads strict JSON (no comments, no trailing commas). A byte order mark at the start is passed over. */
export function readJson(text: string): JsonRead {
  const deep = tooDeepAt(text);
  if (deep !== -1) {
    const message = `Nested too deeply: more than ${MAX_DEPTH} brackets are open here, so this file is not read.`;
    return { root: null, faults: [{ message, start: deep, end: deep + 1 }] };
  }
  const errors: ParseError[] = [];
  const start = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const root = parseTree(start, errors, { disallowComments: true, allowTrailingComma: false }) ?? null;
  const faults = errors.slice(0, MAX_FAULTS).map((error) => ({
    message: `Invalid JSON: ${words(printParseErrorCode(error.error))}.`,
    start: error.offset,
    end: error.offset + error.length,
  }));
  return {
    root,
    faults: root === null && faults.length === 0 ? [{ message: "Invalid JSON: the file is empty.", start: 0, end: 0 }] : faults,
  };
}

/** `PropertyNameExpected` → `property name expected`. */
function words(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** The offset at which too many brackets are open, strings left out; -1: nowhere. */
function tooDeepAt(text: string): number {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) {
        at++;
      } else if (code === 34 || code === 10) {
        inString = false;
      }
    } else if (code === 34) {
      inString = true;
    } else if (code === 123 || code === 91) {
      depth++;
      if (depth > MAX_DEPTH) {
        return at;
      }
    } else if (code === 125 || code === 93) {
      depth--;
    }
  }
  return -1;
}

/** The key and value nodes of an object's properties; what error recovery left incomplete is passed over. */
export function propertiesOf(
  node: Node,
): readonly { readonly name: string; readonly key: Node; readonly value: Node; readonly node: Node }[] {
  const properties = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (property.type === "property" && key !== undefined && value !== undefined && typeof key.value === "string") {
      properties.push({ name: key.value, key, value, node: property });
    }
  }
  return properties;
}

/**
 * For each UTF-16 unit of a JSON string's decoded text, its offset in the file; and, last, that of the closing quote.
 * Without escapes that is one after the other.
 */
export function offsetsInString(text: string, node: Node): (decoded: number) => number {
  const raw = text.slice(node.offset + 1, node.offset + node.length - 1);
  if (!raw.includes("\\")) {
    return (decoded) => node.offset + 1 + decoded;
  }
  const offsets: number[] = [];
  let at = 0;
  while (at < raw.length) {
    offsets.push(node.offset + 1 + at);
    at += raw.charCodeAt(at) !== 92 ? 1 : raw.charCodeAt(at + 1) === 117 ? 6 : 2;
  }
  const end = node.offset + node.length - 1;
  return (decoded) => offsets[decoded] ?? end;
}
