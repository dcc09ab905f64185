/** Resources and modules whose instances the code does not tell: one entry each, and what it means for the base's instances. */
import { placeAtBase } from "../model/place.ts";
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { EvaluatedConfiguration, UnexpandedResource } from "../model/terraform-module.ts";
import { parseAddress } from "./predict-addresses.ts";

/** What of a configuration matters here. */
type Side = Pick<EvaluatedConfiguration, "unexpanded" | "moved"> & { readonly instances: readonly { readonly address: string }[] };

export interface Unexpanded {
  readonly entries: readonly ResourceChange[];
  /** Addresses that are the same on both sides, as far as the code tells. */
  readonly unchanged: ReadonlySet<string>;
  /** The unexpanded one that an address belongs to; null: none. */
  covering(address: string): UnexpandedResource | null;
}

export function unexpandedOf(base: Side | null, head: Side | null): Unexpanded {
  const before = new Map((base?.unexpanded ?? []).map((entry) => [entry.address, entry]));
  const after = new Map((head?.unexpanded ?? []).map((entry) => [entry.address, entry]));
  const unchanged = new Set<string>();
  const entries: ResourceChange[] = [];
  for (const address of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, next] = [before.get(address), after.get(address)];
    const entry = next ?? old;
    if (entry === undefined) continue;
    const same = old !== undefined && next !== undefined && old.derivation === next.derivation;
    if (same) unchanged.add(address);
    const place = next === undefined ? placeAtBase(entry.place) : entry.place;
    entries.push(entryOf({ ...entry, place }, same ? [] : possibleActions(address, base, next === undefined ? null : head)));
  }
  return { entries, unchanged, covering: (address) => covering(after, address) ?? covering(before, address) };
}

function covering(unexpanded: ReadonlyMap<string, UnexpandedResource>, address: string): UnexpandedResource | null {
  for (const [outer, entry] of unexpanded) {
    if (isBelow(address, outer)) return entry;
  }
  return null;
}

/** What may become of it: nothing that is not there can be changed, and nothing that goes can be made. */
function possibleActions(address: string, base: Side | null, head: Side | null): readonly Action[] {
  if (head === null) return ["no-op", "delete"];
  const there =
    (base?.instances ?? []).some((instance) => isBelow(instance.address, address)) ||
    (base?.unexpanded ?? []).some((entry) => isBelow(entry.address, address));
  const movedTo = head.moved.some((block) => isBelow(block.to, address) || isBelow(address, block.to));
  return there || movedTo ? ["no-op", "create", "update", "replace", "delete"] : ["no-op", "create"];
}

function isBelow(address: string, outer: string): boolean {
  return address === outer || address.startsWith(`${outer}[`) || address.startsWith(`${outer}.`);
}

/** @param possible empty: it is the same on both sides. */
function entryOf(entry: UnexpandedResource, possible: readonly Action[]): ResourceChange {
  const same = possible.length === 0;
  const parsed = parseAddress(entry.address);
  return {
    address: entry.address,
    type: entry.type ?? "module",
    name: parsed?.type == null ? (parsed?.modules.at(-1)?.name ?? entry.address) : parsed.name,
    mode: entry.kind === "data" ? "data" : "managed",
    provider: null,
    action: same ? "no-op" : "undecided",
    order: null,
    deposed: null,
    because: [],
    attributes: [],
    previousAddress: null,
    importId: null,
    reason: null,
    possible,
    doubts: same ? [] : doubtsOf(entry),
    place: entry.place,
  };
}

function doubtsOf(entry: UnexpandedResource): readonly Doubt[] {
  const kind = entry.kind === "module" ? "unknown-module" : "unknown-instances";
  const subjects = entry.because.because.map((reason) => reason.subject);
  return (subjects.length === 0 ? [null] : subjects).map((subject) => ({ kind, path: null, subject }));
}
