/** A waiver that stands in a comment beside what it lets through. */
import type { Place } from "./place.ts";

/** `bakegate:allow RULE [FINGERPRINT] until DATE because …`, as somebody wrote it. */
export interface WrittenWaiver {
  readonly place: Place;
  /** A rule that exists and can be exempted. */
  readonly rule: string;
  /** Of the only finding that it is meant for; null: any of the rule. Never null for a credential. */
  readonly fingerprint: string | null;
  readonly reason: string;
  /** ISO date; the last day it holds, in UTC. */
  readonly expires: string;
  /** What it stands at: the blocks around it and the argument on its line or below. Equal for the same place in two versions of a file. */
  readonly anchor: string;
}

/** A comment that was meant for one and is none. */
export interface WaiverFault {
  readonly place: Place;
  readonly reason: WaiverFaultReason;
  /** What was written where the fault is; empty: nothing. */
  readonly written: string;
  /** The rule that was probably meant; null: none is near. */
  readonly meant: string | null;
}

export type WaiverFaultReason =
  | "no-rule"
  | "misspelt-rule"
  | "unknown-rule"
  | "never-passes"
  | "no-fingerprint"
  | "no-day"
  | "wrong-day"
  | "no-reason"
  | "too-many";

export interface InlineWaiver extends WrittenWaiver {
  /** It stands at the tip of the base branch as well, at the same thing: what a change brings along does not let the change through. */
  readonly counts: boolean;
  /** It does not count, although its file holds the same words at the tip: there they stand at something else, or at nothing. */
  readonly elsewhere?: true;
}
