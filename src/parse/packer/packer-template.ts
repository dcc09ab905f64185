/** Reads Packer templates: HCL2 in native and JSON syntax, and the older JSON templates with a list of builders. */
import type { PackerTemplate } from "../../model/packer-template.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { HclParser } from "../hcl/hcl-parser.ts";
import { hclFileType, parseHclFile } from "../hcl/parse-file.ts";
import { readHclTemplate } from "./hcl-template.ts";
import { withPackerBlocks } from "./json-blocks.ts";
import { readLegacyTemplate } from "./legacy-template.ts";

export interface PackerRead {
  /** Null: nothing could be read. */
  readonly template: PackerTemplate | null;
  readonly problems: readonly SyntaxProblem[];
}

/** The key that every older template has, and no other common JSON file with a list below it. */
const BUILDERS = /"builders"\s{0,200}:\s{0,200}\[/;

/** Whether a file is a Packer template: by its name, or, for other JSON files, by a list named `builders`. Cheap: nothing is parsed. */
export function looksLikePackerTemplate(path: string, text: string): boolean {
  const type = hclFileType(path);
  if (type !== null) {
    return type.kind === "packer";
  }
  return path.endsWith(".json") && text.includes('"builders"') && BUILDERS.test(text);
}

/**
 * Reads a Packer template. Never throws. Strings with interpolations show them as they are written (`${var.region}`,
 * `{{user `region`}}`); with problems, what does not touch them is there.
 */
export function parsePackerTemplate(parser: HclParser, path: string, text: string): PackerRead {
  const type = hclFileType(path);
  if (type === null) {
    return readLegacyTemplate(path, text);
  }
  const file = parseHclFile(parser, path, text);
  const body = type.syntax === "json" ? withPackerBlocks(file.body) : file.body;
  return { template: readHclTemplate(path, text, body), problems: file.problems };
}
