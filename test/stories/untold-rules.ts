/** Rules that no pair of folders can provoke, each with the reason and with the test that holds it instead. */

export interface Untold {
  readonly why: string;
  /** Relative to `test/`. */
  readonly test: string;
}

export const untold: ReadonlyMap<string, Untold> = new Map([
  [
    "review/rule-failed",
    {
      why: "No input may make one of Bakegate's own rules break off; the test hands in a rule that does.",
      test: "./evaluate/evaluate.test.ts",
    },
  ],
  [
    "review/plan-stale",
    { why: "A plan does not name the commit that it was made for; whoever fetches it does.", test: "./evaluate/immutable-rules.test.ts" },
  ],
]);
