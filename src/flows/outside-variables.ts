/** Reads what sets variables outside of Terraform's own files: Terragrunt's files, and the pipelines of a tree. */
import type { ParsedFile } from "../model/syntax.ts";
import type { TreeEntry } from "../model/tree.ts";
import { automationKind } from "../parse/ci/automation-kind.ts";
import { sha256Hex } from "../terraform/digest.ts";
import { joinedVariables, type OutsideVariables, pipelineVariables, terragruntVariables } from "../terraform/outside-variables.ts";
import { directoriesAbove, directoryOf, fileNameOf, isModuleFile } from "../terraform/repository-path.ts";
import { syntaxDigest } from "../terraform/syntax-digest.ts";
import type { SideScope } from "./find-scope.ts";
import { readSources } from "./read-sources.ts";
import { type DistantUnit, isUnit, readDistantUnits, type UnitTools } from "./terragrunt-units.ts";

/** More pipelines and scripts than this are not looked through. */
const mostPipelines = 500;

/** By the directory of a root module. */
export async function readOutsideVariables(tools: UnitTools, scope: SideScope): Promise<(dir: string) => OutsideVariables> {
  const { entries } = scope.tree;
  if (scope.projects.length === 0) return () => () => null;
  const pipelines: TreeEntry[] = [];
  const shared: TreeEntry[] = [];
  for (const entry of entries.values()) {
    if (isTerragruntPath(entry.path)) shared.push(entry);
    if (pipelines.length < mostPipelines && isPipeline(entry.path)) pipelines.push(entry);
  }
  const units = scope.projects.flatMap((project) => entries.get(terragruntFile(project.dir)) ?? []);
  const sources = await readSources(tools.reader, [...pipelines, ...units]);
  const texts = new Map<string, string>();
  for (const { path } of pipelines) {
    const text = sources.get(path)?.text ?? null;
    if (text !== null) texts.set(path, text);
  }
  const set = pipelineVariables(texts);
  const terragrunt = new Map<string, OutsideVariables>();
  for (const { path } of units) {
    const source = sources.get(path);
    const file = source?.text == null ? null : tools.memory.parse(tools.parser, path, source.id, source.text);
    const around = aroundOf(path, shared);
    terragrunt.set(directoryOf(path), variablesOf(source?.id ?? "", file, around));
  }
  const distant = new Map<string, DistantUnit[]>();
  for (const unit of await readDistantUnits(tools, entries, scope.graph)) {
    if (unit.runs !== null) distant.set(unit.runs, [...(distant.get(unit.runs) ?? []), unit]);
  }
  const remote = new Map(
    scope.projects.flatMap(({ dir }) => {
      const units = distant.get(dir);
      return units === undefined ? [] : [[dir, ranElsewhere(units, shared)] as const];
    }),
  );
  return (dir) => joinedVariables(set, terragrunt.get(dir) ?? remote.get(dir) ?? null);
}

/** Units that run the same root module give it as many values as there are units: what any of them sets is not known then. */
function ranElsewhere(units: readonly DistantUnit[], shared: readonly TreeEntry[]): OutsideVariables {
  const each = units.map(({ path, id, file }) => ({ path, variables: variablesOf(id, file, aroundOf(path, shared)) }));
  const [only, ...others] = each;
  if (only !== undefined && others.length === 0) return only.variables;
  return (name) => {
    const found = each.flatMap(({ path, variables }) => {
      const value = variables(name);
      if (value === null) return [];
      return [`${path} ${value.kind === "unknown" ? value.source : syntaxDigest(value.expression)}`];
    });
    return found.length === 0 ? null : { kind: "unknown", source: `terragrunt ${sha256Hex(found.join("\n"))}` };
  };
}

/** A unit that cannot be read may set anything. */
function variablesOf(id: string, file: ParsedFile | null, around: string): OutsideVariables {
  return file === null ? () => ({ kind: "unknown", source: `terragrunt ${id} ${around}` }) : terragruntVariables(file, around);
}

/** Whether the change may give a root module that Terragrunt runs other values. */
export function touchesTerragrunt(dir: string, entries: ReadonlyMap<string, TreeEntry>, changed: ReadonlySet<string>): boolean {
  const unit = terragruntFile(dir);
  if (changed.has(unit)) return true;
  if (!entries.has(unit)) return false;
  const above = new Set(directoriesAbove(unit));
  return [...changed].some((path) => isTerragruntPath(path) && (!isUnit(path) || above.has(directoryOf(path))));
}

function terragruntFile(dir: string): string {
  return dir === "." ? "terragrunt.hcl" : `${dir}/terragrunt.hcl`;
}

/** What Terragrunt may read for a unit: files that it includes lie anywhere, other units' do not matter. */
function aroundOf(unit: string, shared: readonly TreeEntry[]): string {
  const above = new Set(directoriesAbove(unit));
  const read = shared.filter(({ path }) => path !== unit && (!isUnit(path) || above.has(directoryOf(path))));
  return sha256Hex(read.map(({ path, id }) => `${path} ${id}`).join("\n"));
}

/** Packer's and Terraform's own files end otherwise, or are hidden. */
export function isTerragruntPath(path: string): boolean {
  return path.endsWith(".hcl") && !path.endsWith(".pkr.hcl") && !path.endsWith(".pkrvars.hcl") && !fileNameOf(path).startsWith(".");
}

/** Whether a file may set variables for Terraform: manifests and images run none by themselves. */
export function isPipeline(path: string): boolean {
  if (isEnvironment(path)) return true;
  const kind = isModuleFile(path) ? null : automationKind(path);
  return kind !== null && kind.kind !== "manifest" && kind.kind !== "dockerfile" && kind.kind !== "compose";
}

/** `.env`, `.env.prod`, `.envrc`, `prod.env`: what a shell or a pipeline takes its environment from. */
function isEnvironment(path: string): boolean {
  return path.endsWith(".env") || path.startsWith(".env", path.lastIndexOf("/") + 1);
}
