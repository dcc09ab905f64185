/** The text of an expression as far as the code settles it, with a mark where it does not. */
import type { Expression } from "../model/syntax.ts";
import { type Standing, targetsOf } from "./written-text.ts";

/** Stands for a part that is not known. Terraform refuses NUL in its files, so no text can hold it. */
export const gap = "\u0000";

export interface PartialText {
  readonly text: string;
  /** Names of what was not known, first written first: `var.tag`, `aws_ecr_repository.app`. */
  readonly missing: readonly string[];
}

const depthLimit = 16;
const lengthLimit = 4_000;
/** Expressions looked at for one text: locals that name each other twice would double with every step. */
const stepLimit = 2_000;

interface Reading {
  readonly missing: string[];
  steps: number;
}

/** Never throws; a value of another kind is a gap. */
export function partialText(expression: Expression, standing: Standing): PartialText {
  const reading: Reading = { missing: [], steps: stepLimit };
  const text = read(expression, standing, depthLimit, reading).slice(0, lengthLimit);
  return { text, missing: reading.missing };
}

/** As people read it: `${…}` for each gap. */
export function shown(text: string): string {
  return text.replaceAll(gap, `\${…}`);
}

function read(expression: Expression, standing: Standing, depth: number, reading: Reading): string {
  reading.steps--;
  if (depth === 0 || reading.steps < 0) return gap;
  switch (expression.kind) {
    case "string":
      return expression.value.slice(0, lengthLimit);
    case "number":
      return expression.digits;
    case "bool":
      return String(expression.value);
    case "parentheses":
      return read(expression.inner, standing, depth - 1, reading);
    case "template": {
      let text = "";
      for (const part of expression.parts) {
        if (text.length > lengthLimit) return text;
        if (part.kind === "literal") text += part.value;
        else text += part.kind === "interpolation" ? read(part.expression, standing, depth - 1, reading) : gap;
      }
      return text;
    }
    case "get-attribute":
    case "index": {
      const target = targetsOf(expression, standing)[0];
      if (target !== undefined) return read(target.expression, target.standing, depth - 1, reading);
      reading.missing.push(nameOf(expression));
      return gap;
    }
    case "call":
      return readCall(expression.name, expression.args, standing, depth, reading);
    default:
      reading.missing.push(expression.kind);
      return gap;
  }
}

/** `format("%s:%s", repository, tag)` and `join(":", [repository, tag])`, as image references are often put together. */
function readCall(name: string, args: readonly Expression[], standing: Standing, depth: number, reading: Reading): string {
  const inner = (arg: Expression | undefined): string => (arg === undefined ? gap : read(arg, standing, depth - 1, reading));
  const [first, second] = args;
  if (name === "format" && first?.kind === "string") {
    const pieces = first.value.split("%s");
    if (pieces.length === args.length) return pieces.map((piece, i) => (i === 0 ? piece : inner(args[i]) + piece)).join("");
  }
  if (name === "join" && second?.kind === "tuple") return second.items.map(inner).join(inner(first));
  if (name === "lower" || name === "trimspace" || name === "tostring" || name === "nonsensitive") return inner(first);
  reading.missing.push(`${name}()`);
  return gap;
}

/** The first two names of a traversal, three for a data source. */
function nameOf(expression: Expression): string {
  const names: string[] = [];
  let next = expression;
  for (let steps = 0; steps < 100; steps++) {
    if (next.kind === "get-attribute") {
      names.push(next.name);
      next = next.of;
    } else if (next.kind === "index") next = next.of;
    else break;
  }
  if (next.kind !== "name") return "an expression";
  names.push(next.name);
  names.reverse();
  return names.slice(0, next.name === "data" ? 3 : 2).join(".");
}
