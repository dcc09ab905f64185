/** Predicts a plan from two evaluated configurations: the base's is taken to be what is deployed. */
import type { ReplacementCatalogue } from "../model/catalogue.ts";
import type { Plan } from "../model/plan.ts";
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { Body } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { EvaluatedConfiguration, ResourceInstance } from "../model/terraform-module.ts";
import type { Unknown, Value } from "../model/value.ts";
import { blockAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";
import { type Decision, decideChange, factsFor } from "./predict-change.ts";
import { decideData } from "./predict-data.ts";
import { differingLeaves } from "./predict-leaves.ts";
import { followMoves, type Moves } from "./predict-moves.ts";
import { blockOf, orderResources } from "./predict-order.ts";
import { placeOfGone } from "./predict-places.ts";
import { type Unexpanded, unexpandedOf } from "./predict-unexpanded.ts";
import { Upstream } from "./predict-upstream.ts";
import { canonical } from "./predict-values.ts";

export interface PredictionInput {
  /** Null: nothing is deployed. */
  readonly base: EvaluatedConfiguration | null;
  /** Null: everything goes. */
  readonly head: EvaluatedConfiguration | null;
  readonly catalogue: ReplacementCatalogue;
  /** SHA-256, hex. */
  hash(text: string): string;
  /** The version or constraint of the provider that a resource type belongs to, where it is known (lock file, `required_providers`). */
  providerVersion?(type: string): string | null;
}

interface Prediction {
  readonly input: PredictionInput;
  readonly moves: Moves;
  readonly upstream: Upstream;
  readonly unexpanded: Unexpanded;
  readonly createFirst: ReadonlySet<string>;
  readonly headBlocks: ReadonlyMap<string, HeadBlock>;
  readonly changes: ResourceChange[];
}

/**
 * What Terraform would plan, as far as the code alone tells. Every managed resource of base and head is in `changes`, no-ops included; a data
 * source only where it is read during the apply, or may be. What is not certain is `undecided`, with what it may be and why.
 * An unknown value that is made alike on both sides, from what does not change, counts as unchanged.
 */
export function predictPlan(input: PredictionInput): Plan {
  const { base, head } = input;
  const moves = followMoves(base, head);
  const unexpanded = unexpandedOf(base, head);
  const order = head === null ? { instances: [], createFirst: new Set<string>() } : orderResources(head);
  const upstream = new Upstream(base?.instances ?? [], moves.moved, unexpanded.unchanged);
  const prediction: Prediction = {
    input,
    moves,
    upstream,
    unexpanded,
    createFirst: order.createFirst,
    headBlocks: headBlocksOf(order.instances),
    changes: [...unexpanded.entries],
  };
  const kept = new Set<string>();
  for (const instance of order.instances) {
    const previous = moves.previous.get(instance.address) ?? null;
    if (previous !== null) kept.add(instance.address);
    if (instance.mode === "data") predictData(prediction, instance, previous);
    else predictManaged(prediction, instance, previous);
  }
  for (const [address, instance] of moves.previous) {
    if (!kept.has(address) && instance.mode === "managed") prediction.changes.push(goneChange(prediction, address, instance));
  }
  const changes = prediction.changes.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  return {
    origin: "predicted",
    digest: input.hash(`${inputText(base)}\n${inputText(head)}`),
    terraformVersion: null,
    formatVersion: null,
    changes,
    drift: [],
    invocations: [],
    problems: [],
  };
}

function inputText(configuration: EvaluatedConfiguration | null): string {
  if (configuration === null) return "none";
  return configuration.instances
    .map(
      (instance) => `${instance.address} ${instance.provider} ${JSON.stringify(instance.lifecycle)} ${canonical(instance.values, false)}`,
    )
    .sort()
    .join("\n");
}

function entryOf(instance: ResourceInstance, address: string, action: Action): ResourceChange {
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

function predictData(prediction: Prediction, instance: ResourceInstance, previous: ResourceInstance | null): void {
  const fate = decideData(previous, instance, prediction.upstream);
  const common = {
    address: instance.address,
    mode: "data",
    instance,
    before: previous,
    facts: null,
    changed: new Set<string>(),
    surely: new Set<string>(),
    held: new Set<string>(),
  } as const;
  switch (fate.kind) {
    case "same":
      prediction.upstream.add({ ...common, action: "no-op", possible: [] });
      return;
    case "changed":
      prediction.upstream.add({ ...common, action: "undecided", possible: [] });
      return;
    case "read":
      prediction.upstream.add({ ...common, action: "read", possible: [] });
      prediction.changes.push({ ...entryOf(instance, instance.address, "read"), reason: fate.reason });
      return;
    case "uncertain":
      prediction.upstream.add({ ...common, action: "undecided", possible: ["no-op", "read"] });
      prediction.changes.push({ ...entryOf(instance, instance.address, "undecided"), possible: ["no-op", "read"], doubts: fate.doubts });
  }
}

function predictManaged(prediction: Prediction, instance: ResourceInstance, previous: ResourceInstance | null): void {
  if (previous === null) {
    predictNew(prediction, instance);
    return;
  }
  const version = prediction.input.providerVersion?.(instance.type) ?? null;
  const createFirst = prediction.createFirst.has(blockOf(instance.address));
  const { catalogue } = prediction.input;
  const decision = decideChange({ base: previous, head: instance, catalogue, version, upstream: prediction.upstream, createFirst });
  prediction.upstream.add({ ...decision, address: instance.address, mode: "managed", instance, before: previous });
  prediction.changes.push(changedEntry(prediction, instance, previous, decision));
}

function changedEntry(prediction: Prediction, instance: ResourceInstance, previous: ResourceInstance, decision: Decision): ResourceChange {
  const previousAddress = previous.address === instance.address ? null : previous.address;
  const modules = parseAddress(instance.address)?.modules ?? [];
  const settled = (head: Unknown, base: Value | undefined) => prediction.upstream.meaning(head, base, modules).kind === "settled";
  const replacing = decision.because.flatMap((cause) => cause.path ?? []);
  const attributes =
    decision.action === "no-op" ? [] : differingLeaves(previous.values, instance.values, replacing, decision.ignored, settled);
  const moved = decision.action === "no-op" && previousAddress !== null;
  return {
    ...entryOf(instance, instance.address, moved ? "move" : decision.action),
    order: decision.order,
    because: decision.because,
    reason: decision.reason,
    possible: decision.possible.map((action) => (action === "no-op" && previousAddress !== null ? "move" : action)),
    doubts: decision.doubts,
    attributes,
    previousAddress,
  };
}

/** An instance that the base does not have: created, or taken over by an `import` block. */
function predictNew(prediction: Prediction, instance: ResourceInstance): void {
  const { input, unexpanded, upstream } = prediction;
  const imported = input.head?.imports.some((block) => block.to === instance.address) === true;
  const unclear = input.base === null ? null : coveredBy(input.base, instance.address, unexpanded);
  const version = input.providerVersion?.(instance.type) ?? null;
  const common = {
    address: instance.address,
    mode: "managed",
    instance,
    before: null,
    facts: factsFor(instance, input.catalogue, version),
    held: new Set<string>(),
  } as const;
  const names = new Set(instance.values.kind === "object" || instance.values.kind === "map" ? instance.values.entries.keys() : []);
  if (!imported && unclear === null) {
    upstream.add({ ...common, action: "create", possible: [], changed: names, surely: names });
    const attributes = differingLeaves(undefined, instance.values, [], [], () => false);
    prediction.changes.push({ ...entryOf(instance, instance.address, "create"), attributes });
    return;
  }
  const possible: readonly Action[] = imported ? ["import", "update", "replace"] : ["no-op", "create", "update", "replace"];
  const doubts: readonly Doubt[] = [
    { kind: imported ? "unknown-value" : "unknown-instances", path: null, subject: unclear ?? instance.address },
  ];
  upstream.add({ ...common, action: "undecided", possible: [], changed: names, surely: new Set() });
  prediction.changes.push({ ...entryOf(instance, instance.address, "undecided"), possible, doubts });
}

/** The unexpanded resource of one side that an instance of the other may belong to. */
function coveredBy(configuration: EvaluatedConfiguration, address: string, unexpanded: Unexpanded): string | null {
  const cover = unexpanded.covering(address);
  return cover !== null && configuration.unexpanded.some((entry) => entry.address === cover.address) ? cover.address : null;
}

/** An instance that the head does not have any more: deleted, forgotten, or not told. */
function goneChange(prediction: Prediction, address: string, instance: ResourceInstance): ResourceChange {
  const { head } = prediction.input;
  const previousAddress = address === instance.address ? null : instance.address;
  const place = placeOfGone(head, address, instance);
  const entry = (action: Action): ResourceChange => ({ ...entryOf(instance, address, action), place });
  const cover = head === null ? null : coveredBy(head, address, prediction.unexpanded);
  if (cover !== null) {
    const doubts: readonly Doubt[] = [{ kind: "unknown-instances", path: null, subject: cover }];
    return { ...entry("undecided"), possible: ["no-op", "update", "replace", "delete"], doubts, previousAddress };
  }
  const attributes = differingLeaves(instance.values, undefined, [], [], () => false);
  const forgotten = head?.removed.some((block) => !block.destroy && covers(block.from, address)) === true;
  return {
    ...entry(forgotten ? "forget" : "delete"),
    attributes,
    previousAddress,
    reason: goneReason(prediction, address),
  };
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
function goneReason(prediction: Prediction, address: string): string {
  const block = prediction.headBlocks.get(blockOf(address));
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

function headBlocksOf(instances: readonly ResourceInstance[]): ReadonlyMap<string, HeadBlock> {
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
