/** A change as it is before anything is known of it but the action. */
import type { Action, ResourceChange } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";

export function entryOf(instance: ResourceInstance, address: string, action: Action): ResourceChange {
  return {
    address,
    type: instance.type,
    name: instance.name,
    mode: instance.mode,
    provider: instance.provider,
    action,
    order: null,
    deposed: null,
    because: [],
    attributes: [],
    previousAddress: null,
    importId: null,
    reason: null,
    possible: [],
    doubts: [],
    place: instance.block.place,
  };
}
