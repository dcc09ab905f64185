/** Gathers configuration and policy files, from the tip of the base branch or from disk, and resolves them. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compileTextPattern } from "../credentials/text-pattern.ts";
import { rules } from "../evaluate/rules.ts";
import { Folder } from "../git/folder.ts";
import { BakegateError } from "../model/failure.ts";
import type { Diagnostic, Policy } from "../model/policy.ts";
import type { SourceFile, Unreadable } from "../model/source.ts";
import type { ObjectReader, Tree, TreeEntry } from "../model/tree.ts";
import { writeDiagnostic } from "../parse/configuration/diagnostics.ts";
import { namesPolicyFiles, policyPathsNeeded } from "../parse/configuration/policy-sources.ts";
import { type PolicyInput, type PolicyText, resolvePolicy } from "../parse/configuration/resolve-policy.ts";
import { sha256 } from "./hash.ts";
import { policyFile } from "./package-files.ts";
import { readSources } from "./read-sources.ts";

export const configurationPath = ".github/bakegate.yml";

/** The packs that come with the package, by name. */
export function packs(): ReadonlyMap<string, string> {
  return new Map([
    ["bakegate:recommended", policyFile("recommended.yml")],
    ["bakegate:strict", policyFile("strict.yml")],
  ]);
}

/** What a tree says the policy is; the defaults where it holds no configuration. */
export async function policyOfTree(reader: ObjectReader, tree: Tree): Promise<Policy> {
  return policyOrFailure(await policyInputOfTree(reader, tree, configurationPath));
}

/** The policy of a configuration file on disk; policy files are found relative to the folder that holds its `.github`, or to its own. */
export async function policyOfFile(file: string): Promise<Policy> {
  return policyOrFailure(await policyInputOfFile(file));
}

export async function policyInputOfFile(file: string): Promise<PolicyInput> {
  if (!existsSync(file))
    throw new BakegateError(
      "usage",
      `there is no configuration file ${file}`,
      "Name one with --config, or leave the option out for the defaults.",
    );
  const own = resolve(file);
  const root = dirname(own).endsWith(`${sep}.github`) ? dirname(dirname(own)) : dirname(own);
  const path = relative(root, own).split(sep).join("/");
  const alone = new Folder(root, [path]);
  const text = configurationText((await readSources(alone, (await alone.tree()).entries.values())).get(path), path);
  // The folder around it is only walked where the configuration names files in it.
  if (!namesPolicyFiles(text)) return inputOf({ path, text }, new Map());
  const folder = new Folder(root);
  return inputOf({ path, text }, await policyTexts(folder, await folder.tree(), text));
}

/** The configuration file of a folder or of one above it; null: there is none. */
export function findConfiguration(start: string): string | null {
  for (let dir = resolve(start); ; dir = dirname(dir)) {
    const file = join(dir, configurationPath);
    if (existsSync(file)) return file;
    if (dirname(dir) === dir) return null;
  }
}

export function defaultPolicy(): Policy {
  return policyOrFailure(inputOf(null, new Map()));
}

export function inputOf(configuration: PolicyInput["configuration"], files: ReadonlyMap<string, PolicyText>): PolicyInput {
  return { configuration, files, packs: packs(), rules, compilePattern: compileTextPattern, hash: sha256 };
}

async function policyInputOfTree(reader: ObjectReader, tree: Tree, path: string): Promise<PolicyInput> {
  const entry = tree.entries.get(path);
  if (entry === undefined) {
    refuseNeighbours(tree, path);
    return inputOf(null, new Map());
  }
  const text = configurationText((await readSources(reader, [entry])).get(path), path);
  return inputOf({ path, text }, await policyTexts(reader, tree, text));
}

async function policyTexts(reader: ObjectReader, tree: Tree, configuration: string): Promise<ReadonlyMap<string, PolicyText>> {
  const entries: TreeEntry[] = [];
  for (const path of policyPathsNeeded(configuration, tree.entries.keys())) {
    const entry = tree.entries.get(path);
    if (entry !== undefined) entries.push(entry);
  }
  const texts = new Map<string, PolicyText>();
  for (const [path, source] of await readSources(reader, entries))
    texts.set(path, source.text ?? { unreadable: source.unreadable ?? "missing" });
  return texts;
}

/** What was meant as a configuration and would be passed over: another ending, or a folder of that name. */
function refuseNeighbours(tree: Tree, path: string): void {
  const other = path.replace(/\.yml$/, ".yaml");
  const next = `The configuration is the file ${path}; take this away, or put its content there.`;
  if (tree.entries.has(other)) throw new BakegateError("usage", `${other}:1:1: a configuration of this name is not read`, next);
  for (const below of tree.entries.keys())
    if (below.startsWith(`${path}/`)) throw new BakegateError("usage", `${path} is a folder, so no configuration is read`, next);
}

const unreadableWords: Readonly<Record<Unreadable, string>> = {
  binary: "it is binary",
  "not-utf8": "it is not UTF-8",
  "too-large": "it is too large",
  symlink: "it is a symbolic link",
  submodule: "it is a submodule",
  missing: "its content is not there, or may not be read",
  "illegible-path": "its name is not UTF-8",
};

function configurationText(source: SourceFile | undefined, path: string): string {
  if (typeof source?.text === "string") return source.text;
  throw new BakegateError(
    "usage",
    `${path}:1:1: the configuration cannot be read: ${unreadableWords[source?.unreadable ?? "missing"]}`,
    "It has to be a plain file of UTF-8 text.",
  );
}

function policyOrFailure(input: PolicyInput): Policy {
  const resolved = resolvePolicy(input);
  if ("policy" in resolved) return resolved.policy;
  throw policyFailure(resolved.diagnostics);
}

/** All that is wrong with a policy, each fault on its line. */
export function policyFailure(diagnostics: readonly Diagnostic[]): BakegateError {
  const count = diagnostics.length === 1 ? "" : `${diagnostics.length} faults in the configuration\n`;
  return new BakegateError(
    "usage",
    count + diagnostics.map(writeDiagnostic).join("\n"),
    "Nothing was reviewed. Correct it, and check with: bakegate policy validate",
  );
}
