/** Resources and modules whose instances the code does not tell: one entry each, and what it means for the base's instances. */
import { placeAtBase } from "../model/place.ts";
import type { RefusedPlan } from "../model/plan.ts";
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { EvaluatedConfiguration, UnexpandedResource } from "../model/terraform-module.ts";
import type { UnknownReason } from "../model/value.ts";
import { parseAddress } from "./predict-addresses.ts";
import { blockOf } from "./predict-order.ts";

/** What of a configuration matters here. */
type Side = Pick<EvaluatedConfiguration, "unexpanded" | "moved"> & { readonly instances: readonly { readonly address: string }[] };

export interface Unexpanded {
  /** One for each of them; of a module of the repository, one for each resource in it. */
  entries(): readonly ResourceChange[];
  /** The addresses of all of them, modules included. */
  readonly addresses: readonly string[];
  /** Whether one is the same on both sides, as far as the code tells: made alike, from what does not change. */
  isUnchanged(address: string): boolean;
  /** The unexpanded one that an address belongs to; null: none. */
  covering(address: string): UnexpandedResource | null;
}

/** @param isKept whether what an unexpanded resource rests on is what it was; asked once all instances are known. */
export function unexpandedOf(
  base: Side | null,
  head: Side | null,
  isKept: (reason: UnknownReason, address: string) => boolean,
): Unexpanded {
  const before = byAddress(base);
  const after = byAddress(head);
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  const known = new Map<string, boolean>();
  const isUnchanged = (address: string): boolean => {
    const found = known.get(address);
    if (found !== undefined) return found;
    const [old, next] = [before.get(address), after.get(address)];
    const alike = old !== undefined && next !== undefined && old.derivation === next.derivation;
    // What rests on itself changes by nothing else.
    known.set(address, alike);
    const same = alike && next.restsOn.every((reason) => isKept(reason, address));
    known.set(address, same);
    return same;
  };
  const entries = () =>
    addresses.flatMap((address) => {
      const [old, next] = [before.get(address), after.get(address)];
      const entry = next ?? old;
      // Its resources stand beside it.
      if (entry === undefined || entry.inside !== undefined) return [];
      const place = next === undefined ? placeAtBase(entry.place) : entry.place;
      return [entryOf({ ...entry, place }, isUnchanged(address) ? [] : possibleActions(address, base, next === undefined ? null : head))];
    });
  return { entries, addresses, isUnchanged, covering: (address) => covering(after, address) ?? covering(before, address) };
}

/** Terraform must know `count` and the keys of `for_each` while it plans: on what the apply makes they cannot rest. */
export function refusedCounts(head: readonly UnexpandedResource[]): readonly RefusedPlan[] {
  return head.flatMap(({ address, because, place }) =>
    because.planned === "later" ? [{ address, subject: because.because[0]?.subject ?? address, place }] : [],
  );
}

function byAddress(side: Side | null): ReadonlyMap<string, UnexpandedResource> {
  const all = (side?.unexpanded ?? []).flatMap((entry) => [entry, ...(entry.inside ?? [])]);
  return new Map(all.map((entry) => [entry.address, entry]));
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
    (base?.instances ?? []).some((instance) => isBelow(instance.address, address) || blockOf(instance.address) === blockOf(address)) ||
    [...byAddress(base).keys()].some((each) => isBelow(each, address)) ||
    (base?.unexpanded ?? []).some((entry) => entry.inside === undefined && isBelow(address, entry.address));
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
