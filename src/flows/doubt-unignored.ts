/** An argument that was ignored may have been changed by hand: once it counts again, the code alone does not tell what is deployed. */
import type { Doubt, ResourceChange } from "../model/resource-change.ts";
import type { Lifecycle, ResourceInstance } from "../model/terraform-module.ts";

/** A side of the change, as far as it is looked at here. */
interface Ignoring {
  readonly instances: readonly Pick<ResourceInstance, "address" | "lifecycle">[];
}

/** The unchanged ones among the changes in doubt, where the base ignored changes that the head does not. */
export function doubtUnignored(
  changes: readonly ResourceChange[],
  base: Ignoring | null,
  head: Ignoring | null,
): readonly ResourceChange[] {
  if (base === null || head === null) return changes;
  const before = new Map(base.instances.map((instance) => [instance.address, instance.lifecycle]));
  const after = new Map(head.instances.map((instance) => [instance.address, instance.lifecycle]));
  return changes.map((change) => {
    const [was, is] = [before.get(change.previousAddress ?? change.address), after.get(change.address)];
    if (was === undefined || is === undefined || (change.action !== "no-op" && change.action !== "move")) return change;
    const paths = unignored(was.ignoreChanges, is.ignoreChanges);
    if (paths.length === 0) return change;
    const doubts = paths.map((path): Doubt => ({ kind: "unknown-value", path, subject: "ignore_changes" }));
    return { ...change, action: "undecided", possible: ["no-op", "update", "replace"], doubts };
  });
}

/** Paths that were ignored and are no more; null: every argument may be one. */
function unignored(was: Lifecycle["ignoreChanges"], is: Lifecycle["ignoreChanges"]): readonly (string | null)[] {
  if (is === "all") return [];
  if (was === "all") return [null];
  return was.filter((path) => !is.includes(path));
}
