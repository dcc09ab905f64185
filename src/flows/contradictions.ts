/** Where a real plan and the prediction exclude each other. The real one decides; that they differ is a finding. */
import type { Plan } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import type { Action, ResourceChange } from "../model/resource-change.ts";

/** Actions that leave a resource as it is. */
const quiet: readonly Action[] = ["no-op", "read", "move", "import"];

/**
 * Contradictions in the direction that hides something: the code settles that a resource changes, and the plan leaves it out, leaves it alone,
 * or does less than replace it. What only the plan knows of (drift, values known at apply) contradicts nothing.
 */
export function contradictions(real: Plan, predicted: Plan, project: string): readonly Problem[] {
  const planned = new Map(real.changes.filter((change) => change.deposed === null).map((change) => [change.address, change]));
  const drifted = new Set(real.drift.map((change) => change.address));
  const left: ResourceChange[] = [];
  const otherwise: ResourceChange[] = [];
  for (const change of predicted.changes) {
    // Where the world has drifted, the plan starts elsewhere than the code: a hand change written into the code plans nothing.
    if (change.mode === "data" || !settled(change) || (change.action === "update" && drifted.has(change.address))) continue;
    const found = planned.get(change.address);
    if (found === undefined) {
      if (change.action !== "no-op") left.push(change);
    } else if (contradicts(change.action, found.action)) otherwise.push(change);
  }
  return [...problem("resource", left, project), ...problem("action", otherwise, project)];
}

function settled(change: ResourceChange): boolean {
  return change.action !== "undecided" && change.doubts.length === 0;
}

function contradicts(predicted: Action, planned: Action): boolean {
  if (predicted === planned || quiet.includes(predicted)) return false;
  // A replacement that the plan makes of an update, or a creation that was tainted, does more, not less.
  if (predicted === "update") return quiet.includes(planned);
  return predicted === "replace" ? planned !== "create" : true;
}

/** One problem for all of them, at the place of the first; predicted changes are sorted by address. */
function problem(reason: string, changes: readonly ResourceChange[], project: string): readonly Problem[] {
  const [first] = changes;
  if (first === undefined) return [];
  const subjects = changes.map((change) => change.address).sort();
  return [{ rule: "review/plan-mismatch", reason, place: first.place, evidence: { project, subjects }, project }];
}
