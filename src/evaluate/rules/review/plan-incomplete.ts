/** Problem: a plan that says of itself that it is not whole. */
import { problemRule } from "./problem.ts";

export const planIncomplete = problemRule(
  "review/plan-incomplete",
  {
    title: "The plan is whole",
    why: "Terraform says of a plan when it ended in an error, left something out or put something off to a later run. Such a plan does not show what the change does, so it is no evidence for it.",
    bad: "$ terraform plan -out tfplan || true # an error, and a plan all the same\n$ terraform show -json tfplan > plan.json",
    good: "$ terraform plan -out tfplan && terraform show -json tfplan > plan.json",
    language: "shell",
  },
  {
    errored: {
      message: "The plan of `{project}` ended in an error ({detail})",
      remedy: "Mend what `terraform plan` complains of, and plan again.",
    },
    incomplete: {
      message: "The plan of `{project}` is not complete ({detail})",
      remedy: "Plan without `-target`, and until nothing is left out.",
    },
    deferred: {
      message: "The plan of `{project}` puts changes off to a later run ({detail})",
      remedy: "Apply what comes first in a change of its own, then plan the rest.",
    },
  },
);
