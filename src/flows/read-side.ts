/** Reads one side of a change: every file in scope, parsed, evaluated block by block, and searched for credentials. */

import type { ImageReference, Script } from "../model/automation.ts";
import type { PackerTemplate } from "../model/packer-template.ts";
import type { Problem } from "../model/problem.ts";
import type { SourceFile } from "../model/source.ts";
import type { Side } from "../model/subject.ts";
import type { Expression, ParsedFile, SyntaxProblem } from "../model/syntax.ts";
import type { ConfiguredResource, TerraformModule } from "../model/terraform-module.ts";
import type { ObjectReader, TreeEntry } from "../model/tree.ts";
import type { WrittenWaiver } from "../model/waiver.ts";
import { automationKind } from "../parse/ci/automation-kind.ts";
import { readAutomation } from "../parse/ci/read-automation.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { looksLikePackerTemplate, parsePackerTemplate } from "../parse/packer/packer-template.ts";
import { isPackerVariablesPath, parsePackerVariables } from "../parse/packer/packer-variables.ts";
import { isVariableFile } from "../terraform/affected-projects.ts";
import { configuredResources } from "../terraform/configured-resources.ts";
import type { FileRead } from "../terraform/module-calls.ts";
import { readModules } from "../terraform/modules.ts";
import type { OutsideVariables } from "../terraform/outside-variables.ts";
import { directoryOf, isModuleFile, pathFrom } from "../terraform/repository-path.ts";
import type { CredentialSearch } from "./credential-search.ts";
import type { SideScope } from "./find-scope.ts";
import { waiversIn } from "./find-waivers.ts";
import { readOutsideVariables } from "./outside-variables.ts";
import type { ParseMemory } from "./parse-memory.ts";
import { readSources } from "./read-sources.ts";
import { cutSearch, unfinishedSearch, unsearchedFile, whyCut, whyUnread } from "./search-gaps.ts";
import { type SightingInput, traceSightings } from "./trace-sightings.ts";

/** A side with what only the flows need of it. */
export interface ReadSide {
  readonly side: Side;
  readonly parsed: ReadonlyMap<string, ParsedFile>;
  /** Changed files without a text that are no infrastructure code: images, archives. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  readonly files: TreeFiles;
  /** What sets the variables of the root module in a directory, besides its variable files. */
  readonly outside: (dir: string) => OutsideVariables;
  readonly waivers: readonly WrittenWaiver[];
}

/** The files of a side as the evaluation of a configuration asks for them. */
export interface TreeFiles {
  /** Null: there is none, or it was not read as text. */
  readFile(path: string): string | null;
  /** Changes when the file does; null: there is none. */
  fileId(path: string): string | null;
  filesBelow(dir: string): readonly string[];
  parseTemplate(text: string): Expression;
}

export interface SideReader {
  readonly reader: ObjectReader;
  readonly parser: HclParser;
  readonly memory: ParseMemory;
  readonly search: CredentialSearch;
}

type PackerValues = SightingInput["packerVariables"];

/** At most this many files are read because code may read one of them by a path that is not known. */
const mostGuessed = 200;
/** At most this many Packer templates and CI files are read because a part of them changed. */
const mostCompanions = 500;

/** @param changed paths that differ between the sides; those of the other side are passed over. */
export async function readSide(tools: SideReader, scope: SideScope, changed: ReadonlySet<string>): Promise<ReadSide> {
  const sources = await readSources(tools.reader, entriesInScope(scope, changed));
  const parsed = parseAll(tools, sources);
  const files = treeFiles(tools.parser, scope, sources);
  const modules = readModules([...parsed.values()].filter((file) => isModuleFile(file.path) && scope.dirs.has(directoryOf(file.path))));
  const resources = [...modules.values()].flatMap((module) => resourcesOf(module, modules, parsed, scope, files));
  const packer = packerTemplates(tools.parser, sources);
  const automation = automationOf(sources, changed);
  const packerVariables = packerVariablesIn(tools.parser, sources, packer.templates);
  const traced = await traceSightings({
    sources,
    parsed,
    modules,
    packer: packer.templates,
    packerVariables,
    projects: scope.projects,
    search: tools.search,
    parser: tools.parser,
    changed,
  });
  const waivers = waiversIn(sources.values(), parsed);
  const problems = [
    ...syntaxProblems(parsed, [...packer.problems, ...automation.problems]),
    ...moduleProblems(modules, parsed),
    ...unreadableProblems(sources, changed),
    ...unsearchedProblems(sources, changed),
    ...traced.unfinished.map(unfinishedSearch),
    ...traced.cut.map((file) => cutSearch(file)),
  ];
  return {
    side: {
      modules,
      resources,
      files: sources,
      paths: scope.tree.entries,
      packer: packer.templates,
      scripts: automation.scripts,
      images: automation.images,
      sightings: traced.sightings,
      waiverFaults: waivers.faults,
      problems,
    },
    parsed,
    unread: [...unreadFiles(sources, changed), ...traced.cut.map((file) => ({ file: file.file, reason: whyCut(file) }))],
    files,
    outside: await readOutsideVariables(tools, scope),
    waivers: waivers.waivers,
  };
}

function treeFiles(parser: HclParser, scope: SideScope, sources: ReadonlyMap<string, SourceFile>): TreeFiles {
  const { entries } = scope.tree;
  return {
    readFile: (path) => sources.get(path)?.text ?? null,
    fileId: (path) => idOf(entries.get(path)),
    filesBelow: (dir) => [...entries.keys()].filter((path) => dir === "." || path.startsWith(`${dir}/`)).sort(),
    parseTemplate: (text) => parser.parseTemplate(text),
  };
}

/** An executable file is packed as one. */
function idOf(entry: TreeEntry | undefined): string | null {
  if (entry === undefined) return null;
  return entry.mode === "executable" ? `${entry.id} executable` : entry.id;
}

function entriesInScope(scope: SideScope, changed: ReadonlySet<string>): readonly TreeEntry[] {
  const { entries } = scope.tree;
  const wanted = new Set<string>();
  const varFiles = new Set(scope.projects.flatMap((project) => project.varFiles));
  const roots = new Set(scope.projects.map((project) => project.dir));
  const trees = new Set<string>();
  for (const dir of scope.dirs) for (const read of scope.graph.get(dir)?.reads ?? []) noteRead(read, dir, roots, wanted, trees);
  const infrastructureChanged = [...changed].some((path) => isCompanion(path) || path.includes("packer"));
  let guessed = 0;
  let companions = 0;
  for (const path of entries.keys()) {
    const dir = directoryOf(path);
    if (changed.has(path) || varFiles.has(path)) wanted.add(path);
    else if (scope.dirs.has(dir) && isModuleFile(path)) wanted.add(path);
    else if (roots.has(dir) && isVariableFile(path)) wanted.add(path);
    else if (trees.size > 0 && guessed < mostGuessed && below(path, trees)) {
      wanted.add(path);
      guessed++;
    } else if (infrastructureChanged && companions < mostCompanions && isCompanion(path)) {
      wanted.add(path);
      companions++;
    }
  }
  return [...wanted].flatMap((path) => entries.get(path) ?? []);
}

function noteRead(read: FileRead, dir: string, roots: ReadonlySet<string>, files: Set<string>, trees: Set<string>): void {
  for (const from of read.from === "module" ? [dir] : roots) {
    const path = pathFrom(from, `./${read.path}`);
    if (path === null) continue;
    if (read.extent === "whole") files.add(path);
    trees.add(read.extent === "unknown" && !read.path.endsWith("/") ? directoryOf(path) : path);
  }
}

function below(path: string, trees: ReadonlySet<string>): boolean {
  for (let dir = directoryOf(path); ; dir = directoryOf(dir)) {
    if (trees.has(dir)) return dir !== "." || !path.includes("/");
    if (dir === ".") return false;
  }
}

/** A file that runs something by its name; any YAML file may be a manifest, which says nothing. */
function isAutomation(path: string): boolean {
  const kind = automationKind(path);
  return kind !== null && kind.kind !== "manifest";
}

/** Packer templates and CI files speak of each other: one says that the other is tested, or where a script runs. */
function isCompanion(path: string): boolean {
  return (
    isAutomation(path) || path.endsWith(".pkr.hcl") || path.endsWith(".pkr.json") || (path.endsWith(".json") && path.includes("packer"))
  );
}

function parseAll(tools: SideReader, sources: ReadonlyMap<string, SourceFile>): ReadonlyMap<string, ParsedFile> {
  const parsed = new Map<string, ParsedFile>();
  for (const source of sources.values()) {
    if (source.text === null || !isHclPath(source.path)) continue;
    parsed.set(source.path, tools.memory.parse(tools.parser, source.path, source.id, source.text));
  }
  return parsed;
}

/** A root module that is applied in one way is evaluated with its variable files; every other with its defaults. */
function resourcesOf(
  module: TerraformModule,
  modules: ReadonlyMap<string, TerraformModule>,
  parsed: ReadonlyMap<string, ParsedFile>,
  scope: SideScope,
  files: TreeFiles,
): readonly ConfiguredResource[] {
  const [project, ...others] = scope.projects.filter((one) => one.dir === module.dir);
  const context = { modules, readFile: files.readFile, parseTemplate: files.parseTemplate };
  if (project === undefined || others.length > 0) return configuredResources(module, context);
  return configuredResources(module, { ...context, project, varFiles: variableFilesOf(parsed) });
}

/** Files of variable values by path. */
export function variableFilesOf(parsed: ReadonlyMap<string, ParsedFile>): ReadonlyMap<string, ParsedFile> {
  return new Map([...parsed].filter(([path]) => /\.tfvars(\.json)?$/.test(path)));
}

export function packerTemplates(parser: HclParser, sources: ReadonlyMap<string, SourceFile>) {
  const templates: PackerTemplate[] = [];
  const problems: Problem[] = [];
  for (const { path, text } of sources.values()) {
    if (text === null || !looksLikePackerTemplate(path, text)) continue;
    const read = parsePackerTemplate(parser, path, text);
    if (read.template !== null) templates.push(read.template);
    // A template in HCL is parsed with the other HCL files, whose problems are told once.
    if (!isHclPath(path)) problems.push(...read.problems.map((problem) => syntaxProblem(path, problem)));
  }
  return { templates, problems };
}

/** Variable files by their names, and other JSON files that lie beside a template or below a folder named for Packer. */
export function packerVariablesIn(
  parser: HclParser,
  sources: ReadonlyMap<string, SourceFile>,
  templates: readonly PackerTemplate[],
): PackerValues {
  const paths = new Set(templates.map((template) => template.path));
  const dirs = new Set(templates.map((template) => directoryOf(template.path)));
  const values: PackerValues[number][] = [];
  for (const { path, text } of sources.values()) {
    if (text === null || paths.has(path)) continue;
    const beside = path.endsWith(".json") && !isHclPath(path) && (dirs.has(directoryOf(path)) || /(^|\/)packer\//.test(path));
    if (beside || isPackerVariablesPath(path)) values.push(...parsePackerVariables(parser, path, text).values);
  }
  return values;
}

function automationOf(sources: ReadonlyMap<string, SourceFile>, changed: ReadonlySet<string>) {
  const problems: Problem[] = [];
  const scripts: Script[] = [];
  const images: ImageReference[] = [];
  for (const { path, text } of sources.values()) {
    const read = text === null ? null : readAutomation(path, text);
    if (read === null) continue;
    // A broken file of others is their business; one that the change touches is not reviewed in whole.
    if (changed.has(path)) problems.push(...firstProblems(read.problems).map((problem) => syntaxProblem(path, problem)));
    if (read.script !== null) scripts.push(read.script);
    images.push(...read.images);
  }
  return { scripts, images, problems };
}

function syntaxProblems(parsed: ReadonlyMap<string, ParsedFile>, others: readonly Problem[]): readonly Problem[] {
  const problems: Problem[] = [...others];
  for (const file of parsed.values()) problems.push(...firstProblems(file.problems).map((problem) => syntaxProblem(file.path, problem)));
  return problems;
}

/** Behind a syntax error others follow that are only its echo; the first few are the ones to mend. */
export function firstProblems(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  return problems.slice(0, mostProblemsOfFile);
}

const mostProblemsOfFile = 1;

/** The message is the parser's own; it may quote the file. */
export function syntaxProblem(file: string, problem: SyntaxProblem): Problem {
  const place = { file, line: problem.line, endLine: problem.endLine, column: problem.column };
  const evidence = { detail: problem.message };
  if (problem.kind === "disagreement") return { rule: "review/parsers-disagree", reason: "structure", place, evidence, project: null };
  return { rule: "review/syntax-error", reason: "invalid", place, evidence, project: null };
}

/** What modules say of themselves beside what their files do: declared twice, merged into nothing. */
function moduleProblems(modules: ReadonlyMap<string, TerraformModule>, parsed: ReadonlyMap<string, ParsedFile>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const module of modules.values()) {
    for (const { file, message, line, endLine, column } of module.problems) {
      if ((parsed.get(file)?.problems.length ?? 0) > 0) continue;
      const place = { file, line, endLine, column };
      problems.push({ rule: "review/configuration-invalid", reason: "other", place, evidence: { detail: message }, project: null });
    }
  }
  return problems;
}

/** Files that Terraform or Packer would read and the review cannot. */
function unreadableProblems(sources: ReadonlyMap<string, SourceFile>, changed: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const source of sources.values()) {
    if (source.unreadable === null || !mustBeRead(source.path, changed)) continue;
    problems.push({
      rule: "review/unreadable-file",
      reason: source.unreadable,
      place: { file: source.path, line: 1, endLine: 1 },
      evidence: {},
      project: null,
    });
  }
  return problems;
}

function mustBeRead(path: string, changed: ReadonlySet<string>): boolean {
  return isHclPath(path) || (changed.has(path) && isAutomation(path));
}

/** Other files of the change in which credentials could not be looked for. */
function unsearchedProblems(sources: ReadonlyMap<string, SourceFile>, changed: ReadonlySet<string>): readonly Problem[] {
  const unsearched = [...sources.values()].filter(({ path }) => changed.has(path) && !mustBeRead(path, changed));
  return unsearched.flatMap((source) => unsearchedFile(source) ?? []);
}

function unreadFiles(sources: ReadonlyMap<string, SourceFile>, changed: ReadonlySet<string>): ReadSide["unread"] {
  const unread: { file: string; reason: string }[] = [];
  for (const source of sources.values()) {
    if (source.unreadable !== null && changed.has(source.path) && !isHclPath(source.path))
      unread.push({ file: source.path, reason: whyUnread(source) });
  }
  return unread.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
