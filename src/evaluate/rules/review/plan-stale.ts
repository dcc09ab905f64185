/** Rule: a plan is that of this very change. */
import type { EvidenceRule } from "../../rule.ts";

export const planStale: EvidenceRule = {
  on: "evidence",
  id: "review/plan-stale",
  level: "block",
  page: {
    title: "The plan is that of this change",
    why: "A plan of another head or another base shows what another change does. It says nothing of this one, however alike the two look.",
    bad: "$ git commit --amend # after the plan was made",
    good: "$ git commit --amend && terraform plan -out tfplan && terraform show -json tfplan > plan.json",
    language: "shell",
  },
  reasons: {
    "other-head": { message: "The plan of `{project}` was made for another head ({detail})", remedy: "Plan again at this head." },
    "other-base": {
      message: "The plan of `{project}` was made for another base ({detail})",
      remedy: "Bring the branch up to date and plan again.",
    },
  },
};
