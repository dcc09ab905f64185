/** One credential, one sighting: the same text at the same place is reported by what says most about it. */
import { Secret, type Sighting, type SightingKind } from "../model/sighting.ts";

/** Sightings of one file that are told one by one; what is more is told in one sum, so that no file floods a review. */
const mostOfFile = 200;
/** The same for all files together: each fingerprint is made slow on purpose. */
const mostOfAll = 5_000;
/** Neighbours on one line that a sighting is compared with. */
const mostRivals = 50;

/** Without doubles, sorted by place. A literal in a sink says more than its shape; a private key says more than its sink. */
export function joinSightings(sightings: Iterable<Sighting>): readonly Sighting[] {
  const byFile = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const others = byFile.get(sighting.place.file);
    if (others === undefined) byFile.set(sighting.place.file, [sighting]);
    else others.push(sighting);
  }
  const files = [...byFile.keys()].sort();
  const joined: Sighting[] = [];
  for (const file of files) {
    const room = Math.max(1, Math.min(mostOfFile, mostOfAll - joined.length));
    joined.push(...limited(joinFile(byFile.get(file) ?? []), room));
  }
  return joined;
}

function joinFile(sightings: readonly Sighting[]): readonly Sighting[] {
  const kept: (Sighting | null)[] = [];
  // Where each sighting stands: of one over several lines, every line.
  const byLine = new Map<number, number[]>();
  for (const sighting of [...sightings].sort(longestFirst)) {
    const rival = (byLine.get(sighting.place.line) ?? []).find((at) => isSame(kept[at] ?? null, sighting));
    const other = rival === undefined ? null : (kept[rival] ?? null);
    if (rival !== undefined && other !== null) {
      kept[rival] = joined(other, sighting);
      continue;
    }
    kept.push(sighting);
    for (let line = sighting.place.line; line <= sighting.place.endLine; line++) {
      const standing = byLine.get(line);
      if (standing === undefined) byLine.set(line, [kept.length - 1]);
      else if (standing.length < mostRivals) standing.push(kept.length - 1);
    }
  }
  return kept.filter((sighting) => sighting !== null).sort(byPlace);
}

/** The words of the one that says more, at the place and with the text that are nearer to the credential. */
function joined(a: Sighting, b: Sighting): Sighting {
  const [more, less] = weight(b) > weight(a) ? [b, a] : [a, b];
  const exact =
    a.kind === "private-key" && b.kind === "private-key" ? (a.place.endLine - a.place.line < b.place.endLine - b.place.line ? a : b) : more;
  const kind = a.kind === "private-key" || b.kind === "private-key" ? "private-key" : more.kind;
  const what = kind === "private-key" && less.kind === "private-key" ? less.what : more.what;
  return { ...more, kind, what, place: exact.place };
}

function isSame(a: Sighting | null, b: Sighting): boolean {
  if (a === null) return false;
  if (a.kind === "private-key" && b.kind === "private-key") return true;
  return a.secret.digest((text) => b.secret.occursIn(text)) || b.secret.digest((text) => a.secret.occursIn(text));
}

function weight(sighting: Sighting): number {
  switch (sighting.kind) {
    case "private-key":
      return sighting.address === null ? 3.5 : 4;
    case "hard-coded":
      return isInSink(sighting) ? 3 : 2;
    case "sensitive-default":
      return 2.75;
    case "token":
      return 2.5;
    case "in-url":
      return 2.25;
    case "in-plan":
      return 2;
    case "placeholder":
      return sighting.address === null ? 0 : 1;
  }
}

/** Terraform's arguments are known; in other files the name is all there is, and a shape says more than that. */
function isInSink({ way, address, place }: Sighting): boolean {
  return way.length > 1 || (address?.includes(".") === true && terraformFile.test(place.file));
}

const terraformFile = /\.(?:tf|tfvars)(?:\.json)?$|\.hcl$|\.tofu$/;

/** The first ones, and one for the rest of each kind: it changes when one of them does, and it blocks as they would. */
function limited(sightings: readonly Sighting[], room: number): readonly Sighting[] {
  if (sightings.length <= room) return sightings;
  const told = sightings.slice(0, room);
  const rest = new Map<SightingKind, Sighting[]>();
  for (const sighting of sightings.slice(room)) {
    const others = rest.get(sighting.kind);
    if (others === undefined) rest.set(sighting.kind, [sighting]);
    else others.push(sighting);
  }
  for (const [kind, others] of rest) {
    const [first] = others;
    if (first === undefined) continue;
    const what =
      others.length === 1
        ? first.what
        : `${first.what}, and ${withCommas(others.length - 1)} more ${spokenKind(kind, others.length - 1)} in this file, told together`;
    told.push({ ...first, what, secret: Secret.join(others.map((sighting) => sighting.secret)) });
  }
  return told;
}

function spokenKind(kind: SightingKind, count: number): string {
  const ending = count === 1 ? "" : "s";
  switch (kind) {
    case "private-key":
      return `private key${ending}`;
    case "token":
      return `token${ending}`;
    case "placeholder":
      return `stand-in${ending}`;
    case "in-url":
    case "hard-coded":
    case "sensitive-default":
    case "in-plan":
      return `credential${ending}`;
  }
}

/** `49,799` */
function withCommas(count: number): string {
  return count < 1_000 ? String(count) : `${withCommas(Math.floor(count / 1_000))},${String(count % 1_000).padStart(3, "0")}`;
}

/** Those over many lines come first, so that what stands inside them finds them; all else by place. */
function longestFirst(a: Sighting, b: Sighting): number {
  return b.place.endLine - b.place.line - (a.place.endLine - a.place.line) || byPlace(a, b);
}

function byPlace(a: Sighting, b: Sighting): number {
  return a.place.line - b.place.line || (a.place.column ?? 0) - (b.place.column ?? 0);
}
