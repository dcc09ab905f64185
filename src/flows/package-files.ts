/** Where the files that come with the package lie: catalogues, packs, schemas and parsers. */
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const root = new URL("../../", import.meta.url);
const require = createRequire(import.meta.url);

/** A file of the package, as text. */
export function packageFile(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** A file below `policies/`, as text. */
export function policyFile(path: string): string {
  return packageFile(`policies/${path}`);
}

/** The JSON files of a folder below `policies/`, by name. */
export function policyFolder(path: string): readonly string[] {
  return readdirSync(new URL(`policies/${path}/`, root))
    .filter((name) => name.endsWith(".json"))
    .sort();
}

/** The version in package.json. */
export function packageVersion(): string {
  const found: unknown = JSON.parse(packageFile("package.json"));
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown";
}

/** The WebAssembly modules of the HCL parser. */
export async function parserWasm(): Promise<{ readonly runtime: Uint8Array; readonly grammar: Uint8Array }> {
  const [runtime, grammar] = await Promise.all([
    readFile(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    readFile(require.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm")),
  ]);
  return { runtime, grammar };
}
