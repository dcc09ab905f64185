/** Tokens that the maintainers describe by patterns, and assignments to names that they call secret, in any text. */
import type { OwnPattern } from "../model/policy.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import { literalKind } from "./literal-kind.ts";
import { entropyOf } from "./looks-generated.ts";
import { sightDocument } from "./sight-document.ts";
import type { SinkCatalogue } from "./sinks.ts";

export interface PatternSightings {
  readonly sightings: readonly Sighting[];
  /** Names of patterns whose search was broken off: of them nothing is known. */
  readonly unfinished: readonly string[];
}

/** Linear in the text, for each pattern. Stand-ins and references are left out. */
export function sightPatterns(path: string, text: string, patterns: readonly OwnPattern[]): PatternSightings {
  const sightings: Sighting[] = [];
  const unfinished: string[] = [];
  for (const { name, search, minEntropy } of patterns) {
    const { matches, whole } = search(text);
    if (!whole) unfinished.push(name);
    const lineAt = lineCounter(text);
    for (const { begin, end, text: token } of matches) {
      if (literalKind(token) !== "credential" || entropyOf(token) < minEntropy) continue;
      const line = lineAt(begin);
      const place = { file: path, line, endLine: lineAt(Math.max(begin, end - 1)) };
      sightings.push({ kind: "token", what: name, place, address: null, attribute: null, way: [], secret: new Secret(token) });
    }
  }
  return { sightings, unfinished };
}

/** Values of the names that `sinks` knows, as assignments in whatever language. What reads the file by its meaning says more of them. */
export function sightOwnNames(path: string, text: string, sinks: SinkCatalogue): readonly Sighting[] {
  const lineAt = lineCounter(text);
  const place = (offset: number) => {
    const line = lineAt(offset);
    return { file: path, line, endLine: line };
  };
  return sightDocument({ text, place, address: "", attribute: "" }, sinks).map((sighting) => ({
    ...sighting,
    address: sighting.what,
    attribute: sighting.what,
    way: [sighting.what],
  }));
}

/** The line of an offset, from 1; offsets come in order, or nearly so. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let start = 0;
  return (offset) => {
    if (offset < start) {
      line = 1;
      start = 0;
    }
    for (let at = text.indexOf("\n", start); at !== -1 && at < offset; at = text.indexOf("\n", start)) {
      line++;
      start = at + 1;
    }
    return line;
  };
}
