/** Walks the arguments of a body with their paths: attributes, keys of objects, blocks, and name–value pairs. */

import type { Block, Body, Expression } from "../model/syntax.ts";
import { itemNamed, literalString } from "../model/syntax-query.ts";

export interface Argument {
  /** Names from the body down, without indexes: `environment`, `variables`, `DB_PASSWORD`. */
  readonly path: readonly string[];
  readonly expression: Expression;
}

/** Nesting below this is not walked; nobody writes it by hand. */
const deepest = 12;

/** Blocks that say how Terraform works, not what a resource holds. */
const metaBlocks = new Set(["lifecycle", "timeouts"]);

export function* argumentsOf(body: Body, above: readonly string[] = []): Iterable<Argument> {
  if (above.length > deepest) return;
  for (const attribute of body.attributes) yield* argumentsIn(attribute.expression, [...above, attribute.name]);
  for (const block of body.blocks) {
    if (metaBlocks.has(block.type)) continue;
    const pair = namedPair(block);
    if (pair !== null) yield { path: [...above, block.type, pair.name], expression: pair.value };
    yield* argumentsOf(dynamicContent(block) ?? block.body, [
      ...above,
      dynamicContent(block) === null ? block.type : (block.labels[0] ?? block.type),
    ]);
  }
}

function* argumentsIn(expression: Expression, path: readonly string[]): Iterable<Argument> {
  yield { path, expression };
  if (path.length > deepest) return;
  switch (expression.kind) {
    case "parentheses":
      yield* argumentsIn(expression.inner, path);
      return;
    case "object": {
      const name = literalString(itemNamed(expression, "name")) ?? literalString(itemNamed(expression, "Name"));
      for (const item of expression.items) {
        const key = literalString(item.key);
        if (key === undefined) continue;
        const named = name !== undefined && (key === "value" || key === "Value") ? name : key;
        yield* argumentsIn(item.value, [...path, named]);
      }
      return;
    }
    case "tuple":
      for (const item of expression.items) yield* argumentsIn(item, path);
      return;
    case "call":
      // jsonencode, merge, concat, yamlencode: the names inside are still the names.
      for (const argument of expression.args) if (argument.kind !== "string") yield* argumentsIn(argument, path);
      return;
    case "conditional":
      yield* objectsIn(expression.then, path);
      yield* objectsIn(expression.otherwise, path);
      return;
    default:
  }
}

/** Only what holds further names: the literals of a conditional are ends of the argument itself. */
function* objectsIn(expression: Expression, path: readonly string[]): Iterable<Argument> {
  if (expression.kind === "object" || expression.kind === "tuple" || expression.kind === "call" || expression.kind === "conditional")
    yield* argumentsIn(expression, path);
}

/** `env { name = "DB_PASSWORD"  value = "…" }`, `set { name = "auth.password"  value = "…" }`. */
function namedPair(block: Block): { readonly name: string; readonly value: Expression } | null {
  const name = block.body.attributes.find((attribute) => attribute.name === "name" || attribute.name === "key");
  const value = block.body.attributes.find((attribute) => attribute.name === "value");
  const text = literalString(name?.expression);
  return text === undefined || value === undefined ? null : { name: text, value: value.expression };
}

function dynamicContent(block: Block): Body | null {
  return block.type === "dynamic" ? (block.body.blocks.find((inner) => inner.type === "content")?.body ?? null) : null;
}
