/** Reads parsed files into modules: one per directory, override files merged in. */
import { placeOf } from "../model/place.ts";
import type { Body, Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, itemNamed, literalOf, literalString } from "../model/syntax-query.ts";
import type {
  ModuleCall,
  MovedBlock,
  ProviderBlock,
  RemovedBlock,
  RequiredProvider,
  ResourceBlock,
  TerraformModule,
  VariableBlock,
  WrittenImport,
} from "../model/terraform-module.ts";
import { writtenAddress } from "./address.ts";
import type { Declared, DeclaredBlocks } from "./declared-blocks.ts";
import { declaredBlocks } from "./declared-blocks.ts";
import { directoryOf, isModuleFile, pathFrom, replacedByTofu } from "./repository-path.ts";

/**
 * Modules by directory, from native and JSON syntax. Files that are no module files are left out, so is everything below `.terraform/`,
 * and an OpenTofu file (`x.tofu`) takes the place of `x.tf`. What is declared twice, or overridden without being declared, stands in
 * `problems`; the first declaration holds.
 */
export function readModules(files: Iterable<ParsedFile>): ReadonlyMap<string, TerraformModule> {
  const byDir = new Map<string, ParsedFile[]>();
  const replaced = new Set<string>();
  for (const file of files) {
    if (!isModuleFile(file.path)) continue;
    const dir = directoryOf(file.path);
    const inDir = byDir.get(dir);
    if (inDir === undefined) byDir.set(dir, [file]);
    else inDir.push(file);
    const other = replacedByTofu(file.path);
    if (other !== null) replaced.add(other);
  }
  const modules = new Map<string, TerraformModule>();
  for (const dir of [...byDir.keys()].sort()) {
    const own = (byDir.get(dir) ?? []).filter((file) => !replaced.has(file.path));
    modules.set(dir, readModule(dir, own));
  }
  return modules;
}

function readModule(dir: string, files: readonly ParsedFile[]): TerraformModule {
  const declared = declaredBlocks(files);
  const of = (type: string) => [...declared.named.values()].filter((block) => block.type === type);
  const unnamed = (type: string) => declared.unnamed.filter((block) => block.type === type);
  const resources = [...of("resource"), ...of("data")].map(resourceBlock);
  resources.push(...checkedData(unnamed("check")).map((block) => ({ ...resourceBlock(block), inCheck: true as const })));
  return {
    dir,
    files: files.map((file) => file.path).sort(),
    variables: new Map(of("variable").map((block) => [nameOf(block), variableBlock(block)])),
    locals: localValues(declared),
    resources: new Map(resources.map((resource) => [resource.address, resource])),
    calls: new Map(of("module").map((block) => [nameOf(block), moduleCall(dir, block)])),
    outputs: new Map(of("output").map((block) => [nameOf(block), { body: block.body, place: block.place }])),
    providers: of("provider").map(providerBlock),
    moved: unnamed("moved").flatMap(movedBlock),
    removed: unnamed("removed").flatMap(removedBlock),
    imports: unnamed("import").flatMap(importBlock),
    requiredProviders: requiredProviders(declared),
    settings: unnamed("terraform").map((block) => ({ body: block.body, place: block.place })),
    problems: declared.problems,
  };
}

function nameOf(block: Declared): string {
  return block.labels[0] ?? "";
}

/** The data source inside a `check` block is a data source of the module as any other. */
function checkedData(checks: readonly Declared[]): readonly Declared[] {
  return checks.flatMap((check) =>
    blocksOfType(check.body, "data")
      .filter((block) => block.labels.length === 2)
      .map((block) => ({ type: "data", labels: block.labels, body: block.body, place: placeOf(check.place.file, block.span) })),
  );
}

function resourceBlock(block: Declared): ResourceBlock {
  const [type = "", name = ""] = block.labels;
  const mode = block.type === "data" ? "data" : "managed";
  const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
  return { mode, type, name, address, body: block.body, place: block.place };
}

function variableBlock(block: Declared): VariableBlock {
  const flag = (name: string, otherwise: boolean) => flagOf(block.body, name, otherwise);
  return {
    name: nameOf(block),
    type: expressionNamed(block.body, "type") ?? null,
    default: expressionNamed(block.body, "default") ?? null,
    sensitive: flag("sensitive", false),
    nullable: flag("nullable", true),
    ephemeral: flag("ephemeral", false),
    body: block.body,
    place: block.place,
  };
}

function moduleCall(dir: string, block: Declared): ModuleCall {
  const source = literalString(expressionNamed(block.body, "source")) ?? null;
  return {
    name: nameOf(block),
    source,
    dir: source === null ? null : calledDirectory(dir, source),
    version: literalString(expressionNamed(block.body, "version")) ?? null,
    body: block.body,
    place: block.place,
  };
}

/** The directory a local module source names; null: not local, or outside the repository. Terraform takes `./` and `../` only as local. */
export function calledDirectory(dir: string, source: string): string | null {
  return isLocalSource(source) ? pathFrom(dir, source) : null;
}

export function isLocalSource(source: string): boolean {
  return source === "." || source === ".." || /^\.\.?[\\/]/.test(source);
}

function providerBlock(block: Declared): ProviderBlock {
  return {
    name: nameOf(block),
    alias: literalString(expressionNamed(block.body, "alias")) ?? null,
    body: block.body,
    place: block.place,
  };
}

function movedBlock(block: Declared): readonly MovedBlock[] {
  const from = writtenAddress(expressionNamed(block.body, "from"));
  const to = writtenAddress(expressionNamed(block.body, "to"));
  return from === null || to === null ? [] : [{ from, to, place: block.place }];
}

function removedBlock(block: Declared): readonly RemovedBlock[] {
  const from = writtenAddress(expressionNamed(block.body, "from"));
  const lifecycle = blocksOfType(block.body, "lifecycle").at(-1);
  return from === null ? [] : [{ from, destroy: lifecycle === undefined || flagOf(lifecycle.body, "destroy", true), place: block.place }];
}

function importBlock(block: Declared): readonly WrittenImport[] {
  const to = expressionNamed(block.body, "to");
  return to === undefined ? [] : [{ to, id: expressionNamed(block.body, "id") ?? null, body: block.body, place: block.place }];
}

function localValues(declared: DeclaredBlocks): TerraformModule["locals"] {
  return new Map(
    [...declared.locals].map(([name, { attribute, file }]) => [
      name,
      { expression: attribute.expression, place: placeOf(file, attribute.span) },
    ]),
  );
}

function requiredProviders(declared: DeclaredBlocks): ReadonlyMap<string, RequiredProvider> {
  const providers = new Map<string, RequiredProvider>();
  for (const [name, { attribute, file }] of declared.requiredProviders) {
    // Before Terraform 0.13 the value was the version alone: `aws = "~> 2.0"`.
    const version = literalString(attribute.expression) ?? literalString(itemNamed(attribute.expression, "version")) ?? null;
    const source = literalString(itemNamed(attribute.expression, "source")) ?? null;
    providers.set(name, { name, source, version, place: placeOf(file, attribute.span) });
  }
  return providers;
}

function expressionNamed(body: Body, name: string): Expression | undefined {
  return attributeNamed(body, name)?.expression;
}

/** A flag as Terraform converts it: `true`, `"true"`. What is not a literal counts as `otherwise`. */
function flagOf(body: Body, name: string, otherwise: boolean): boolean {
  const expression = expressionNamed(body, name);
  const literal = expression === undefined ? undefined : literalOf(expression);
  if (literal === true || literal === "true") return true;
  return literal === false || literal === "false" ? false : otherwise;
}
