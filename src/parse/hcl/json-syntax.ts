/**
 * Terraform's and Packer's JSON syntax as the same bodies and expressions as native syntax.
 * JSON does not say what is a block: objects and arrays stay objects and tuples here, and who knows the schema makes blocks of them.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
import type { Node } from "jsonc-parser";
import type { Attribute, Body, Expression, ObjectItem, ParsedFile } from "../../model/syntax.ts";
import type { HclParser } from "./hcl-parser.ts";
import { offsetsInString, propertiesOf, readJson } from "./json-tree.ts";
import { relocate } from "./relocate.ts";
import { type Fault, problemOf, type SourceText, sourceText, spanOf } from "./source-text.ts";

/** `expressions`: strings are templates (`.tf.json`, `.pkr.json`). `values`: strings mean what they show (`.tfvars.json`). */
export type JsonSyntax = "expressions" | "values";

interface Reading {
  readonly parser: HclParser;
  readonly source: SourceText;
  readonly syntax: JsonSyntax;
  readonly faults: Fault[];
}

const MAX_PROBLEMS = 20;

/** Reads a file in JSON syntax. Never throws; what is wrong stands in `problems`. With broken JSON, no value is taken from it. */
export function parseJsonSyntax(parser: HclParser, path: string, text: string, syntax: JsonSyntax): ParsedFile {
  const source = sourceText(text);
  const { root, faults } = readJson(text);
  const reading: Reading = { parser, source, syntax, faults: [...faults] };
  const attributes: Attribute[] = [];
  for (const body of root === null || faults.length > 0 ? [] : bodiesOf(reading, root)) {
    addAttributes(reading, body, attributes);
  }
  const problems = reading.faults.slice(0, MAX_PROBLEMS).map((fault) => problemOf(source, fault));
  const body: Body = { attributes, blocks: [], span: spanOf(source, 0, text.length) };
  return { path, body, problems };
}

/** A body is an object; in expressions also a list of objects, which count as one. */
function bodiesOf(reading: Reading, root: Node): readonly Node[] {
  const bodies = root.type === "array" && reading.syntax === "expressions" ? (root.children ?? []) : [root];
  const wrong = bodies.find((body) => body.type !== "object");
  if (wrong !== undefined) {
    reading.faults.push({
      message: "Invalid JSON syntax: an object is required here.",
      start: wrong.offset,
      end: wrong.offset + wrong.length,
    });
    return [];
  }
  return bodies;
}

function addAttributes(reading: Reading, body: Node, attributes: Attribute[]): void {
  const names = new Set<string>();
  for (const { name, key, value, node } of propertiesOf(body)) {
    if (reading.syntax === "expressions" && name === "//") {
      continue;
    }
    if (reading.syntax === "values" && names.has(name)) {
      const message = `Attribute redefined: the argument ${JSON.stringify(name)} is already set in this file.`;
      reading.faults.push({ message, start: key.offset, end: key.offset + key.length });
    }
    names.add(name);
    attributes.push({ name, expression: convert(reading, value, [name]), span: spanOfNode(reading, node) });
  }
}

function spanOfNode(reading: Reading, node: Node) {
  return spanOf(reading.source, node.offset, node.offset + node.length);
}

/** `path` holds the keys above a value, list indexes left out. */
function convert(reading: Reading, node: Node, path: readonly string[]): Expression {
  const span = spanOfNode(reading, node);
  switch (node.type) {
    case "string":
      return isLiteral(reading, path) ? { kind: "string", value: textOf(node).normalize("NFC"), span } : convertTemplate(reading, node);
    case "number":
      return convertNumber(reading, node);
    case "boolean":
      return { kind: "bool", value: node.value === true, span };
    case "null":
      return { kind: "null", span };
    case "array":
      return { kind: "tuple", items: (node.children ?? []).map((child) => convert(reading, child, path)), span };
    case "object":
      return { kind: "object", items: convertItems(reading, node, path), span };
    default:
      return { kind: "invalid", span };
  }
}

/**
 * A key that stands twice is an error to Terraform, of which one value would be hidden, unless both are objects or lists: then they may be
 * blocks of one type, which add up.
 */
function convertItems(reading: Reading, node: Node, path: readonly string[]): readonly ObjectItem[] {
  const simple = new Map<string, boolean>();
  const items: ObjectItem[] = [];
  for (const property of propertiesOf(node)) {
    const { name, key, value } = property;
    const isSimple = value.type !== "object" && value.type !== "array";
    const before = name === "//" && reading.syntax === "expressions" ? undefined : simple.get(name);
    if (before !== undefined && (before || isSimple || reading.syntax === "values")) {
      const message = `Duplicate argument: ${JSON.stringify(name)} is already set in this object.`;
      reading.faults.push({ message, start: key.offset, end: key.offset + key.length });
    }
    simple.set(name, isSimple || before === true);
    items.push(convertItem(reading, property, path));
  }
  return items;
}

function convertItem(reading: Reading, property: ReturnType<typeof propertiesOf>[number], path: readonly string[]): ObjectItem {
  const inner = path.length < 4 ? [...path, property.name] : path;
  return { key: convert(reading, property.key, path), value: convert(reading, property.value, inner) };
}

/** A variable's default is a value in JSON syntax too, not a template. */
function isLiteral(reading: Reading, path: readonly string[]): boolean {
  return reading.syntax === "values" || (path[0] === "variable" && path[2] === "default");
}

function textOf(node: Node): string {
  return typeof node.value === "string" ? node.value : "";
}

/** Digits as written; a number that is too long to be evaluated has no value. */
function convertNumber(reading: Reading, node: Node): Expression {
  const span = spanOfNode(reading, node);
  const written = reading.source.text.slice(node.offset, node.offset + node.length);
  const negative = written.startsWith("-");
  const number = reading.parser.parseExpression(negative ? written.slice(1) : written);
  if (number.kind !== "number") {
    reading.faults.push({ message: "Number too large: it has too many digits to be evaluated.", start: span.start, end: span.end });
    return { kind: "invalid", span };
  }
  const operand: Expression = { kind: "number", digits: number.digits, span };
  return negative ? { kind: "unary", operator: "-", operand, span } : operand;
}

/** A string is a template; one that is nothing but an interpolation is that expression, as in native syntax. */
function convertTemplate(reading: Reading, node: Node): Expression {
  const value = textOf(node);
  const span = spanOfNode(reading, node);
  if (!value.includes("${") && !value.includes("%{")) {
    return { kind: "string", value: value.normalize("NFC"), span };
  }
  const template = reading.parser.parseTemplate(value);
  if (template.kind === "invalid") {
    reading.faults.push({ message: "Invalid template: this string holds a syntax error.", start: span.start, end: span.end });
    return { kind: "invalid", span };
  }
  const offset = offsetsInString(reading.source.text, node);
  const moved = relocate(template, (inner) => spanOf(reading.source, offset(inner.start), offset(inner.end)));
  return { ...moved, span };
}
