/** What a rule found: reason code, evidence and place. Sentences are templates that each renderer fills and escapes in its own way. */
import type { Place } from "./place.ts";

export type Level = "block" | "warn" | "info";

/** `off` only stands in a policy. */
export type PolicyLevel = Level | "off";

/** Values from the pull request: hostile, escaped by every renderer. Lists are joined by the renderer. */
export type Evidence = Readonly<Record<string, string | number | readonly string[]>>;

/** A sentence with `{name}` places for evidence. The template is ours, the values are not. */
export interface Sentence {
  readonly template: string;
  readonly values: Evidence;
}

/** What a rule's judgement yields, before policy. */
export interface Observation {
  /** One of the rule's reason codes; it selects the words and, where the rule says so, the level. */
  readonly reason: string;
  readonly place: Place | null;
  readonly address: string | null;
  readonly attribute: string | null;
  readonly evidence: Evidence;
  /** What has to be equal for two observations to be the same one at base and head; default: the evidence. Never a credential in clear. */
  readonly identity?: string;
  /** Replaces the computed fingerprint: of a credential, whose fingerprint is made by a slow hash. */
  readonly fingerprint?: string;
  /** The project it belongs to, of a planned change. */
  readonly project?: string;
}

export interface Finding {
  readonly rule: string;
  readonly reason: string;
  readonly level: Level;
  readonly message: Sentence;
  readonly remedy: Sentence;
  readonly place: Place | null;
  readonly address: string | null;
  readonly attribute: string | null;
  readonly project: string | null;
  /** False: it stood in the base already; reported, and never blocks. */
  readonly introduced: boolean;
  /** 12 hex digits, stable over lines and renames. */
  readonly fingerprint: string;
  readonly exemption: AppliedExemption | null;
}

export interface AppliedExemption {
  readonly id: string;
  readonly reason: string;
  readonly approvedBy: string | null;
  /** ISO date, inclusive. */
  readonly expires: string;
}
