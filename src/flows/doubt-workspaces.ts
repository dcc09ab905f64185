/** A configuration that asks for its workspace does something else in each: what is the same in one may change in another. */
import type { ResourceChange } from "../model/resource-change.ts";

/**
 * The changes of the default workspace, with those in doubt that are the same there and may differ elsewhere.
 * @param elsewhere the changes with the workspace unknown.
 */
export function doubtWorkspaces(changes: readonly ResourceChange[], elsewhere: readonly ResourceChange[]): readonly ResourceChange[] {
  const doubtful = elsewhere.filter((change) => change.action === "undecided");
  if (doubtful.length === 0) return changes;
  const byAddress = new Map(doubtful.map((change) => [change.address, change]));
  const covered = new Set<string>();
  const doubted = changes.map((change) => {
    const other = byAddress.get(change.address) ?? byAddress.get(withoutIndex(change.address));
    if (other === undefined) return change;
    covered.add(other.address);
    if (change.action !== "no-op" && change.action !== "move") return change;
    return { ...change, action: "undecided" as const, possible: other.possible, doubts: other.doubts, attributes: other.attributes };
  });
  // What is only there in other workspaces.
  const known = new Set(changes.map((change) => change.address));
  const only = doubtful.filter((change) => !covered.has(change.address) && !known.has(change.address));
  return [...doubted, ...only].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}

function withoutIndex(address: string): string {
  return address.endsWith("]") ? address.slice(0, address.lastIndexOf("[")) : address;
}
