/** Says why a resource is replaced, from the paths and the reason that a plan gives. */
import type { Cause } from "../model/resource-change.ts";
import type { WrittenChange, WrittenPath } from "../model/written-plan.ts";
import type { Feeders } from "./feeders.ts";

/**
 * Reasons of replacement that Terraform and OpenTofu write. Cannot-update only says that there are paths.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const REASONS: ReadonlyMap<string, Cause["kind"] | null> = new Map<string, Cause["kind"] | null>([
  ["replace_because_cannot_update", null],
  ["replace_because_tainted", "tainted"],
  ["replace_by_request", "requested"],
  ["replace_by_triggers", "triggered"],
]);

/**
 * The causes of a replacement, at least one: one for each of its paths, in the plan's order, then the reason. A reason that is new to us
 * is shown in its own word, as what triggered it. Without paths and reason (formats before 0.2) an attribute that differs is the cause,
 * though nobody says which; where none differs, something outside of the resource triggered it.
 */
export function causesOf(change: WrittenChange, feeders: Feeders): readonly Cause[] {
  const causes: Cause[] = change.replacePaths.map((path) => causeOfPath(change, path, feeders));
  if (change.reason !== null) {
    const kind = REASONS.get(change.reason);
    if (kind === undefined) causes.push({ kind: "triggered", path: null, via: change.reason });
    else if (kind !== null) causes.push({ kind, path: null, via: kind === "triggered" ? feeders.ofTrigger(change) : null });
  }
  if (causes.length > 0) return causes;
  const differs = change.reason === "replace_because_cannot_update" || change.attributes.some((attribute) => !attribute.unknown);
  return [{ kind: differs ? "attribute" : "triggered", path: null, via: null }];
}

function causeOfPath(change: WrittenChange, path: WrittenPath, feeders: Feeders): Cause {
  const feeder = feeders.ofPath(change, path);
  if (feeder === null) return { kind: "attribute", path: path.path, via: null };
  return { kind: path.unknown && feeder.changes ? "upstream" : "attribute", path: path.path, via: feeder.name };
}
