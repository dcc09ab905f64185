/** Turns `[for …]` and `{for …}` into our for expression. */
import type { Expression } from "../../model/syntax.ts";
import { type Conversion, refuse } from "./conversion.ts";
import { convertExpression } from "./convert-expression.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";

/** The names and the collection, of `for_intro` and `template_for_start` alike. */
export interface ForHead {
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
}

export function convertForHead(conversion: Conversion, node: RawNode | undefined, depth: number): ForHead {
  const names: string[] = [];
  let collection: RawNode | undefined;
  for (const child of node?.children ?? []) {
    if (child.type === "identifier") {
      names.push(conversion.source.text.slice(child.start, child.end));
    } else if (child.type === "expression") {
      collection = child;
    }
  }
  const [first = "", second] = names;
  return {
    keyName: second === undefined ? null : first,
    valueName: second ?? first,
    collection: convertExpression(conversion, collection, depth + 1),
  };
}

export function convertForTuple(conversion: Conversion, node: RawNode, depth: number): Expression {
  const [, intro, value, condition] = node.children;
  return {
    kind: "for",
    result: "tuple",
    ...convertForHead(conversion, intro, depth),
    key: null,
    value: convertExpression(conversion, value, depth + 1),
    group: false,
    condition: convertCondition(conversion, condition, depth),
    span: spanOf(conversion.source, node.start, node.end),
  };
}

export function convertForObject(conversion: Conversion, node: RawNode, depth: number): Expression {
  const [, intro, key, arrow, value, ...rest] = node.children;
  if (arrow?.type !== "=>") {
    return refuse(conversion, node, 'Invalid for expression: "=>" is missing between key and value.');
  }
  return {
    kind: "for",
    result: "object",
    ...convertForHead(conversion, intro, depth),
    key: convertExpression(conversion, key, depth + 1),
    value: convertExpression(conversion, value, depth + 1),
    group: rest.some((child) => child.type === "ellipsis"),
    condition: convertCondition(
      conversion,
      rest.find((child) => child.type === "for_cond"),
      depth,
    ),
    span: spanOf(conversion.source, node.start, node.end),
  };
}

function convertCondition(conversion: Conversion, node: RawNode | undefined, depth: number): Expression | null {
  return node?.type === "for_cond" ? convertExpression(conversion, node.children[1], depth + 1) : null;
}
