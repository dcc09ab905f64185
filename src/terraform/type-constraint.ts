/** Reads a variable's `type` argument. */
import type { Expression } from "../model/syntax.ts";
import { literalString, withoutParentheses } from "../model/syntax-query.ts";
import type { Value } from "../model/value.ts";
import type { AttributeType, Type } from "./type.ts";
import { anyType } from "./type.ts";
import { parseTypeText } from "./type-text.ts";

/** Types nested deeper than this are not read. */
const maxDepth = 60;

/** `evaluateDefault` gives the default of an `optional` attribute. Null: not a type that is understood. */
export function typeConstraint(expression: Expression, evaluateDefault: (expression: Expression) => Value): Type | null {
  const text = literalString(expression);
  // JSON syntax and old configurations write the type as a string.
  const written = text === undefined ? expression : parseTypeText(text);
  return written === null ? null : typeOfExpression(written, evaluateDefault, 0);
}

function typeOfExpression(expression: Expression, evaluateDefault: (expression: Expression) => Value, depth: number): Type | null {
  if (depth > maxDepth) return null;
  const written = withoutParentheses(expression);
  if (written.kind === "name") return namedType(written.name);
  if (written.kind !== "call" || written.args.length !== 1 || written.args[0] === undefined) return null;
  const [inner] = written.args;
  switch (written.name) {
    case "list":
    case "set":
    case "map": {
      const element = typeOfExpression(inner, evaluateDefault, depth + 1);
      return element === null ? null : { kind: written.name, element };
    }
    case "tuple": {
      const items = inner.kind === "tuple" ? inner.items.map((item) => typeOfExpression(item, evaluateDefault, depth + 1)) : [null];
      return items.every((item) => item !== null) ? { kind: "tuple", items } : null;
    }
    case "object":
      return objectType(inner, evaluateDefault, depth + 1);
    default:
      return null;
  }
}

/** `list` and `map` alone are an old way to write `list(any)` and `map(any)`. */
function namedType(name: string): Type | null {
  switch (name) {
    case "any":
      return anyType;
    case "string":
    case "number":
    case "bool":
      return { kind: name };
    case "list":
    case "set":
    case "map":
      return { kind: name, element: anyType };
    default:
      return null;
  }
}

function objectType(inner: Expression, evaluateDefault: (expression: Expression) => Value, depth: number): Type | null {
  if (inner.kind !== "object") return null;
  const attributes = new Map<string, AttributeType>();
  for (const item of inner.items) {
    const name = literalString(item.key);
    const attribute = name === undefined ? null : attributeType(item.value, evaluateDefault, depth);
    if (name === undefined || attribute === null) return null;
    attributes.set(name, attribute);
  }
  return { kind: "object", attributes };
}

function attributeType(written: Expression, evaluateDefault: (expression: Expression) => Value, depth: number): AttributeType | null {
  if (written.kind !== "call" || written.name !== "optional") {
    const type = typeOfExpression(written, evaluateDefault, depth);
    return type === null ? null : { type, optional: false, default: null };
  }
  const [inner, fallback] = written.args;
  const type = inner === undefined ? null : typeOfExpression(inner, evaluateDefault, depth);
  if (type === null) return null;
  return { type, optional: true, default: fallback === undefined ? null : evaluateDefault(fallback) };
}
