/** Hard-coded credentials in Packer templates and their variable files: communicators, builders, variables, environments, commands. */
import type { PackerPart, PackerTemplate } from "../model/packer-template.ts";
import type { Place } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { mayEmbed, type ReadEmbedded, sightEmbedded } from "./sight-embedded.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** Where a variable ends up. */
interface PackerSink {
  readonly sink: Sink;
  readonly end: string;
}

/** A variable handed on as it is, in either syntax. */
const wholeReference = /^\s*(?:\{\{\s*user\s+[`"]([\w.-]{1,200})[`"]\s*\}\}|\$\{(?:var|local)\.([\w-]{1,200})\})\s*$/;

export function sightPacker(template: PackerTemplate, sinks: SinkCatalogue, readEmbedded: ReadEmbedded): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const part of partsOf(template)) sightings.push(...sightPart(part, sinks, readEmbedded));
  const ends = variableSinks([template], sinks);
  for (const { name, default: value, place } of template.variables) {
    if (value !== null) sightVariable(sightings, name, value, place, ends, sinks);
  }
  return sightings;
}

/**
 * A variables file for Packer (`{"ssh_password": "…"}`): by where the templates use a variable, else by its name.
 * @param templates those that the files may belong to
 */
export function sightPackerVariables(
  values: readonly { readonly name: string; readonly value: string; readonly place: Place }[],
  sinks: SinkCatalogue,
  templates: readonly PackerTemplate[] = [],
): readonly Sighting[] {
  const sightings: Sighting[] = [];
  const ends = variableSinks(templates, sinks);
  for (const { name, value, place } of values) sightVariable(sightings, name, value, place, ends, sinks);
  return sightings;
}

function partsOf(template: PackerTemplate): readonly PackerPart[] {
  return [...template.builders, ...template.provisioners, ...template.postProcessors];
}

function variableSinks(templates: readonly PackerTemplate[], sinks: SinkCatalogue): ReadonlyMap<string, PackerSink> {
  const ends = new Map<string, PackerSink>();
  for (const part of templates.flatMap(partsOf)) {
    for (const { path, value } of part.strings) {
      const match = value.length < 500 ? wholeReference.exec(value) : null;
      const name = match?.[1] ?? match?.[2];
      const names = namesOf(path);
      const sink = name === undefined ? null : sinks.ofResource(part.type, names);
      if (name !== undefined && sink !== null && ends.get(name)?.sink.strength !== "known")
        ends.set(name, { sink, end: `${part.type}.${names.join(".")}` });
    }
  }
  return ends;
}

function sightVariable(
  sightings: Sighting[],
  name: string,
  value: string,
  place: Place,
  ends: ReadonlyMap<string, PackerSink>,
  sinks: SinkCatalogue,
): void {
  const known = ends.get(name);
  const sink = known?.sink ?? sinks.ofPath([name]);
  const variable = `var.${name}`;
  if (sink !== null) push(sightings, value, sink, place, variable, name, known === undefined ? [variable] : [variable, known.end]);
}

function sightPart(part: PackerPart, sinks: SinkCatalogue, readEmbedded: ReadEmbedded): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const { path, value, place } of part.strings) {
    const names = namesOf(path);
    const sink = sinks.ofResource(part.type, names);
    const attribute = names.join(".");
    if (sink !== null) push(sightings, value, sink, place, part.type, attribute, [`${part.type}.${attribute}`]);
    if (!mayEmbed(value)) continue;
    const document = { text: value, place: (offset: number) => placeIn(value, place, offset), address: part.type, attribute };
    sightings.push(...sightEmbedded(document, readEmbedded, sinks));
  }
  return sightings;
}

/** Lines go on with the text where it is written over several. */
function placeIn(value: string, place: Place, offset: number): Place {
  if (place.endLine === place.line) return place;
  const line = Math.min(place.endLine, place.line + 1 + value.slice(0, offset).split("\n").length - 1);
  return { file: place.file, line, endLine: line };
}

function namesOf(path: string): readonly string[] {
  return path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
}

function push(
  sightings: Sighting[],
  text: string,
  sink: Sink,
  place: Place,
  address: string,
  attribute: string,
  way: readonly string[],
): void {
  const judged = judgeLiteral(text, sink);
  if (judged === null) return;
  sightings.push({ kind: judged.kind, what: sink.what, place, address, attribute, way, secret: new Secret(judged.text) });
}
