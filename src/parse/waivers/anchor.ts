/** What a line belongs to, in words that are the same in two versions of a file: lines come and go, names stay. */
import type { Span } from "../../model/place.ts";
import type { Block, Body, ParsedFile } from "../../model/syntax.ts";

/** The blocks around a line and the argument that stands on it: `resource aws_instance web / instance_type`. */
export function syntaxAnchor(file: ParsedFile, line: number): string {
  const names: string[] = [];
  for (let body: Body | undefined = file.body; body !== undefined; ) {
    const attribute = body.attributes.find(({ span }) => holds(span, line));
    if (attribute !== undefined) names.push(attribute.name);
    const block: Block | undefined = body.blocks.find(({ span }) => holds(span, line));
    if (block !== undefined) names.push([block.type, ...block.labels].join(" "));
    body = block?.body;
  }
  return JSON.stringify(names);
}

function holds(span: Span, line: number): boolean {
  return span.line <= line && line <= span.endLine;
}

/** Lines further out than this are not named. */
const mostAbove = 12;
/** In UTF-16 units. */
const longestKey = 200;

/** The line's key and those of the lines that it is indented below: `jobs / deploy / - run`. */
export function textAnchor(lines: readonly string[], line: number): string {
  const own = lines[line - 1] ?? "";
  const names = [keyOf(own)];
  let indent = indentOf(own);
  for (let at = line - 2; at >= 0 && indent > 0 && names.length < mostAbove; at--) {
    const above = lines[at] ?? "";
    if (above.trim() === "" || indentOf(above) >= indent) continue;
    indent = indentOf(above);
    names.unshift(keyOf(above));
  }
  return JSON.stringify(names);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Up to the sign behind which a value stands. */
function keyOf(line: string): string {
  return (
    line
      .trim()
      .slice(0, longestKey)
      .split(/[=:({]/, 1)[0]
      ?.trim() ?? ""
  );
}
