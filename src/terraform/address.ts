/** Addresses of resources and modules as Terraform writes them. */
import type { Expression } from "../model/syntax.ts";
import { literalString, traversalOf } from "../model/syntax-query.ts";

/** An index as it stands in an address: `[0]`, `["eu"]`. */
export function indexText(key: string | number): string {
  return typeof key === "number" ? `[${key}]` : `[${quoted(key)}]`;
}

/** A string as HCL quotes it, `${` and `%{` kept literal. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}

/** The address an expression writes (`module.app["eu"].aws_instance.web`), in JSON syntax as a string. Null: it is none. */
export function writtenAddress(expression: Expression | undefined): string | null {
  if (expression === undefined) return null;
  const text = literalString(expression);
  if (text !== undefined) return text.trim();
  const steps = traversalOf(expression);
  return steps === null ? null : stepsText(steps);
}

/** The steps of a traversal as one address; a string key that is not a name is written as an index. */
export function stepsText(steps: readonly (string | number)[]): string {
  let text = "";
  for (const step of steps) {
    if (typeof step === "string" && /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(step)) text += text === "" ? step : `.${step}`;
    else text += indexText(step);
  }
  return text;
}

/** An address inside a module, seen from the root. `path` is `""` at the root, else `module.app["eu"]`. */
export function inModule(path: string, address: string): string {
  return path === "" ? address : `${path}.${address}`;
}
