/**
 * Turns quoted strings, heredocs and bare templates into strings and templates. Literal text is sliced from the source between
 * the sequences; strip markers and indentation work on the tokens that HCL's scanner makes of it (hclsyntax/parser_template.go).
 */
import type { Expression } from "../../model/syntax.ts";
import { type Conversion, refuse } from "./conversion.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";
import { decodeQuoted, decodeUnquoted, trimSpaceEnd, trimSpaceStart } from "./string-literal.ts";
import { removeIndentation, splitLiteral, type TemplateKind } from "./template-literal.ts";
import { buildParts } from "./template-parts.ts";

/** Literal text between two sequences. */
export interface LiteralToken {
  readonly kind: "literal";
  value: string;
  readonly start: number;
  readonly end: number;
}

interface SequenceToken {
  readonly kind: "sequence";
  readonly node: RawNode;
}

export type TemplateToken = LiteralToken | SequenceToken;

/** A `string_lit` or `quoted_template` node (heredocs were shown to the grammar as such). */
export function convertTemplate(conversion: Conversion, node: RawNode, depth: number): Expression {
  const heredoc = conversion.heredocs.get(node.start);
  if (heredoc !== undefined) {
    return convertTemplateBetween(conversion, node, heredoc.bodyStart, heredoc.bodyEnd, heredoc.indented ? "indented" : "heredoc", depth);
  }
  return convertTemplateBetween(conversion, node, node.start + 1, node.end - 1, "quoted", depth);
}

/** A template whose text lies between two offsets. */
export function convertTemplateBetween(
  conversion: Conversion,
  node: RawNode,
  from: number,
  to: number,
  kind: TemplateKind,
  depth: number,
): Expression {
  if (node.broken) {
    return { kind: "invalid", span: spanOf(conversion.source, node.start, node.end) };
  }
  const span = spanOf(conversion.source, node.start, node.end);
  const tokens = tokensOf(conversion, sequencesOf(node), from, to, kind);
  if (kind === "indented") {
    removeIndentation(tokens);
  }
  const parts = buildParts(conversion, tokens, depth);
  if (parts === null) {
    return refuse(conversion, node, "Invalid template: its sequences are empty, unbalanced or nested too deeply.");
  }
  const [only] = parts;
  if (only === undefined || (parts.length === 1 && only.kind === "literal")) {
    return { kind: "string", value: only?.kind === "literal" ? only.value : "", span };
  }
  return { kind: "template", parts, span };
}

/** The `${ … }` and `%{ … }` of a template in the order of the text, those inside directives included. */
function sequencesOf(template: RawNode): readonly RawNode[] {
  const found: RawNode[] = [];
  const open = template.children.slice().reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "template_directive" || node.type === "template_for" || node.type === "template_if") {
      for (let index = node.children.length - 1; index >= 0; index--) {
        const child = node.children[index];
        if (child !== undefined) {
          open.push(child);
        }
      }
    } else if (node.type.startsWith("template_")) {
      found.push(node);
    }
  }
  return found;
}

function tokensOf(conversion: Conversion, sequences: readonly RawNode[], from: number, to: number, kind: TemplateKind): TemplateToken[] {
  const { text } = conversion.source;
  const stripsLeft = (node: RawNode | undefined): boolean => node !== undefined && text.charAt(node.start + 2) === "~";
  const stripsRight = (node: RawNode | undefined): boolean => node !== undefined && text.charAt(node.end - 2) === "~";
  const cut = kind === "indented" || sequences.some((node) => stripsLeft(node) || stripsRight(node));
  const tokens: TemplateToken[] = [];
  for (let index = 0; index <= sequences.length; index++) {
    const before = sequences[index - 1];
    const after = sequences[index];
    addLiterals(conversion, tokens, before?.end ?? from, after?.start ?? to, kind, cut, stripsRight(before), stripsLeft(after));
    if (after !== undefined) {
      tokens.push({ kind: "sequence", node: after });
    }
  }
  return tokens;
}

/** The literal tokens between two sequences; strip markers trim the first and the last of them. */
function addLiterals(
  conversion: Conversion,
  tokens: TemplateToken[],
  start: number,
  end: number,
  kind: TemplateKind,
  cut: boolean,
  trimFirst: boolean,
  trimLast: boolean,
): void {
  if (end <= start) {
    return;
  }
  const raw = conversion.source.text.slice(start, end);
  const ends = cut ? splitLiteral(raw, kind) : [raw.length];
  let from = 0;
  for (const [index, to] of ends.entries()) {
    const piece = raw.slice(from, to);
    let value = kind === "quoted" ? decodeQuoted(piece) : decodeUnquoted(piece);
    if (trimFirst && index === 0) {
      value = trimSpaceStart(value);
    }
    if (trimLast && index === ends.length - 1) {
      value = trimSpaceEnd(value);
    }
    tokens.push({ kind: "literal", value, start: start + from, end: start + to });
    from = to;
  }
}
