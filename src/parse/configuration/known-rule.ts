/** What the reading of policies has to know of the rules. */
import type { Level } from "../../model/finding.ts";

/** A rule as far as a policy can speak of it; the rules of the evaluation fit. */
export interface KnownRule {
  readonly id: string;
  readonly level: Level;
  /** What it is judged on. `problem`: what could not be evaluated; no policy can set its level or exempt it. */
  readonly on: string;
  readonly reasons: Readonly<Record<string, { readonly level?: Level }>>;
}
