/** Hard-coded credentials in Terraform files and variable files, at the literal, with the way to where they end up. */
import { placeOf } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { Expression, ParsedFile } from "../model/syntax.ts";
import { argumentsOf } from "./argument-walk.ts";
import { type LiteralEnd, literalEnds } from "./literal-ends.ts";
import { literalKind } from "./literal-kind.ts";
import { nameOfSecret } from "./name-of-secret.ts";
import { type Configuration, type Destination, type ModuleSinks, traceSinks, variableDefault } from "./sink-variables.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

export interface VariableFile {
  readonly file: ParsedFile;
  /** Directories whose variables it sets. */
  readonly dirs: readonly string[];
}

/** Sightings of literals in sinks, of defaults of variables that end in sinks, and of values for them in variable files. */
export function sightConfiguration(
  configuration: Configuration,
  variableFiles: readonly VariableFile[],
  sinks: SinkCatalogue,
): readonly Sighting[] {
  const traced = traceSinks(configuration, sinks);
  const sightings: Sighting[] = [];
  for (const [dir, files] of configuration.files) {
    const module = traced.get(dir);
    for (const { file, end, destination } of module?.literals ?? []) push(sightings, file, end, destination, []);
    for (const file of files) sightings.push(...sightDefaults(file, module, sinks), ...sightNames(file, sinks));
  }
  for (const { file, dirs } of variableFiles)
    sightings.push(
      ...sightValues(
        file,
        dirs.map((dir) => traced.get(dir)),
        sinks,
      ),
    );
  return sightings;
}

function sightDefaults(file: ParsedFile, module: ModuleSinks | undefined, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const block of file.body.blocks) {
    const variable = variableDefault(block);
    if (variable !== null) sightVariable(sightings, file.path, variable.name, variable.value, module?.variables.get(variable.name), sinks);
  }
  return sightings;
}

/** Values in a `.tfvars` file: by where their variable ends up, else by its name. */
function sightValues(file: ParsedFile, modules: readonly (ModuleSinks | undefined)[], sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const attribute of file.body.attributes) {
    const known = modules.map((module) => module?.variables.get(attribute.name)).find((found) => found !== undefined);
    sightVariable(sightings, file.path, attribute.name, attribute.expression, known, sinks);
  }
  return sightings;
}

function sightVariable(
  sightings: Sighting[],
  file: string,
  name: string,
  value: Expression,
  known: Destination | undefined,
  sinks: SinkCatalogue,
): void {
  const own = sinks.ofName(name);
  const destination =
    known !== undefined ? { ...known, way: [`var.${name}`, ...known.way] } : own === null ? null : named(own, `var.${name}`, name);
  if (destination !== null) for (const end of literalEnds(value)) push(sightings, file, end, destination, []);
  for (const { path, expression } of argumentsOf({
    attributes: [{ name, expression: value, span: value.span }],
    blocks: [],
    span: value.span,
  })) {
    const sink = path.length > 1 ? sinks.ofName(path.at(-1) ?? "") : null;
    if (sink !== null)
      for (const end of literalEnds(expression)) push(sightings, file, end, named(sink, `var.${name}`, path.join(".")), []);
  }
}

/** Locals and outputs have no sink of their own: their names speak. */
function sightNames(file: ParsedFile, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const block of file.body.blocks) {
    if (block.type !== "locals" && block.type !== "output") continue;
    for (const { path, expression } of argumentsOf(block.body)) {
      const name = block.type === "output" && path.length === 1 ? (block.labels[0] ?? "") : (path.at(-1) ?? "");
      if (block.type === "output" && path[0] !== "value") continue;
      const sink = sinks.ofName(name);
      if (sink === null) continue;
      const address = block.type === "output" ? `output.${block.labels[0]}` : `local.${path[0]}`;
      for (const end of literalEnds(expression)) push(sightings, file.path, end, named(sink, address, path.join(".")), []);
    }
  }
  return sightings;
}

function named(sink: Sink, address: string, attribute: string): Destination {
  return { ...sink, strength: "named", address, attribute, way: [address] };
}

function push(sightings: Sighting[], file: string, end: LiteralEnd, destination: Destination, way: readonly string[]): void {
  if (end.kind !== "literal") return;
  const kind = literalKind(end.text);
  if (kind === "reference" || kind === "nothing") return;
  if (destination.strength === "named" && nameOfSecret(end.text)) return;
  if (/^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)/.test(end.text.trimStart())) return;
  sightings.push({
    kind: kind === "placeholder" ? "placeholder" : "hard-coded",
    what: destination.what,
    place: placeOf(file, end.expression.span),
    address: destination.address,
    attribute: destination.attribute,
    way: [...way, ...destination.way],
    secret: new Secret(end.text),
  });
}
