/** Where a resource stands that goes: at the head while its block has other instances there, else at the base. */
import { type Place, placeAtBase } from "../model/place.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import { blockOf } from "./predict-order.ts";

/** What of a configuration matters here. */
type Side = { readonly instances: readonly Pick<ResourceInstance, "address" | "block">[] };

const blocks = new WeakMap<Side, ReadonlyMap<string, Place>>();

/** Places of the blocks that have instances, by the address without an index. */
function blocksOf(configuration: Side): ReadonlyMap<string, Place> {
  const known = blocks.get(configuration) ?? new Map(configuration.instances.map(({ address, block }) => [blockOf(address), block.place]));
  blocks.set(configuration, known);
  return known;
}

/** @param address of the instance at the head, where it would stand if it were there. */
export function placeOfGone(head: Side | null, address: string, instance: ResourceInstance): Place {
  const left = head === null ? undefined : blocksOf(head).get(blockOf(address));
  return left ?? placeAtBase(instance.block.place);
}
