/** A text that is equal only for equal expressions, for values that cannot be told apart otherwise. */
import type { Expression, TemplatePart } from "../model/syntax.ts";
import { childrenOf, walkExpressions } from "../model/syntax-query.ts";
import { sha256Hex } from "./digest.ts";

const digests = new WeakMap<Expression, string>();

/** 64 hex digits over the whole structure of the expression; places do not count. */
export function syntaxDigest(expression: Expression): string {
  const known = digests.get(expression);
  if (known !== undefined) return known;
  const pieces: string[] = [];
  for (const node of walkExpressions(expression)) pieces.push(`${node.kind} ${childrenOf(node).length} ${payload(node)}`);
  const digest = sha256Hex(pieces.join("\n"));
  digests.set(expression, digest);
  return digest;
}

function payload(node: Expression): string {
  switch (node.kind) {
    case "bool":
      return String(node.value);
    case "string":
      return JSON.stringify(node.value);
    case "number":
      return node.digits;
    case "name":
    case "get-attribute":
      return node.name;
    case "call":
      return `${node.name}${node.expand ? " ..." : ""}`;
    case "unary":
    case "binary":
      return node.operator;
    case "splat":
      return JSON.stringify([node.style, ...node.steps.map((step) => (step.kind === "attribute" ? step.name : 0))]);
    case "for":
      return JSON.stringify([node.result, node.keyName, node.valueName, node.key !== null, node.group, node.condition !== null]);
    case "template":
      return skeleton(node.parts);
    default:
      return "";
  }
}

/** Text and directives of a template, without the expressions in them. */
function skeleton(parts: readonly TemplatePart[]): string {
  const pieces: string[] = [];
  const open: (TemplatePart | string)[] = parts.toReversed();
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === "string") {
      pieces.push(part);
      continue;
    }
    switch (part.kind) {
      case "literal":
        pieces.push(JSON.stringify(part.value));
        break;
      case "interpolation":
        pieces.push("value");
        break;
      case "if":
        pieces.push("if");
        open.push("endif", ...part.otherwise.toReversed(), "else", ...part.then.toReversed());
        break;
      case "for":
        pieces.push(`for ${part.keyName ?? ""},${part.valueName}`);
        open.push("endfor", ...part.parts.toReversed());
        break;
    }
  }
  return pieces.join(" ");
}
