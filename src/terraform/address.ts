/** Addresses of resources and modules as Terraform writes them. */
import { expressionText } from "../model/expression-text.ts";
import type { Expression } from "../model/syntax.ts";
import { literalOf, literalString } from "../model/syntax-query.ts";

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
  let address = "";
  for (let next = expression; ; ) {
    switch (next.kind) {
      case "name":
        return next.name + address;
      case "get-attribute":
        address = `.${next.name}${address}`;
        next = next.of;
        break;
      case "index": {
        const key = literalOf(next.key);
        address = `[${typeof key === "string" || typeof key === "number" ? indexText(key).slice(1, -1) : expressionText(next.key)}]${address}`;
        next = next.of;
        break;
      }
      default:
        return null;
    }
  }
}

/** An address inside a module, seen from the root. `path` is `""` at the root, else `module.app["eu"]`. */
export function inModule(path: string, address: string): string {
  return path === "" ? address : `${path}.${address}`;
}
