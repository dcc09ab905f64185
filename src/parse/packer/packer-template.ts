/** Reads Packer templates: HCL2 (`*.pkr.hcl`), its JSON form (`*.pkr.json`) and the older JSON templates with a list of builders. */
import type { PackerTemplate } from "../../model/packer-template.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { HclParser } from "../hcl/hcl-parser.ts";
import { parseHclFile } from "../hcl/parse-file.ts";
import { readHclTemplate } from "./hcl-template.ts";
import { withPackerBlocks } from "./json-blocks.ts";
import { readJsonTemplate } from "./json-template.ts";

export interface ReadPackerTemplate {
  /** Null: the file is no template, or not even its outline can be read. */
  readonly template: PackerTemplate | null;
  readonly problems: readonly SyntaxProblem[];
}

/** Whether a file is a Packer template, by its name, or as JSON with a list of builders. Linear, and without parsing. */
export function looksLikePackerTemplate(path: string, text: string): boolean {
  if (path.endsWith(".pkr.hcl") || path.endsWith(".pkr.json")) return true;
  return path.endsWith(".json") && /"builders"\s{0,100}:\s{0,100}\[/.test(text);
}

/** The template as far as it can be read. Never throws; what is wrong stands in `problems`. */
export function parsePackerTemplate(parser: HclParser, path: string, text: string): ReadPackerTemplate {
  if (!path.endsWith(".pkr.hcl") && !path.endsWith(".pkr.json")) return readJsonTemplate(path, text);
  const file = parseHclFile(parser, path, text);
  const body = path.endsWith(".json") ? withPackerBlocks(file.body) : file.body;
  return { template: readHclTemplate({ ...file, body }), problems: file.problems };
}
