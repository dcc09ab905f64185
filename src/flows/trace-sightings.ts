/** Gathers every credential that one side's files hold, with fingerprints. */
import { joinSightings } from "../credentials/join-sightings.ts";
import { sightConfiguration, type VariableFile } from "../credentials/sight-configuration.ts";
import { sightPacker, sightPackerVariables } from "../credentials/sight-packer.ts";
import { sightTokens } from "../credentials/sight-tokens.ts";
import type { PackerTemplate } from "../model/packer-template.ts";
import type { FingerprintedSighting, Sighting } from "../model/sighting.ts";
import type { SourceFile } from "../model/source.ts";
import type { ParsedFile } from "../model/syntax.ts";
import type { Project, TerraformModule } from "../model/terraform-module.ts";
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
    ...input.packer.flatMap((template) => sightPacker(template, sinks)),
    ...sightPackerVariables(input.packerVariables, sinks, input.packer),
  ];
  for (const { path, text } of input.sources.values()) {
    if (text !== null && input.changed.has(path)) sightings.push(...sightTokens(path, text));
  }
  return fingerprintSightings(joinSightings(sightings));
}

function configurationOf(input: SightingInput) {
  const files = new Map<string, ParsedFile[]>();
  for (const file of input.parsed.values()) {
    if (!isModuleFile(file.path)) continue;
    const dir = directoryOf(file.path);
    const others = files.get(dir);
    if (others === undefined) files.set(dir, [file]);
    else others.push(file);
  }
  return { files, moduleDir: (dir: string, call: string) => input.modules.get(dir)?.calls.get(call)?.dir ?? null };
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
