/** Texts in Terraform's syntax that are documents of their own, with the line of every offset. */
import type { Place } from "../model/place.ts";
import type { Body, Expression, TemplatePart } from "../model/syntax.ts";
import { childrenOf } from "../model/syntax-query.ts";
import { directoryOf, pathFrom } from "../terraform/repository-path.ts";
import { type FoldedLiteral, foldLiteral } from "./fold-literal.ts";
import { pathOfFile } from "./literal-ends.ts";
import type { EmbeddedDocument } from "./sight-document.ts";
import { mayEmbed } from "./sight-embedded.ts";

/** The text of a file of the repository; null where there is none, or it was not read. */
export type TextOf = (path: string) => string | null;

/** Arguments that speak to people. */
const prose = new Set(["description", "comment", "error_message", "message", "title", "summary", "note", "notes"]);
/** Blocks and expressions below this nesting are not looked into. */
const deepest = 24;

/** Documents below a body: every text that can hold an assignment, interpolations as `${…}`. */
export function* documentsIn(
  file: string,
  body: Body,
  address: string,
  textOf: TextOf,
  above: readonly string[] = [],
): Generator<EmbeddedDocument, void, undefined> {
  if (above.length > deepest) return;
  for (const attribute of body.attributes) {
    if (!prose.has(attribute.name)) yield* documentsOf(file, attribute.expression, address, [...above, attribute.name].join("."), textOf);
  }
  for (const block of body.blocks) yield* documentsIn(file, block.body, address, textOf, [...above, block.type]);
}

/** Texts of an expression, wherever in it they stand. */
export function* documentsOf(
  file: string,
  expression: Expression,
  address: string,
  attribute: string,
  textOf: TextOf,
): Generator<EmbeddedDocument, void, undefined> {
  const open: Keyed[] = [{ expression, key: null }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { expression: next, key } = step;
    const written = next.kind === "string" || next.kind === "template" ? writtenText(next) : null;
    if (written !== null && mayEmbed(written.text))
      yield { text: written.text, place: (offset) => placeAt(file, written, offset), address, attribute, key };
    const composed = isComposed(next) ? foldLiteral({ file, expression: next }, noLocal) : null;
    if (composed !== null && mayEmbed(composed.text))
      yield { text: composed.text, place: (offset) => placeOfPiece(file, composed, offset), address, attribute, key };
    const body = next.kind === "call" ? bodyOf(file, next.name, next.args[0], textOf) : null;
    if (body !== null && mayEmbed(body.text)) yield { ...body, address, attribute, key };
    open.push(...keyedChildren(next, key).toReversed());
  }
}

interface Keyed {
  readonly expression: Expression;
  /** Of the object around it; null: there is none, or it is no plain text. */
  readonly key: string | null;
}

function keyedChildren(expression: Expression, key: string | null): readonly Keyed[] {
  if (expression.kind !== "object") return childrenOf(expression).map((child) => ({ expression: child, key }));
  return expression.items.flatMap((item) => [
    { expression: item.key, key: null },
    { expression: item.value, key: keyText(item.key) },
  ]);
}

function keyText(key: Expression): string | null {
  if (key.kind === "string") return key.value.slice(0, 200);
  return key.kind === "name" ? key.name : null;
}

/** A text in pieces: what only the whole of it tells, as a name in one and its value in the next. */
function isComposed(expression: Expression): boolean {
  return expression.kind === "template" || (expression.kind === "call" && (expression.name === "join" || expression.name === "format"));
}

/** Locals stand where they are declared, and are documents of their own there. */
const noLocal = () => undefined;

/** Calls that take a file's text into the configuration. */
const readers = new Set(["file", "templatefile"]);

/** The text of a file that the configuration reads, at its own lines. */
function bodyOf(
  file: string,
  name: string,
  argument: Expression | undefined,
  textOf: TextOf,
): Pick<EmbeddedDocument, "text" | "place"> | null {
  const written = argument === undefined || !readers.has(name) ? null : pathOfFile(argument);
  const path = written === null ? null : pathFrom(directoryOf(file), `./${written}`);
  const text = path === null ? null : textOf(path);
  if (path === null || text === null) return null;
  return {
    text,
    place: (offset) => {
      const line = 1 + newlines(text, 0, offset);
      return { file: path, line, endLine: line };
    },
  };
}

interface WrittenText {
  readonly text: string;
  /** Where a piece of the text begins, and on which line; in a heredoc lines go on with the text, in quotes they do not. */
  readonly pieces: readonly { readonly offset: number; readonly line: number }[];
  readonly heredoc: boolean;
}

function writtenText(expression: Expression & { readonly kind: "string" | "template" }): WrittenText {
  const { span } = expression;
  const heredoc = span.endLine > span.line;
  if (expression.kind === "string")
    return { text: expression.value, pieces: [{ offset: 0, line: heredoc ? span.line + 1 : span.line }], heredoc };
  const pieces: { offset: number; line: number }[] = [];
  let text = "";
  const open: TemplatePart[] = expression.parts.toReversed();
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    switch (part.kind) {
      case "literal":
        pieces.push({ offset: text.length, line: part.span.line });
        text += part.value;
        break;
      case "interpolation":
        pieces.push({ offset: text.length, line: part.span.line });
        text += `\${…}`;
        break;
      case "if":
        open.push(...part.otherwise.toReversed(), ...part.then.toReversed());
        break;
      case "for":
        open.push(...part.parts.toReversed());
        break;
    }
  }
  return { text, pieces, heredoc };
}

function placeAt(file: string, { text, pieces, heredoc }: WrittenText, offset: number): Place {
  const piece = pieces.findLast((candidate) => candidate.offset <= offset) ?? { offset: 0, line: 1 };
  const line = heredoc ? piece.line + newlines(text, piece.offset, offset) : piece.line;
  return { file, line, endLine: line };
}

/** Of the piece in which the offset's line begins: whatever reads the document, by lines or by characters, tells one place. */
function placeOfPiece(file: string, { text, at, pieces }: FoldedLiteral, offset: number): Place {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const { span } = (pieces.findLast((piece) => piece.offset <= start)?.at ?? at).expression;
  return { file, line: span.line, endLine: span.endLine };
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
