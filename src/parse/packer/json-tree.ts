/** JSON with places, for the files of Packer: nesting is bounded, and every fault has its line. */
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Place } from "../../model/place.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { sourceText, spanOf } from "../hcl/source-text.ts";

export interface JsonTree {
  /** Null: nothing could be read. */
  readonly root: Node | null;
  readonly problems: readonly SyntaxProblem[];
  place(node: Node): Place;
}

/** Brackets within brackets. */
const deepest = 200;

export function readJsonTree(path: string, text: string): JsonTree {
  const source = sourceText(text);
  const place = (node: Node): Place => {
    const span = spanOf(source, node.offset, node.offset + node.length);
    return { file: path, line: span.line, endLine: span.endLine, column: span.column };
  };
  const tooDeep = nestingFault(text);
  if (tooDeep !== null) {
    const span = spanOf(source, tooDeep, tooDeep + 1);
    return {
      root: null,
      problems: [{ message: `Brackets are nested more than ${deepest} deep.`, line: span.line, endLine: span.line, column: span.column }],
      place,
    };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true, allowEmptyContent: false }) ?? null;
  const problems = errors.slice(0, 20).map((error) => {
    const span = spanOf(source, error.offset, error.offset + error.length);
    return {
      message: `Not valid JSON: ${words(printParseErrorCode(error.error))}.`,
      line: span.line,
      endLine: span.endLine,
      column: span.column,
    };
  });
  return { root, problems, place };
}

/** Members of an object by key, the last of equal keys; none for anything else. */
export function membersOf(node: Node | undefined | null): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>();
  for (const property of node?.type === "object" ? (node.children ?? []) : []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) members.set(String(key.value), value);
  }
  return members;
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

/** The text of a string, number or boolean; null for anything else. */
export function scalarText(node: Node | undefined): string | null {
  if (node?.type !== "string" && node?.type !== "number" && node?.type !== "boolean") return null;
  return String(getNodeValue(node));
}

/** The offset of the bracket that is too deep; null where none is. */
function nestingFault(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34 || code === 10) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) {
      if (++depth > deepest) return at;
    } else if (code === 93 || code === 125) depth--;
  }
  return null;
}

/** `PropertyNameExpected` → `property name expected`. */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
