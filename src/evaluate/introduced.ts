/** Which observations the change brought: those of the head that are left when the base's are taken away, one for one. */
import type { Observation } from "../model/finding.ts";
import type { MovedBlock } from "../model/terraform-module.ts";
import { withinModule, withoutKeys } from "./address.ts";
import { identityOf } from "./fingerprint.ts";

export interface Lineage {
  readonly moved: readonly MovedBlock[];
  /** Head path → base path. */
  readonly renames: ReadonlyMap<string, string>;
  /** Paths that differ between the trees. */
  readonly changed: ReadonlySet<string>;
}

/**
 * The observations of one rule at the head that had no counterpart at the base. Compared as a multiset by resource address (through `moved`)
 * within its folder, or by file (through renames) where there is no address, and by attribute and identity; never by line. Of several equal
 * ones the base's count stands for those in files that did not change first, so the result depends on the order of neither list.
 */
export function introducedAmong(head: readonly Observation[], base: readonly Observation[], lineage: Lineage): ReadonlySet<Observation> {
  const known = countBase(base, lineage);
  const introduced = new Set<Observation>();
  for (const observation of [...head].sort((a, b) => compare(a, b, lineage.changed))) {
    if (!headKeys(observation).some((key) => take(known, key))) introduced.add(observation);
  }
  return introduced;
}

function countBase(base: readonly Observation[], lineage: Lineage): Map<string, number> {
  const headPaths = new Map<string, string>();
  for (const [head, before] of lineage.renames) headPaths.set(before, head);
  const moves = movesByAddress(lineage.moved);
  const counts = new Map<string, number>();
  for (const observation of base) {
    const key = baseKey(observation, headPaths, moves);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count === 0) return false;
  counts.set(key, count - 1);
  return true;
}

/** A move of a resource as its module knows it, and whether it may lead to another folder. */
interface Move {
  readonly to: string;
  readonly crosses: boolean;
}

/** Where a base observation is expected at the head. */
function baseKey(observation: Observation, headPaths: ReadonlyMap<string, string>, moves: ReadonlyMap<string, Move>): string {
  const file = observation.place === null ? null : (headPaths.get(observation.place.file) ?? observation.place.file);
  if (observation.address === null) return keyOf(observation, "file", file ?? "");
  const move = moves.get(withoutKeys(observation.address));
  if (move === undefined) return keyOf(observation, "resource", `${folderOf(file)}\n${withoutKeys(observation.address)}`);
  return keyOf(observation, "resource", `${move.crosses ? anyFolder : folderOf(file)}\n${move.to}`);
}

/** Where a head observation may have come from: its own folder, else any folder that a move led from. */
function headKeys(observation: Observation): readonly string[] {
  const file = observation.place?.file ?? null;
  if (observation.address === null) return [keyOf(observation, "file", file ?? "")];
  const address = withoutKeys(observation.address);
  return [
    keyOf(observation, "resource", `${folderOf(file)}\n${address}`),
    keyOf(observation, "resource", `${anyFolder}\n${withinModule(address)}`),
  ];
}

const anyFolder = "*";

function keyOf(observation: Observation, kind: string, where: string): string {
  return JSON.stringify([kind, where, observation.attribute, identityOf(observation)]);
}

function movesByAddress(moved: readonly MovedBlock[]): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>();
  for (const block of moved) {
    const from = withoutKeys(block.from);
    const to = withoutKeys(block.to);
    const fromLocal = withinModule(from);
    const toLocal = withinModule(to);
    if (fromLocal === "" || toLocal === "") continue;
    const crosses = from !== fromLocal || to !== toLocal;
    moves.set(from, { to: crosses ? toLocal : to, crosses });
    if (crosses && !moves.has(fromLocal)) moves.set(fromLocal, { to: toLocal, crosses });
  }
  return moves;
}

function folderOf(file: string | null): string {
  if (file === null) return "";
  const slash = file.lastIndexOf("/");
  return slash === -1 ? "." : file.slice(0, slash);
}

function compare(a: Observation, b: Observation, changed: ReadonlySet<string>): number {
  const first = Number(isChanged(a, changed)) - Number(isChanged(b, changed));
  if (first !== 0) return first;
  const [one, other] = [a.place?.file ?? "", b.place?.file ?? ""];
  if (one !== other) return one < other ? -1 : 1;
  return (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}

function isChanged(observation: Observation, changed: ReadonlySet<string>): boolean {
  return observation.place !== null && changed.has(observation.place.file);
}
