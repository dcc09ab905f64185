/** Gathers every credential that one side's files hold, with fingerprints. */
import { joinSightings } from "../credentials/join-sightings.ts";
import { sightConfiguration, type VariableFile } from "../credentials/sight-configuration.ts";
import { sightPacker, sightPackerVariables } from "../credentials/sight-packer.ts";
import { sightTokens } from "../credentials/sight-tokens.ts";
import type { Configuration } from "../credentials/sink-variables.ts";
import type { PackerTemplate } from "../model/packer-template.ts";
import type { FingerprintedSighting, Sighting } from "../model/sighting.ts";
import type { SourceFile } from "../model/source.ts";
import type { ParsedFile } from "../model/syntax.ts";
import type { Project, TerraformModule } from "../model/terraform-module.ts";
import { withJsonBlocks } from "../terraform/json-blocks.ts";
import { directoriesAbove, directoryOf, isModuleFile } from "../terraform/repository-path.ts";
import { fingerprintSightings } from "./hash.ts";
import { credentialSinks } from "./knowledge.ts";

export interface SightingInput {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly parsed: ReadonlyMap<string, ParsedFile>;
  readonly modules: ReadonlyMap<string, TerraformModule>;
  readonly packer: readonly PackerTemplate[];
  readonly packerVariables: readonly { readonly name: string; readonly value: string; readonly place: Sighting["place"] }[];
  readonly projects: readonly Project[];
  /** Files in which tokens are looked for: those that the change touches. */
  readonly changed: ReadonlySet<string>;
}

export async function traceSightings(input: SightingInput): Promise<readonly FingerprintedSighting[]> {
  const sinks = credentialSinks();
  const sightings: Sighting[] = [
    ...sightConfiguration(configurationOf(input), variableFilesOf(input), sinks),
    ...sightConfiguration(...packerConfigurationOf(input), sinks),
    ...input.packer.filter((template) => !isPackerHcl(template.path)).flatMap((template) => sightPacker(template, sinks)),
    ...sightPackerVariables(input.packerVariables, sinks, input.packer),
  ];
  for (const { path, text } of input.sources.values()) {
    if (text !== null && input.changed.has(path)) sightings.push(...sightTokens(path, text));
  }
  return fingerprintSightings(joinSightings(sightings));
}

function configurationOf(input: SightingInput): Configuration {
  return { files: byDirectory(input, isModuleFile), moduleDir: (dir, call) => input.modules.get(dir)?.calls.get(call)?.dir ?? null };
}

/** In JSON syntax blocks are objects; Terraform's schema says which. */
function withBlocks(file: ParsedFile): ParsedFile {
  return file.path.endsWith(".json") ? { ...file, body: withJsonBlocks(file.body) } : file;
}

/** The HCL templates of a folder are one, and any variables file may be handed to any of them. */
function packerConfigurationOf(input: SightingInput): readonly [Configuration, readonly VariableFile[]] {
  const files = byDirectory(input, isPackerHcl);
  const variableFiles = [...input.parsed.values()].filter((file) => file.path.endsWith(".pkrvars.hcl"));
  return [{ files, moduleDir: () => null }, variableFiles.map((file) => ({ file, dirs: [...files.keys()] }))];
}

function isPackerHcl(path: string): boolean {
  return path.endsWith(".pkr.hcl");
}

function byDirectory(input: SightingInput, belongs: (path: string) => boolean): ReadonlyMap<string, readonly ParsedFile[]> {
  const files = new Map<string, ParsedFile[]>();
  for (const file of input.parsed.values()) {
    if (!belongs(file.path)) continue;
    const dir = directoryOf(file.path);
    files.set(dir, [...(files.get(dir) ?? []), withBlocks(file)]);
  }
  return files;
}

/** Variable files with the directories whose variables they set: their projects', else their own, else the nearest above. */
function variableFilesOf(input: SightingInput): readonly VariableFile[] {
  const found: VariableFile[] = [];
  for (const file of input.parsed.values()) {
    if (!/\.tfvars(\.json)?$/.test(file.path)) continue;
    const dirs = new Set(input.projects.filter((project) => project.varFiles.includes(file.path)).map((project) => project.dir));
    for (const dir of directoriesAbove(file.path)) {
      if (!input.modules.has(dir)) continue;
      dirs.add(dir);
      break;
    }
    found.push({ file, dirs: [...dirs] });
  }
  return found;
}
