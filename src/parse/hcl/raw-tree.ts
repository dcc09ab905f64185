/** The grammar's tree, copied out of the parser's memory in one walk with a cursor. */
import type { Language, Tree, TreeCursor } from "web-tree-sitter";

export interface RawNode {
  /** The grammar's name of the node; `ERROR` for what it could not read. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  children: RawNode[];
  /** This node or one below it is an error or was made up by the parser. */
  broken: boolean;
}

export interface RawTree {
  readonly root: RawNode;
  /** Nodes that the parser could not read (`ERROR`) or made up (with their own type), in the order of the text. */
  readonly errors: readonly RawNode[];
}

/** How nodes of a type are read: every step into the parser's memory costs, and most nodes say all with their type and place. */
export type Reading = "whole" | "place" | "type" | "skip";

/** Nodes whose content is read from the source instead of from the nodes below them. */
const PLACE_ONLY: ReadonlySet<string> = new Set([
  "literal_value",
  "string_lit",
  "variable_expr",
  "get_attr",
  "identifier",
  "block_start",
  "block_end",
  "(",
  ")",
]);

/** Comments, the scanner's own among them, stand anywhere. */
const SKIPPED = "comment";

/** Nodes that only have to be there. */
const TYPE_ONLY = /^(?:tuple_start|tuple_end|object_start|object_end|ellipsis|quoted_template_start|quoted_template_end|[^a-z_(){}]+)$/;

/** Decides once for a language how each of its node types is read. */
export function readingsOf(language: Language): ReadonlyMap<number, Reading> {
  const readings = new Map<number, Reading>();
  for (const [id, type] of language.types.entries()) {
    readings.set(id, type === SKIPPED ? "skip" : PLACE_ONLY.has(type) ? "place" : TYPE_ONLY.test(type) ? "type" : "whole");
  }
  return readings;
}

const NO_CHILDREN: RawNode[] = [];

interface Copying {
  readonly cursor: TreeCursor;
  readonly types: readonly string[];
  readonly readings: ReadonlyMap<number, Reading>;
  /** Then every node is looked at. */
  readonly hasErrors: boolean;
  readonly shift: number;
  readonly limit: number;
  readonly errors: RawNode[];
}

/** Copies a tree; offsets are moved by `-shift`, and cut at `limit`, where what was added to close the text begins. Iterative, so a deep tree does no harm. The tree can be deleted afterwards. */
export function copyTree(tree: Tree, language: Language, readings: ReadonlyMap<number, Reading>, shift: number, limit: number): RawTree {
  const cursor = tree.walk();
  const copying: Copying = { cursor, types: language.types, readings, hasErrors: tree.rootNode.hasError, shift, limit, errors: [] };
  try {
    const root = readWhole(copying, cursor.nodeTypeId);
    const path: RawNode[] = [];
    let parent = root;
    let more = cursor.gotoFirstChild();
    while (more) {
      const id = cursor.nodeTypeId;
      const reading = readingOf(copying, id);
      if (reading !== "skip") {
        const node = reading === "type" ? readType(copying, id) : readWhole(copying, id);
        append(parent, node);
        if (reading === "whole" && cursor.gotoFirstChild()) {
          path.push(parent);
          parent = node;
          continue;
        }
      }
      more = cursor.gotoNextSibling();
      while (!more) {
        const outer = path.pop();
        if (outer === undefined) {
          return { root, errors: copying.errors };
        }
        outer.broken ||= parent.broken;
        parent = outer;
        cursor.gotoParent();
        more = cursor.gotoNextSibling();
      }
    }
    return { root, errors: copying.errors };
  } finally {
    cursor.delete();
  }
}

function readingOf(copying: Copying, id: number): Reading {
  const reading = copying.readings.get(id) ?? "whole";
  return copying.hasErrors && reading !== "skip" ? "whole" : reading;
}

function append(parent: RawNode, node: RawNode): void {
  parent.broken ||= node.broken;
  if (parent.children === NO_CHILDREN) {
    parent.children = [node];
  } else {
    parent.children.push(node);
  }
}

function readType(copying: Copying, id: number): RawNode {
  return { type: copying.types[id] ?? "ERROR", start: 0, end: 0, children: NO_CHILDREN, broken: false };
}

function readWhole(copying: Copying, id: number): RawNode {
  const { cursor, errors, shift, limit } = copying;
  const type = copying.types[id] ?? "ERROR";
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const node = {
    type,
    start: Math.min(start - shift, limit),
    end: Math.min(end - shift, limit),
    children: NO_CHILDREN,
    broken: type === "ERROR",
  };
  if (copying.hasErrors && (node.broken || (start === end && cursor.nodeIsMissing))) {
    node.broken = true;
    errors.push(node);
  }
  return node;
}
