/** Reads a folder of Terraform files from disk and evaluates it as a root module, as a review would. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type ProviderSide, providerSide } from "../../src/flows/instance-providers.ts";
import { createHclParser, type HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { isHclPath, parseHclFile } from "../../src/parse/hcl/parse-file.ts";
import type { PredictionSide } from "../../src/plan/predict.ts";
import { type ConfigurationInput, openConfiguration } from "../../src/terraform/evaluate-configuration.ts";
import { readModules } from "../../src/terraform/modules.ts";
import { providerVersions } from "../../src/terraform/provider-versions.ts";

export interface EvaluatedFolder {
  readonly side: PredictionSide;
  readonly providerVersion: (type: string) => string | null;
  readonly providers: ProviderSide;
}

const modules = new URL("../../node_modules/", import.meta.url);

export function loadParser(): Promise<HclParser> {
  return createHclParser({
    runtime: readFileSync(new URL("web-tree-sitter/web-tree-sitter.wasm", modules)),
    grammar: readFileSync(new URL("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm", modules)),
  });
}

export function evaluateFolder(parser: HclParser, folder: URL): EvaluatedFolder {
  const root = fileURLToPath(folder);
  const paths = existsSync(root) ? readdirSync(root, { recursive: true, encoding: "utf8" }) : [];
  const files = paths.filter(isHclPath).map((path) => parseHclFile(parser, path, readFileSync(`${root}/${path}`, "utf8")));
  const read = readModules(files.filter((file) => !file.path.includes("tfvars")));
  const input = {
    project: { dir: ".", workspace: "default", varFiles: [], plan: "static" },
    modules: read,
    varFiles: new Map(files.filter((file) => file.path.includes("tfvars")).map((file) => [file.path, file])),
    readFile: (path: string) => (existsSync(`${root}/${path}`) ? readFileSync(`${root}/${path}`, "utf8") : null),
    parseTemplate: (text: string) => parser.parseTemplate(text),
  } as const;
  return evaluated(input);
}

function evaluated(input: ConfigurationInput): EvaluatedFolder {
  return {
    side: { open: (how) => openConfiguration({ ...input, ...how }) },
    providerVersion: providerVersions(input.modules.get("."), undefined),
    providers: providerSide(".", input),
  };
}

/** The text as the only file of a root module. */
export function evaluateText(parser: HclParser, text: string): EvaluatedFolder {
  return evaluateFiles(parser, { "main.tf": text });
}

/** Files by path; the root module is the topmost folder. */
export function evaluateFiles(parser: HclParser, files: Readonly<Record<string, string>>): EvaluatedFolder {
  const parsed = Object.entries(files).map(([path, text]) => parseHclFile(parser, path, text));
  const input = {
    project: { dir: ".", workspace: "default", varFiles: [], plan: "static" },
    modules: readModules(parsed.filter(({ path }) => !path.includes("tfvars"))),
    varFiles: new Map(parsed.filter(({ path }) => path.includes("tfvars")).map((file) => [file.path, file])),
    readFile: () => null,
    parseTemplate: (template: string) => parser.parseTemplate(template),
  } as const;
  return evaluated(input);
}
