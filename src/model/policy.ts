/** The policy that a review is held against: resolved, globs compiled, nothing optional. */
import type { PolicyLevel } from "./finding.ts";

export type Mode = "enforce" | "advisory";

/** A compiled glob. */
export interface Glob {
  readonly source: string;
  matches(text: string): boolean;
}

/** Where a setting was written: a pack (`bakegate:recommended`) or a file with its line. */
export interface Origin {
  readonly source: string;
  readonly line: number | null;
}

/** One setting of a rule. A later one that applies to a finding overrides an earlier one. */
export interface RuleSetting {
  readonly rule: string;
  readonly level: PolicyLevel;
  /** Levels by reason code, where a pack sets them apart. */
  readonly levels: Readonly<Record<string, PolicyLevel>>;
  /** Resource types or addresses; empty: all. */
  readonly resources: readonly Glob[];
  /** Attribute paths that are let through. */
  readonly except: readonly Glob[];
  /** Files; empty: all. */
  readonly paths: readonly Glob[];
  readonly origin: Origin;
}

export interface Exemption {
  readonly id: string;
  readonly rule: Glob;
  readonly resource: Glob | null;
  readonly path: Glob | null;
  readonly fingerprint: string | null;
  readonly reason: string;
  readonly approvedBy: string | null;
  /** ISO date; the last day it holds, in UTC. */
  readonly expires: string;
  readonly origin: Origin;
}

export interface ProjectSetting {
  readonly dir: Glob;
  readonly workspaces: readonly string[];
  readonly varFiles: readonly string[];
  readonly plan: "static" | "runner" | "artifact";
  readonly origin: Origin;
}

/** An image that is baked: a merge that touches one of its inputs bakes it anew. */
export interface ImageSetting {
  readonly name: string;
  readonly inputs: readonly Glob[];
  /** Directories of the root modules that run it; null: not said. */
  readonly consumedBy: Glob | null;
}

/** What a merge kicks off. */
export interface ReleaseSetting {
  /** `github-actions`, or the name of one that this version does not have. */
  readonly backend: string;
  /** Its file name; null: another backend. */
  readonly workflow: string | null;
  readonly images: readonly ImageSetting[];
}

/** An argument that holds a credential, which the catalogue does not know. */
export interface OwnSink {
  /** Resource types, or names of providers. */
  readonly holder: Glob;
  readonly of: "resource" | "provider";
  /** Names from the holder down, without indexes; `*` is any one. */
  readonly path: readonly string[];
  readonly origin: Origin;
}

/** A name that says that what it stands for is a credential, or that it is none, in whatever way it is written (`acmePin`, `ACME_PIN`). */
export interface OwnName {
  readonly name: Glob;
  readonly origin: Origin;
}

export interface PatternMatch {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** The credential in it. */
  readonly text: string;
}

export interface PatternSearch {
  readonly matches: readonly PatternMatch[];
  /** False: the search took too long and was broken off; `matches` says nothing. */
  readonly whole: boolean;
}

/** A token that is known by its shape. */
export interface OwnPattern {
  readonly name: string;
  readonly source: string;
  search(text: string): PatternSearch;
  /** Bits for each character that a match has to have (Shannon); 0: any. */
  readonly minEntropy: number;
  readonly origin: Origin;
}

/** What the maintainers know of credentials beside what Bakegate does. */
export interface OwnCredentials {
  readonly sinks: readonly OwnSink[];
  readonly secretNames: readonly OwnName[];
  readonly harmlessNames: readonly OwnName[];
  readonly patterns: readonly OwnPattern[];
  /**
   * Bits for each character (Shannon) from which a value counts whose name only hints at a credential; null: Bakegate's own judgement of what
   * looks generated.
   */
  readonly minimumEntropy: number | null;
}

/** Nothing beside what Bakegate knows. */
export const noOwnCredentials: OwnCredentials = {
  sinks: [],
  secretNames: [],
  harmlessNames: [],
  patterns: [],
  minimumEntropy: null,
};

export interface Policy {
  readonly mode: Mode;
  /** Null: every protected branch. */
  readonly branches: readonly Glob[] | null;
  readonly settings: readonly RuleSetting[];
  readonly projects: readonly ProjectSetting[];
  readonly exemptions: readonly Exemption[];
  readonly credentials: OwnCredentials;
  /** Null: a merge kicks off nothing. */
  readonly release: ReleaseSetting | null;
  /** SHA-256, hex, over everything that was read to make it. */
  readonly digest: string;
}

/** A fault in a file that somebody wrote, with its place and the next step. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One sentence: what is wrong, and `did you mean "…"?` or what is allowed. */
  readonly message: string;
}
