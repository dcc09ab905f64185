/** Reads a resource's `lifecycle` block. */
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, literalOf, literalString, withoutParentheses } from "../model/syntax-query.ts";
import type { Lifecycle } from "../model/terraform-module.ts";
import { writtenAddress } from "./address.ts";

/** Terraform takes only literals and references here, so nothing is evaluated. */
export function lifecycleOf(body: Body): Lifecycle {
  const block = blocksOfType(body, "lifecycle").at(-1);
  const written = (name: string) => (block === undefined ? undefined : attributeNamed(block.body, name)?.expression);
  return {
    createBeforeDestroy: isTrue(written("create_before_destroy")),
    preventDestroy: isTrue(written("prevent_destroy")),
    ignoreChanges: ignoredChanges(written("ignore_changes")),
    replaceTriggeredBy: itemsOf(written("replace_triggered_by")).flatMap((item) => writtenAddress(item) ?? []),
  };
}

function isTrue(expression: Expression | undefined): boolean {
  const literal = expression === undefined ? undefined : literalOf(expression);
  return literal === true || literal === "true";
}

function ignoredChanges(expression: Expression | undefined): "all" | readonly string[] {
  if (expression === undefined) return [];
  const whole = withoutParentheses(expression);
  if ((whole.kind === "name" && whole.name === "all") || literalString(whole) === "all") return "all";
  return itemsOf(whole).flatMap((item) => writtenAddress(item) ?? []);
}

function itemsOf(expression: Expression | undefined): readonly Expression[] {
  const inner = expression === undefined ? undefined : withoutParentheses(expression);
  return inner?.kind === "tuple" ? inner.items : [];
}
