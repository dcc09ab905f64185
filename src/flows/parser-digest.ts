/** A digest of everything that decides what a file is read as: what was found out with another reader is not true of this one. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "./package-files.ts";

/** Folders (with a slash at the end) and files of the sources, without the ending of their names. A test holds them against what is imported. */
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
 * SHA-256, in hex, of what reads files and of package.json, which names the exact versions of the grammar and of HashiCorp's parser. Of the
 * built program all of its pieces count: each has a digest of its content in its name.
 */
export function parserDigest(): string {
  const texts = import.meta.url.endsWith(".ts") ? readers.flatMap(textsOf) : namesOfPieces();
  return digestOf([["package.json", packageFile("package.json")], ...texts]);
}

/** The digest of files by name, in the order given. */
export function digestOf(files: readonly (readonly [string, string])[]): string {
  const hash = createHash("sha256");
  for (const [name, text] of files) hash.update(`${name}\0${text.length}\0${text}\0`);
  return hash.digest("hex");
}

function textsOf(reader: string): readonly (readonly [string, string])[] {
  const at = new URL(`../${reader}`, import.meta.url);
  const names = reader.endsWith("/") ? readdirSync(at).filter((name) => name.endsWith(".ts")) : [`${reader.split("/").at(-1)}.ts`];
  return names.sort().map((name) => [name, readFileSync(new URL(name, at), "utf8")]);
}

function namesOfPieces(): readonly (readonly [string, string])[] {
  const names = readdirSync(new URL("../chunks/", import.meta.url)).filter((name) => name.endsWith(".js"));
  return names.sort().map((name) => [name, ""]);
}
