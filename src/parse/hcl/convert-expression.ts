/** Turns the grammar's expressions into ours, mending what it groups otherwise than Terraform does. */
import type { BinaryOperator, Expression, ObjectItem } from "../../model/syntax.ts";
import { type Conversion, MAX_EXPRESSION_DEPTH, refuse } from "./conversion.ts";
import { convertForObject, convertForTuple } from "./convert-for.ts";
import { convertTemplate } from "./convert-template.ts";
import { convertPostfix } from "./convert-traversal.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";

const BINARY_OPERATORS: ReadonlySet<string> = new Set<BinaryOperator>([
  "+",
  "-",
  "*",
  "/",
  "%",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "&&",
  "||",
]);

function isBinaryOperator(type: string): type is BinaryOperator {
  return BINARY_OPERATORS.has(type);
}

/** An `expression` node. What holds an error has no value. */
export function convertExpression(conversion: Conversion, node: RawNode | undefined, depth: number): Expression {
  if (node === undefined || node.broken) {
    return { kind: "invalid", span: spanOf(conversion.source, node?.start ?? 0, node?.end ?? 0) };
  }
  if (depth > MAX_EXPRESSION_DEPTH) {
    return refuse(conversion, node, `Nested too deeply: more than ${MAX_EXPRESSION_DEPTH} expressions lie in one another here.`);
  }
  const first = node.children[0];
  if (first?.type === "conditional" && node.children.length === 1) {
    return convertConditional(conversion, first, depth);
  }
  return convertTerm(conversion, node.children, 0, node.children.length, depth);
}

/**
 * The grammar reads `a ? 1 : b ? 2 : 3` as `(a ? 1 : b) ? 2 : 3`: a conditional without parentheses as the condition of
 * another one. Its branches are collected from the left and nested to the right again.
 */
function convertConditional(conversion: Conversion, node: RawNode, depth: number): Expression {
  const links: { readonly condition: RawNode; readonly whenTrue: RawNode | undefined }[] = [];
  const pieces: RawNode[] = [];
  let current: RawNode | undefined = node;
  while (current !== undefined) {
    const condition: RawNode | undefined = current.children[0];
    const inner: RawNode | undefined = condition?.children[0];
    pieces.push(current);
    current = inner?.type === "conditional" && condition?.children.length === 1 ? inner : undefined;
  }
  if (pieces.length + depth > MAX_EXPRESSION_DEPTH) {
    return refuse(conversion, node, `Nested too deeply: more than ${MAX_EXPRESSION_DEPTH} conditionals follow one another here.`);
  }
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    const condition = index === pieces.length - 1 ? piece?.children[0] : pieces[index + 1]?.children[4];
    if (condition !== undefined) {
      links.push({ condition, whenTrue: piece?.children[2] });
    }
  }
  let result = convertExpression(conversion, node.children[4], depth + links.length);
  for (let index = links.length - 1; index >= 0; index--) {
    const link = links[index];
    if (link !== undefined) {
      const condition = convertExpression(conversion, link.condition, depth + index + 1);
      const whenTrue = convertExpression(conversion, link.whenTrue, depth + index + 1);
      result = {
        kind: "conditional",
        condition,
        // biome-ignore lint/suspicious/noThenProperty: the word of the language; an expression is never awaited.
        then: whenTrue,
        otherwise: result,
        span: spanOf(conversion.source, link.condition.start, node.end),
      };
    }
  }
  return result;
}

/** A term and what follows it (`.a`, `[0]`, `.*`), which the grammar lists flat among the children of its parent. */
function convertTerm(conversion: Conversion, children: readonly RawNode[], from: number, to: number, depth: number): Expression {
  const first = children[from];
  if (first === undefined) {
    return { kind: "invalid", span: spanOf(conversion.source, 0, 0) };
  }
  if (first.type === "(") {
    const closing = children[from + 2];
    const inner = convertExpression(conversion, children[from + 1], depth + 1);
    const span = spanOf(conversion.source, first.start, closing?.end ?? first.end);
    return convertPostfix(conversion, { kind: "parentheses", inner, span }, children, from + 3, to, depth);
  }
  return convertPostfix(conversion, convertPrimary(conversion, first, depth), children, from + 1, to, depth);
}

function convertPrimary(conversion: Conversion, node: RawNode, depth: number): Expression {
  if (node.broken) {
    return { kind: "invalid", span: spanOf(conversion.source, node.start, node.end) };
  }
  switch (node.type) {
    case "literal_value":
      return convertLiteral(conversion, node, depth);
    case "variable_expr":
      return convertName(conversion, node);
    case "function_call":
      return convertCall(conversion, node, depth);
    default:
      return convertNested(conversion, node, node.children[0], depth);
  }
}

/** A node that only says which kind of expression lies below it. */
function convertNested(conversion: Conversion, node: RawNode, child: RawNode | undefined, depth: number): Expression {
  switch (child?.type) {
    case "quoted_template":
      return convertTemplate(conversion, child, depth);
    case "tuple":
      return convertTuple(conversion, child, depth);
    case "object":
      return convertObject(conversion, child, depth);
    case "for_tuple_expr":
      return convertForTuple(conversion, child, depth);
    case "for_object_expr":
      return convertForObject(conversion, child, depth);
    case "unary_operation":
    case "binary_operation":
      return convertOperation(conversion, child, depth);
    default:
      return refuse(conversion, node, "Invalid expression: this is not an expression.");
  }
}

/** A literal's first character says what it is; a heredoc was shown to the grammar as a string. */
function convertLiteral(conversion: Conversion, node: RawNode, depth: number): Expression {
  const { text } = conversion.source;
  const first = text.charAt(node.start);
  if (first === '"' || first === "<") {
    return convertTemplate(conversion, node, depth);
  }
  const span = spanOf(conversion.source, node.start, node.end);
  if (first >= "0" && first <= "9") {
    return { kind: "number", digits: text.slice(node.start, node.end), span };
  }
  return first === "n" ? { kind: "null", span } : { kind: "bool", value: first === "t", span };
}

function convertName(conversion: Conversion, node: RawNode): Expression {
  const name = conversion.source.text.slice(node.start, node.end);
  if (name.includes("::")) {
    return refuse(conversion, node, "Invalid reference: a name with colons must be a function that is called.");
  }
  return { kind: "name", name, span: spanOf(conversion.source, node.start, node.end) };
}

function convertTuple(conversion: Conversion, node: RawNode, depth: number): Expression {
  const items: Expression[] = [];
  for (const child of node.children) {
    if (child.type === "expression") {
      items.push(convertExpression(conversion, child, depth + 1));
    }
  }
  return { kind: "tuple", items, span: spanOf(conversion.source, node.start, node.end) };
}

function convertObject(conversion: Conversion, node: RawNode, depth: number): Expression {
  const items: ObjectItem[] = [];
  let previous: RawNode | null = null;
  for (const child of node.children) {
    if (child.type !== "object_elem") {
      continue;
    }
    if (previous !== null && !conversion.masked.slice(previous.end, child.start).includes(",")) {
      return refuse(conversion, child, "Missing attribute separator: a newline or a comma must stand between the items of an object.");
    }
    items.push({
      key: convertKey(conversion, child.children[0], depth + 1),
      value: convertExpression(conversion, child.children[2], depth + 1),
    });
    previous = child;
  }
  return { kind: "object", items, span: spanOf(conversion.source, node.start, node.end) };
}

/** A bare word is a string as a key, also where it would be a keyword elsewhere. */
function convertKey(conversion: Conversion, node: RawNode | undefined, depth: number): Expression {
  const key = convertExpression(conversion, node, depth);
  if (key.kind === "name") {
    return { kind: "string", value: key.name, span: key.span };
  }
  if (key.kind === "bool" || key.kind === "null") {
    return { kind: "string", value: key.kind === "null" ? "null" : String(key.value), span: key.span };
  }
  return key;
}

function convertCall(conversion: Conversion, node: RawNode, depth: number): Expression {
  const args: Expression[] = [];
  let expand = false;
  for (const child of node.children) {
    if (child.type === "function_arguments") {
      for (const argument of child.children) {
        if (argument.type === "expression") {
          args.push(convertExpression(conversion, argument, depth + 1));
        }
        expand ||= argument.type === "ellipsis";
      }
    }
  }
  const name = conversion.source.text.slice(node.children[0]?.start, node.children[0]?.end);
  return { kind: "call", name, args, expand, span: spanOf(conversion.source, node.start, node.end) };
}

function convertOperation(conversion: Conversion, node: RawNode, depth: number): Expression {
  const { children } = node;
  const span = spanOf(conversion.source, node.start, node.end);
  if (depth > MAX_EXPRESSION_DEPTH) {
    return refuse(conversion, node, `Nested too deeply: more than ${MAX_EXPRESSION_DEPTH} operations lie in one another here.`);
  }
  if (node.type === "unary_operation") {
    const operator = children[0]?.type === "!" ? "!" : "-";
    return { kind: "unary", operator, operand: convertTerm(conversion, children, 1, children.length, depth + 1), span };
  }
  for (let index = 1; index < children.length; index++) {
    const operator = children[index]?.type ?? "";
    if (isBinaryOperator(operator)) {
      const left = convertTerm(conversion, children, 0, index, depth + 1);
      const right = convertTerm(conversion, children, index + 1, children.length, depth + 1);
      return { kind: "binary", operator, left, right, span };
    }
  }
  return refuse(conversion, node, "Invalid expression: an operator is missing here.");
}
