/** Finds the rule that `bakegate policy explain` is asked for. */
import type { KnownRule } from "./known-rule.ts";
import { unknownRule } from "./suggestion.ts";

/** The rule of that id, or of that last part of an id where only one has it; else a sentence that says which one may have been meant. */
export function findRule<R extends KnownRule>(id: string, rules: readonly R[]): R | { readonly problem: string } {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const [short, other] = rules.filter((rule) => rule.id.endsWith(`/${id}`));
  if (short !== undefined && other === undefined) return short;
  const ids = rules.map((rule) => rule.id);
  return { problem: unknownRule(id, ids) };
}
