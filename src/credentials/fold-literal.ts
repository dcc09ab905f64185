/** Puts a text together that is written in pieces: `"${"hunt"}${"er22"}"`, `join("", ["hunt", "er22"])`, `format("%s%s", local.a, local.b)`. */
import type { Expression, TemplatePart } from "../model/syntax.ts";
import { literalOf, withoutParentheses } from "../model/syntax-query.ts";

/** An expression with the file that it stands in. */
export interface WrittenExpression {
  readonly file: string;
  readonly expression: Expression;
}

export interface FoldedLiteral {
  readonly text: string;
  /** Its first piece. */
  readonly at: WrittenExpression;
  /** Where each piece of the text stands, by the UTF-16 offset at which it begins. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly offset: number;
  readonly at: WrittenExpression;
}

/** Expressions that are looked at for one text; hostile nesting ends here. */
const mostSteps = 300;
/** In UTF-16 units. */
const longestText = 20_000;

/** Calls that hand a text on, or in a form that anybody can turn back. */
const same = new Set(["sensitive", "nonsensitive", "tostring", "trimspace", "chomp", "base64encode", "base64decode", "nonnull"]);

/** @param local what a local stands for. Null: a piece of it is no literal. */
export function foldLiteral(written: WrittenExpression, local: (name: string) => WrittenExpression | undefined): FoldedLiteral | null {
  const folding: Folding = { local, steps: 0 };
  return fold(folding, written);
}

interface Folding {
  readonly local: (name: string) => WrittenExpression | undefined;
  steps: number;
}

function fold(folding: Folding, { file, expression }: WrittenExpression): FoldedLiteral | null {
  if (++folding.steps > mostSteps) return null;
  const plain = withoutParentheses(expression);
  const at = { file, expression: plain };
  const literal = plain.kind === "number" ? plain.digits : literalOf(plain);
  if (typeof literal === "string") return plainPiece(literal, at);
  switch (plain.kind) {
    case "template":
      return ofParts(folding, at, plain.parts);
    case "call":
      return ofCall(folding, at, plain.name, plain.args);
    case "get-attribute": {
      const value = plain.of.kind === "name" && plain.of.name === "local" ? folding.local(plain.name) : undefined;
      return value === undefined ? null : fold(folding, value);
    }
    default:
      return null;
  }
}

function ofParts(folding: Folding, at: WrittenExpression, parts: readonly TemplatePart[]): FoldedLiteral | null {
  const pieces: FoldedLiteral[] = [];
  for (const part of parts) {
    if (part.kind === "literal") pieces.push(plainPiece(part.value, at));
    else {
      const piece = part.kind === "interpolation" ? fold(folding, { file: at.file, expression: part.expression }) : null;
      if (piece === null) return null;
      pieces.push(piece);
    }
  }
  return together(pieces, "");
}

function ofCall(folding: Folding, at: WrittenExpression, name: string, args: readonly Expression[]): FoldedLiteral | null {
  const [first, second] = args;
  if (first === undefined) return null;
  const foldAll = (expressions: readonly Expression[]) => expressions.map((expression) => fold(folding, { file: at.file, expression }));
  if (name === "join" && second !== undefined) {
    const separator = literalOf(first);
    const list = withoutParentheses(second);
    if (typeof separator !== "string" || list.kind !== "tuple") return null;
    return together(foldAll(list.items), separator);
  }
  if (name === "format") {
    const form = literalOf(first);
    return typeof form === "string" ? formatted(form, foldAll(args.slice(1)), at) : null;
  }
  return same.has(name) ? fold(folding, { file: at.file, expression: first }) : null;
}

/** Null: a piece is not known, or nothing stands in it. */
function together(parts: readonly (FoldedLiteral | null)[], separator: string): FoldedLiteral | null {
  const known = parts.filter((piece) => piece !== null);
  const first = known.find((piece) => piece.text.trim() !== "");
  if (first === undefined || known.length < parts.length) return null;
  let text = "";
  const pieces: Piece[] = [];
  for (const [index, piece] of known.entries()) {
    if (index > 0) text += separator;
    for (const { offset, at } of piece.pieces) pieces.push({ offset: text.length + offset, at });
    text += piece.text;
  }
  return text.length > longestText ? null : { text, at: first.at, pieces };
}

function plainPiece(text: string, at: WrittenExpression): FoldedLiteral {
  return { text, at, pieces: [{ offset: 0, at }] };
}

/** Only `%s`, `%v` and `%d`, each with its own argument. */
function formatted(form: string, args: readonly (FoldedLiteral | null)[], at: WrittenExpression): FoldedLiteral | null {
  const [start = "", ...rest] = form.split(/%[svd]/);
  if (rest.length !== args.length || form.replaceAll(/%[svd]/g, "").includes("%")) return null;
  const pieces: (FoldedLiteral | null)[] = [plainPiece(start, at)];
  for (const [index, text] of rest.entries()) pieces.push(args[index] ?? null, plainPiece(text, at));
  return together(pieces, "");
}
