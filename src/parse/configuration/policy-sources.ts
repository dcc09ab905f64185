/** Which packs and policy files a configuration names, in order. */
import type { Diagnostic, Glob } from "../../model/policy.ts";
import type { WrittenConfiguration } from "./configuration-schema.ts";
import { isGlobProblem, parseGlob } from "./glob.ts";
import { quote } from "./quote.ts";
import { isMapping, readYaml, type YamlDocument } from "./yaml-document.ts";

/** The pack that holds where nothing else is said. */
export const defaultPack = "bakegate:recommended";

export type PolicySource =
  | { readonly kind: "pack"; readonly name: string }
  /** `pointer` is that of the entry that names it. */
  | { readonly kind: "file"; readonly path: string; readonly pointer: string };

/** True for an entry that names a pack. */
export function isPack(entry: string): boolean {
  return entry.startsWith("bakegate:");
}

/**
 * The paths of policy files that have to be read before a policy can be resolved, sorted.
 * A configuration that cannot be read needs none: resolving it says what is wrong.
 * @param configurationText null: there is no configuration file.
 * @param treePaths every path of the tree at the tip of the base branch.
 */
export function policyPathsNeeded(configurationText: string | null, treePaths: Iterable<string>): readonly string[] {
  const globs = fileGlobs(configurationText);
  if (globs.length === 0) return [];
  const needed: string[] = [];
  for (const path of treePaths) {
    if (globs.some((glob) => glob.matches(path))) needed.push(path);
  }
  return needed.sort();
}

/** True where a configuration names policy files, so that the tree has to be looked through for them. */
export function namesPolicyFiles(configurationText: string | null): boolean {
  return fileGlobs(configurationText).length > 0;
}

function fileGlobs(configurationText: string | null): readonly Glob[] {
  // The word may be escaped in a key, but then it is not a plain one; most configurations are not parsed twice.
  if (configurationText === null || !/policies|\\/.test(configurationText)) return [];
  const document = readYaml("", configurationText);
  if ("diagnostics" in document || !isMapping(document.value)) return [];
  const entries = document.value.policies;
  if (!Array.isArray(entries)) return [];
  const globs: Glob[] = [];
  for (const entry of entries as readonly unknown[]) {
    const glob = typeof entry === "string" && !isPack(entry) ? parseGlob(entry, "file") : null;
    if (glob !== null && !isGlobProblem(glob)) globs.push(glob);
  }
  return globs;
}

/**
 * Packs and files in the order in which they apply. A file that several entries name stands where the last of them does; files of one glob are sorted.
 * An entry that names no file is a fault: a policy that went missing must not pass for one that allows everything.
 */
export function policySources(
  document: YamlDocument | null,
  written: WrittenConfiguration,
  paths: readonly string[],
): { readonly sources: readonly PolicySource[]; readonly faults: readonly Diagnostic[] } {
  if (document === null || written.policies === undefined) return { sources: [{ kind: "pack", name: defaultPack }], faults: [] };
  const sources = new Map<string, PolicySource>();
  const faults: Diagnostic[] = [];
  for (const [index, entry] of written.policies.entries()) {
    const pointer = `/policies/${index}`;
    const found = isPack(entry) ? [{ kind: "pack", name: entry } as const] : filesOf(entry, pointer, paths);
    const problem = found.length === 0 ? missing(entry) : wrongFile(found, document.path);
    if (problem !== null) {
      faults.push({ file: document.path, ...document.locate(pointer, "value"), message: problem });
      continue;
    }
    for (const source of found) {
      const key = source.kind === "pack" ? source.name : source.path;
      sources.delete(key);
      sources.set(key, source);
    }
  }
  return { sources: [...sources.values()], faults };
}

function filesOf(entry: string, pointer: string, paths: readonly string[]): readonly PolicySource[] {
  const glob = parseGlob(entry, "file");
  if (isGlobProblem(glob)) return [];
  return paths
    .filter((path) => glob.matches(path))
    .sort()
    .map((path) => ({ kind: "file", path, pointer }));
}

function missing(entry: string): string {
  const what = /[*?[{]/.test(entry) ? `no file matches ${quote(entry)}` : `there is no file ${quote(entry)}`;
  return `${what} at the tip of the base branch; add the policy file there, or take this entry out`;
}

function wrongFile(sources: readonly PolicySource[], configurationPath: string): string | null {
  for (const source of sources) {
    if (source.kind === "pack") continue;
    if (source.path === configurationPath)
      return `this entry names the configuration file itself; keep policy files in a folder of their own`;
    if (!/\.ya?ml$/.test(source.path)) return `${quote(source.path)} is not a policy file: its name has to end in .yml or .yaml`;
  }
  return null;
}
