/** Reads what sets variables outside of Terraform's own files: Terragrunt's files, and the pipelines of a tree. */
import type { ObjectReader, TreeEntry } from "../model/tree.ts";
import { automationKind } from "../parse/ci/automation-kind.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { sha256Hex } from "../terraform/digest.ts";
import { joinedVariables, type OutsideVariables, pipelineVariables, terragruntVariables } from "../terraform/outside-variables.ts";
import { directoriesAbove, directoryOf, fileNameOf, isModuleFile } from "../terraform/repository-path.ts";
import type { SideScope } from "./find-scope.ts";
import type { ParseMemory } from "./parse-memory.ts";
import { readSources } from "./read-sources.ts";

/** More pipelines and scripts than this are not looked through. */
const mostPipelines = 500;

export interface OutsideReader {
  readonly reader: ObjectReader;
  readonly parser: HclParser;
  readonly memory: ParseMemory;
}

/** By the directory of a root module. */
export async function readOutsideVariables(tools: OutsideReader, scope: SideScope): Promise<(dir: string) => OutsideVariables> {
  const { entries } = scope.tree;
  if (scope.projects.length === 0) return () => () => null;
  const pipelines = [...entries.values()].filter((entry) => isPipeline(entry.path)).slice(0, mostPipelines);
  const units = scope.projects.flatMap((project) => entries.get(terragruntFile(project.dir)) ?? []);
  const sources = await readSources(tools.reader, [...pipelines, ...units]);
  const texts = new Map<string, string>();
  for (const { path } of pipelines) {
    const text = sources.get(path)?.text ?? null;
    if (text !== null) texts.set(path, text);
  }
  const set = pipelineVariables(texts);
  const shared = [...entries.values()].filter((entry) => isTerragruntPath(entry.path));
  const terragrunt = new Map<string, OutsideVariables>();
  for (const { path } of units) {
    const source = sources.get(path);
    const file = source?.text == null ? null : tools.memory.parse(tools.parser, path, source.id, source.text);
    const around = aroundOf(path, shared);
    // One that cannot be read may set anything.
    terragrunt.set(
      directoryOf(path),
      file === null ? () => ({ kind: "unknown", source: `terragrunt ${source?.id} ${around}` }) : terragruntVariables(file, around),
    );
  }
  return (dir) => joinedVariables(set, terragrunt.get(dir) ?? null);
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

function isUnit(path: string): boolean {
  return fileNameOf(path) === "terragrunt.hcl";
}

/** Packer's and Terraform's own files end otherwise, or are hidden. */
function isTerragruntPath(path: string): boolean {
  return path.endsWith(".hcl") && !path.endsWith(".pkr.hcl") && !path.endsWith(".pkrvars.hcl") && !fileNameOf(path).startsWith(".");
}

/** Manifests and images run no Terraform by themselves. */
function isPipeline(path: string): boolean {
  const kind = isModuleFile(path) ? null : automationKind(path);
  return kind !== null && kind.kind !== "manifest" && kind.kind !== "dockerfile" && kind.kind !== "compose";
}
