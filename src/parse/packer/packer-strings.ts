/** Every string below a part of a Packer template, with the path that leads to it. */
import type { PackerPart } from "../../model/packer-template.ts";
import { placeOf } from "../../model/place.ts";
import type { Body, Expression, TemplatePart } from "../../model/syntax.ts";

export type PackerString = PackerPart["strings"][number];

/** Adds the strings of a body: of arguments (`inline[0]`), of nested blocks (`source_ami_filter.owners[0]`), of everything in an expression. */
export function addStrings(strings: PackerString[], file: string, text: string, body: Body, prefix: string): void {
  for (const { name, expression } of body.attributes) {
    addExpression(strings, file, text, expression, prefix + name);
  }
  for (const block of body.blocks) {
    const labels = block.type === "dynamic" ? block.labels : [block.type, ...block.labels];
    addStrings(strings, file, text, block.body, `${prefix}${labels.join(".")}.`);
  }
}

/** Numbers and booleans count as strings, as Packer takes them. A template shows its interpolations as they are written. */
function addExpression(strings: PackerString[], file: string, text: string, expression: Expression, path: string): void {
  const add = (value: string): void => {
    strings.push({ path, value, place: placeOf(file, expression.span) });
  };
  switch (expression.kind) {
    case "string":
      add(expression.value);
      return;
    case "number":
      add(expression.digits);
      return;
    case "bool":
      add(String(expression.value));
      return;
    case "template":
      add(expression.parts.map((part) => partText(part, text)).join(""));
      return;
    case "tuple":
      for (const [index, item] of expression.items.entries()) {
        addExpression(strings, file, text, item, `${path}[${index}]`);
      }
      return;
    case "object":
      for (const { key, value } of expression.items) {
        addExpression(strings, file, text, value, key.kind === "string" ? pathOfKey(path, key.value) : path);
      }
      return;
    default:
      for (const inner of operands(expression)) {
        addExpression(strings, file, text, inner, path);
      }
  }
}

/** `tags.Name`, `tags["a.b"]`. */
export function pathOfKey(path: string, key: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function partText(part: TemplatePart, text: string): string {
  return part.kind === "literal" ? part.value : text.slice(part.span.start, part.span.end);
}

/** Where strings may stand in an expression that is itself none. */
function operands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "parentheses":
      return [expression.inner];
    case "call":
      return expression.args;
    case "conditional":
      return [expression.then, expression.otherwise];
    case "for":
      return [expression.value];
    case "binary":
      return [expression.left, expression.right].filter((side) => side.kind !== "number");
    default:
      return [];
  }
}
