/** The list of rules. Adding a rule is one file under `rules/` and one line here. */
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [];
