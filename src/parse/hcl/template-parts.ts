/** Nests the tokens of a template: what stands between `%{ if … }` and `%{ endif }` becomes the parts of a directive. */
import type { Expression, TemplatePart } from "../../model/syntax.ts";
import { type Conversion, MAX_EXPRESSION_DEPTH } from "./conversion.ts";
import { convertExpression } from "./convert-expression.ts";
import { convertForHead, type ForHead } from "./convert-for.ts";
import type { TemplateToken } from "./convert-template.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";
import { normalForm } from "./string-literal.ts";

type OpenDirective = { readonly start: RawNode; readonly outer: TemplatePart[] } & (
  | { readonly kind: "if"; readonly condition: Expression; readonly whenTrue: TemplatePart[]; otherwise: TemplatePart[] | null }
  | { readonly kind: "for"; readonly head: ForHead }
);

interface Building {
  readonly conversion: Conversion;
  readonly depth: number;
  readonly open: OpenDirective[];
  /** Where the next part goes. */
  parts: TemplatePart[];
}

/** The parts of a template; null where a sequence is empty or directives are unbalanced or nested too deeply. */
export function buildParts(conversion: Conversion, tokens: readonly TemplateToken[], depth: number): readonly TemplatePart[] | null {
  const building: Building = { conversion, depth, open: [], parts: [] };
  for (const token of tokens) {
    if (token.kind === "literal") {
      addLiteral(building, token.value, token.start, token.end);
    } else if (!addSequence(building, token.node)) {
      return null;
    }
  }
  return building.open.length === 0 ? building.parts : null;
}

/** Literals that follow one another become one, even an empty one: a lone interpolation keeps its type, one beside a literal does not. */
function addLiteral(building: Building, value: string, start: number, end: number): void {
  const last = building.parts[building.parts.length - 1];
  const joined = last?.kind === "literal" ? last : null;
  const span = spanOf(building.conversion.source, joined?.span.start ?? start, end);
  if (joined !== null) {
    building.parts.pop();
  }
  building.parts.push({ kind: "literal", value: normalForm((joined?.value ?? "") + value), span });
}

function addSequence(building: Building, node: RawNode): boolean {
  const { conversion, depth, open } = building;
  const expression = node.children.find((child) => child.type === "expression");
  switch (node.type) {
    case "template_interpolation":
      if (expression === undefined) {
        return false;
      }
      building.parts.push({
        kind: "interpolation",
        expression: convertExpression(conversion, expression, depth + open.length + 1),
        span: spanOf(conversion.source, node.start, node.end),
      });
      return true;
    case "template_if_intro": {
      const condition = convertExpression(conversion, expression, depth + open.length + 1);
      return openDirective(building, { kind: "if", start: node, outer: building.parts, condition, whenTrue: [], otherwise: null });
    }
    case "template_for_start":
      return openDirective(building, {
        kind: "for",
        start: node,
        outer: building.parts,
        head: convertForHead(conversion, node, depth + open.length + 1),
      });
    case "template_else_intro":
      return startElse(building);
    case "template_if_end":
      return closeDirective(building, "if", node);
    case "template_for_end":
      return closeDirective(building, "for", node);
    default:
      return true;
  }
}

function openDirective(building: Building, directive: OpenDirective): boolean {
  if (building.depth + building.open.length >= MAX_EXPRESSION_DEPTH) {
    return false;
  }
  building.open.push(directive);
  building.parts = directive.kind === "if" ? directive.whenTrue : [];
  return true;
}

function startElse(building: Building): boolean {
  const directive = building.open[building.open.length - 1];
  if (directive?.kind !== "if" || directive.otherwise !== null) {
    return false;
  }
  directive.otherwise = [];
  building.parts = directive.otherwise;
  return true;
}

function closeDirective(building: Building, kind: "if" | "for", end: RawNode): boolean {
  const directive = building.open.pop();
  if (directive?.kind !== kind) {
    return false;
  }
  const span = spanOf(building.conversion.source, directive.start.start, end.end);
  const inner = building.parts;
  building.parts = directive.outer;
  if (directive.kind === "if") {
    const { condition, whenTrue, otherwise } = directive;
    // biome-ignore lint/suspicious/noThenProperty: the word of the language; a part is never awaited.
    building.parts.push({ kind: "if", condition, then: whenTrue, otherwise: otherwise ?? [], span });
  } else {
    building.parts.push({ kind: "for", ...directive.head, parts: inner, span });
  }
  return true;
}
