/** Turns the grammar's bodies into ours: attributes and blocks, with the rules about lines that the grammar does not know. */
import type { Attribute, Block, Body, Expression } from "../../model/syntax.ts";
import { type Conversion, hasNewline, noteFault } from "./conversion.ts";
import { convertExpression } from "./convert-expression.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";
import { decodeQuoted, normalForm } from "./string-literal.ts";

/** Converts the items of a body that fills a range of the text. */
export function convertBody(conversion: Conversion, items: readonly RawNode[], start: number, end: number, depth: number): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  const names = new Set<string>();
  let previous: RawNode | null = null;
  for (const child of items) {
    if (child.type === "attribute") {
      const attribute = convertAttribute(conversion, child, depth);
      if (names.has(attribute.name)) {
        noteFault(
          conversion,
          `Attribute redefined: the argument "${attribute.name}" is already set in this block.`,
          child.start,
          child.end,
        );
      }
      names.add(attribute.name);
      attributes.push(attribute);
    } else if (child.type === "block") {
      blocks.push(convertBlock(conversion, child, depth));
    } else {
      if (child.type === "object") {
        noteFault(conversion, "Argument or block definition required: a file does not start with a brace.", child.start, child.start + 1);
      }
      continue;
    }
    if (previous?.broken === false && !child.broken && !hasNewline(conversion, previous.end, child.start)) {
      noteFault(
        conversion,
        `Missing newline after ${previous.type === "block" ? "block definition" : "argument"}.`,
        child.start,
        child.start + 1,
      );
    }
    previous = child;
  }
  return { attributes, blocks, span: spanOf(conversion.source, start, end) };
}

function convertAttribute(conversion: Conversion, node: RawNode, depth: number): Attribute {
  const name = node.children.find((child) => child.type === "identifier");
  const value = node.children.find((child) => child.type === "expression");
  const text = conversion.source.text.slice(name?.start, name?.end);
  if (text.includes("::")) {
    noteFault(conversion, "Invalid argument name: a name must not hold colons.", node.start, node.end);
  }
  const expression: Expression =
    value === undefined
      ? { kind: "invalid", span: spanOf(conversion.source, node.end, node.end) }
      : convertExpression(conversion, value, depth + 1);
  return { name: text, expression, span: spanOf(conversion.source, node.start, node.end) };
}

function convertBlock(conversion: Conversion, node: RawNode, depth: number): Block {
  const [type, ...rest] = node.children;
  const labels: string[] = [];
  let body: RawNode | undefined;
  let open: RawNode | undefined;
  let close: RawNode | undefined;
  for (const child of rest) {
    switch (child.type) {
      case "string_lit":
      case "identifier":
        labels.push(convertLabel(conversion, child));
        break;
      case "block_start":
        open = child;
        break;
      case "body":
        body = child;
        break;
      case "block_end":
        close = child;
        break;
      default:
        break;
    }
  }
  if (open !== undefined && hasNewline(conversion, node.start, open.start)) {
    noteFault(
      conversion,
      "Invalid block definition: the opening brace must stand on the same line as the block's type and labels.",
      node.start,
      open.end,
    );
  }
  if (open !== undefined && close !== undefined && body !== undefined) {
    checkLines(conversion, open, body, close);
  }
  const bodyStart = open?.end ?? node.end;
  return {
    type: conversion.source.text.slice(type?.start, type?.end),
    labels,
    body: convertBody(conversion, body?.children ?? [], bodyStart, Math.max(bodyStart, close?.start ?? node.end), depth + 1),
    span: spanOf(conversion.source, node.start, node.end),
  };
}

function convertLabel(conversion: Conversion, node: RawNode): string {
  const text = conversion.source.text.slice(node.start, node.end);
  if (node.type === "identifier") {
    return text;
  }
  const seen = conversion.masked.slice(node.start, node.end);
  if (seen.includes("${") || seen.includes("%{")) {
    noteFault(conversion, "Invalid string literal: template sequences are not allowed in a label.", node.start, node.end);
  }
  return normalForm(decodeQuoted(text.slice(1, -1)));
}

/** A block on one line holds one argument; in any other block, the items and the closing brace stand on lines of their own. */
function checkLines(conversion: Conversion, open: RawNode, body: RawNode, close: RawNode): void {
  const first = body.children[0];
  const last = body.children[body.children.length - 1];
  if (first === undefined || last === undefined || body.broken) {
    return;
  }
  const closesOnNewLine = hasNewline(conversion, last.end, close.start);
  if (hasNewline(conversion, open.end, first.start)) {
    if (!closesOnNewLine) {
      noteFault(
        conversion,
        `Missing newline after ${last.type === "block" ? "block definition" : "argument"}: the closing brace must stand on a line of its own.`,
        close.start,
        close.end,
      );
    }
    return;
  }
  if (closesOnNewLine || body.children.length > 1 || first.type !== "attribute") {
    noteFault(
      conversion,
      "Invalid single-argument block definition: a block on one line holds at most one argument and its closing brace.",
      first.start,
      first.end,
    );
  }
}
