/** One credential, one sighting: the same text at the same line is reported by what says most about it. */
import type { Sighting } from "../model/sighting.ts";

/** Without doubles, sorted by place. A literal in a sink says more than its shape; a private key says more than its sink. */
export function joinSightings(sightings: Iterable<Sighting>): readonly Sighting[] {
  const byLine = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const key = `${sighting.place.file}\0${sighting.place.line}`;
    const others = byLine.get(key) ?? [];
    const rival = others.findIndex((other) => sameText(other, sighting));
    if (rival === -1) others.push(sighting);
    else if (weight(sighting) > weight(others[rival])) others[rival] = sighting;
    byLine.set(key, others);
  }
  return [...byLine.values()].flat().sort(byPlace);
}

function sameText(a: Sighting, b: Sighting): boolean {
  return a.secret.digest((text) => b.secret.occursIn(text)) || b.secret.digest((text) => a.secret.occursIn(text));
}

function weight(sighting: Sighting | undefined): number {
  switch (sighting?.kind) {
    case "private-key":
      return 4;
    case "hard-coded":
      return sighting.way.length > 1 || sighting.address?.includes(".") ? 3 : 2;
    case "token":
      return 2.5;
    default:
      return 1;
  }
}

function byPlace(a: Sighting, b: Sighting): number {
  const files = a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0;
  return files || a.place.line - b.place.line || (a.place.column ?? 0) - (b.place.column ?? 0);
}
