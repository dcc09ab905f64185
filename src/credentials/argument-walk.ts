/** Walks the arguments of a body with their paths: attributes, keys of objects, blocks, and name–value pairs. */
import type { Block, Body, Expression } from "../model/syntax.ts";
import { attributeNamed, itemNamed, literalString, withoutParentheses } from "../model/syntax-query.ts";

export interface Argument {
  /** Names from the body down, without indexes: `environment`, `variables`, `DB_PASSWORD`. */
  readonly path: readonly string[];
  readonly expression: Expression;
  /** The body or object that holds it, by the names of its other arguments. */
  readonly siblings: (name: string) => string | undefined;
}

/** Nesting below this is not walked; nobody writes it by hand. */
const deepest = 24;

/** Blocks that say how Terraform works, not what a resource holds. */
const metaBlocks = new Set(["lifecycle", "timeouts", "validation", "precondition", "postcondition"]);

/** Calls whose arguments are lists, so that a text in one is an argument of its own. */
const listCalls = new Set(["concat", "tolist", "toset", "flatten", "distinct", "compact", "coalescelist"]);

export function* argumentsOf(body: Body): Generator<Argument, void, undefined> {
  const pair = namedPair(body);
  if (pair !== null) yield { path: [pair.name], expression: pair.value, siblings: () => undefined };
  yield* argumentsOfBody(body, []);
}

/** The value of a variable or local as an argument of that name. */
export function argumentsOfValue(name: string, value: Expression): Generator<Argument, void, undefined> {
  return argumentsIn(value, [name], () => undefined, 0);
}

function* argumentsOfBody(body: Body, above: readonly string[]): Generator<Argument, void, undefined> {
  if (above.length > deepest) return;
  const siblings = (name: string) => literalString(attributeNamed(body, name)?.expression);
  for (const attribute of body.attributes) yield* argumentsIn(attribute.expression, [...above, attribute.name], siblings, 0);
  for (const block of body.blocks) {
    if (metaBlocks.has(block.type)) continue;
    const content = dynamicContent(block);
    const path = [...above, content === null ? block.type : (block.labels[0] ?? block.type)];
    const inner = content ?? block.body;
    const pair = namedPair(inner);
    if (pair !== null) yield { path: [...path, pair.name], expression: pair.value, siblings };
    yield* argumentsOfBody(inner, path);
  }
}

function* argumentsIn(
  expression: Expression,
  path: readonly string[],
  siblings: (name: string) => string | undefined,
  depth: number,
): Generator<Argument, void, undefined> {
  yield { path, expression, siblings };
  if (depth < deepest) yield* argumentsBelow(expression, path, siblings, depth + 1);
}

/** Names further down; what has none is an end of the argument itself. */
function* argumentsBelow(
  expression: Expression,
  path: readonly string[],
  siblings: (name: string) => string | undefined,
  depth: number,
): Generator<Argument, void, undefined> {
  const inner = withoutParentheses(expression);
  if (depth > deepest) return;
  switch (inner.kind) {
    case "object": {
      const named = pairOf((name) => itemNamed(inner, name));
      const beside = (name: string) => literalString(itemNamed(inner, name));
      if (named !== null) yield { path: [...path, named.name], expression: named.value, siblings: beside };
      for (const item of inner.items) {
        const key = literalString(withoutParentheses(item.key));
        if (key !== undefined) yield* argumentsIn(item.value, [...path, key], beside, depth);
        else yield* argumentsBelow(item.value, path, beside, depth + 1);
      }
      return;
    }
    case "tuple":
      for (const item of inner.items) yield* argumentsIn(item, path, siblings, depth);
      return;
    case "call":
      // jsonencode, merge, yamlencode: the names inside are still the names.
      for (const argument of inner.args) {
        if (listCalls.has(inner.name)) yield* argumentsIn(argument, path, siblings, depth);
        else yield* argumentsBelow(argument, path, siblings, depth + 1);
      }
      return;
    case "conditional":
      yield* argumentsBelow(inner.then, path, siblings, depth + 1);
      yield* argumentsBelow(inner.otherwise, path, siblings, depth + 1);
      return;
    case "for":
      yield* argumentsBelow(inner.value, path, siblings, depth + 1);
      return;
    default:
  }
}

interface Pair {
  readonly name: string;
  readonly value: Expression;
}

/** Values that another service keeps: of these only the name stands in the code. */
const keptElsewhere = new Set(["PARAMETER_STORE", "SECRETS_MANAGER", "SecretsManager", "ParameterStore"]);

/** `{ name = "DB_PASSWORD", value = "…" }` in its usual spellings, as an object, a block or a resource. */
function pairOf(find: (name: string) => Expression | undefined): Pair | null {
  const value = find("value") ?? find("Value");
  if (value === undefined || keptElsewhere.has(literalString(find("type")) ?? "")) return null;
  for (const key of ["name", "key", "Name", "Key", "variable_name"]) {
    const name = literalString(find(key));
    if (name !== undefined) return { name, value };
  }
  return null;
}

function namedPair(body: Body): Pair | null {
  return pairOf((name) => attributeNamed(body, name)?.expression);
}

function dynamicContent(block: Block): Body | null {
  return block.type === "dynamic" ? (block.body.blocks.find((inner) => inner.type === "content")?.body ?? null) : null;
}
