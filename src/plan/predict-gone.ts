/** Instances that the head does not have any more: deleted, forgotten, or not told. */
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { Body } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { RemovedBlock, ResourceBlock, ResourceInstance, UnexpandedResource } from "../model/terraform-module.ts";
import { blockAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";
import { entryOf } from "./predict-entry.ts";
import { differingLeaves } from "./predict-leaves.ts";
import type { Moves } from "./predict-moves.ts";
import { blockOf } from "./predict-order.ts";
import { placeOfGone } from "./predict-places.ts";
import type { Unexpanded } from "./predict-unexpanded.ts";

/** What the head has. */
interface Head {
  readonly instances: readonly { readonly address: string; readonly block: ResourceBlock }[];
  readonly unexpanded: readonly UnexpandedResource[];
  readonly removed: readonly RemovedBlock[];
}

export interface Remaining {
  readonly moves: Moves<ResourceInstance>;
  readonly head: Head | null;
  readonly unexpanded: Unexpanded;
}

export function goneChanges(remaining: Remaining): readonly ResourceChange[] {
  const { head, moves } = remaining;
  const there = new Set(head?.instances.map((instance) => instance.address));
  const blocks = headBlocksOf(head?.instances ?? []);
  return [...moves.previous].flatMap(([address, instance]) =>
    there.has(address) || instance.mode === "data" ? [] : [goneChange(remaining, blocks, address, instance)],
  );
}

/** Managed resources, without any key, of which an instance is not at the head any more. */
export function goingBlocks(moves: Moves<ResourceInstance>, head: Pick<Head, "instances"> | null): ReadonlySet<string> {
  const there = new Set(head?.instances.map((instance) => instance.address));
  const going = [...moves.previous].filter(([address, { mode }]) => mode === "managed" && !there.has(address));
  return new Set(going.map(([address]) => blockOf(address)));
}

function goneChange(
  { head, unexpanded }: Remaining,
  blocks: ReadonlyMap<string, HeadBlock>,
  address: string,
  instance: ResourceInstance,
): ResourceChange {
  const previousAddress = address === instance.address ? null : instance.address;
  const place = placeOfGone(head, address, instance);
  const entry = (action: Action): ResourceChange => ({ ...entryOf(instance, address, action), place, previousAddress });
  const cover = head === null ? null : coveredBy(head, address, unexpanded);
  if (cover !== null) {
    const doubts: readonly Doubt[] = [{ kind: "unknown-instances", path: null, subject: cover }];
    return { ...entry("undecided"), possible: ["no-op", "update", "replace", "delete"], doubts };
  }
  const attributes = differingLeaves(instance.values, undefined, [], [], () => false);
  const forgotten = head?.removed.some((block) => !block.destroy && covers(block.from, address)) === true;
  return { ...entry(forgotten ? "forget" : "delete"), attributes, reason: goneReason(blocks, address) };
}

/** The unexpanded resource of one side that an instance of the other may belong to. */
export function coveredBy(
  configuration: { readonly unexpanded: readonly UnexpandedResource[] },
  address: string,
  unexpanded: Unexpanded,
): string | null {
  const cover = unexpanded.covering(address);
  return cover !== null && configuration.unexpanded.some((entry) => entry.address === cover.address) ? cover.address : null;
}

/** Whether a `removed` block's address names the instance: the resource, one instance of it, or a module around it. */
function covers(from: string, address: string): boolean {
  const [outer, inner] = [parseAddress(from), parseAddress(address)];
  if (outer === null || inner === null) return false;
  const modulesFit = outer.modules.every((step, at) => {
    const own = inner.modules[at];
    return own?.name === step.name && (step.index === null || step.index === own.index);
  });
  if (!modulesFit || outer.modules.length > inner.modules.length) return false;
  if (outer.type === null) return true;
  return (
    outer.modules.length === inner.modules.length &&
    outer.type === inner.type &&
    outer.name === inner.name &&
    (outer.index === null || outer.index === inner.index)
  );
}

/** Terraform's word for why an instance goes. */
function goneReason(blocks: ReadonlyMap<string, HeadBlock>, address: string): string {
  const block = blocks.get(blockOf(address));
  const parsed = parseAddress(address);
  if (block === undefined || parsed === null) return "delete_because_no_resource_config";
  if (!block.resources.has(resourceAddress(parsed)))
    return parsed.modules.length > 0 ? "delete_because_no_module" : "delete_because_no_resource_config";
  if (attributeNamed(block.body, "for_each") !== undefined) return "delete_because_each_key";
  return attributeNamed(block.body, "count") !== undefined ? "delete_because_count_index" : "delete_because_wrong_repetition";
}

/** A resource block of the head, with the addresses (without the resource's own index) at which it has instances. */
interface HeadBlock {
  readonly body: Body;
  readonly resources: Set<string>;
}

function headBlocksOf(instances: Head["instances"]): ReadonlyMap<string, HeadBlock> {
  const blocks = new Map<string, HeadBlock>();
  for (const instance of instances) {
    const parsed = parseAddress(instance.address);
    if (parsed === null) continue;
    const key = blockAddress(parsed);
    const block = blocks.get(key) ?? { body: instance.block.body, resources: new Set<string>() };
    block.resources.add(resourceAddress(parsed));
    blocks.set(key, block);
  }
  return blocks;
}
