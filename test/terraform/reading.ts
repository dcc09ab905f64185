/** Configurations from folders and from text, read by the real parser. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type { ParsedFile } from "../../src/model/syntax.ts";
import type { EvaluatedConfiguration, Project } from "../../src/model/terraform-module.ts";
import type { Value } from "../../src/model/value.ts";
import { createHclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { isHclPath, parseHclFile } from "../../src/parse/hcl/parse-file.ts";
import type { ConfigurationInput, OpenConfiguration } from "../../src/terraform/evaluate-configuration.ts";
import { evaluateConfiguration, openConfiguration } from "../../src/terraform/evaluate-configuration.ts";
import { evaluate, evaluateExpression } from "../../src/terraform/evaluate-expression.ts";
import type { Limits, Scope } from "../../src/terraform/evaluation.ts";
import { newRun } from "../../src/terraform/evaluation.ts";
import { readModules } from "../../src/terraform/modules.ts";

const require = createRequire(import.meta.url);

export const parser = await createHclParser({
  runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
  grammar: readFileSync(require.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm")),
});

export const shared = new URL("../../../shared/", import.meta.url).pathname;
export const hasShared = existsSync(shared);

export type Files = Readonly<Record<string, string>>;

/** Every file below a folder, by path within it. */
export function filesIn(folder: string): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(folder, path)] = readFileSync(path, "utf8");
  }
  return files;
}

export function parsed(files: Files): readonly ParsedFile[] {
  return Object.entries(files).flatMap(([path, text]) => (isHclPath(path) ? [parseHclFile(parser, path, text)] : []));
}

export function evaluated(files: Files, project: Partial<Project> = {}, more: Partial<ConfigurationInput> = {}): EvaluatedConfiguration {
  return evaluateConfiguration(inputOf(files, project, more));
}

export function opened(files: Files, project: Partial<Project> = {}, more: Partial<ConfigurationInput> = {}): OpenConfiguration {
  return openConfiguration(inputOf(files, project, more));
}

function inputOf(files: Files, project: Partial<Project>, more: Partial<ConfigurationInput>): ConfigurationInput {
  const all = parsed(files);
  return {
    project: { dir: ".", workspace: "default", varFiles: [], plan: "static", ...project },
    modules: readModules(all),
    varFiles: new Map(all.filter((file) => /\.tfvars(\.json)?$/.test(file.path)).map((file) => [file.path, file])),
    readFile: (path) => files[path] ?? null,
    parseTemplate: (text) => parser.parseTemplate(text),
    ...more,
  };
}

/** Evaluates one expression with some variables bound; failures come as unknown values. */
export function valueFrom(text: string, variables: Readonly<Record<string, Value>> = {}, limits?: Limits): Value {
  return evaluateExpression(parser.parseExpression(text), scopeOf(variables, limits));
}

/** As {@link valueFrom}, but throws what fails. */
export function strictValueFrom(text: string, variables: Readonly<Record<string, Value>> = {}): Value {
  return evaluate(parser.parseExpression(text), scopeOf(variables));
}

function scopeOf(variables: Readonly<Record<string, Value>>, limits?: Limits): Scope {
  const run = newRun({ parseTemplate: (template) => parser.parseTemplate(template), ...(limits === undefined ? {} : { limits }) });
  const names = {
    resolve: (root: string, steps: readonly unknown[]) => {
      const step = steps[0] as { readonly kind: string; readonly name?: string } | undefined;
      const value = root === "var" && step?.name !== undefined ? variables[step.name] : undefined;
      return value === undefined ? null : { value, used: 1 };
    },
    moduleDir: ".",
    rootDir: ".",
  };
  return { names, bound: null, run, file: "main.tf" };
}

/** A value as JSON, as `terraform show -json` writes it: numbers as JavaScript's, collections as arrays. Unknown: `undefined`. */
export function plain(value: Value): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "bool":
    case "string":
      return value.value;
    case "number":
      return Number(value.digits);
    case "tuple":
    case "list":
    case "set":
      return value.items.map(plain);
    case "object":
    case "map":
      return Object.fromEntries([...value.entries].map(([key, inner]) => [key, plain(inner)]));
    case "unknown":
      return undefined;
  }
}
