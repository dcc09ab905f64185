/** Reads `action_invocations` (Terraform 1.14): imperative side effects that come with the plan. */
import type { ActionInvocation, PlanProblem } from "../../model/plan.ts";
import { isArray, isObject, type JsonValue, member, textOf } from "./json-members.ts";

/** Their configuration is not kept. One that cannot be read is a problem: a side effect must not go unnoticed. */
export function readInvocations(value: JsonValue | undefined, problems: PlanProblem[]): readonly ActionInvocation[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) {
    problems.push({ kind: "unreadable", detail: "action_invocations is no list" });
    return [];
  }
  const invocations: ActionInvocation[] = [];
  for (const [index, entry] of value.entries()) {
    const [address, type] = [textOf(member(entry, "address")), textOf(member(entry, "type"))];
    if (!isObject(entry) || address === null || type === null) {
      problems.push({ kind: "unreadable", detail: `action_invocations[${index}] has no address and type` });
      continue;
    }
    const triggeredBy = textOf(member(member(entry, "lifecycle_action_trigger"), "triggering_resource_address"));
    invocations.push({ address, type, triggeredBy });
  }
  return invocations;
}
