/** Credentials in a document within a file: a boot script, a task definition, a chart's values, the commands of a provisioner. */
import type { Place } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import { judgeLiteral } from "./judge-literal.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";
import { writtenAssignments } from "./written-assignments.ts";

export interface EmbeddedDocument {
  /** What is put in at run time stands as `${…}`. */
  readonly text: string;
  /** The place of an offset in `text`. */
  place(offset: number): Place;
  /** The resource that holds it. */
  readonly address: string;
  readonly attribute: string;
  /** Of the object in the attribute that holds it: it may be a file's name. */
  readonly key?: string | null;
}

/** What stands in every name that `nameKind` takes for a credential's. */
const nameSign = /pass|pwd|pw|secret|token|key|cred|connection/i;

/** A text that can hold an assignment of a credential at all: told by plain searches, since most texts hold none. */
export function mayAssign(text: string): boolean {
  return nameSign.test(text) && /[=:]|--/.test(text);
}

export function sightDocument(document: EmbeddedDocument, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const { name, value, offset, quoted } of writtenAssignments(document.text)) {
    const sink = sinks.ofPath([name]);
    if (sink === null || (!quoted && !unquotedCredential(name, value, sink))) continue;
    // A known sink and a name that can mean nothing else are told by the argument; in a document the name is all there is.
    const judged = judgeLiteral(value, sink);
    if (judged === null || judged.kind === "private-key") continue;
    sightings.push({
      kind: judged.kind,
      what: sink.what,
      place: document.place(offset),
      address: document.address,
      attribute: document.attribute,
      way: [`${document.address}.${document.attribute}`],
      secret: new Secret(judged.text),
    });
  }
  return sightings;
}

/** Not the name of a variable, a field or a function of the document's own language. */
function unquotedCredential(name: string, value: string, sink: Sink): boolean {
  // `sed "s/DB_PASSWORD=.*/DB_PASSWORD=$PW/"`: a pattern, and a variable with what comes behind it.
  if (/^(?:\.[*+]|\[\^|\\[SWDswd]|\$\{?[A-Za-z_])/.test(value)) return false;
  if (sink.strength === "hinted") return true;
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value) || /[=]{2}|\($/.test(value)) return false;
  return !name.toLowerCase().endsWith(value.toLowerCase());
}
