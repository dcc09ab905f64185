/** Collects the blocks of a module's files: what is declared twice is a problem, what an override file says is merged in. */
import type { Place } from "../model/place.ts";
import { placeOf } from "../model/place.ts";
import type { Attribute, Block, Body, ParsedFile, SyntaxProblem } from "../model/syntax.ts";
import { attributeNamed, literalString } from "../model/syntax-query.ts";
import { withJsonBlocks } from "./json-blocks.ts";
import { overrideBody } from "./override.ts";
import { isOverrideFile } from "./repository-path.ts";

export interface Declared {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly place: Place;
}

export interface DeclaredBlocks {
  /** Blocks with a name of their own, by type and labels; in order of declaration. */
  readonly named: Map<string, Declared>;
  readonly locals: Map<string, { readonly attribute: Attribute; readonly file: string }>;
  readonly requiredProviders: Map<string, { readonly attribute: Attribute; readonly file: string }>;
  /** Blocks that have no name: `terraform`, `moved`, `removed`, `import`, `check`. */
  readonly unnamed: Declared[];
  readonly problems: (SyntaxProblem & { readonly file: string })[];
}

/** How many labels each block of a module file has (Terraform's configuration language). */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ["terraform", 0],
  ["locals", 0],
  ["provider", 1],
  ["variable", 1],
  ["output", 1],
  ["module", 1],
  ["resource", 2],
  ["data", 2],
  ["ephemeral", 2],
  ["moved", 0],
  ["removed", 0],
  ["import", 0],
  ["check", 1],
  // Terraform 1.14: what a resource's lifecycle may trigger.
  ["action", 2],
]);

const unnamedTypes: ReadonlySet<string> = new Set(["terraform", "moved", "removed", "import", "check"]);

/** Key of a named block. Labels cannot hold a NUL: Terraform's names are identifiers. */
export function declaredKey(type: string, labels: readonly string[]): string {
  return [type, ...labels].join("\0");
}

/** Everything the files declare. Ordinary files first, then override files, each in order of their paths. */
export function declaredBlocks(files: readonly ParsedFile[]): DeclaredBlocks {
  const into: DeclaredBlocks = { named: new Map(), locals: new Map(), requiredProviders: new Map(), unnamed: [], problems: [] };
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of sorted) for (const problem of file.problems) into.problems.push({ ...problem, file: file.path });
  for (const file of sorted) if (!isOverrideFile(file.path)) declareFile(file, into, false);
  for (const file of sorted) if (isOverrideFile(file.path)) declareFile(file, into, true);
  return into;
}

function declareFile(file: ParsedFile, into: DeclaredBlocks, override: boolean): void {
  const body = file.path.endsWith(".json") ? withJsonBlocks(file.body) : file.body;
  for (const attribute of body.attributes) {
    if (attribute.name !== "//") report(into, file.path, attribute, `Unsupported argument "${attribute.name}" at the top of a file`);
  }
  for (const block of body.blocks) declareBlock(file.path, block, into, override);
}

function declareBlock(file: string, block: Block, into: DeclaredBlocks, override: boolean): void {
  const labels = labelCounts.get(block.type);
  if (labels === undefined) {
    report(into, file, block, `Unsupported block type "${block.type}"`);
    return;
  }
  if (block.labels.length !== labels) {
    report(into, file, block, `A "${block.type}" block has ${labels} label${labels === 1 ? "" : "s"}, this one ${block.labels.length}`);
    return;
  }
  const declared: Declared = { type: block.type, labels: block.labels, body: block.body, place: placeOf(file, block.span) };
  if (block.type === "locals") {
    declareNames(file, block.body.attributes, into.locals, "local value", into, override);
    return;
  }
  if (block.type === "terraform") {
    declareSettings(file, declared, into, override);
    return;
  }
  if (unnamedTypes.has(block.type)) {
    if (override) report(into, file, block, `A "${block.type}" block cannot stand in an override file`);
    into.unnamed.push(declared);
    return;
  }
  declareNamed(file, block, declared, into, override);
}

function declareNamed(file: string, block: Block, declared: Declared, into: DeclaredBlocks, override: boolean): void {
  const alias = block.type === "provider" ? (literalString(attributeNamed(block.body, "alias")?.expression) ?? "") : "";
  const key = declaredKey(block.type, block.type === "provider" ? [...block.labels, alias] : block.labels);
  const existing = into.named.get(key);
  if (override && existing !== undefined) {
    into.named.set(key, { ...existing, body: overrideBody(existing.body, block.body) });
    return;
  }
  const name = [block.type, ...block.labels.map((label) => JSON.stringify(label))].join(" ");
  if (existing !== undefined) {
    report(into, file, block, `Duplicate ${name}; it was declared at ${existing.place.file}:${existing.place.line}`);
    return;
  }
  // An absent provider configuration is an empty one, so it may be overridden; nothing else may.
  const mayBeNew = block.type === "provider" && alias === "";
  if (override && !mayBeNew) report(into, file, block, `There is no ${name} to override`);
  into.named.set(key, declared);
}

/** `required_providers` is merged name by name; every other setting replaces its like, and `backend` and `cloud` replace each other. */
function declareSettings(file: string, declared: Declared, into: DeclaredBlocks, override: boolean): void {
  for (const block of declared.body.blocks) {
    if (block.type === "required_providers") {
      declareNames(file, block.body.attributes, into.requiredProviders, "required provider", into, override);
    }
  }
  if (!override) {
    into.unnamed.push(declared);
    return;
  }
  const types = new Set(declared.body.blocks.map((block) => block.type));
  if (types.has("backend") || types.has("cloud")) for (const type of ["backend", "cloud"]) types.add(type);
  const names = new Set(declared.body.attributes.map((attribute) => attribute.name));
  for (const [i, settings] of into.unnamed.entries()) {
    if (settings.type !== "terraform") continue;
    const body: Body = {
      ...settings.body,
      attributes: settings.body.attributes.filter((attribute) => !names.has(attribute.name)),
      blocks: settings.body.blocks.filter((block) => block.type === "required_providers" || !types.has(block.type)),
    };
    into.unnamed[i] = { ...settings, body };
  }
  into.unnamed.push(declared);
}

function declareNames(
  file: string,
  attributes: readonly Attribute[],
  names: Map<string, { readonly attribute: Attribute; readonly file: string }>,
  noun: string,
  into: DeclaredBlocks,
  override: boolean,
): void {
  for (const attribute of attributes) {
    if (attribute.name === "//") continue;
    const existing = names.get(attribute.name);
    if (!override && existing !== undefined) {
      report(
        into,
        file,
        attribute,
        `Duplicate ${noun} "${attribute.name}"; it was declared at ${existing.file}:${existing.attribute.span.line}`,
      );
      continue;
    }
    if (override && existing === undefined && noun === "local value") {
      report(into, file, attribute, `There is no local value "${attribute.name}" to override`);
    }
    names.set(attribute.name, { attribute, file });
  }
}

function report(into: DeclaredBlocks, file: string, at: Block | Attribute, message: string): void {
  into.problems.push({ file, message, line: at.span.line, endLine: at.span.endLine, column: at.span.column });
}
