/** An observation on its way to becoming a finding: with its rule, and whether the change brought it. */
import type { Observation } from "../model/finding.ts";
import type { Rule } from "./rule.ts";

export interface Observed {
  readonly rule: Rule;
  readonly observation: Observation;
  readonly introduced: boolean;
  /** Of a planned change: tells apart projects, and workspaces of one project. */
  readonly scope?: string;
}
