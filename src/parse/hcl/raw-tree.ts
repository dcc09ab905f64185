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

const NO_CHILDREN: RawNode[] = [];

/** Copies a tree; offsets are moved by `-shift`. Iterative, so a deep tree does no harm. The tree can be deleted afterwards. */
export function copyTree(tree: Tree, language: Language, shift: number): RawTree {
  const cursor = tree.walk();
  const errors: RawNode[] = [];
  try {
    const root = readNode(cursor, language, shift, errors);
    const path: RawNode[] = [];
    let node = root;
    for (;;) {
      if (cursor.gotoFirstChild()) {
        path.push(node);
        const child = readNode(cursor, language, shift, errors);
        node.children = [child];
        node = child;
        continue;
      }
      const next = nextNode(cursor, path, node, () => readNode(cursor, language, shift, errors));
      if (next === null) {
        return { root, errors };
      }
      node = next;
    }
  } finally {
    cursor.delete();
  }
}

/** Goes to the next sibling, or to that of the nearest ancestor that has one; null at the end of the tree. */
function nextNode(cursor: TreeCursor, path: RawNode[], from: RawNode, read: () => RawNode): RawNode | null {
  let node = from;
  for (;;) {
    const parent = path[path.length - 1];
    if (parent === undefined) {
      return null;
    }
    parent.broken ||= node.broken;
    if (cursor.gotoNextSibling()) {
      const next = read();
      parent.children.push(next);
      return next;
    }
    cursor.gotoParent();
    path.pop();
    node = parent;
  }
}

function readNode(cursor: TreeCursor, language: Language, shift: number, errors: RawNode[]): RawNode {
  const type = language.types[cursor.nodeTypeId] ?? "ERROR";
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const node = { type, start: start - shift, end: end - shift, children: NO_CHILDREN, broken: type === "ERROR" };
  if (node.broken || (start === end && cursor.nodeIsMissing)) {
    node.broken = true;
    errors.push(node);
  }
  return node;
}
