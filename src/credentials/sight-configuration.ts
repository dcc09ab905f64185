/** Hard-coded credentials in Terraform files and variable files, at the literal, with the way to where they end up. */
import { placeOf } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { Block, Expression, ParsedFile } from "../model/syntax.ts";
import { argumentsOfValue } from "./argument-walk.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { documentsIn, documentsOf } from "./literal-documents.ts";
import { type LiteralEnd, type LiteralText, literalEnds } from "./literal-ends.ts";
import { sightDocument } from "./sight-document.ts";
import { type Configuration, type Destination, destinationAt, type ModuleSinks, traceSinks } from "./sink-variables.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

export interface VariableFile {
  readonly file: ParsedFile;
  /** Directories whose variables it sets. */
  readonly dirs: readonly string[];
}

/**
 * Sightings of literals in sinks, of defaults of variables that end in sinks, and of values for them in variable files. Packer's HCL is read
 * as well: the templates of a folder are a module, `source` and `build` its resources.
 */
export function sightConfiguration(
  configuration: Configuration,
  variableFiles: readonly VariableFile[],
  sinks: SinkCatalogue,
): readonly Sighting[] {
  const traced = traceSinks(configuration, sinks);
  const sightings: Sighting[] = [];
  for (const [dir, files] of configuration.files) {
    const module = traced.get(dir);
    for (const { file, literal, destination } of module?.literals ?? []) push(sightings, file, literal, destination);
    for (const file of files) {
      for (const block of file.body.blocks) sightBlock(sightings, file.path, block, module, sinks);
    }
  }
  for (const { file, dirs } of variableFiles) {
    const modules = dirs.map((dir) => traced.get(dir));
    for (const { name, expression } of file.body.attributes) sightVariable(sightings, file.path, name, expression, modules, sinks);
  }
  return sightings;
}

/** What a block says by itself: names of locals and outputs, defaults of variables, documents in its texts. */
function sightBlock(sightings: Sighting[], file: string, block: Block, module: ModuleSinks | undefined, sinks: SinkCatalogue): void {
  const [first = "", second = ""] = block.labels;
  switch (block.type) {
    case "variable": {
      const value = block.body.attributes.find((attribute) => attribute.name === "default")?.expression;
      if (value !== undefined) sightVariable(sightings, file, first, value, [module], sinks);
      return;
    }
    case "locals":
      for (const { name, expression } of block.body.attributes) sightNamed(sightings, file, name, expression, `local.${name}`, sinks);
      break;
    case "output": {
      const value = block.body.attributes.find((attribute) => attribute.name === "value")?.expression;
      if (value !== undefined) sightNamed(sightings, file, first, value, `output.${first}`, sinks);
      return;
    }
    default:
  }
  const address = block.type === "resource" ? `${first}.${second}` : [block.type, ...block.labels].join(".");
  for (const document of documentsIn(file, block.body, address)) sightings.push(...sightDocument(document, sinks));
}

/** A variable's value: by where the variable ends up, else by its name. */
function sightVariable(
  sightings: Sighting[],
  file: string,
  name: string,
  value: Expression,
  modules: readonly (ModuleSinks | undefined)[],
  sinks: SinkCatalogue,
): void {
  for (const { path, expression } of argumentsOfValue(name, value)) {
    const known = modules
      .map((module) => (module === undefined ? undefined : destinationAt(module.variables, path)))
      .find((found) => found !== undefined);
    const sink = known === undefined ? sinks.ofPath(path) : null;
    const variable = `var.${path.join(".")}`;
    const destination =
      known !== undefined ? { ...known, way: [variable, ...known.way.slice(1)] } : sink === null ? null : byName(sink, variable, path);
    if (destination !== null) pushAll(sightings, file, literalEnds(expression), destination);
  }
  for (const document of documentsOf(file, value, `var.${name}`, name)) sightings.push(...sightDocument(document, sinks));
}

/** Locals and outputs have no sink of their own: their names speak. */
function sightNamed(sightings: Sighting[], file: string, name: string, value: Expression, address: string, sinks: SinkCatalogue): void {
  for (const { path, expression } of argumentsOfValue(name, value)) {
    const sink = sinks.ofPath(path);
    if (sink !== null) pushAll(sightings, file, literalEnds(expression), byName(sink, address, path));
  }
}

function byName(sink: Sink, address: string, path: readonly string[]): Destination {
  return { ...sink, address, attribute: path.join("."), way: [address], ignored: false };
}

function pushAll(sightings: Sighting[], file: string, ends: readonly LiteralEnd[], destination: Destination): void {
  for (const end of ends) if (end.kind === "literal") push(sightings, file, end, destination);
}

function push(sightings: Sighting[], file: string, { text, expression }: LiteralText, destination: Destination): void {
  const judged = judgeLiteral(text, destination);
  if (judged === null || (judged.kind === "placeholder" && destination.ignored)) return;
  sightings.push({
    kind: judged.kind,
    what: destination.what,
    place: placeOf(file, expression.span),
    address: destination.address,
    attribute: destination.attribute,
    way: destination.way,
    secret: new Secret(judged.text),
  });
}
