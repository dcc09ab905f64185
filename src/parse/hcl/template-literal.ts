/** Literal text of templates, cut into the tokens that strip markers and heredoc indentation work on. */
import type { LiteralToken, TemplateToken } from "./convert-template.ts";
import { isSpace } from "./string-literal.ts";

/** Between quotes; between heredoc markers (`<<-` removes indentation); or the whole of a JSON string or template file. */
export type TemplateKind = "quoted" | "heredoc" | "indented" | "bare";

/**
 * Where HCL's scanner ends one literal token and begins the next: at each `$` or `%` (which is a token of its own), and in
 * heredocs and bare templates after each newline. Offsets within the text, the text's end included.
 */
export function splitLiteral(text: string, kind: TemplateKind): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  let start = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 36 || code === 37) {
      if (at > start) {
        ends.push(at);
      }
      at += signLength(text, at, kind);
      ends.push(at);
      start = at;
    } else {
      at += kind === "quoted" && code === 92 ? 2 : 1;
      if (code === 10 && kind !== "quoted") {
        ends.push(at);
        start = at;
      }
    }
  }
  if (start < text.length) {
    ends.push(text.length);
  }
  return ends;
}

/** Of a token that begins with `$` or `%`: the escape of a brace, or the sign alone. HCL's scanner takes one more ASCII character with it before a line end. */
function signLength(text: string, at: number, kind: TemplateKind): number {
  const next = text.charCodeAt(at + 1);
  if (next === text.charCodeAt(at) && text.charCodeAt(at + 2) === 123) {
    return 3;
  }
  const endsLine = text.charCodeAt(at + 2) === 10 || (text.charCodeAt(at + 2) === 13 && text.charCodeAt(at + 3) === 10);
  return kind !== "quoted" && next < 128 && endsLine ? 2 : 1;
}

/** `<<-`: removes from each line as many leading spaces as the least indented one has. Lines of only spaces do not count. */
export function removeIndentation(tokens: readonly TemplateToken[]): void {
  const adjust: LiteralToken[] = [];
  let least = Number.POSITIVE_INFINITY;
  let atLineStart = true;
  for (const token of tokens) {
    if (atLineStart) {
      atLineStart = false;
      const spaces = token.kind === "literal" ? leadingSpaces(token.value) : 0;
      const isBlankLine = token.kind === "literal" && spaces === token.value.length && token.value.endsWith("\n");
      if (!isBlankLine) {
        least = Math.min(least, spaces);
      }
      if (token.kind === "literal" && !isBlankLine) {
        adjust.push(token);
      }
    }
    atLineStart = token.kind === "literal" && token.value.endsWith("\n");
  }
  for (const token of adjust) {
    token.value = token.value.slice(Math.min(least, token.value.length));
  }
}

function leadingSpaces(text: string): number {
  let count = 0;
  while (count < text.length && isSpace(text.charCodeAt(count))) {
    count++;
  }
  return count;
}
