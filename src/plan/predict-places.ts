/** Where a resource stands that goes: at the head while its block has other instances there, else at the base. */
import { type Place, placeAtBase } from "../model/place.ts";
import type { EvaluatedConfiguration, ResourceInstance } from "../model/terraform-module.ts";
import { blockOf } from "./predict-order.ts";

const blocks = new WeakMap<EvaluatedConfiguration, ReadonlyMap<string, Place>>();

/** Places of the blocks that have instances, by the address without an index. */
function blocksOf(configuration: EvaluatedConfiguration): ReadonlyMap<string, Place> {
  const known = blocks.get(configuration) ?? new Map(configuration.instances.map(({ address, block }) => [blockOf(address), block.place]));
  blocks.set(configuration, known);
  return known;
}

/** @param address of the instance at the head, where it would stand if it were there. */
export function placeOfGone(head: EvaluatedConfiguration | null, address: string, instance: ResourceInstance): Place {
  const left = head === null ? undefined : blocksOf(head).get(blockOf(address));
  return left ?? placeAtBase(instance.block.place);
}
