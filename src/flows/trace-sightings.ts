/** Gathers every credential that one side's files hold, with fingerprints. */
import { joinSightings } from "../credentials/join-sightings.ts";
import { sightConfiguration, type VariableFile } from "../credentials/sight-configuration.ts";
import { sightHcl } from "../credentials/sight-hcl.ts";
import { sightPacker, sightPackerVariables } from "../credentials/sight-packer.ts";
import { sightOwnNames, sightPatterns } from "../credentials/sight-patterns.ts";
import { mayHoldSetting, sightSettings } from "../credentials/sight-settings.ts";
import { sightTokens } from "../credentials/sight-tokens.ts";
import type { Configuration } from "../credentials/sink-variables.ts";
import type { PackerTemplate } from "../model/packer-template.ts";
import type { FingerprintedSighting, Sighting } from "../model/sighting.ts";
import type { SourceFile } from "../model/source.ts";
import type { ParsedFile } from "../model/syntax.ts";
import type { Project, TerraformModule } from "../model/terraform-module.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { isPackerVariablesPath } from "../parse/packer/packer-variables.ts";
import { readEmbedded, readSettings } from "../parse/settings/read-settings.ts";
import { withJsonBlocks } from "../terraform/json-blocks.ts";
import { directoriesAbove, directoryOf, isModuleFile } from "../terraform/repository-path.ts";
import type { CredentialSearch } from "./credential-search.ts";
import { fingerprintSightings } from "./hash.ts";

export interface SightingInput {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly parsed: ReadonlyMap<string, ParsedFile>;
  readonly modules: ReadonlyMap<string, TerraformModule>;
  readonly packer: readonly PackerTemplate[];
  readonly packerVariables: readonly { readonly name: string; readonly value: string; readonly place: Sighting["place"] }[];
  readonly projects: readonly Project[];
  readonly parser: HclParser;
  /** What is taken for a credential. */
  readonly search: CredentialSearch;
  /** Files in which tokens are looked for: those that the change touches. */
  readonly changed: ReadonlySet<string>;
}

/** A pattern of the maintainers that took too long on a file: of the two together nothing is known. */
export interface UnfinishedSearch {
  readonly file: string;
  readonly pattern: string;
}

/** A file of which only a part was read by its meaning, with the reason for people: `it is nested more than 100 deep`. */
export interface CutFile {
  readonly file: string;
  readonly why: string;
}

export interface TracedSightings {
  readonly sightings: readonly FingerprintedSighting[];
  readonly unfinished: readonly UnfinishedSearch[];
  readonly cut: readonly CutFile[];
}

export async function traceSightings(input: SightingInput): Promise<TracedSightings> {
  const { sightings, unfinished, cut } = sightFiles(input);
  return { sightings: await fingerprintSightings(joinSightings(sightings)), unfinished, cut };
}

/** Everything that is seen, the same credential as often as somebody sees it. */
export function sightFiles(input: SightingInput): {
  readonly sightings: readonly Sighting[];
  readonly unfinished: readonly UnfinishedSearch[];
  readonly cut: readonly CutFile[];
} {
  const { sinks, ownNames, patterns } = input.search;
  const unfinished: UnfinishedSearch[] = [];
  const cut: CutFile[] = [];
  const sightings: Sighting[] = [
    ...sightConfiguration(configurationOf(input), variableFilesOf(input), sinks),
    ...sightConfiguration(...packerConfigurationOf(input), sinks),
    ...input.packer.filter((template) => !isPackerHcl(template.path)).flatMap((template) => sightPacker(template, sinks, readEmbedded)),
    ...sightPackerVariables(input.packerVariables, sinks, input.packer),
  ];
  for (const source of input.sources.values()) {
    const { path } = source;
    const text = source.text ?? source.searchable;
    if (text === undefined || !input.changed.has(path)) continue;
    if (source.unreadable === "binary") {
      sightings.push(...sightTokens(path, text).filter(isUnmistakable));
      continue;
    }
    sightings.push(...sightTokens(path, text));
    if (ownNames !== null) sightings.push(...sightOwnNames(path, text, ownNames));
    const own = sightPatterns(path, text, patterns);
    sightings.push(...own.sightings);
    unfinished.push(...own.unfinished.map((pattern) => ({ file: path, pattern })));
    if (isReadByMeaning(path, input) || !mayHoldSetting(text)) continue;
    if (isOtherHcl(path)) sightings.push(...sightHcl(input.parser.parse(path, text), textOf(input), readEmbedded, sinks));
    else {
      const read = readSettings(path, text);
      if (read === null) continue;
      sightings.push(...sightSettings(path, read.documents, sinks));
      if (read.cut !== null) cut.push({ file: path, why: read.cut });
    }
  }
  return { sightings, unfinished, cut };
}

/** What bytes that are no text do not spell by chance. */
function isUnmistakable({ kind }: Sighting): boolean {
  return kind === "token" || kind === "private-key";
}

function textOf(input: SightingInput): (path: string) => string | null {
  return (path) => input.sources.get(path)?.text ?? null;
}

/** HCL of other tools: `terragrunt.hcl`, `job.nomad`. */
function isOtherHcl(path: string): boolean {
  return /\.(?:hcl|nomad)(?:\.tmpl|\.tpl)?$/.test(path);
}

/** Terraform's and Packer's own files. */
function isReadByMeaning(path: string, input: SightingInput): boolean {
  return isHclPath(path) || input.packer.some((template) => template.path === path) || isPackerVariablesPath(path);
}

function configurationOf(input: SightingInput): Configuration {
  return {
    files: byDirectory(input, isModuleFile),
    moduleDir: (dir, call) => input.modules.get(dir)?.calls.get(call)?.dir ?? null,
    textOf: textOf(input),
    readEmbedded,
  };
}

/** In JSON syntax blocks are objects; Terraform's schema says which. */
function withBlocks(file: ParsedFile): ParsedFile {
  return file.path.endsWith(".json") ? { ...file, body: withJsonBlocks(file.body) } : file;
}

/** The HCL templates of a folder are one, and any variables file may be handed to any of them. */
function packerConfigurationOf(input: SightingInput): readonly [Configuration, readonly VariableFile[]] {
  const files = byDirectory(input, isPackerHcl);
  const variableFiles = [...input.parsed.values()].filter((file) => file.path.endsWith(".pkrvars.hcl"));
  return [
    { files, moduleDir: () => null, textOf: textOf(input), readEmbedded },
    variableFiles.map((file) => ({ file, dirs: [...files.keys()] })),
  ];
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
