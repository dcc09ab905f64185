/** Something that could not be evaluated. One of these at the head makes the verdict `error`. */
import type { Evidence } from "./finding.ts";
import type { Place } from "./place.ts";

export interface Problem {
  /** The rule whose page explains it: `review/syntax-error`, `review/unreadable-file`, `review/plan-unreadable`, … */
  readonly rule: string;
  readonly reason: string;
  readonly place: Place | null;
  readonly evidence: Evidence;
  readonly project: string | null;
}
