/** Globs on attribute paths: `tags`, `metadata.labels.*`, `root_block_device[*].volume_size`, `tags["a.b"]`. */

/** One part of a path: a name (also a map key) or an index. */
export type PathPart = { readonly kind: "name"; readonly name: string } | { readonly kind: "index"; readonly index: string };

type PatternPart =
  | { readonly kind: "name"; matches(name: string): boolean; readonly any: boolean }
  /** Null: `[*]`. */
  | { readonly kind: "index"; readonly index: string | null }
  /** `**`: any number of parts. */
  | { readonly kind: "many" };

export interface AttributePattern {
  matches(path: string): boolean;
}

const mostParts = 40;

/**
 * Compiles an attribute glob. It matches the path it names and everything below it.
 * A name in the glob may skip an index in the path (`root_block_device.volume_size`), and `.*` may stand for a key or an index.
 * @param flat compiles one name, in which `*` matches anything.
 */
export function compileAttributePattern(
  source: string,
  flat: (source: string) => (text: string) => boolean,
): AttributePattern | { readonly problem: string } {
  const parts = splitPath(source);
  if (!Array.isArray(parts)) return { problem: (parts as { problem: string }).problem };
  if (parts.length > mostParts) return { problem: `has more than ${mostParts} parts` };
  const pattern = parts.map((part) => patternPart(part, flat));
  return { matches: (path) => matchesPrefix(pattern, lenientPath(path)) };
}

function patternPart(part: PathPart, flat: (source: string) => (text: string) => boolean): PatternPart {
  if (part.kind === "index") return { kind: "index", index: part.index === "*" ? null : part.index };
  if (part.name === "**") return { kind: "many" };
  return { kind: "name", matches: flat(part.name), any: part.name === "*" };
}

/** Simulates all ways at once: the set of places in the pattern that the parts so far can have led to. */
function matchesPrefix(pattern: readonly PatternPart[], path: readonly PathPart[]): boolean {
  let places = new Set<number>([0]);
  spread(places, pattern);
  if (places.has(pattern.length)) return true;
  for (const part of path) {
    const next = new Set<number>();
    for (const place of places) {
      const expected = pattern[place];
      if (expected === undefined) continue;
      if (expected.kind === "many") next.add(place);
      else if (accepts(expected, part)) next.add(place + 1);
      // An index that the glob does not mention is stepped over, except at the start of the path.
      if (part.kind === "index" && place > 0 && expected.kind === "name") next.add(place);
    }
    spread(next, pattern);
    if (next.has(pattern.length)) return true;
    if (next.size === 0) return false;
    places = next;
  }
  return false;
}

function spread(places: Set<number>, pattern: readonly PatternPart[]): void {
  for (const place of places) {
    if (pattern[place]?.kind === "many") places.add(place + 1);
  }
}

function accepts(expected: PatternPart, part: PathPart): boolean {
  switch (expected.kind) {
    case "many":
      return true;
    case "index":
      return part.kind === "index" && (expected.index === null || expected.index === part.index);
    case "name":
      return part.kind === "name" ? expected.matches(part.name) : expected.any;
    default:
      return expected;
  }
}

/** The parts of a path as a plan writes it; what does not follow the notation is taken as one name. */
function lenientPath(path: string): readonly PathPart[] {
  const parts = splitPath(path);
  return Array.isArray(parts) ? parts : [{ kind: "name", name: path }];
}

/** Splits `a.b[0]["c.d"]` into its parts. Linear in the text. */
export function splitPath(path: string): PathPart[] | { readonly problem: string } {
  const parts: PathPart[] = [];
  let index = 0;
  let expectName = true;
  while (index < path.length) {
    const character = path[index];
    if (character === "[") {
      const end = indexEnd(path, index);
      if (end === -1) return { problem: 'has a "[" that is never closed' };
      const part = bracketPart(path.slice(index + 1, end));
      if (part === null) return { problem: 'has brackets that hold neither a number, nor "*", nor a quoted key' };
      parts.push(part);
      index = end + 1;
      expectName = false;
      if (index < path.length && path[index] !== "." && path[index] !== "[")
        return { problem: 'has a "]" that is followed by neither "." nor "["' };
    } else if (character === ".") {
      if (expectName) return { problem: "has an empty part between dots" };
      expectName = true;
      index += 1;
    } else {
      const end = nameEnd(path, index);
      const name = path.slice(index, end);
      if (name.includes("]")) return { problem: 'has a "]" without a "["' };
      parts.push({ kind: "name", name });
      index = end;
      expectName = false;
    }
  }
  if (expectName) return { problem: "has an empty part at its end" };
  return parts;
}

function nameEnd(path: string, from: number): number {
  let index = from;
  while (index < path.length && path[index] !== "." && path[index] !== "[") index += 1;
  return index;
}

function indexEnd(path: string, from: number): number {
  let quoted = false;
  for (let index = from + 1; index < path.length; index += 1) {
    const character = path[index];
    if (quoted && character === "\\") index += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "]" && !quoted) return index;
  }
  return -1;
}

function bracketPart(inner: string): PathPart | null {
  if (inner === "*" || /^\d{1,10}$/.test(inner)) return { kind: "index", index: inner };
  if (inner.length < 2 || !inner.startsWith('"') || !inner.endsWith('"')) return null;
  return { kind: "name", name: inner.slice(1, -1).replace(/\\(.)/gs, "$1") };
}
