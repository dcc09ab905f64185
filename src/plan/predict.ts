/** Predicts a plan from two configurations: the base's is taken to be what is deployed. */
import type { ReplacementCatalogue } from "../model/catalogue.ts";
import type { Plan } from "../model/plan.ts";
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Unknown, Value } from "../model/value.ts";
import { type ConfigurationInput, evaluatedInstance, type OpenConfiguration } from "../terraform/evaluate-configuration.ts";
import type { OpenInstance } from "../terraform/module-instance.ts";
import { parseAddress, resourceAddress } from "./predict-addresses.ts";
import { type Decision, decideChange, factsFor } from "./predict-change.ts";
import { decideData, type Waiting } from "./predict-data.ts";
import { type AddedTags, withAddedTags } from "./predict-default-tags.ts";
import { entryOf } from "./predict-entry.ts";
import { type Fate, inputOf } from "./predict-fate.ts";
import { coveredBy, goingBlocks, goneChanges } from "./predict-gone.ts";
import { type Imported, importOf } from "./predict-imports.ts";
import { differingLeaves } from "./predict-leaves.ts";
import { followMoves, type Moves } from "./predict-moves.ts";
import { blockOf, inOrder } from "./predict-order.ts";
import { settledBySamples } from "./predict-samples.ts";
import { refusedCounts, type Unexpanded, unexpandedOf } from "./predict-unexpanded.ts";
import { Upstream } from "./predict-upstream.ts";
import { canonical, entriesOf } from "./predict-values.ts";
import { deployedView, isData, plannedView } from "./predict-views.ts";

/** A configuration that can be evaluated with what references to its resources stand for. */
export interface PredictionSide {
  open(how: Pick<ConfigurationInput, "view" | "plans">): OpenConfiguration;
}

export interface PredictionInput {
  /** Null: nothing is deployed. */
  readonly base: PredictionSide | null;
  /** Null: everything goes. */
  readonly head: PredictionSide | null;
  readonly catalogue: ReplacementCatalogue;
  /** SHA-256, hex. */
  hash(text: string): string;
  /** The version or constraint of the provider that a resource type belongs to, where it is known (lock file, `required_providers`). */
  providerVersion?(type: string): string | null;
  /** The tags that the provider block of an instance adds to its own; null: it is not known which block that is, or more of it changes. */
  addedTags?(instance: ResourceInstance, before: ResourceInstance): AddedTags | null;
}

/** What is deployed: the base's instances, evaluated over what their resources have become. */
interface Deployed extends Pick<OpenConfiguration, "unexpanded" | "moved"> {
  readonly instances: readonly ResourceInstance[];
}

interface Prediction {
  readonly input: PredictionInput;
  readonly sample: number | null;
  readonly base: Deployed | null;
  readonly moves: Moves<ResourceInstance>;
  readonly upstream: Upstream;
  readonly instances: Map<string, OpenInstance>;
  /** Null: it is just being decided. */
  readonly fates: Map<string, Fate | null>;
  readonly changes: ResourceChange[];
  /** The head; before it is opened, as its code alone has it. */
  head: OpenConfiguration | null;
  unexpanded: Unexpanded;
  /** Resources that this head has, and those of which it has fewer instances; null: not worked out yet. */
  blocks: { readonly of: OpenConfiguration | null; readonly there: ReadonlySet<string>; readonly going: ReadonlySet<string> } | null;
}

/**
 * What Terraform would plan, as far as the code alone tells. Every managed resource of base and head is in `changes`, no-ops included; a data
 * source only where it is read during the apply, or may be. What is not certain is `undecided`, with what it may be and why.
 * The head is evaluated as Terraform does it: a reference to a resource stands for what is planned of it. What the code does not tell of
 * what is deployed counts as unchanged where it was made alike from what does not change.
 */
export function predictPlan(input: PredictionInput): Plan {
  const prediction = predicted(input, null);
  const { base, head } = prediction;
  const planned = head === null ? null : [...prediction.fates.values()].flatMap((fate) => fate?.instance ?? []);
  const sampled = base?.instances.some(isData) === true && prediction.changes.some((change) => change.action === "undecided");
  const changes = sampled ? settledBySamples(prediction.changes, (sample) => predicted(input, sample).changes) : prediction.changes;
  return {
    origin: "predicted",
    digest: input.hash(`${inputText(base?.instances ?? null)}\n${inputText(planned)}`),
    terraformVersion: null,
    formatVersion: null,
    changes,
    drift: [],
    invocations: [],
    problems: [],
    restsOn: prediction.upstream.restsOn(),
    refused: refusedCounts(head?.unexpanded ?? []),
    movesUnfollowed: !prediction.moves.isFollowed,
  };
}

/** @param sample which ids are made up; null: none, they are not known. */
function predicted(input: PredictionInput, sample: number | null): Prediction {
  const prediction = begin(input, sample);
  const { changes } = prediction;
  const head = openHead(prediction);
  for (const instance of inOrder(head?.instances ?? [])) decide(prediction, instance);
  changes.push(...prediction.unexpanded.entries(), ...goneChanges(prediction));
  changes.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  return prediction;
}

function begin(input: PredictionInput, sample: number | null): Prediction {
  const head = input.head?.open({}) ?? null;
  const base = input.base === null ? null : deployed(input.base, head, sample);
  const instances = new Map<string, OpenInstance>();
  const prediction: Prediction = {
    input,
    sample,
    base,
    moves: followMoves(base, head),
    upstream: new Upstream((address) => {
      const instance = instances.get(address);
      return instance === undefined ? null : decide(prediction, instance);
    }),
    instances,
    fates: new Map(),
    changes: [],
    head,
    unexpanded: unexpandedOf(base, head, () => false),
    blocks: null,
  };
  return prediction;
}

/** What is deployed goes by the name that the head's moves give it. */
function deployed(side: PredictionSide, head: OpenConfiguration | null, sample: number | null): Deployed {
  const opened: { configuration: OpenConfiguration | null; moved: ReadonlyMap<string, string> | null } = {
    configuration: null,
    moved: null,
  };
  const addressOf = (address: string) => {
    // A `count` may ask while the configuration is opened.
    opened.moved ??= followMoves(opened.configuration ?? side.open({}), head).moved;
    return opened.moved.get(address) ?? address;
  };
  const open = side.open({ view: (instance) => deployedView(instance, addressOf(instance.address), sample) });
  opened.configuration = open;
  const instances = inOrder(open.instances).map(evaluatedInstance);
  return { instances, unexpanded: open.unexpanded, moved: open.moved };
}

function openHead(prediction: Prediction): OpenConfiguration | null {
  const { input, sample, base, instances, upstream } = prediction;
  if (input.head === null) return null;
  const view = (instance: OpenInstance): Value => {
    enterSiblings(prediction, instance);
    const fate = decide(prediction, instances.get(instance.address) ?? instance);
    return fate === null
      ? { kind: "unknown", because: [{ kind: "cycle", subject: instance.address }], derivation: "cycle" }
      : plannedView(fate, sample);
  };
  const head = input.head.open({ view, plans: true });
  for (const instance of head.instances) instances.set(instance.address, instance);
  prediction.head = head;
  prediction.unexpanded = unexpandedOf(base, head, (reason, address) => upstream.isKeptFor(reason, address));
  upstream.enter([...instances.keys()]);
  upstream.keep(prediction.unexpanded);
  return head;
}

function inputText(instances: readonly ResourceInstance[] | null): string {
  if (instances === null) return "none";
  const text = ({ address, provider, lifecycle, values }: ResourceInstance) =>
    `${address} ${provider} ${JSON.stringify(lifecycle)} ${canonical(values, false)}`;
  return instances.map(text).sort().join("\n");
}

/** What becomes of an instance of the head; its change is noted. Null: its own fate is asked for while it is decided. */
function decide(prediction: Prediction, open: OpenInstance): Fate | null {
  const known = prediction.fates.get(open.address);
  if (known !== undefined) return known;
  prediction.fates.set(open.address, null);
  enterTriggers(prediction, open);
  const instance = evaluatedInstance({ ...open, references: [] });
  const previous = prediction.moves.previous.get(instance.address) ?? null;
  const found = instance.mode === "data" ? dataFate(prediction, instance, previous) : managedFate(prediction, instance, previous);
  const fate = { ...found, readAttribute: open.readAttribute };
  prediction.fates.set(open.address, fate);
  return fate;
}

/** How often a module is called may turn on an instance: then it is decided before all others are known, and needs those that trigger it. */
function enterTriggers(prediction: Prediction, open: OpenInstance): void {
  for (const written of open.lifecycle.replaceTriggeredBy) {
    const address = parseAddress(written);
    if (address?.type == null) continue;
    const neighbours = open.neighbours(resourceAddress({ ...address, modules: [] }));
    if (neighbours === null) continue;
    if (neighbours.length === 0)
      prediction.upstream.enterNone(resourceAddress({ ...address, modules: parseAddress(open.address)?.modules ?? [] }));
    enterAll(prediction, neighbours);
  }
}

/** What `for_each` or `count` refers to is asked for before all instances are known; what rests on it finds it then. */
function enterSiblings(prediction: Prediction, open: OpenInstance): void {
  const address = prediction.instances.has(open.address) ? null : parseAddress(open.address);
  if (address === null) return;
  enterAll(prediction, open.neighbours(resourceAddress({ ...address, modules: [] })) ?? [open]);
}

function enterAll({ instances, upstream }: Prediction, found: readonly OpenInstance[]): void {
  for (const instance of found) if (!instances.has(instance.address)) instances.set(instance.address, instance);
  upstream.enter(found.map((instance) => instance.address));
}

type Found = Omit<Fate, "readAttribute">;

const unchanged = { changed: new Set<string>(), surely: new Set<string>(), facts: null, importId: null, possible: [] } as const;

function dataFate(prediction: Prediction, instance: ResourceInstance, before: ResourceInstance | null): Found {
  const { address, values: planned } = instance;
  const common = { ...unchanged, address, mode: "data", instance, planned, input: "uncertain", before } as const;
  const found = decideData(before, instance, prediction.upstream, waitingOf(prediction, address));
  switch (found.kind) {
    case "same":
      return { ...common, action: "no-op" };
    case "changed":
      return { ...common, action: "undecided" };
    case "repacked":
      return { ...common, action: "read" };
    case "read":
      prediction.changes.push({ ...entryOf(instance, address, "read"), reason: found.reason });
      return { ...common, action: "read" };
    case "uncertain": {
      const possible: readonly Action[] = ["no-op", "read"];
      prediction.changes.push({ ...entryOf(instance, address, "undecided"), possible, doubts: found.doubts });
      return { ...common, action: "undecided", possible };
    }
  }
}

function waitingOf(prediction: Prediction, address: string): Waiting {
  const { head, moves, unexpanded } = prediction;
  if (prediction.blocks?.of !== head) {
    const there = new Set(head?.instances.map((instance) => blockOf(instance.address)));
    prediction.blocks = { of: head, there, going: goingBlocks(moves, head) };
  }
  const { there, going } = prediction.blocks;
  return {
    blocks: head?.waits.get(blockOf(address)) ?? [],
    goes: (block) => going.has(block),
    mayBeThere: (block) => there.has(block) || unexpanded.covering(block) !== null,
  };
}

function managedFate(prediction: Prediction, instance: ResourceInstance, previous: ResourceInstance | null): Found {
  const imported = previous === null ? importOf(prediction.head, instance) : null;
  const before = previous ?? imported?.state ?? null;
  if (before === null) return newFate(prediction, instance, imported);
  const version = prediction.input.providerVersion?.(instance.type) ?? null;
  const createFirst = prediction.head?.createFirst.has(blockOf(instance.address)) === true;
  const { upstream, input } = prediction;
  const decided = decideChange({ base: before, head: instance, catalogue: input.catalogue, version, upstream, createFirst });
  // What is imported was not made by this provider block.
  const added = imported === null ? (input.addedTags?.(instance, before) ?? null) : null;
  const decision = withAddedTags(decided, before, instance, added);
  prediction.changes.push(changedEntry(prediction, instance, before, decision, imported));
  const { action, possible, planned, facts, changed, surely } = decision;
  const importId = imported?.id ?? null;
  const state = { address: instance.address, mode: "managed", instance, planned, input: inputOf(planned), before, importId } as const;
  return { ...state, action, possible, facts, changed, surely };
}

function changedEntry(
  prediction: Prediction,
  instance: ResourceInstance,
  before: ResourceInstance,
  decision: Decision,
  imported: Imported | null,
): ResourceChange {
  const previousAddress = before.address === instance.address ? null : before.address;
  const modules = parseAddress(instance.address)?.modules ?? [];
  const settled = (head: Unknown, base: Value | undefined) => prediction.upstream.meaning(head, base, modules).kind === "settled";
  const replacing = decision.because.flatMap((cause) => cause.path ?? []);
  const leaves = (old: Value, next: Value) => differingLeaves(old, next, replacing, decision.ignored, settled);
  const tags = decision.tags === undefined ? [] : leaves(taggedAll(decision.tags.before), taggedAll(decision.tags.after));
  const attributes = decision.action === "no-op" ? [] : [...leaves(before.values, instance.values), ...tags];
  const quiet: Action = imported !== null ? "import" : previousAddress !== null ? "move" : "no-op";
  return {
    ...entryOf(instance, instance.address, decision.action === "no-op" ? quiet : decision.action),
    order: decision.order,
    because: decision.because,
    reason: decision.reason,
    possible: decision.possible.map((action) => (action === "no-op" ? quiet : action)),
    doubts: decision.doubts,
    attributes,
    previousAddress,
    importId: imported?.id ?? null,
  };
}

function taggedAll(tags: Value): Value {
  return { kind: "object", entries: new Map([["tags_all", tags]]) };
}

/** An instance that the base does not have: created, or taken over by an `import` block of which the code does not tell what it finds. */
function newFate(prediction: Prediction, instance: ResourceInstance, imported: Imported | null): Found {
  const { input, unexpanded, base } = prediction;
  const { address, values: planned } = instance;
  const unclear = base === null ? null : coveredBy(base, address, unexpanded);
  const facts = factsFor(instance, input.catalogue, input.providerVersion?.(instance.type) ?? null);
  const changed = new Set(entriesOf(planned)?.keys() ?? []);
  const common = {
    address,
    mode: "managed",
    instance,
    planned,
    input: inputOf(planned),
    before: null,
    importId: null,
    facts,
    changed,
  } as const;
  if (imported === null && unclear === null) {
    const attributes = differingLeaves(undefined, planned, [], [], () => false);
    prediction.changes.push({ ...entryOf(instance, address, "create"), attributes });
    return { ...common, action: "create", possible: [], surely: changed };
  }
  const quiet: Action = imported === null ? "no-op" : "import";
  const possible: readonly Action[] = [quiet, ...(imported?.perhaps === false ? [] : (["create"] as const)), "update", "replace"];
  const kind: Doubt["kind"] = imported === null ? "unknown-instances" : "unknown-value";
  const doubts: readonly Doubt[] = [{ kind, path: null, subject: unclear ?? address }];
  prediction.changes.push({ ...entryOf(instance, address, "undecided"), possible, doubts });
  return { ...common, action: "undecided", possible: [], surely: new Set() };
}
