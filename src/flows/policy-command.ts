/** `bakegate policy validate|list|explain`: what maintainers ask about policies. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { compileTextPattern } from "../credentials/text-pattern.ts";
import { rules } from "../evaluate/rules.ts";
import { BakegateError, systemWords } from "../model/failure.ts";
import type { Diagnostic } from "../model/policy.ts";
import { writeDiagnostic } from "../parse/configuration/diagnostics.ts";
import { findRule } from "../parse/configuration/explain-rule.ts";
import { listPolicy } from "../parse/configuration/list-policy.ts";
import { readPolicy } from "../parse/configuration/read-policy.ts";
import { type PolicyInput, resolvePolicy } from "../parse/configuration/resolve-policy.ts";
import { writePolicyList } from "../parse/configuration/write-policy-list.ts";
import { renderRulePage } from "../render/rule-page.ts";
import { visibleText } from "../render/visible.ts";
import { explainAttribute, namesResourceType } from "./explain-attribute.ts";
import { configurationPath, findConfiguration, inputOf, policyFailure, policyInputOfFile } from "./load-policy.ts";
import { decode } from "./read-sources.ts";
import { writeOutput } from "./write-output.ts";

/** Checks the files named, or the configuration found above with all that it names. Exit code 2 when anything is wrong. */
export async function validateCommand(files: readonly string[], options: { readonly format: "text" | "json" }): Promise<void> {
  const named = files.length > 0 ? files : [configurationOrFailure()];
  const diagnostics: Diagnostic[] = [];
  for (const file of named) diagnostics.push(...(await faultsOf(file)));
  const json = { files: named, valid: diagnostics.length === 0, diagnostics };
  const lines = [...diagnostics.map((diagnostic) => visibleText(writeDiagnostic(diagnostic))), summary(named, diagnostics)];
  await writeOutput(options.format === "json" ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join("\n")}\n`, null);
  process.exitCode = diagnostics.length > 0 ? 2 : 0;
}

export async function listCommand(options: { readonly config?: string; readonly format: "text" | "json" }): Promise<void> {
  const input = await inputFrom(options.config);
  const resolved = resolvePolicy(input);
  if ("diagnostics" in resolved) throw policyFailure(resolved.diagnostics);
  const list = listPolicy(resolved.policy, rules, new Date().toISOString().slice(0, 10));
  await writeOutput(options.format === "json" ? `${JSON.stringify(list, null, 2)}\n` : writePolicyList(list), null);
}

export async function explainCommand(id: string, options: { readonly format: "text" | "markdown" | "json" }): Promise<void> {
  if (namesResourceType(id)) {
    await writeOutput(explainAttribute(id, options.format), null);
    return;
  }
  const rule = findRule(id, rules);
  if ("problem" in rule) throw new BakegateError("usage", rule.problem, "");
  await writeOutput(renderRulePage(rule, options.format), null);
}

/** Keys that only a configuration has; a policy file has `name`, `rules`, `credentials` and `tests`. */
const configurationKey = /^["']?(?:version|mode|branches|policies|projects|exemptions|release)["']?\s*:/m;

async function faultsOf(file: string): Promise<readonly Diagnostic[]> {
  const text = await textOf(file);
  if (/^bakegate\.ya?ml$/.test(basename(file)) || configurationKey.test(text)) {
    const resolved = resolvePolicy(await policyInputOfFile(file));
    return "diagnostics" in resolved ? resolved.diagnostics : [];
  }
  const read = readPolicy(file, text, rules, compileTextPattern);
  return "diagnostics" in read ? read.diagnostics : [];
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BakegateError(
      "usage",
      `${file} cannot be read: ${systemWords(cause)}`,
      "Name policy files, or none for the configuration found above.",
      { cause },
    );
  });
  const text = decode(bytes);
  if (typeof text !== "string") throw new BakegateError("usage", `${file}:1:1: it is not UTF-8 text`, "Policy files are YAML in UTF-8.");
  return text;
}

function summary(files: readonly string[], diagnostics: readonly Diagnostic[]): string {
  const checked = files.length === 1 ? visibleText(files[0] ?? "") : `${files.length} files`;
  if (diagnostics.length === 0) return `${checked}: valid`;
  return `${diagnostics.length === 1 ? "1 fault" : `${diagnostics.length} faults`} in ${checked}`;
}

async function inputFrom(config: string | undefined): Promise<PolicyInput> {
  const file = config ?? findConfiguration(process.cwd());
  return file === null ? inputOf(null, new Map()) : policyInputOfFile(file);
}

function configurationOrFailure(): string {
  const file = findConfiguration(process.cwd());
  if (file !== null) return file;
  throw new BakegateError(
    "usage",
    `no ${configurationPath} here or in a folder above`,
    "Name the files to check, or write a configuration with: bakegate init",
  );
}
