/** What a comment remembers of its review, hidden in itself, so that the next one can say what changed: nothing else has to be kept anywhere. */
import { byteLength } from "./comment-part.ts";
import type { PreviousBlocker, PreviousReview } from "./comment-since.ts";
import type { Outline } from "./outline.ts";

/** Bytes that the memory may take beside the comment's own. */
const MOST_MEMORY = 3_000;
/** A blocker takes at least this many: where there are too many of them, nothing is written only to be measured. */
const FEWEST_BYTES = 30;
export const MEMORY = "<!-- bakegate:memory ";

interface Remembered {
  /** The commit that was reviewed; empty where it has none. */
  readonly head: string;
  readonly now: PreviousReview;
  /** What the review before this push said; null: there was none, or it was too much to keep. */
  readonly before: PreviousReview | null;
}

/** The hidden line; empty where there is more to remember than there is room: then the next comment does not say what changed. */
export function writeMemory(outline: Outline, before: PreviousReview | null): string {
  const now = { blockers: standing(outline, before) };
  for (const kept of before === null ? [null] : [before, null]) {
    if ((now.blockers.length + (kept?.blockers.length ?? 0)) * FEWEST_BYTES > MOST_MEMORY) continue;
    const line = `${MEMORY}${encoded({ head: outline.review.subject.head ?? "", now, before: kept })} -->`;
    if (byteLength(line) <= MOST_MEMORY) return line;
  }
  return "";
}

/** What is known to block. A failed evaluation does not prove that what it did not see is gone. */
function standing(outline: Outline, before: PreviousReview | null): readonly PreviousBlocker[] {
  const seen = outline.findings.blockers.flatMap((group) => group.findings.map(blockerOf));
  if (outline.review.verdict !== "error" || before === null) return seen;
  const known = new Set(seen.map(({ fingerprint }) => fingerprint));
  return [...seen, ...before.blockers.filter(({ fingerprint }) => !known.has(fingerprint))];
}

function blockerOf(finding: Outline["findings"]["blockers"][number]["findings"][number]): PreviousBlocker {
  const { fingerprint, rule, place, address } = finding;
  const where = place === null ? (address ?? "") : `${place.file}:${place.line}`;
  return { fingerprint, rule, where: where.slice(0, 120) };
}

/**
 * What to hold a new review against: the review that a comment remembers, or, where that is one of the same head, the one before it.
 * The comment may show a failure in the meantime, of whatever head.
 * Null: nothing is remembered. Whoever may edit comments can have written what stands there: it is checked, bounded and never trusted.
 */
export function previousReview(body: string, head: string | null): PreviousReview | null {
  const from = body.lastIndexOf(`\n${MEMORY}`);
  const to = body.indexOf(" -->", from);
  if (from === -1 || to === -1 || to - from > 2 * MOST_MEMORY) return null;
  const remembered = decoded(body.slice(from + 1 + MEMORY.length, to));
  if (remembered === null) return null;
  return remembered.head !== "" && remembered.head === head ? remembered.before : remembered.now;
}

/** The hidden line of a comment as it stands there; empty where there is none. */
export function memoryOf(body: string): string {
  const from = body.lastIndexOf(`\n${MEMORY}`);
  const to = body.indexOf(" -->", from);
  return from === -1 || to === -1 || to - from > 2 * MOST_MEMORY ? "" : body.slice(from + 1, to + " -->".length);
}

/** Base64 of UTF-8: nothing in it can end an HTML comment. */
function encoded(remembered: Remembered): string {
  const [now, before] = [remembered.now, remembered.before].map(
    (review) => review?.blockers.map(({ fingerprint, rule, where }) => [fingerprint, rule, where]) ?? null,
  );
  const bytes = new TextEncoder().encode(JSON.stringify([now, before, remembered.head]));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function decoded(text: string): Remembered | null {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const plain: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (!Array.isArray(plain)) return null;
    const [written, before, head]: readonly unknown[] = plain;
    const now = reviewOf(written);
    return now === null ? null : { head: typeof head === "string" ? head : "", now, before: reviewOf(before) };
  } catch {
    return null;
  }
}

function reviewOf(plain: unknown): PreviousReview | null {
  if (!Array.isArray(plain)) return null;
  const blockers: PreviousBlocker[] = [];
  for (const one of plain as readonly unknown[]) {
    const [fingerprint, rule, where]: readonly unknown[] = Array.isArray(one) ? one : [];
    if (typeof fingerprint !== "string" || typeof rule !== "string" || typeof where !== "string") return null;
    if (!/^[0-9a-f]{12}$/.test(fingerprint) || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule)) return null;
    blockers.push({ fingerprint, rule, where });
  }
  return { blockers };
}
