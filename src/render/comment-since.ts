/** What changed since the last push: blockers that are fixed, and new ones. */
import { name } from "./comment-part.ts";
import { code } from "./escape-markdown.ts";
import type { Outline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";

/** What the comment before this one said. */
export interface PreviousReview {
  readonly blockers: readonly PreviousBlocker[];
}

export interface PreviousBlocker {
  readonly fingerprint: string;
  readonly rule: string;
  /** `main.tf:60` or an address, as it was shown. */
  readonly where: string;
}

const MOST_NAMED = 3;

export function sinceSection(outline: Outline, previous: PreviousReview): string[] {
  const now = outline.findings.blockers.flatMap((group) => group.findings.map((finding) => finding.fingerprint));
  const current = new Set(now);
  const before = new Set(previous.blockers.map((blocker) => blocker.fingerprint));
  const fixed = previous.blockers.filter((blocker) => !current.has(blocker.fingerprint));
  const added = now.filter((fingerprint) => !before.has(fingerprint)).length;
  const parts: string[] = [];
  if (fixed.length > 0) {
    const named = fixed.slice(0, MOST_NAMED).map((blocker) => `${code(blocker.rule)} at ${name(blocker.where)}`);
    const more = fixed.length > named.length ? ` and ${grouped(fixed.length - named.length)} more` : "";
    // A failed evaluation does not prove that anything is fixed.
    parts.push(`${outline.review.verdict === "error" ? "no longer seen" : "fixed"} ${named.join(", ")}${more}`);
  }
  if (added > 0) parts.push(counted(added, "new blocker above", "new blockers above"));
  return parts.length === 0 ? [] : [`**Since the last push:** ${parts.join(" · ")}`];
}
