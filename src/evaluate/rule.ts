/** What a rule is: its judgement, its levels, and the words of its page. One rule is one file under `rules/`. */
import type { Level, Observation } from "../model/finding.ts";
import type { JudgedChange } from "../model/resource-change.ts";
import type { ProjectChanges, ReviewSubject, Side } from "../model/subject.ts";

/** The words for one reason code. `{name}` stands for a value of the observation's evidence; `{address}`, `{attribute}`, `{file}` and `{line}` are always there. */
export interface ReasonWords {
  /** One sentence: what, and why it matters. */
  readonly message: string;
  /** What to do instead. */
  readonly remedy: string;
  /** Better advice for single resource types. */
  readonly remedies?: Readonly<Record<string, string>>;
  /** Where this reason's level differs from the rule's. */
  readonly level?: Level;
}

/** The page of a rule, from which `bakegate policy explain` and SARIF's help are made. */
export interface RulePage {
  /** A few words, as in a list. */
  readonly title: string;
  /** A paragraph or two: what the rule is for, and what goes wrong without it. */
  readonly why: string;
  /** An example that the rule finds, and the same thing done well; HCL unless said otherwise. */
  readonly bad: string;
  readonly good: string;
  readonly language?: "hcl" | "json" | "yaml" | "dockerfile" | "shell" | "text";
}

interface RuleBase {
  /** `immutable/in-place-update` */
  readonly id: string;
  readonly level: Level;
  readonly page: RulePage;
  readonly reasons: Readonly<Record<string, ReasonWords>>;
  /**
   * The rule observes one attribute at a time, so that `except`, levels and exemptions work per attribute; what is left of one change at
   * one level becomes one finding, its lists of evidence joined. Where the reasons differ, this one words it.
   */
  readonly fold?: string;
}

/** Judged on each side alone; what the base has as well is not introduced. */
export interface ConfigurationRule extends RuleBase {
  readonly on: "configuration";
  judge(side: Side, subject: ReviewSubject): Iterable<Observation>;
}

/** Judged on each planned change; always introduced. */
export interface ChangeRule extends RuleBase {
  readonly on: "change";
  judge(change: JudgedChange, project: ProjectChanges, subject: ReviewSubject): Iterable<Observation>;
}

/** Judged on both sides together (something was taken away); always introduced. Not run by a scan. */
export interface TransitionRule extends RuleBase {
  readonly on: "transition";
  judge(base: Side, head: Side, subject: ReviewSubject): Iterable<Observation>;
}

/** Judged on each project's plan as a whole: drift, actions that it invokes; always introduced. */
export interface ProjectRule extends RuleBase {
  readonly on: "project";
  judge(project: ProjectChanges, subject: ReviewSubject): Iterable<Observation>;
}

/** Words for problems (`review/…`): what could not be evaluated. The verdict is `error` whatever the policy says. */
export interface ProblemRule extends RuleBase {
  readonly on: "problem";
}

/** Words for problems that are a matter of policy (a plan is missing, stale, or contradicts the code): always introduced, at the rule's level. */
export interface EvidenceRule extends RuleBase {
  readonly on: "evidence";
}

export type Rule = ConfigurationRule | ChangeRule | TransitionRule | ProjectRule | ProblemRule | EvidenceRule;
