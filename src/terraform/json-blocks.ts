/** Terraform's JSON syntax has no blocks: this tells from its schema which objects are blocks, and makes them. */
import type { Span } from "../model/place.ts";
import type { Attribute, Block, Body, Expression } from "../model/syntax.ts";
import { literalString, withoutParentheses } from "../model/syntax-query.ts";

/** How many labels the blocks of a type have, and which blocks stand in them. */
interface BlockShape {
  readonly labels: number;
  readonly inside: ReadonlyMap<string, BlockShape>;
}

const leaf = (labels: number): BlockShape => ({ labels, inside: new Map() });

const condition = leaf(0);
const dynamicShape: BlockShape = { labels: 1, inside: new Map([["content", leaf(0)]]) };
const lifecycle: BlockShape = {
  labels: 0,
  inside: new Map([
    ["precondition", condition],
    ["postcondition", condition],
  ]),
};
const resource: BlockShape = {
  labels: 2,
  inside: new Map([
    ["lifecycle", lifecycle],
    ["connection", leaf(0)],
    ["provisioner", { labels: 1, inside: new Map([["connection", leaf(0)]]) }],
    ["dynamic", dynamicShape],
  ]),
};

/** The blocks of a module file, from Terraform's documentation of its JSON syntax. Blocks of a provider's schema stay objects and lists of objects. */
const rootShapes: ReadonlyMap<string, BlockShape> = new Map([
  [
    "terraform",
    {
      labels: 0,
      inside: new Map([
        ["required_providers", leaf(0)],
        ["backend", leaf(1)],
        ["cloud", leaf(0)],
        ["provider_meta", leaf(1)],
      ]),
    },
  ],
  ["provider", leaf(1)],
  ["variable", { labels: 1, inside: new Map([["validation", condition]]) }],
  ["locals", leaf(0)],
  [
    "output",
    {
      labels: 1,
      inside: new Map([
        ["precondition", condition],
        ["postcondition", condition],
      ]),
    },
  ],
  ["module", leaf(1)],
  ["resource", resource],
  ["data", resource],
  ["ephemeral", resource],
  ["moved", leaf(0)],
  [
    "removed",
    {
      labels: 0,
      inside: new Map([
        ["lifecycle", leaf(0)],
        ["provisioner", leaf(1)],
      ]),
    },
  ],
  ["import", leaf(0)],
  [
    "check",
    {
      labels: 1,
      inside: new Map([
        ["data", resource],
        ["assert", condition],
      ]),
    },
  ],
]);

/** The body of a `.tf.json` file with its blocks as blocks. Blocks that are there already stay. */
export function withJsonBlocks(body: Body): Body {
  return withBlocks(body, rootShapes);
}

function withBlocks(body: Body, shapes: ReadonlyMap<string, BlockShape>): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [...body.blocks];
  for (const attribute of body.attributes) {
    const shape = shapes.get(attribute.name);
    if (attribute.name === "//") continue;
    if (shape === undefined) attributes.push(attribute);
    else collectBlocks(attribute.name, shape, [], attribute.expression, attribute.span, blocks);
  }
  return { attributes, blocks, span: body.span };
}

/** Labels are nested keys; at every level a list of objects says the same as one object with all their keys. */
function collectBlocks(type: string, shape: BlockShape, labels: readonly string[], value: Expression, span: Span, into: Block[]): void {
  const inner = withoutParentheses(value);
  if (inner.kind === "tuple") {
    for (const item of inner.items) {
      if (withoutParentheses(item).kind !== "tuple") collectBlocks(type, shape, labels, item, item.span, into);
    }
    return;
  }
  if (inner.kind !== "object") return;
  if (labels.length === shape.labels) {
    into.push({ type, labels, body: withBlocks(bodyOfObject(inner), shape.inside), span });
    return;
  }
  for (const item of inner.items) {
    const label = literalString(item.key);
    if (label === undefined || label === "//") continue;
    collectBlocks(type, shape, [...labels, label], item.value, spanOver(item.key.span, item.value.span), into);
  }
}

function bodyOfObject(object: Extract<Expression, { kind: "object" }>): Body {
  const attributes: Attribute[] = [];
  for (const item of object.items) {
    const name = literalString(item.key);
    if (name !== undefined) attributes.push({ name, expression: item.value, span: spanOver(item.key.span, item.value.span) });
  }
  return { attributes, blocks: [], span: object.span };
}

function spanOver(first: Span, last: Span): Span {
  return { start: first.start, line: first.line, column: first.column, end: last.end, endLine: last.endLine, endColumn: last.endColumn };
}
