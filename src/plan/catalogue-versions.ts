/** Which provider versions a constraint lets in, as far as the catalogue has to tell major versions apart. */

/** A half-open range of versions; null: open end. Each is [major, minor, patch]. */
export interface VersionRange {
  readonly from: Version;
  readonly below: Version | null;
}

export type Version = readonly [number, number, number];

export const anyVersion: VersionRange = { from: [0, 0, 0], below: null };

/**
 * The range that a version or constraint (`5.31.0`, `~> 4.0`, `>= 5, < 6`) allows. Never narrower than what it allows:
 * what is not understood, and `!=`, leave it as wide as it was.
 */
export function versionRange(constraint: string | null): VersionRange {
  let range = anyVersion;
  for (const part of (constraint ?? "").slice(0, 500).split(",")) {
    const match = /^ {0,8}(=|!=|>=|<=|>|<|~>)? {0,8}v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?/.exec(part);
    if (match === null) continue;
    const [, operator = "=", major = "0", minor, patch] = match;
    const version: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
    range = intersection(range, rangeOf(operator, version, minor !== undefined, patch !== undefined));
  }
  return range;
}

/** Whether every version of `inner` lies in `outer`. */
export function contains(outer: VersionRange, inner: VersionRange): boolean {
  if (compare(inner.from, outer.from) < 0) return false;
  return outer.below === null || (inner.below !== null && compare(inner.below, outer.below) <= 0);
}

/** Whether some version lies in both. */
export function overlaps(a: VersionRange, b: VersionRange): boolean {
  const both = intersection(a, b);
  return both.below === null || compare(both.from, both.below) < 0;
}

function rangeOf(operator: string, version: Version, hasMinor: boolean, hasPatch: boolean): VersionRange {
  const [major, minor, patch] = version;
  const next: Version = [major, minor, patch + 1];
  switch (operator) {
    case "!=":
      return anyVersion;
    case ">=":
      return { from: version, below: null };
    case ">":
      return { from: next, below: null };
    case "<":
      return { from: [0, 0, 0], below: version };
    case "<=":
      return { from: [0, 0, 0], below: next };
    case "~>":
      if (!hasMinor) return { from: version, below: null };
      return { from: version, below: hasPatch ? [major, minor + 1, 0] : [major + 1, 0, 0] };
    default:
      return { from: version, below: next };
  }
}

function intersection(a: VersionRange, b: VersionRange): VersionRange {
  const from = compare(a.from, b.from) >= 0 ? a.from : b.from;
  if (a.below === null) return { from, below: b.below };
  if (b.below === null) return { from, below: a.below };
  return { from, below: compare(a.below, b.below) <= 0 ? a.below : b.below };
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
