/** Words for what the grammar could not read. */
import type { RawNode } from "./raw-tree.ts";
import type { Fault, SourceText } from "./source-text.ts";

const MAX_FAULTS = 50;

/** One fault for each error node; its place is the first token in it. */
export function errorFaults(source: SourceText, masked: string, errors: readonly RawNode[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const node of errors.slice(0, MAX_FAULTS)) {
    if (node.type !== "ERROR") {
      faults.push({ message: `Invalid syntax: ${expected(node.type)} is missing here.`, start: node.start, end: node.end });
      continue;
    }
    const start = firstToken(masked, node);
    const token = tokenAt(source.text, start);
    faults.push({
      message: `Invalid syntax: ${token === "" ? "the text ends" : `${JSON.stringify(token)} does not belong`} here.`,
      start,
      end: start + token.length,
    });
  }
  return faults;
}

function expected(type: string): string {
  const names: ReadonlyMap<string, string> = new Map([
    ["block_end", '"}"'],
    ["block_start", '"{"'],
    ["object_end", '"}"'],
    ["tuple_end", '"]"'],
    ["template_interpolation_end", '"}"'],
    ["template_directive_end", '"}"'],
    ["quoted_template_end", "a closing quote"],
    ["identifier", "a name"],
  ]);
  return names.get(type) ?? (type.startsWith("_") || /^[a-z_]+$/.test(type) ? "something" : JSON.stringify(type));
}

function firstToken(masked: string, node: RawNode): number {
  let at = node.start;
  while (at < node.end && " \t\r\n".includes(masked.charAt(at))) {
    at++;
  }
  return at;
}

/** A name, a number or one character, shortened. */
function tokenAt(text: string, start: number): string {
  const window = text.slice(start, start + 40);
  return /^[\p{ID_Continue}-]+/u.exec(window)?.[0] ?? String.fromCodePoint(...[window.codePointAt(0) ?? []].flat());
}
