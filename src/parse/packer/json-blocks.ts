/** Packer's JSON syntax has no blocks: this makes them of the objects that Packer's schema calls blocks. */
import type { Span } from "../../model/place.ts";
import type { Attribute, Block, Body, Expression } from "../../model/syntax.ts";

interface BlockShape {
  readonly labels: number;
  readonly inside: ReadonlyMap<string, BlockShape>;
}

const leaf = (labels: number): BlockShape => ({ labels, inside: new Map() });
const postProcessor = leaf(1);

/** https://developer.hashicorp.com/packer/docs/templates/hcl_templates/blocks */
const rootShapes: ReadonlyMap<string, BlockShape> = new Map([
  ["packer", { labels: 0, inside: new Map([["required_plugins", leaf(0)]]) }],
  ["variable", leaf(1)],
  ["variables", leaf(0)],
  ["locals", leaf(0)],
  ["local", leaf(1)],
  ["source", leaf(2)],
  ["data", leaf(2)],
  [
    "build",
    {
      labels: 0,
      inside: new Map([
        ["source", leaf(1)],
        ["provisioner", leaf(1)],
        ["error-cleanup-provisioner", leaf(1)],
        ["post-processor", postProcessor],
        ["post-processors", { labels: 0, inside: new Map([["post-processor", postProcessor]]) }],
      ]),
    },
  ],
]);

/** The body of a `.pkr.json` file with its blocks as blocks. */
export function withPackerBlocks(body: Body): Body {
  return withBlocks(body, rootShapes);
}

function withBlocks(body: Body, shapes: ReadonlyMap<string, BlockShape>): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const attribute of body.attributes) {
    const shape = shapes.get(attribute.name);
    if (shape === undefined) {
      attributes.push(attribute);
    } else {
      collect(attribute.name, shape, [], attribute.expression, attribute.span, blocks);
    }
  }
  return { attributes, blocks, span: body.span };
}

/** Labels are nested keys; at every level a list of objects says the same as one object with all their keys. */
function collect(type: string, shape: BlockShape, labels: readonly string[], value: Expression, span: Span, blocks: Block[]): void {
  if (value.kind === "tuple") {
    for (const item of value.items) {
      collect(type, shape, labels, item, item.span, blocks);
    }
    return;
  }
  if (value.kind !== "object") {
    return;
  }
  if (labels.length === shape.labels) {
    blocks.push({ type, labels, body: withBlocks(bodyOf(value), shape.inside), span });
    return;
  }
  for (const item of value.items) {
    if (item.key.kind === "string") {
      collect(type, shape, [...labels, item.key.value], item.value, item.value.span, blocks);
    }
  }
}

function bodyOf(object: Expression & { readonly kind: "object" }): Body {
  const attributes: Attribute[] = [];
  for (const { key, value } of object.items) {
    if (key.kind === "string" && key.value !== "//") {
      attributes.push({
        name: key.value,
        expression: value,
        span: { ...value.span, start: key.span.start, line: key.span.line, column: key.span.column },
      });
    }
  }
  return { attributes, blocks: [], span: object.span };
}
