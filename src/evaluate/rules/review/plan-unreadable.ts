/** Problem: what was handed in as a plan is none that can be read. */
import { problemRule } from "./problem.ts";

const again = "Make it again: `terraform show -json tfplan > plan.json`, with the whole output in the file.";

export const planUnreadable = problemRule(
  "review/plan-unreadable",
  {
    title: "The plan can be read",
    why: "A plan is evidence only as a whole. Where it cannot be read to its end, or is written in a format that is not known, nothing in it counts.",
    bad: "$ terraform plan > plan.json # the text for people",
    good: "$ terraform plan -out tfplan && terraform show -json tfplan > plan.json",
    language: "shell",
  },
  {
    "not-json": { message: "The plan of `{project}` is not JSON ({detail})", remedy: again },
    "not-a-plan": {
      message: "What was handed in for `{project}` is no plan ({detail})",
      remedy: "Hand in the output of `terraform show -json` for a saved plan, not for a state.",
    },
    truncated: { message: "The plan of `{project}` ends in the middle ({detail})", remedy: again },
    "unknown-format": {
      message: "The plan of `{project}` has a format that is not known here ({detail})",
      remedy: "Update Bakegate, or make the plan with a Terraform or OpenTofu that writes format 1.x.",
    },
    "too-large": {
      message: "The plan of `{project}` is too large ({detail})",
      remedy: "Plan fewer resources at a time, by smaller root modules.",
    },
    unreadable: { message: "The plan of `{project}` could not be read ({detail})", remedy: again },
  },
);
