/** Hard-coded credentials in Terraform files and variable files, at the literal, with the way to where they end up. */
import { placeOf } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { Block, Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { argumentsOfValue } from "./argument-walk.ts";
import { foldLiteral, type WrittenExpression } from "./fold-literal.ts";
import type { Destination } from "./follow-literals.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { documentsIn, documentsOf } from "./literal-documents.ts";
import { type LiteralText, literalEnds } from "./literal-ends.ts";
import { sensitiveDefaults } from "./sensitive-defaults.ts";
import { sightEmbedded } from "./sight-embedded.ts";
import { type Configuration, destinationAt, type ModuleSinks, traceSinks } from "./sink-variables.ts";
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
  const reading = { sinks, configuration };
  const sightings: Sighting[] = [];
  for (const [dir, files] of configuration.files) {
    const module = traced.get(dir);
    for (const { file, literal, destination } of module?.literals ?? []) push(sightings, file, literal, destination);
    for (const file of files) {
      for (const block of file.body.blocks) sightBlock(sightings, file.path, block, module, reading);
    }
  }
  for (const { file, dirs } of variableFiles) {
    const modules = dirs.map((dir) => traced.get(dir));
    for (const { name, expression } of file.body.attributes) sightVariable(sightings, file.path, name, expression, modules, reading);
  }
  return sightings;
}

interface Reading {
  readonly sinks: SinkCatalogue;
  /** See `Sink`. */
  readonly declared?: boolean;
  readonly configuration: Configuration;
}

/** What a block says by itself: names of locals and outputs, defaults of variables, documents in its texts. */
function sightBlock(sightings: Sighting[], file: string, block: Block, module: ModuleSinks | undefined, reading: Reading): void {
  const [first = "", second = ""] = block.labels;
  switch (block.type) {
    case "variable": {
      const type = attributeNamed(block.body, "type")?.expression;
      // `object({ password = optional(string, "hunter22") })` holds defaults as well.
      if (type !== undefined) sightVariable(sightings, file, first, type, [module], { ...reading, declared: true });
      const value = attributeNamed(block.body, "default")?.expression;
      if (value === undefined) return;
      const found: Sighting[] = [];
      sightVariable(found, file, first, value, [module], { ...reading, declared: value.kind !== "object" });
      sightings.push(...sensitiveDefaults(file, block, value, found));
      return;
    }
    case "locals":
      for (const { name, expression } of block.body.attributes)
        sightNamed(sightings, name, { file, expression }, `local.${name}`, module, reading.sinks);
      break;
    case "output": {
      const expression = attributeNamed(block.body, "value")?.expression;
      if (expression !== undefined) sightNamed(sightings, first, { file, expression }, `output.${first}`, module, reading.sinks);
      return;
    }
    default:
  }
  const address = block.type === "resource" ? `${first}.${second}` : [block.type, ...block.labels].join(".");
  const { sinks, configuration } = reading;
  for (const document of documentsIn(file, block.body, address, configuration.textOf))
    sightings.push(...sightEmbedded(document, configuration.readEmbedded, sinks));
}

/** A variable's value: by where the variable ends up, else by its name. */
function sightVariable(
  sightings: Sighting[],
  file: string,
  name: string,
  value: Expression,
  modules: readonly (ModuleSinks | undefined)[],
  { sinks, configuration, declared = false }: Reading,
): void {
  for (const { path, expression } of argumentsOfValue(name, value)) {
    const known = modules
      .map((module) => (module === undefined ? undefined : destinationAt(module.variables, path)))
      .find((found) => found !== undefined);
    const sink = known === undefined ? sinks.ofPath(path) : null;
    const variable = `var.${path.join(".")}`;
    const destination =
      known !== undefined
        ? { ...known, way: [variable, ...known.way.slice(1)] }
        : sink === null
          ? null
          : byName(declared ? { ...sink, declared } : sink, variable, path);
    if (destination !== null) pushAll(sightings, { file, expression }, destination, noLocals);
  }
  for (const document of documentsOf(file, value, `var.${name}`, name, configuration.textOf))
    sightings.push(...sightEmbedded(document, configuration.readEmbedded, sinks));
}

/** Locals and outputs have no sink of their own: their names speak. */
function sightNamed(
  sightings: Sighting[],
  name: string,
  { file, expression: value }: WrittenExpression,
  address: string,
  module: ModuleSinks | undefined,
  sinks: SinkCatalogue,
): void {
  for (const { path, expression } of argumentsOfValue(name, value)) {
    const sink = sinks.ofPath(path);
    if (sink !== null) pushAll(sightings, { file, expression }, byName(sink, address, path), module?.locals ?? noLocals);
  }
}

function byName(sink: Sink, address: string, path: readonly string[]): Destination {
  return { ...sink, address, attribute: path.join("."), way: [address], ignored: false };
}

const noLocals: ModuleSinks["locals"] = new Map();

function pushAll(sightings: Sighting[], written: WrittenExpression, destination: Destination, locals: ModuleSinks["locals"]): void {
  for (const end of literalEnds(written.expression)) {
    if (end.kind === "literal") push(sightings, written.file, end, destination);
    if (end.kind !== "composed") continue;
    const folded = foldLiteral({ file: written.file, expression: end.expression }, (name) => locals.get(name));
    if (folded === null) continue;
    push(sightings, folded.at.file, { kind: "literal", text: folded.text, expression: folded.at.expression }, destination);
  }
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
