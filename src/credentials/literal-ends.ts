/** Where the text of an expression may come from: literals in it, and the variables, locals and elements it hands on unchanged. */
import type { Expression } from "../model/syntax.ts";
import { itemNamed, literalOf, literalString, withoutParentheses } from "../model/syntax-query.ts";

export type LiteralEnd = LiteralText | ReferenceEnd;

export interface LiteralText {
  readonly kind: "literal";
  readonly text: string;
  readonly expression: Expression;
}

/** `each` is the element of the block's `for_each`; `path` is what is taken from the value, `*` where it is not known which. */
export interface ReferenceEnd {
  readonly kind: "variable" | "local" | "each";
  readonly name: string;
  readonly path: readonly string[];
}

/** Calls that hand a credential on as it is, or in a form that anybody can turn back. */
const transparent = new Set(
  "sensitive nonsensitive issensitive ephemeralasnull tostring trimspace trim trimprefix trimsuffix chomp base64encode base64gzip base64decode textencodebase64 urlencode coalesce try one nonnull replace lower upper".split(
    " ",
  ),
);
/** Of these only the first argument is handed on. */
const firstOnly = new Set(["trim", "trimprefix", "trimsuffix", "replace", "textencodebase64"]);

/** Steps after which the rest is left out; hostile nesting ends here. */
const mostSteps = 1_000;

interface Open {
  readonly expression: Expression;
  /** What is taken from the value of the expression. */
  readonly path: readonly string[];
}

/** Ends of an expression: both branches of a conditional, the default of `lookup`, the argument of `base64encode`. */
export function literalEnds(expression: Expression, path: readonly string[] = []): readonly LiteralEnd[] {
  const ends: LiteralEnd[] = [];
  const open: Open[] = [{ expression, path }];
  for (let steps = 0; steps < mostSteps; steps++) {
    const next = open.pop();
    if (next === undefined) break;
    const text = next.path.length === 0 || next.path.every((step) => step === "*") ? literalText(next.expression) : undefined;
    if (text !== undefined) ends.push({ kind: "literal", text, expression: withoutParentheses(next.expression) });
    else {
      open.push(...inner(next));
      const end = referenceEnd(next);
      if (end !== null) ends.push(end);
    }
  }
  return ends;
}

/** Text of a string or number; numbers with the digits as written. */
function literalText(expression: Expression): string | undefined {
  const plain = withoutParentheses(expression);
  if (plain.kind === "number") return plain.digits;
  const literal = literalOf(plain);
  return typeof literal === "string" ? literal : undefined;
}

function inner({ expression, path }: Open): readonly Open[] {
  switch (expression.kind) {
    case "parentheses":
      return [{ expression: expression.inner, path }];
    case "conditional":
      return [
        { expression: expression.then, path },
        { expression: expression.otherwise, path },
      ];
    case "call":
      return ofCall(expression.name, expression.args, path);
    case "template": {
      const [only, ...others] = expression.parts;
      return only?.kind === "interpolation" && others.length === 0 ? [{ expression: only.expression, path }] : [];
    }
    case "object":
      return ofObject(expression, path);
    case "tuple":
      return path.length === 0 ? [] : expression.items.map((item) => ({ expression: item, path: path[0] === "*" ? path.slice(1) : path }));
    case "get-attribute":
      return referenceEnd({ expression, path }) === null ? [{ expression: expression.of, path: [expression.name, ...path] }] : [];
    case "index":
      return referenceEnd({ expression, path }) === null ? [{ expression: expression.of, path: [...stepOf(expression.key), ...path] }] : [];
    default:
      return [];
  }
}

function ofCall(name: string, args: readonly Expression[], path: readonly string[]): readonly Open[] {
  const [first, second, third] = args;
  if (name === "lookup") {
    const key = second === undefined ? ["*"] : stepOf(second);
    return [
      ...(first === undefined ? [] : [{ expression: first, path: [...key, ...path] }]),
      ...(third === undefined ? [] : [{ expression: third, path }]),
    ];
  }
  if (name === "element" && first !== undefined) return [{ expression: first, path: ["*", ...path] }];
  if (path.length > 0 && (name === "merge" || name === "tomap" || name === "tolist" || name === "toset" || name === "concat"))
    return args.map((expression) => ({ expression, path }));
  if (!transparent.has(name)) return [];
  return (firstOnly.has(name) ? args.slice(0, 1) : args).map((expression) => ({ expression, path }));
}

function ofObject(expression: Expression & { readonly kind: "object" }, path: readonly string[]): readonly Open[] {
  const [step, ...rest] = path;
  if (step === undefined) return [];
  if (step === "*") return expression.items.map((item) => ({ expression: item.value, path: rest }));
  const value = itemNamed(expression, step);
  return value === undefined ? [] : [{ expression: value, path: rest }];
}

/** A step by a plain key; list positions are not told apart, and a computed key may be any. */
function stepOf(key: Expression): readonly string[] {
  return [literalString(key) ?? "*"];
}

function referenceEnd({ expression, path }: Open): ReferenceEnd | null {
  const steps: string[] = [];
  let next = expression;
  while (next.kind === "get-attribute" || next.kind === "index") {
    steps.push(...(next.kind === "get-attribute" ? [next.name] : stepOf(next.key)));
    next = next.of;
  }
  if (next.kind !== "name") return null;
  const [name, ...taken] = steps.reverse();
  if (name === undefined) return null;
  if (next.name === "var") return { kind: "variable", name, path: [...taken, ...path] };
  if (next.name === "local") return { kind: "local", name, path: [...taken, ...path] };
  return next.name === "each" ? { kind: "each", name, path: [...taken, ...path] } : null;
}
