/** Addresses of resources and modules as Terraform writes them. */
import { expressionText } from "../model/expression-text.ts";
import type { Expression } from "../model/syntax.ts";
import { literalOf, literalString } from "../model/syntax-query.ts";

/** An index as it stands in an address: `[0]`, `["eu"]`. */
export function indexText(key: string | number): string {
  return typeof key === "number" ? `[${key}]` : `[${quoted(key)}]`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["${", "$${"],
  ["%{", "%%{"],
]);

/** A string as HCL quotes it in addresses, `${` and `%{` kept literal, and what Go does not print by its number. */
export function quoted(text: string): string {
  const inner = text.replaceAll(/[\n\r\t"\\]|[$%]\{|(?! )[\p{Z}\p{C}]/gu, (found) => {
    const point = found.codePointAt(0) ?? 0;
    const hex = point.toString(16);
    return escapes.get(found) ?? (point < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`);
  });
  return `"${inner}"`;
}

/** The address an expression writes (`module.app["eu"].aws_instance.web`), in JSON syntax as a string. Null: it is none. */
export function writtenAddress(expression: Expression | undefined): string | null {
  if (expression === undefined) return null;
  return literalString(expression)?.trim() ?? addressWith(expression, writtenIndex);
}

/** The address with every index as `indexOf` has it; null: it is none, or one of its indexes is not known. */
export function addressWith(expression: Expression, indexOf: (key: Expression) => string | null): string | null {
  let address = "";
  for (let next = expression; ; next = next.of) {
    if (next.kind === "name") return next.name + address;
    if (next.kind !== "get-attribute" && next.kind !== "index") return null;
    const step = next.kind === "get-attribute" ? `.${next.name}` : indexOf(next.key);
    if (step === null) return null;
    address = step + address;
  }
}

/** What is not a literal stands as it is written. */
function writtenIndex(key: Expression): string {
  const literal = literalOf(key);
  return typeof literal === "string" || typeof literal === "number" ? indexText(literal) : `[${expressionText(key)}]`;
}

/** An address inside a module, seen from the root. `path` is `""` at the root, else `module.app["eu"]`. */
export function inModule(path: string, address: string): string {
  return path === "" ? address : `${path}.${address}`;
}
