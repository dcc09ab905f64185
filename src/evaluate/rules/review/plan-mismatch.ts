/** Rule: plan and code say the same. */
import type { EvidenceRule } from "../../rule.ts";

export const planMismatch: EvidenceRule = {
  on: "evidence",
  id: "review/plan-mismatch",
  level: "block",
  page: {
    title: "Plan and code say the same",
    why:
      "A plan that comes from elsewhere is only as good as where it comes from. What stands in the code as a plain value has to come out of the plan too; where the two contradict each other, the plan is " +
      "of another commit, was made with other variables, or was tampered with.",
    bad: 'instance_type = "t3.large" # and the plan leaves it at t3.micro',
    good: 'instance_type = "t3.large" # and the plan changes it to t3.large',
  },
  reasons: {
    value: {
      message: "The plan of `{project}` and the code disagree about {subjects}",
      remedy: "Plan again at this very commit, with the variables that the configuration names for this project.",
    },
    resource: {
      message: "The plan of `{project}` knows nothing of {subjects}, which the code changes",
      remedy: "Plan again at this very commit, in this very folder and workspace.",
    },
    action: {
      message: "The plan of `{project}` does something else to {subjects} than the code says",
      remedy: "Plan again at this very commit, with the provider versions of the lock file.",
    },
  },
};
