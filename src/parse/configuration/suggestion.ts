/** Finds the word that somebody probably meant. */
import { distance } from "fastest-levenshtein";
import { quote } from "./quote.ts";

/** Words longer than this are not compared: the time grows with the product of the lengths. */
const longest = 100;

/** The known word nearest to what was written, where it is near enough to be a slip; else null. Case does not count. */
export function nearest(written: string, known: Iterable<string>): string | null {
  if (written.length === 0 || written.length > longest) return null;
  const lower = written.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const word of known) {
    if (word.length > longest) continue;
    const apart = distance(lower, word.toLowerCase());
    if (apart < bestDistance) {
      best = word;
      bestDistance = apart;
    }
  }
  if (best === null) return null;
  const allowed = Math.max(1, Math.floor(Math.max(written.length, best.length) / 4));
  if (bestDistance <= allowed && bestDistance < written.length) return best;
  if (bestDistance === 2 && sameLetters(lower, best.toLowerCase())) return best;
  return written.length >= 3 && (lower.startsWith(best.toLowerCase()) || best.toLowerCase().startsWith(lower)) ? best : null;
}

/** Two letters swapped count as two changes, which is much in a short word. */
function sameLetters(a: string, b: string): boolean {
  return a.length > 2 && [...a].sort().join("") === [...b].sort().join("");
}

/** `; did you mean "…"?`, or the alternative where nothing is near. */
export function didYouMean(written: string, known: readonly string[], otherwise: string): string {
  const word = nearest(written, known);
  return word === null ? otherwise : `; did you mean "${word}"?`;
}

/** The rule that was probably meant: near as a whole, or with a last part near to what was written (`drift`, `image/drift`). */
export function nearestRule(written: string, ids: readonly string[]): string | null {
  const near = nearest(written, ids);
  if (near !== null) return near;
  const last = nearest(lastPart(written), ids.map(lastPart));
  return last === null ? null : (ids.find((id) => lastPart(id) === last) ?? null);
}

/** `unknown rule "…"; did you mean "…"?` */
export function unknownRule(written: string, ids: readonly string[]): string {
  const word = nearestRule(written, ids);
  return `unknown rule ${quote(written)}; ${word === null ? '"bakegate policy list" names them all' : `did you mean "${word}"?`}`;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
