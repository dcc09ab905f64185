/** Turns a sighting into an observation: kind, place and way, never the text. */
import type { Observation } from "../model/finding.ts";
import type { FingerprintedSighting, Sighting } from "../model/sighting.ts";
import type { Side } from "../model/subject.ts";

/** Observations for the sightings of one kind. `reasonOf` chooses the words. */
export function* credentialObservations(
  side: Side,
  kind: Sighting["kind"],
  reasonOf: (sighting: Sighting) => string,
): Iterable<Observation> {
  for (const sighting of side.sightings) {
    if (sighting.kind === kind) yield observationOf(sighting, reasonOf(sighting));
  }
}

function observationOf(sighting: FingerprintedSighting, reason: string): Observation {
  const { place } = sighting;
  const way = sighting.way.length > 0 ? [`${place.file}:${place.line}`, ...sighting.way] : [];
  return {
    reason,
    place,
    address: sighting.address,
    attribute: sighting.attribute,
    evidence: { what: sighting.what, length: sighting.secret.length, fingerprint: sighting.fingerprint, way, holder: holderOf(sighting) },
    identity: sighting.identity,
    fingerprint: sighting.fingerprint,
  };
}

/** What holds it, by the name that people know: a variable, else the argument or field. */
function holderOf({ way, address, attribute }: Sighting): string {
  return way[0] ?? attribute ?? address ?? "it";
}
