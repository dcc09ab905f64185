/**
 * HCL's native syntax as bodies and expressions with their places.
 * The grammar is tree-sitter-hcl, not its tree-sitter-terraform twin: both files hold the same rules, and what is read here is
 * HCL of every kind (Packer and lock files too). What the grammar reads otherwise than Terraform is mended before and after.
 */
import { Language, Parser } from "web-tree-sitter";
import type { Body, Expression, ParsedFile, SyntaxProblem } from "../../model/syntax.ts";
import type { Conversion } from "./conversion.ts";
import { convertBody } from "./convert-body.ts";
import { convertExpression } from "./convert-expression.ts";
import { convertTemplateBetween } from "./convert-template.ts";
import { invalidate } from "./invalidate.ts";
import { type RawNode, readingsOf } from "./raw-tree.ts";
import { type Grammar, readItems, readTree } from "./read-tree.ts";
import { scanHcl } from "./scan.ts";
import { type Fault, problemOf, type SourceText, sourceText, spanOf } from "./source-text.ts";
import { normalForm } from "./string-literal.ts";

/** So many problems say enough about one file. */
const MAX_PROBLEMS = 20;

export interface HclParser {
  /** A file in native syntax. Never throws; what is wrong stands in `problems`, in the order of the text. */
  parse(path: string, text: string): ParsedFile;
  /** A bare expression; `invalid` where it is wrong. Newlines mean nothing in it, as if it stood in parentheses. */
  parseExpression(text: string): Expression;
  /** A template without quotes: the content of a JSON string or of a template file. `invalid` where it is wrong. */
  parseTemplate(text: string): Expression;
}

/** The bytes of web-tree-sitter.wasm and of tree-sitter-hcl.wasm. */
export interface HclParserWasm {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** Loads the parser; about 25 ms, to be done once. */
export async function createHclParser(wasm: HclParserWasm): Promise<HclParser> {
  await Parser.init({ wasmBinary: wasm.runtime });
  const language = await Language.load(wasm.grammar);
  const grammar: Grammar = { parser: new Parser().setLanguage(language), language, readings: readingsOf(language) };
  return {
    parse: (path, text) => parseFile(grammar, path, text),
    parseExpression: (text) => parseExpression(grammar, text),
    parseTemplate: (text) => parseTemplate(grammar, text),
  };
}

function parseFile(grammar: Grammar, path: string, text: string): ParsedFile {
  const source = sourceText(text);
  const scanned = scanHcl(text, "file");
  if (scanned.refused) {
    const nothing: Body = { attributes: [], blocks: [], span: spanOf(source, 0, text.length) };
    return { path, body: nothing, problems: problemsOf(source, scanned.faults) };
  }
  const read = readItems(grammar, scanned);
  const faults = [...scanned.faults, ...read.faults];
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults };
  const body = convertBody(conversion, read.nodes, 0, text.length, 0);
  return { path, body: invalidate(body, scanned.items, conversion.faults), problems: problemsOf(source, conversion.faults) };
}

function parseExpression(grammar: Grammar, text: string): Expression {
  const source = sourceText(text);
  const invalid: Expression = { kind: "invalid", span: spanOf(source, 0, text.length) };
  const scanned = scanHcl(text, "expression");
  const tree = scanned.faults.length > 0 ? null : readTree(grammar, scanned.masked, 0, text.length, { before: "x=(", after: "\n)" }, true);
  const outer = tree?.root.children[0]?.children[0]?.children[2];
  if (outer?.children.length !== 3) {
    return invalid;
  }
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults: [] };
  const expression = convertExpression(conversion, outer.children[1], 0);
  return conversion.faults.length > 0 ? invalid : expression;
}

function parseTemplate(grammar: Grammar, text: string): Expression {
  const source = sourceText(text);
  const span = spanOf(source, 0, text.length);
  if (!text.includes("${") && !text.includes("%{")) {
    return { kind: "string", value: normalForm(text), span };
  }
  const invalid: Expression = { kind: "invalid", span };
  const scanned = scanHcl(text, "template");
  const tree = scanned.faults.length > 0 ? null : readTree(grammar, scanned.masked, 0, text.length, { before: 'x="', after: '"\n' }, true);
  const term = tree?.root.children[0]?.children[0]?.children[2]?.children[0];
  if (term === undefined) {
    return invalid;
  }
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults: [] };
  // Escapes only: the grammar saw an empty string, whose content is not looked at.
  const content = term.type === "literal_value" ? term : (term.children[0] ?? term);
  const node: RawNode = { ...content, start: 0, end: text.length };
  const expression = convertTemplateBetween(conversion, node, 0, text.length, "bare", 0);
  return conversion.faults.length > 0 ? invalid : expression;
}

/** In the order of the text, one per line: the first fault that was found on a line usually causes the others. */
function problemsOf(source: SourceText, faults: readonly Fault[]): ParsedFile["problems"] {
  const byLine = new Map<number, SyntaxProblem>();
  for (const fault of faults) {
    const problem = problemOf(source, fault);
    if (!byLine.has(problem.line)) {
      byLine.set(problem.line, problem);
    }
  }
  return [...byLine.values()].sort((a, b) => a.line - b.line).slice(0, MAX_PROBLEMS);
}
