/** A digest of everything that decides what a file is read as: what was found out with another reader is not true of this one. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "./package-files.ts";

/** Folders (with a slash at the end) and files of the program, without the ending of their names. A test holds them against what is imported. */
export const readers: readonly string[] = [
  "flows/kept-summary",
  "flows/terraform-index",
  "model/expression-text",
  "model/place",
  "model/syntax-query",
  "parse/hcl/",
  "terraform/address",
  "terraform/declared-blocks",
  "terraform/json-blocks",
  "terraform/module-calls",
  "terraform/modules",
  "terraform/override",
  "terraform/repository-path",
];

/**
 * SHA-256, in hex, of the program's own reading of files and of package.json, which names the exact versions of the grammar and of
 * HashiCorp's parser. It takes 3 ms.
 */
export function parserDigest(): string {
  return digestOf([["package.json", packageFile("package.json")], ...readers.flatMap(textsOf)]);
}

/** The digest of files by name, in the order given. */
export function digestOf(files: readonly (readonly [string, string])[]): string {
  const hash = createHash("sha256");
  for (const [name, text] of files) hash.update(`${name}\0${text.length}\0${text}\0`);
  return hash.digest("hex");
}

/** The program as it runs: compiled, or from its sources. */
function textsOf(reader: string): readonly (readonly [string, string])[] {
  const ending = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const at = new URL(`../${reader}`, import.meta.url);
  const names = reader.endsWith("/") ? readdirSync(at).filter((name) => name.endsWith(ending)) : [`${reader.split("/").at(-1)}${ending}`];
  return names.sort().map((name) => [name, readFileSync(new URL(name, at), "utf8")]);
}
