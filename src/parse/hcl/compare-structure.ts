/** Holds what was read from a file against what HashiCorp's parser made of it as JSON: blocks, labels, arguments and literal values. */
import type { Span } from "../../model/place.ts";
import type { Block, Body, Expression, SyntaxProblem } from "../../model/syntax.ts";

const MAX_PROBLEMS = 5;

/** The places at which the two differ. */
export function compareStructure(body: Body, read: unknown): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  compareBody(body, read, "the file", body.span, problems);
  return problems.slice(0, MAX_PROBLEMS);
}

function disagree(problems: SyntaxProblem[], span: Span, about: string): void {
  problems.push({
    kind: "disagreement",
    message: `The two parsers disagree about ${about}, so this file is not relied on.`,
    line: span.line,
    endLine: span.endLine,
    column: span.column,
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compareBody(body: Body, read: unknown, name: string, span: Span, problems: SyntaxProblem[]): void {
  if (!isObject(read)) {
    disagree(problems, span, name);
    return;
  }
  const blocks = groupBy(body.blocks, (block) => block.type);
  const names = new Set([...body.attributes.map((attribute) => attribute.name), ...blocks.keys()]);
  if (names.size !== Object.keys(read).length || [...names].some((known) => !Object.hasOwn(read, known))) {
    disagree(problems, span, `which arguments and blocks ${name} holds`);
    return;
  }
  for (const attribute of body.attributes) {
    if (!blocks.has(attribute.name) && !agrees(attribute.expression, read[attribute.name])) {
      disagree(problems, attribute.span, `the value of "${attribute.name}"`);
    }
  }
  for (const [type, group] of blocks) {
    compareBlocks(group, 0, read[type], `"${type}"`, problems);
  }
}

function groupBy(blocks: readonly Block[], key: (block: Block) => string): ReadonlyMap<string, readonly Block[]> {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const group = groups.get(key(block));
    if (group === undefined) {
      groups.set(key(block), [block]);
    } else {
      group.push(block);
    }
  }
  return groups;
}

/** Labels are nested keys; below the last one, the blocks are a list in the order of the text. */
function compareBlocks(blocks: readonly Block[], depth: number, read: unknown, name: string, problems: SyntaxProblem[]): void {
  const [first] = blocks;
  if (first === undefined) {
    return;
  }
  if (first.labels.length === depth) {
    if (!Array.isArray(read) || read.length !== blocks.length) {
      disagree(problems, first.span, `how many blocks ${name} there are`);
      return;
    }
    for (const [index, block] of blocks.entries()) {
      compareBody(block.body, read[index], `the block ${name}`, block.span, problems);
    }
    return;
  }
  const byLabel = groupBy(blocks, (block) => block.labels[depth] ?? "");
  if (!isObject(read) || Object.keys(read).length !== byLabel.size) {
    disagree(problems, first.span, `the labels of ${name}`);
    return;
  }
  for (const [label, group] of byLabel) {
    const [one] = group;
    if (one !== undefined && !Object.hasOwn(read, label)) {
      disagree(problems, one.span, `the labels of ${name}`);
    } else {
      compareBlocks(group, depth + 1, read[label], `${name} "${label}"`, problems);
    }
  }
}

/** Literals have to be equal; everything else is text in the JSON, in words of its own. */
function agrees(expression: Expression, read: unknown): boolean {
  switch (expression.kind) {
    case "null":
      return read === null;
    case "bool":
      return read === expression.value;
    case "number":
      return sameNumber(Number(expression.digits), read);
    case "string":
      return typeof read === "string" && sameText(expression.value, read);
    case "tuple":
      return (
        Array.isArray(read) && read.length === expression.items.length && expression.items.every((item, index) => agrees(item, read[index]))
      );
    case "object":
      return agreesObject(expression, read);
    case "unary":
      return expression.operator === "-" && expression.operand.kind === "number"
        ? typeof read === "string" || sameNumber(-Number(expression.operand.digits), read)
        : true;
    default:
      return true;
  }
}

function agreesObject(expression: Expression & { readonly kind: "object" }, read: unknown): boolean {
  if (!isObject(read)) {
    return false;
  }
  const values = new Map<string, Expression>();
  for (const { key, value } of expression.items) {
    if (key.kind !== "string") {
      return true;
    }
    values.set(key.value, value);
  }
  const keys = new Map(Object.keys(read).map((key) => [withoutEscapes(key.normalize("NFC")), key]));
  return (
    values.size === keys.size &&
    [...values].every(([name, value]) => {
      const key = keys.get(withoutEscapes(name));
      return key !== undefined && agrees(value, read[key]);
    })
  );
}

/** JSON has no more digits than a double. */
function sameNumber(value: number, read: unknown): boolean {
  return !Number.isFinite(value) || (typeof read === "number" && (read === value || Math.abs(read - value) <= Math.abs(value) * 1e-12));
}

function sameText(value: string, read: string): boolean {
  const normal = read.normalize("NFC");
  return normal === value || withoutEscapes(normal) === withoutEscapes(value);
}

/** Its JSON escapes some literal `${` and `%{` and not others: runs of `$` or `%` before a brace count as one. */
function withoutEscapes(text: string): string {
  if (!text.includes("${") && !text.includes("%{")) {
    return text;
  }
  const kept: string[] = [];
  let from = 0;
  for (let brace = text.indexOf("{"); brace !== -1; brace = text.indexOf("{", brace + 1)) {
    const sign = text.charCodeAt(brace - 1);
    let start = brace - 1;
    while ((sign === 36 || sign === 37) && start > from && text.charCodeAt(start - 1) === sign) {
      start--;
    }
    kept.push(text.slice(from, Math.max(start, from)), text.slice(Math.max(brace - 1, from), brace + 1));
    from = brace + 1;
  }
  kept.push(text.slice(from));
  return kept.join("");
}
