/** Moves an expression that was parsed on its own to the place where its text stands in a file. */
import type { Span } from "../../model/place.ts";
import type { Expression } from "../../model/syntax.ts";

/** The same expression with every span put through `place`. Expressions are plain data, and their depth is bounded by the parser. */
export function relocate(expression: Expression, place: (span: Span) => Span): Expression {
  return relocateData(expression, place) as Expression;
}

function relocateData(data: unknown, place: (span: Span) => Span): unknown {
  if (Array.isArray(data)) {
    return data.map((item) => relocateData(item, place));
  }
  if (typeof data !== "object" || data === null) {
    return data;
  }
  const moved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    moved[name] = name === "span" ? place(value as Span) : relocateData(value, place);
  }
  return moved;
}
