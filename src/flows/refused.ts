/** What Terraform refuses to plan: changes that `prevent_destroy` forbids, and a number of instances that only the apply tells. */
import type { Plan, RefusedPlan } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import type { ResourceChange } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import { blockOf } from "../plan/predict-order.ts";

/**
 * A replacement or deletion of an instance whose block at the head says `prevent_destroy`: Terraform ends with "Instance cannot be
 * destroyed" instead of a plan. A block that goes takes its word with it.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export function preventedChanges(
  changes: readonly ResourceChange[],
  head: readonly ResourceInstance[],
  project: string,
): readonly Problem[] {
  const kept = new Set(head.filter((instance) => instance.lifecycle.preventDestroy).map((instance) => blockOf(instance.address)));
  if (kept.size === 0) return [];
  return changes
    .filter(({ action, address }) => (action === "replace" || action === "delete") && kept.has(blockOf(address)))
    .map(({ action, address, place }) => ({
      rule: "review/configuration-invalid",
      reason: "other",
      place,
      evidence: {
        detail: `${address} would be ${action === "replace" ? "replaced" : "deleted"}, which its prevent_destroy forbids: terraform plan fails`,
      },
      project,
    }));
}

/** Nothing is moved then, so that all of it would be destroyed and made anew. */
export function unfollowedMoves({ movesUnfollowed = false }: Plan, project: string): readonly Problem[] {
  const detail = "its moved blocks go round in a circle, which terraform plan refuses, or are too many to be followed";
  return movesUnfollowed ? [{ rule: "review/configuration-invalid", reason: "other", place: null, evidence: { detail }, project }] : [];
}

/** @see https://developer.hashicorp.com/terraform/language/meta-arguments/count#using-expressions-in-count */
export function refusedPlans(refused: readonly RefusedPlan[], project: string): readonly Problem[] {
  return refused.map(({ address, subject, place }) => ({
    rule: "review/configuration-invalid",
    reason: "other",
    place,
    evidence: { detail: `the number of ${address} rests on ${subject}, which is known only after the apply: terraform plan fails` },
    project,
  }));
}
