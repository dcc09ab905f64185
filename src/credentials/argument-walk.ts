/** Walks the arguments of a body with their paths: attributes, keys of objects, blocks, and name–value pairs. */
import type { Block, Body, Expression } from "../model/syntax.ts";
import { attributeNamed, itemNamed, literalString, withoutParentheses } from "../model/syntax-query.ts";

export interface Argument {
  /** Names from the body down, without indexes: `environment`, `variables`, `DB_PASSWORD`. */
  readonly path: readonly string[];
  readonly expression: Expression;
  /** The body or object that holds it, by the names of its other arguments. */
  readonly siblings: Siblings;
  /** What the names of `for` expressions and `dynamic` blocks around it go through. */
  readonly iterators: Iterators;
}

type Siblings = (name: string) => string | undefined;

/** A collection by the name of its element. In a `dynamic` block the element is `name.value`. */
export type Iterators = ReadonlyMap<string, { readonly collection: Expression; readonly kind: "for" | "block" }>;

interface Surroundings {
  readonly siblings: Siblings;
  readonly iterators: Iterators;
}

const alone: Surroundings = { siblings: () => undefined, iterators: new Map() };

/** Nesting below this is not walked; nobody writes it by hand. */
const deepest = 24;

/** Blocks that say how Terraform works, not what a resource holds. */
const metaBlocks = new Set(["lifecycle", "timeouts", "validation", "precondition", "postcondition"]);

/** Calls whose arguments are lists, so that a text in one is an argument of its own. */
const listCalls = new Set(["concat", "tolist", "toset", "flatten", "distinct", "compact", "coalescelist"]);

export function* argumentsOf(body: Body): Generator<Argument, void, undefined> {
  const pair = namedPair(body);
  if (pair !== null) yield { path: [pair.name], expression: pair.value, ...alone };
  yield* argumentsOfBody(body, [], alone.iterators);
}

/** The value of a variable or local as an argument of that name. */
export function argumentsOfValue(name: string, value: Expression): Generator<Argument, void, undefined> {
  return argumentsIn(value, [name], alone, 0);
}

function* argumentsOfBody(body: Body, above: readonly string[], iterators: Iterators): Generator<Argument, void, undefined> {
  if (above.length > deepest) return;
  const siblings = (name: string) => literalString(attributeNamed(body, name)?.expression);
  const around = { siblings, iterators };
  for (const attribute of body.attributes) yield* argumentsIn(attribute.expression, [...above, attribute.name], around, 0);
  for (const block of body.blocks) {
    if (metaBlocks.has(block.type)) continue;
    const content = dynamicContent(block);
    const path = [...above, content === null ? block.type : (block.labels[0] ?? block.type)];
    const inner = content ?? block.body;
    const pair = namedPair(inner);
    const within = content === null ? iterators : withBlock(iterators, block);
    if (pair !== null) yield { path: [...path, pair.name], expression: pair.value, siblings, iterators: within };
    yield* argumentsOfBody(inner, path, within);
  }
}

/** With the iterator of a `dynamic` block, which has the block's name unless it says another. */
function withBlock(iterators: Iterators, block: Block): Iterators {
  const collection = attributeNamed(block.body, "for_each")?.expression;
  const written = attributeNamed(block.body, "iterator")?.expression;
  const name = written?.kind === "name" ? written.name : (block.labels[0] ?? "");
  return collection === undefined ? iterators : new Map([...iterators, [name, { collection, kind: "block" }]]);
}

function* argumentsIn(
  expression: Expression,
  path: readonly string[],
  around: Surroundings,
  depth: number,
): Generator<Argument, void, undefined> {
  yield { path, expression, ...around };
  if (depth < deepest) yield* argumentsBelow(expression, path, around, depth + 1);
}

/** Names further down; what has none is an end of the argument itself. */
function* argumentsBelow(
  expression: Expression,
  path: readonly string[],
  around: Surroundings,
  depth: number,
): Generator<Argument, void, undefined> {
  const inner = withoutParentheses(expression);
  if (depth > deepest) return;
  switch (inner.kind) {
    case "object": {
      const named = pairOf((name) => itemNamed(inner, name));
      const within = { ...around, siblings: (name: string) => literalString(itemNamed(inner, name)) };
      if (named !== null) yield { path: [...path, named.name], expression: named.value, ...within };
      for (const item of inner.items) {
        const key = literalString(withoutParentheses(item.key));
        if (key !== undefined) yield* argumentsIn(item.value, [...path, key], within, depth);
        else yield* argumentsBelow(item.value, path, within, depth + 1);
      }
      return;
    }
    case "tuple":
      for (const item of inner.items) yield* argumentsIn(item, path, around, depth);
      return;
    case "call":
      // Pieces of one text: see `foldLiteral`.
      if (inner.name === "join" || inner.name === "format") return;
      // jsonencode, merge, yamlencode: the names inside are still the names.
      for (const argument of inner.args) {
        if (listCalls.has(inner.name)) yield* argumentsIn(argument, path, around, depth);
        else yield* argumentsBelow(argument, path, around, depth + 1);
      }
      return;
    case "conditional":
      yield* argumentsBelow(inner.then, path, around, depth + 1);
      yield* argumentsBelow(inner.otherwise, path, around, depth + 1);
      return;
    case "for": {
      const iterators: Iterators = new Map([...around.iterators, [inner.valueName, { collection: inner.collection, kind: "for" }]]);
      yield* argumentsBelow(inner.value, path, { ...around, iterators }, depth + 1);
      return;
    }
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
