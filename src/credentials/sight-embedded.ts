/** Credentials in a text of the configuration that is a document of its own: a boot script, cloud-init, a file that is written to a machine. */
import type { EmbeddedDocuments } from "../model/settings-document.ts";
import type { Sighting } from "../model/sighting.ts";
import { type EmbeddedDocument, sightDocument } from "./sight-document.ts";
import { mayHoldSetting, sightSettings } from "./sight-settings.ts";
import type { SinkCatalogue } from "./sinks.ts";

/** Reads a text in the language that it seems to be written in; null: in none that is known. */
export type ReadEmbedded = (names: readonly string[], text: string) => EmbeddedDocuments | null;

/** A text that can hold a credential at all: told by plain searches, since most texts hold none. */
export function mayEmbed(text: string): boolean {
  return text.length >= 8 && (mayHoldSetting(text) || isEncoded(text));
}

/** Base64 of at least a few words. */
function isEncoded(text: string): boolean {
  return text.length >= 40 && /^[A-Za-z0-9+/=\s]{40}/.test(text);
}

/** By its language's rules, and by those for any language. */
export function sightEmbedded(document: EmbeddedDocument, read: ReadEmbedded, sinks: SinkCatalogue): readonly Sighting[] {
  const { text, address, attribute, key = null } = document;
  const general = sightDocument(document, sinks);
  const names = attribute.split(".");
  const found = read(key === null ? names : [...names, key], text);
  if (found === null) return general;
  const starts = found.linear ? lineStarts(text) : [0];
  const way = [`${address}.${attribute}`];
  const { file } = document.place(0);
  const own = sightSettings(file, found.documents, sinks).map((sighting) => {
    const from = document.place(starts[sighting.place.line - 1] ?? 0);
    const to = document.place(starts[sighting.place.endLine - 1] ?? 0);
    return { ...sighting, place: { ...from, endLine: Math.max(from.line, to.endLine) }, address, attribute, way };
  });
  return [...general, ...own];
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
