/** Problem: a rule broke off. */
import { problemRule } from "./problem.ts";

export const ruleFailed = problemRule(
  "review/rule-failed",
  {
    title: "Every rule runs to its end",
    why: "A rule that breaks off has not looked at everything. That is a fault of Bakegate's or of a rule of your own, and never a pass.",
    bad: 'when: change.after.tags.owner == "web" # breaks off where there are no tags',
    good: 'when: has(change.after.tags) && change.after.tags.owner == "web"',
    language: "yaml",
  },
  {
    threw: {
      message: "The rule {rule} broke off ({what})",
      remedy:
        "If it is a rule of your own, mend its expression; if it is one of Bakegate's, please report it with the version and, if you may, the file.",
    },
  },
);
