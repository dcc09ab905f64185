/** Questions to a piece of syntax: its literal, its attributes and blocks, everything below it. */
import type { Attribute, Block, Body, Expression, TemplatePart } from "./syntax.ts";

export type Literal = string | number | boolean | null;

/**
 * The value of an expression that is a plain literal: a string (or a template of literal text), a number, true, false or null, with or
 * without parentheses or a minus sign. `undefined`: not a literal. Numbers come as JavaScript has them; exact digits stand in the syntax.
 */
export function literalOf(expression: Expression): Literal | undefined {
  const inner = withoutParentheses(expression);
  switch (inner.kind) {
    case "null":
      return null;
    case "bool":
    case "string":
      return inner.value;
    case "number":
      return Number(inner.digits);
    case "unary": {
      const operand = withoutParentheses(inner.operand);
      return inner.operator === "-" && operand.kind === "number" ? -Number(operand.digits) : undefined;
    }
    case "template":
      return literalTemplate(inner.parts);
    default:
      return undefined;
  }
}

/** The text of an expression that is a plain string; `undefined` for everything else. */
export function literalString(expression: Expression | undefined): string | undefined {
  const literal = expression === undefined ? undefined : literalOf(expression);
  return typeof literal === "string" ? literal : undefined;
}

/** The expression inside any number of parentheses. */
export function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === "parentheses") inner = inner.inner;
  return inner;
}

/** The last attribute of that name (a body with two is a problem of its own). */
export function attributeNamed(body: Body, name: string): Attribute | undefined {
  return body.attributes.findLast((attribute) => attribute.name === name);
}

/** Nested blocks of a type, `dynamic` ones not unfolded. */
export function blocksOfType(body: Body, type: string): readonly Block[] {
  return body.blocks.filter((block) => block.type === type);
}

/** The value of a key in an object constructor with literal keys, e.g. of `{ source = "…" }` or of a JSON object. */
export function itemNamed(expression: Expression, name: string): Expression | undefined {
  const object = withoutParentheses(expression);
  if (object.kind !== "object") return undefined;
  return object.items.findLast((item) => literalString(item.key) === name)?.value;
}

/** The expression and every one below it, each once, parents first, in order of writing. Iterative: depth costs memory, not stack. */
export function* walkExpressions(expression: Expression): Generator<Expression, void, undefined> {
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const below = childrenOf(next);
    for (let i = below.length - 1; i >= 0; i--) {
      const child = below[i];
      if (child !== undefined) open.push(child);
    }
  }
}

/** Every expression of a body and its nested blocks, as {@link walkExpressions} yields them. */
export function* walkBody(body: Body): Generator<Expression, void, undefined> {
  for (const inner of bodiesOf(body)) {
    for (const attribute of inner.attributes) yield* walkExpressions(attribute.expression);
  }
}

/** The body and every body nested in it. */
export function* bodiesOf(body: Body): Generator<Body, void, undefined> {
  const open: Body[] = [body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (let i = next.blocks.length - 1; i >= 0; i--) {
      const block = next.blocks[i];
      if (block !== undefined) open.push(block.body);
    }
  }
}

/** The expressions directly below one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "null":
    case "bool":
    case "number":
    case "string":
    case "name":
    case "invalid":
      return [];
    case "template":
      return childrenOfParts(expression.parts);
    case "tuple":
      return expression.items;
    case "object":
      return expression.items.flatMap((item) => [item.key, item.value]);
    case "get-attribute":
      return [expression.of];
    case "index":
      return [expression.of, expression.key];
    case "splat":
      return [expression.of, ...expression.steps.flatMap((step) => (step.kind === "index" ? [step.key] : []))];
    case "call":
      return expression.args;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.then, expression.otherwise];
    case "parentheses":
      return [expression.inner];
    case "for": {
      const key = expression.key === null ? [] : [expression.key];
      const condition = expression.condition === null ? [] : [expression.condition];
      return [expression.collection, ...key, expression.value, ...condition];
    }
  }
}

/**
 * The steps of a plain traversal, root first: `aws_instance.web[0].id` → `["aws_instance", "web", 0, "id"]`.
 * Null where it is none (a call, a computed index, a splat).
 */
export function traversalOf(expression: Expression): readonly (string | number)[] | null {
  const steps: (string | number)[] = [];
  let next = expression;
  for (;;) {
    switch (next.kind) {
      case "name":
        steps.push(next.name);
        return steps.reverse();
      case "get-attribute":
        steps.push(next.name);
        next = next.of;
        break;
      case "index": {
        const key = literalOf(next.key);
        if (typeof key !== "string" && typeof key !== "number") return null;
        steps.push(key);
        next = next.of;
        break;
      }
      default:
        return null;
    }
  }
}

function literalTemplate(parts: readonly TemplatePart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind !== "literal") return undefined;
    text += part.value;
  }
  return text;
}

/** Directives nest in templates without an expression between them, so this has a stack of its own. */
function childrenOfParts(parts: readonly TemplatePart[]): readonly Expression[] {
  const found: Expression[] = [];
  const open: TemplatePart[] = parts.toReversed();
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    switch (part.kind) {
      case "literal":
        break;
      case "interpolation":
        found.push(part.expression);
        break;
      case "if":
        found.push(part.condition);
        for (const inner of part.otherwise.toReversed()) open.push(inner);
        for (const inner of part.then.toReversed()) open.push(inner);
        break;
      case "for":
        found.push(part.collection);
        for (const inner of part.parts.toReversed()) open.push(inner);
        break;
    }
  }
  return found;
}
