/** Rule: a project that requires a real plan has one. */
import type { EvidenceRule } from "../../rule.ts";

export const planMissing: EvidenceRule = {
  on: "evidence",
  id: "review/plan-missing",
  level: "block",
  page: {
    title: "A required plan is there",
    why:
      "The configuration says of this project that a prediction from code is not enough (`plan: runner` or `plan: artifact`). Until the plan for this very base and head is there, nobody knows what the " +
      "change does.",
    bad: "projects:\n  - dir: terraform/prod/web\n    plan: artifact # and no plan was handed in",
    good: "projects:\n  - dir: terraform/prod/web\n    plan: artifact # bakegate review --plan plan.json:terraform/prod/web …",
    language: "yaml",
  },
  reasons: {
    missing: {
      message: "`{project}` requires a real plan, and there is none for this change",
      remedy: "Hand it in with `--plan FILE:{project}`, or set `plan: static` for the project in the configuration on the base branch.",
    },
    elsewhere: {
      message:
        "`{project}` is run by Terragrunt with code that is not in this repository, so nobody knows from here what this change does to it",
      remedy:
        "Read what `terragrunt plan` says in `{project}`. A `source` that is a path within the repository is followed; where the code stays " +
        "elsewhere, a policy may set the reason `elsewhere` of this rule to `warn`.",
    },
  },
};
