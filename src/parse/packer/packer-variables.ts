/** Reads files with values for Packer's variables: `*.pkrvars.hcl`, `*.pkrvars.json`, and plain JSON files given with `-var-file`. */
import { type Place, placeOf } from "../../model/place.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { literalOf } from "../../model/syntax-query.ts";
import type { HclParser } from "../hcl/hcl-parser.ts";
import { parseJsonSyntax } from "../hcl/json-syntax.ts";
import { hclFileType, parseHclFile } from "../hcl/parse-file.ts";

export interface PackerVariablesRead {
  /** Literal values, in the order of the file. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly place: Place }[];
  readonly problems: readonly SyntaxProblem[];
}

/** Whether a file's name says that it holds values for Packer's variables. */
export function isPackerVariablesPath(path: string): boolean {
  return hclFileType(path)?.kind === "packer-values";
}

/** Reads a variables file by its name; other JSON files (`vars.json`) as one object of values. Never throws. */
export function parsePackerVariables(parser: HclParser, path: string, text: string): PackerVariablesRead {
  const file =
    hclFileType(path) === null && path.endsWith(".json") ? parseJsonSyntax(parser, path, text, "values") : parseHclFile(parser, path, text);
  const values: { readonly name: string; readonly value: string; readonly place: Place }[] = [];
  for (const { name, expression, span } of file.body.attributes) {
    const literal = literalOf(expression);
    if (literal !== undefined && literal !== null) {
      values.push({ name, value: String(literal), place: placeOf(path, span) });
    }
  }
  return { values, problems: file.problems };
}
