/** Evaluates a template that stands in a file or a string of its own: it sees only the variables it is given. */
import type { Value } from "../model/value.ts";
import { evaluate } from "./evaluate-expression.ts";
import type { Binding, Names, Scope } from "./evaluation.ts";
import { fail, spend } from "./evaluation.ts";
import type { Mapping } from "./values.ts";
import { markedAs } from "./values.ts";

/** Null where no parser was handed in. `file` names the template in problems. */
export function evaluateTemplateText(text: string, variables: Mapping, file: string, scope: Scope): Value | null {
  const { run } = scope;
  if (run.parseTemplate === null) return null;
  spend(run, text.length / 8);
  const template = run.parseTemplate(text);
  if (template.kind === "invalid") return fail("the template has a syntax error");
  let bound: Binding | null = null;
  for (const [name, value] of variables.entries) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name))
      return fail("a variable of a template has a name that cannot be written in it");
    bound = { name, value, outer: bound };
  }
  const names: Names = { ...scope.names, calls: "no-templates", resolve: () => fail("the template uses a variable that it is not given") };
  const value = evaluate(template, { names, bound, run, file });
  return markedAs(value, variables.sensitive === true);
}
