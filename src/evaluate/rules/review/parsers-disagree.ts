/** Problem: two parsers read the same file differently. */
import { problemRule } from "./problem.ts";

export const parsersDisagree = problemRule(
  "review/parsers-disagree",
  {
    title: "Two parsers read the same thing",
    why:
      "Changed files are read twice: by the parser from which values are taken, and by HashiCorp's own. Where the two do not see the same blocks and attributes, one of them is wrong, and a review " +
      "of the wrong reading is worth nothing.",
    bad: 'a = "$$${" # read differently by different parsers',
    good: 'a = "$${" # an escaped interpolation that every parser reads alike',
  },
  {
    structure: {
      message: "`{file}` is read differently by two parsers: {detail}",
      remedy:
        "Write the place more simply, so that there is one reading. If it is plain HCL, it is a fault of Bakegate's: please report it.",
    },
  },
);
