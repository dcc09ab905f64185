/** The parser as the tests use it, and a short way to write down what it made of a text. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Body, Expression, SplatStep, TemplatePart } from "../../../src/model/syntax.ts";
import { createHclParser, type HclParser } from "../../../src/parse/hcl/hcl-parser.ts";

const require = createRequire(import.meta.url);

export function loadParser(): Promise<HclParser> {
  return createHclParser({
    runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammar: readFileSync(require.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm")),
  });
}

/** An expression with all its grouping: `(a + (b * c))`; parentheses that were written are `⟨…⟩`; `!` is invalid. */
export function show(expression: Expression): string {
  switch (expression.kind) {
    case "null":
      return "null";
    case "bool":
      return String(expression.value);
    case "number":
      return expression.digits;
    case "string":
      return JSON.stringify(expression.value);
    case "template":
      return `T[${showParts(expression.parts)}]`;
    case "tuple":
      return `[${expression.items.map(show).join(", ")}]`;
    case "object":
      return `{${expression.items.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(", ")}}`;
    case "name":
      return expression.name;
    case "get-attribute":
      return `${show(expression.of)}.${expression.name}`;
    case "index":
      return `${show(expression.of)}[${show(expression.key)}]`;
    case "splat":
      return `${show(expression.of)}${expression.style === "full" ? "[*]" : ".*"}{${expression.steps.map(showStep).join("")}}`;
    case "call":
      return `${expression.name}(${expression.args.map(show).join(", ")}${expression.expand ? "..." : ""})`;
    case "unary":
      return `(${expression.operator}${show(expression.operand)})`;
    case "binary":
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case "conditional":
      return `(${show(expression.condition)} ? ${show(expression.then)} : ${show(expression.otherwise)})`;
    case "parentheses":
      return `⟨${show(expression.inner)}⟩`;
    case "for":
      return showFor(expression);
    case "invalid":
      return "!";
  }
}

function showFor(expression: Expression & { readonly kind: "for" }): string {
  const names = expression.keyName === null ? expression.valueName : `${expression.keyName}, ${expression.valueName}`;
  const key = expression.key === null ? "" : `${show(expression.key)} => `;
  const condition = expression.condition === null ? "" : ` if ${show(expression.condition)}`;
  const inner = `for ${names} in ${show(expression.collection)} : ${key}${show(expression.value)}${expression.group ? "..." : ""}${condition}`;
  return expression.result === "tuple" ? `[${inner}]` : `{${inner}}`;
}

function showStep(step: SplatStep): string {
  return step.kind === "attribute" ? `.${step.name}` : `[${show(step.key)}]`;
}

export function showParts(parts: readonly TemplatePart[]): string {
  return parts.map(showPart).join(" ");
}

function showPart(part: TemplatePart): string {
  switch (part.kind) {
    case "literal":
      return JSON.stringify(part.value);
    case "interpolation":
      return `\${${show(part.expression)}}`;
    case "if":
      return `%if(${show(part.condition)}){${showParts(part.then)}}{${showParts(part.otherwise)}}`;
    case "for":
      return `%for(${part.keyName === null ? "" : `${part.keyName}, `}${part.valueName} in ${show(part.collection)}){${showParts(part.parts)}}`;
  }
}

/** A body in one line: `x = 1; block "label" { … }`. */
export function showBody(body: Body): string {
  const attributes = body.attributes.map(({ name, expression }) => `${name} = ${show(expression)}`);
  const blocks = body.blocks.map(
    ({ type, labels, body: inner }) => `${[type, ...labels.map((label) => JSON.stringify(label))].join(" ")} { ${showBody(inner)} }`,
  );
  return [...attributes, ...blocks].join("; ");
}
