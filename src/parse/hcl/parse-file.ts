/** Reads a file of Terraform's or Packer's language in the syntax that its name says. */
import type { ParsedFile } from "../../model/syntax.ts";
import type { HclParser } from "./hcl-parser.ts";
import { parseJsonSyntax } from "./json-syntax.ts";

/** What a file is by its name. `values` hold values for variables: nothing is evaluated in them. */
export type HclKind = "configuration" | "values" | "packer" | "packer-values" | "lock";

export interface HclFileType {
  readonly kind: HclKind;
  readonly syntax: "native" | "json";
}

/** Name endings, the longer before the shorter that it ends with. `.tofu` is OpenTofu's own. */
const ENDINGS: readonly (readonly [string, HclFileType])[] = [
  [".tf", { kind: "configuration", syntax: "native" }],
  [".tf.json", { kind: "configuration", syntax: "json" }],
  [".tofu", { kind: "configuration", syntax: "native" }],
  [".tofu.json", { kind: "configuration", syntax: "json" }],
  [".tfvars", { kind: "values", syntax: "native" }],
  [".tfvars.json", { kind: "values", syntax: "json" }],
  [".pkr.hcl", { kind: "packer", syntax: "native" }],
  [".pkr.json", { kind: "packer", syntax: "json" }],
  [".pkrvars.hcl", { kind: "packer-values", syntax: "native" }],
  [".pkrvars.json", { kind: "packer-values", syntax: "json" }],
  [".terraform.lock.hcl", { kind: "lock", syntax: "native" }],
];

/** The kind and syntax of a file; null: its name is not one of the language's. */
export function hclFileType(path: string): HclFileType | null {
  return ENDINGS.find(([ending]) => path.endsWith(ending))?.[1] ?? null;
}

/** Whether a file's name says that {@link parseHclFile} reads it. */
export function isHclPath(path: string): boolean {
  return hclFileType(path) !== null;
}

/** Reads a file in the syntax that its name says (native, where it says nothing). Never throws; see `problems`. */
export function parseHclFile(parser: HclParser, path: string, text: string): ParsedFile {
  const type = hclFileType(path);
  if (type?.syntax !== "json") {
    return parser.parse(path, text);
  }
  return parseJsonSyntax(parser, path, text, type.kind === "values" || type.kind === "packer-values" ? "values" : "expressions");
}
