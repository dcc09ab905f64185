/** Finds renames whose contents changed as well, so that what stood in a moved file is not taken for new. */

/** Two files are the same one when at least this share of the larger one's lines stands in both. */
const alike = 0.5;

/** Above this many pairs nothing is compared: every file counts as deleted and added, so everything in it counts as new. */
const mostPairs = 10_000;

export interface LostOrFound {
  readonly path: string;
  readonly text: string;
}

/**
 * Pairs of (deleted path, added path) that are one file, most alike first, each path once.
 * Files are compared by their lines as a multiset, and only with files of the same ending.
 */
export function pairSimilarFiles(deleted: readonly LostOrFound[], added: readonly LostOrFound[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  if (deleted.length * added.length > mostPairs) return pairs;
  const lost = deleted.map((file) => ({ path: file.path, lines: countLines(file.text) }));
  const found = added.map((file) => ({ path: file.path, lines: countLines(file.text) }));
  const scored: { from: string; to: string; share: number }[] = [];
  for (const from of lost) {
    for (const to of found) {
      if (ending(from.path) !== ending(to.path)) continue;
      const share = sharedLines(from.lines, to.lines);
      if (share >= alike) scored.push({ from: from.path, to: to.path, share });
    }
  }
  scored.sort((a, b) => b.share - a.share || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
  const taken = new Set<string>();
  for (const { from, to } of scored) {
    if (pairs.has(from) || taken.has(to)) continue;
    pairs.set(from, to);
    taken.add(to);
  }
  return pairs;
}

function countLines(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed.length > 1) counts.set(trimmed, (counts.get(trimmed) ?? 0) + 1);
  }
  return counts;
}

function sharedLines(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [line, count] of a) shared += Math.min(count, b.get(line) ?? 0);
  const larger = Math.max(total(a), total(b));
  return larger === 0 ? 0 : shared / larger;
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

function ending(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.slice(name.indexOf("."));
}
