/** Works out for each replacement what falls with it: resources that are replaced only because it is. */
import type { Cause, JudgedChange } from "../model/resource-change.ts";
import { foldedNames, withoutIndex } from "./address.ts";
import { type ChangeGroup, groupChanges, listOf } from "./change-group.ts";

/** A row of the table: equal replacements, and what falls with them. */
export interface ReplacementRow {
  readonly group: ChangeGroup;
  /** Folded addresses, literal; in the order of the chain. */
  readonly falls: readonly string[];
  readonly fallen: readonly JudgedChange[];
}

/** Replaced resources by what a cause may call them: the address, and the address without its index. */
function byName(replaced: readonly JudgedChange[]): ReadonlyMap<string, readonly JudgedChange[]> {
  const names = new Map<string, JudgedChange[]>();
  for (const change of replaced) {
    for (const name of new Set([change.address, withoutIndex(change.address)])) {
      const same = names.get(name);
      if (same === undefined) names.set(name, [change]);
      else same.push(change);
    }
  }
  return names;
}

/** A cause names a resource, and sometimes an attribute of it behind a dot. */
function feeders(cause: Cause, names: ReadonlyMap<string, readonly JudgedChange[]>): readonly JudgedChange[] {
  if (cause.via === null || (cause.kind !== "upstream" && cause.kind !== "triggered")) return [];
  let name = cause.via;
  for (let cuts = 0; cuts < 8; cuts += 1) {
    const found = names.get(name);
    if (found !== undefined) return found;
    const dot = name.lastIndexOf(".");
    if (dot <= 0) return [];
    name = name.slice(0, dot);
  }
  return [];
}

interface Chain {
  /** Replaced for a reason of their own. */
  readonly roots: readonly JudgedChange[];
  readonly dependants: ReadonlyMap<JudgedChange, readonly JudgedChange[]>;
}

function chainOf(replaced: readonly JudgedChange[]): Chain {
  const names = byName(replaced);
  const dependants = new Map<JudgedChange, JudgedChange[]>();
  const roots: JudgedChange[] = [];
  for (const change of replaced) {
    const sources = change.because.map((cause) => feeders(cause, names).filter((feeder) => feeder !== change));
    const own = change.because.length === 0 || sources.some((found) => found.length === 0);
    if (own) roots.push(change);
    for (const feeder of new Set(sources.flat())) {
      const same = dependants.get(feeder);
      if (same === undefined) dependants.set(feeder, [change]);
      else same.push(change);
    }
  }
  return { roots, dependants };
}

/** Everything below the roots, breadth first; what has a reason of its own has its own row. */
function fallenBelow(
  roots: readonly JudgedChange[],
  chain: Chain,
  own: ReadonlySet<JudgedChange>,
  seen: Set<JudgedChange>,
): JudgedChange[] {
  const fallen: JudgedChange[] = [];
  const queue = [...roots];
  for (let at = 0; at < queue.length; at += 1) {
    for (const dependant of chain.dependants.get(queue[at] as JudgedChange) ?? []) {
      if (own.has(dependant) || seen.has(dependant)) continue;
      seen.add(dependant);
      fallen.push(dependant);
      queue.push(dependant);
    }
  }
  return fallen;
}

/** Rows for the replacements of one project. Every replaced resource stands in exactly one row, as itself or as what falls. */
export function replacementRows(changes: readonly JudgedChange[]): ReplacementRow[] {
  const replaced = changes.filter((change) => listOf(change) === "replace");
  const chain = chainOf(replaced);
  const own = new Set(chain.roots);
  const seen = new Set<JudgedChange>();
  const rows = groupChanges(chain.roots, "cause").map((group) => rowOf(group, fallenBelow(group.changes, chain, own, seen)));
  // What is left feeds itself in a circle: it is shown as it is.
  const left = replaced.filter((change) => !own.has(change) && !seen.has(change));
  return [...rows, ...groupChanges(left, "cause").map((group) => rowOf(group, []))];
}

function rowOf(group: ChangeGroup, fallen: readonly JudgedChange[]): ReplacementRow {
  return { group, fallen, falls: foldedNames(fallen.map((change) => change.address)) };
}
