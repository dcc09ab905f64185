/** What a piece of syntax refers to: variables, locals, resources, modules. */
import type { Span } from "./place.ts";
import type { Block, Body, Expression, TemplatePart } from "./syntax.ts";
import { attributeNamed, childrenOf, literalString } from "./syntax-query.ts";

/**
 * What an expression refers to, each once, without indexes: `var.size`, `local.name`, `aws_instance.web`, `data.aws_ami.base`, `module.vpc`,
 * `each.value`, `path.module`. Names that a `for` inside it declares are not references; nor are those in `bound` (iterators of `dynamic` blocks).
 */
export function referencesOf(expression: Expression, bound: ReadonlySet<string> = new Set()): readonly string[] {
  const found = new Map<string, Span>();
  collectReferences(expression, bound, found);
  return [...found.keys()];
}

/** What the arguments of a body refer to, nested and `dynamic` blocks included, each once. */
export function referencesIn(body: Body): readonly string[] {
  return [...placedReferencesIn(body).keys()];
}

/** As {@link referencesIn}, each with where one of them is written. */
export function placedReferencesIn(body: Body): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  const open: ScopedBody[] = [{ body, bound: new Set() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const attribute of next.body.attributes) collectReferences(attribute.expression, next.bound, found);
    for (const block of next.body.blocks) open.push(...scopedBodies(block, next.bound));
  }
  return found;
}

/** The name under which a `dynamic` block hands out its element; null: not a `dynamic` block. */
export function iteratorOf(block: Block): string | null {
  if (block.type !== "dynamic") return null;
  const written = attributeNamed(block.body, "iterator")?.expression;
  if (written?.kind === "name") return written.name;
  return (written === undefined ? undefined : literalString(written)) ?? block.labels[0] ?? null;
}

interface ScopedBody {
  readonly body: Body;
  readonly bound: ReadonlySet<string>;
}

/** The iterator of a `dynamic` block is known in its `content`, not in its own arguments. */
function scopedBodies(block: Block, bound: ReadonlySet<string>): readonly ScopedBody[] {
  const iterator = iteratorOf(block);
  if (iterator === null) return [{ body: block.body, bound }];
  const inside = new Set([...bound, iterator]);
  return [{ body: { ...block.body, blocks: [] }, bound }, ...block.body.blocks.map((inner) => ({ body: inner.body, bound: inside }))];
}

interface Scoped {
  readonly node: Expression | TemplatePart;
  readonly bound: ReadonlySet<string>;
}

function collectReferences(expression: Expression, bound: ReadonlySet<string>, found: Map<string, Span>): void {
  const open: Scoped[] = [{ node: expression, bound }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const below = next.node.kind === "get-attribute" || next.node.kind === "index" ? ofTraversal(next.node, next.bound, found) : null;
    for (const scoped of below ?? scopedChildren(next)) open.push(scoped);
  }
}

function scopedChildren(scoped: Scoped): readonly Scoped[] {
  const { node, bound } = scoped;
  if (node.kind === "literal") return [];
  if (node.kind === "interpolation") return [{ node: node.expression, bound }];
  if (node.kind === "if") return [node.condition, ...node.then, ...node.otherwise].map((inner) => ({ node: inner, bound }));
  if (node.kind === "for") {
    const names = node.keyName === null ? [node.valueName] : [node.keyName, node.valueName];
    const inside = new Set([...bound, ...names]);
    const inner = "parts" in node ? node.parts : [node.key, node.value, node.condition].filter((each) => each !== null);
    return [{ node: node.collection, bound }, ...inner.map((each) => ({ node: each, bound: inside }))];
  }
  if (node.kind === "template") return node.parts.map((part) => ({ node: part, bound }));
  return childrenOf(node).map((child) => ({ node: child, bound }));
}

/** Notes what a traversal refers to; returns what else is to be looked at: computed keys on its way, and what it starts with if not a name. */
function ofTraversal(expression: Expression, bound: ReadonlySet<string>, found: Map<string, Span>): readonly Scoped[] {
  const names: string[] = [];
  const below: Scoped[] = [];
  let next = expression;
  while (next.kind === "get-attribute" || next.kind === "index") {
    if (next.kind === "get-attribute") {
      names.push(next.name);
    } else {
      below.push({ node: next.key, bound });
      // What follows an index belongs to the element, not to the name of the object.
      names.length = 0;
      const key = literalString(next.key);
      if (key !== undefined) names.push(key);
    }
    next = next.of;
  }
  if (next.kind !== "name") return [...below, { node: next, bound }];
  const text = bound.has(next.name) ? null : referenceText(next.name, names.reverse());
  if (text !== null) found.set(text, expression.span);
  return below;
}

function referenceText(root: string, names: readonly string[]): string | null {
  const [first, second] = names;
  if (first === undefined) return null;
  if (root !== "data" && root !== "ephemeral") return `${root}.${first}`;
  return second === undefined ? null : `${root}.${first}.${second}`;
}
