/** Where the text of an expression may come from: literals in it, and the variables, locals and elements it hands on unchanged. */
import type { Expression } from "../model/syntax.ts";
import { itemNamed, literalOf, literalString, withoutParentheses } from "../model/syntax-query.ts";

export type LiteralEnd = LiteralText | ReferenceEnd | ComposedEnd | FileEnd;

export interface LiteralText {
  readonly kind: "literal";
  readonly text: string;
  readonly expression: Expression;
}

/** A text in several pieces, which may all be known: see `foldLiteral`. */
export interface ComposedEnd {
  readonly kind: "composed";
  readonly expression: Expression;
}

/** What a file holds, by its path from the module's directory. */
export interface FileEnd {
  readonly kind: "file";
  readonly path: string;
}

/**
 * `element`: of what a `for`, a `for_each` or a `dynamic` block goes through, by the iterator's name; `path` is what is taken from the value,
 * `*` where it is not known which.
 */
export interface ReferenceEnd {
  readonly kind: "variable" | "local" | "element";
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
      const end = referenceEnd(next) ?? composedEnd(next) ?? fileEnd(next);
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
      if (only === undefined || others.length > 0) return [];
      if (only.kind === "interpolation") return [{ expression: only.expression, path }];
      return only.kind === "if" ? [only.then, only.otherwise].map((parts) => ({ expression: { ...expression, parts }, path })) : [];
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
  // The default of an attribute in a variable's type, and Terragrunt's of an environment variable.
  if (name === "optional" || name === "get_env") return second === undefined ? [] : [{ expression: second, path }];
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

function composedEnd({ expression, path }: Open): ComposedEnd | null {
  if (path.length > 0) return null;
  const isComposed =
    (expression.kind === "template" && expression.parts.length > 1) ||
    (expression.kind === "call" && (expression.name === "join" || expression.name === "format"));
  return isComposed ? { kind: "composed", expression } : null;
}

function fileEnd({ expression, path }: Open): FileEnd | null {
  if (expression.kind !== "call" || path.length > 0 || (expression.name !== "file" && expression.name !== "filebase64")) return null;
  const [argument] = expression.args;
  const file = argument === undefined ? null : pathOfFile(argument);
  return file === null ? null : { kind: "file", path: file };
}

/** `"pw.txt"`, `"${path.module}/pw.txt"`: the path from the module's directory. Null: it is not known. */
export function pathOfFile(written: Expression): string | null {
  const expression = withoutParentheses(written);
  const whole = literalString(expression);
  if (whole !== undefined) return whole.startsWith("/") || whole.startsWith("~") ? null : whole;
  if (expression.kind !== "template" || expression.parts.length !== 2) return null;
  const [root, rest] = expression.parts;
  if (root?.kind !== "interpolation" || rest?.kind !== "literal" || !rest.value.startsWith("/")) return null;
  const { expression: of } = root;
  const isModule =
    of.kind === "get-attribute" &&
    of.of.kind === "name" &&
    of.of.name === "path" &&
    (of.name === "module" || of.name === "root" || of.name === "cwd");
  return isModule ? rest.value.slice(1) : null;
}

/** Roots of traversals that are no iterators. */
const otherRoots = new Set(["path", "terraform", "data", "module", "count", "self", "resource"]);

function referenceEnd({ expression, path }: Open): ReferenceEnd | null {
  const steps: string[] = [];
  let next = expression;
  while (next.kind === "get-attribute" || next.kind === "index") {
    steps.push(...(next.kind === "get-attribute" ? [next.name] : stepOf(next.key)));
    next = next.of;
  }
  if (next.kind !== "name" || otherRoots.has(next.name)) return null;
  const taken = steps.reverse();
  if (next.name !== "var" && next.name !== "local") return { kind: "element", name: next.name, path: [...taken, ...path] };
  const [name, ...further] = taken;
  if (name === undefined) return null;
  return { kind: next.name === "var" ? "variable" : "local", name, path: [...further, ...path] };
}
