/**
 * HCL's native syntax as bodies and expressions with their places.
 * The grammar is tree-sitter-hcl, not its tree-sitter-terraform twin: both files hold the same rules, and what is read here is
 * HCL of every kind (Packer and lock files too). What the grammar reads otherwise than Terraform is mended before and after.
 */
import { Language, Parser } from "web-tree-sitter";
import type { Body, Expression, ParsedFile } from "../../model/syntax.ts";
import type { Conversion } from "./conversion.ts";
import { convertBody } from "./convert-body.ts";
import { convertExpression } from "./convert-expression.ts";
import { convertTemplateBetween } from "./convert-template.ts";
import { invalidate } from "./invalidate.ts";
import { copyTree, type RawNode, type RawTree, readingsOf } from "./raw-tree.ts";
import { type Scanned, scanHcl } from "./scan.ts";
import { type Fault, problemOf, type SourceText, sourceText, spanOf } from "./source-text.ts";
import { errorFaults } from "./syntax-error.ts";

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

interface Grammar {
  readonly parser: Parser;
  readonly language: Language;
  readonly readings: ReturnType<typeof readingsOf>;
}

function parseFile(grammar: Grammar, path: string, text: string): ParsedFile {
  const source = sourceText(text);
  const scanned = scanHcl(text, "file");
  const nothing: Body = { attributes: [], blocks: [], span: spanOf(source, 0, text.length) };
  const tree = readTree(grammar, scanned, "", "\n");
  if (tree === null) {
    return { path, body: nothing, problems: problemsOf(source, refusal(scanned, text)) };
  }
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults: [...scanned.faults] };
  conversion.faults.push(...errorFaults(source, scanned.masked, tree.errors));
  const top = tree.root.children.find((child) => child.type === "object");
  if (top !== undefined) {
    conversion.faults.push({
      message: "Argument or block definition required: a file does not start with a brace.",
      start: top.start,
      end: top.start + 1,
    });
  }
  const body = convertBody(conversion, topLevel(tree.root), 0, text.length, 0);
  return { path, body: invalidate(body, conversion.faults), problems: problemsOf(source, conversion.faults) };
}

/** The items of the file: of its `body`, and those that error recovery left beside it. */
function topLevel(root: RawNode): RawNode {
  const children: RawNode[] = [];
  for (const child of root.children) {
    if (child.type === "body") {
      children.push(...child.children);
    } else {
      children.push(child);
    }
  }
  return { ...root, children };
}

function parseExpression(grammar: Grammar, text: string): Expression {
  const source = sourceText(text);
  const invalid: Expression = { kind: "invalid", span: spanOf(source, 0, text.length) };
  const scanned = scanHcl(text, "expression");
  const tree = scanned.faults.length > 0 ? null : readTree(grammar, scanned, "x=(", "\n)");
  const outer = tree?.root.children[0]?.children[0]?.children[2];
  if (tree === null || tree.errors.length > 0 || outer?.children.length !== 3) {
    return invalid;
  }
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults: [] };
  const expression = convertExpression(conversion, outer.children[1], 0);
  return conversion.faults.length > 0 ? invalid : expression;
}

function parseTemplate(grammar: Grammar, text: string): Expression {
  const source = sourceText(text);
  const invalid: Expression = { kind: "invalid", span: spanOf(source, 0, text.length) };
  const scanned = scanHcl(text, "template");
  const tree = scanned.faults.length > 0 ? null : readTree(grammar, scanned, 'x="', '"\n');
  const outer = tree?.root.children[0]?.children[0]?.children[2]?.children[0]?.children[0];
  if (tree === null || tree.errors.length > 0 || outer === undefined) {
    return invalid;
  }
  const conversion: Conversion = { source, masked: scanned.masked, heredocs: scanned.heredocs, faults: [] };
  const node: RawNode = { ...outer, start: 0, end: text.length };
  const expression = convertTemplateBetween(conversion, node, 0, text.length, "bare", 0);
  return conversion.faults.length > 0 ? invalid : expression;
}

/** Parses what the scanner left; null where it was refused or the parser gave up. */
function readTree(grammar: Grammar, scanned: Scanned, before: string, after: string): RawTree | null {
  if (scanned.refused) {
    return null;
  }
  const text = before + scanned.masked + after;
  // The parser reports once in a hundred or so of its steps: in healthy text once in 20 to 100 characters, in recovery from errors far
  // more often, which is stopped.
  let reports = 5_000 + text.length / 4;
  const tree = grammar.parser.parse(text, null, { progressCallback: () => --reports < 0 });
  if (tree === null) {
    grammar.parser.reset();
    return null;
  }
  try {
    return copyTree(tree, grammar.language, grammar.readings, before.length);
  } finally {
    tree.delete();
  }
}

function refusal(scanned: Scanned, text: string): readonly Fault[] {
  return scanned.faults.length > 0
    ? scanned.faults
    : [{ message: "Too many syntax errors: this file is not read any further.", start: 0, end: Math.min(1, text.length) }];
}

/** In the order of the text, one per line: the first fault of a line usually causes the others. */
function problemsOf(source: SourceText, faults: readonly Fault[]): ParsedFile["problems"] {
  const problems = [...faults].sort((a, b) => a.start - b.start).map((fault) => problemOf(source, fault));
  return problems.filter((problem, index) => index === 0 || problem.line !== problems[index - 1]?.line).slice(0, 20);
}
