/** A rule as its readers see it: what `policy explain`, SARIF's help and the lists of rules are made of. Every `Rule` is one. */
import type { Level } from "./finding.ts";

export interface ExplainedRule {
  readonly id: string;
  readonly level: Level;
  readonly page: {
    readonly title: string;
    readonly why: string;
    readonly bad: string;
    readonly good: string;
    /** Of the examples; HCL unless said otherwise. */
    readonly language?: "hcl" | "json" | "yaml" | "dockerfile" | "shell" | "text";
  };
  /** By reason code. */
  readonly reasons: Readonly<Record<string, ExplainedReason>>;
}

export interface ExplainedReason {
  readonly message: string;
  readonly remedy: string;
  /** Better advice for single resource types. */
  readonly remedies?: Readonly<Record<string, string>>;
  readonly level?: Level;
}
