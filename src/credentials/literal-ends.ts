/** Where the text of an expression may come from: literals in it, and the variables and locals it hands on unchanged. */

import type { Expression } from "../model/syntax.ts";
import { literalOf, traversalOf } from "../model/syntax-query.ts";

export type LiteralEnd =
  | { readonly kind: "literal"; readonly text: string; readonly expression: Expression }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "local"; readonly name: string };

/** Calls that hand a credential on as it is, or in a form that anybody can turn back. */
const transparent = new Set([
  "sensitive",
  "nonsensitive",
  "ephemeralasnull",
  "tostring",
  "trimspace",
  "chomp",
  "base64encode",
  "base64gzip",
  "urlencode",
  "coalesce",
  "try",
  "one",
  "nonnull",
]);

/** Steps after which the rest is left out; hostile nesting ends here. */
const mostSteps = 1_000;

/** Ends of an expression: both branches of a conditional, the default of `lookup`, the argument of `base64encode`. */
export function literalEnds(expression: Expression): readonly LiteralEnd[] {
  const ends: LiteralEnd[] = [];
  const open: Expression[] = [expression];
  for (let steps = 0; open.length > 0 && steps < mostSteps; steps++) {
    const next = open.pop();
    if (next === undefined) break;
    const literal = literalOf(next);
    if (literal !== undefined) {
      if (typeof literal === "string" || typeof literal === "number")
        ends.push({ kind: "literal", text: String(literal), expression: next });
      continue;
    }
    open.push(...inner(next));
    const end = referenceEnd(next);
    if (end !== null) ends.push(end);
  }
  return ends;
}

function inner(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "parentheses":
      return [expression.inner];
    case "conditional":
      return [expression.then, expression.otherwise];
    case "call":
      if (expression.name === "lookup") return expression.args.slice(2);
      return transparent.has(expression.name) ? expression.args : [];
    case "template": {
      const [only, ...others] = expression.parts;
      return only?.kind === "interpolation" && others.length === 0 ? [only.expression] : [];
    }
    default:
      return [];
  }
}

function referenceEnd(expression: Expression): LiteralEnd | null {
  const steps = traversalOf(expression);
  if (steps === null || steps.length < 2) return null;
  const [root, name] = steps;
  if (typeof name !== "string") return null;
  if (root === "var") return { kind: "variable", name };
  return root === "local" ? { kind: "local", name } : null;
}
