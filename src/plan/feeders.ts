/** Finds the resource that feeds a replacing path, by following the plan's own references through variables and outputs of modules. */
import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { WrittenCall, WrittenChange, WrittenModule, WrittenPath, WrittenPlan, WrittenResource } from "../model/written-plan.ts";
import { type ModuleStep, moduleSteps, type Reference, readReference } from "./references.ts";

/** What feeds a path. `changes`: a resource that the plan itself changes, so that the value is known only after apply. */
export interface Feeder {
  readonly name: string;
  readonly changes: boolean;
}

export interface Feeders {
  ofPath(change: WrittenChange, path: WrittenPath): Feeder | null;
  /** The resource whose change triggers the replacement, where only one can; null otherwise. */
  ofTrigger(change: WrittenChange): string | null;
}

/** References followed for one path; more than any real configuration has, and a bound for an endless one. */
const MOST_HOPS = 2_000;

/** Where a reference stands: a module's configuration, and the instance of it that the change belongs to. */
interface Scope {
  readonly module: WrittenModule;
  readonly steps: readonly ModuleStep[];
  readonly call: WrittenCall | null;
  readonly parent: Scope | null;
}

interface Feeding {
  readonly found: readonly Found[];
  readonly locals: readonly string[];
}

interface Found {
  readonly scope: Scope;
  readonly reference: Extract<Reference, { kind: "resource" }>;
}

/**
 * Lookups in one plan. For a path that is unknown after apply: the first referenced resource whose referenced attribute is made unknown by
 * this plan. Where the references end in a local value (a plan does not say what those refer to) it is the resource that the state says
 * this one depended on, if only one of them changes now; else the local value itself. For a known path: the data source that the value was
 * read from, where there is exactly one.
 */
export function findFeeders(plan: Pick<WrittenPlan, "configuration" | "changes" | "dependencies">): Feeders {
  const byBlock = new Map<string, WrittenChange[]>();
  for (const change of plan.changes) {
    if (change.deposed !== null) continue;
    const block = blockAddress(moduleSteps(change.moduleAddress), change);
    const instances = byBlock.get(block);
    if (instances === undefined) byBlock.set(block, [change]);
    else instances.push(change);
  }
  const dependency = (change: WrittenChange, counts: (instance: WrittenChange) => boolean): string | null =>
    nearestDependency(plan, byBlock, change, counts);
  return {
    ofPath: (change, path) => {
      const { found, locals } = resourcesFeeding(plan.configuration, change, path);
      return path.unknown ? unknownFeeder(found, locals, change) : dataSource(found);
    },
    ofTrigger: (change) => dependency(change, isChanging),
  };

  function unknownFeeder(found: readonly Found[], locals: readonly string[], change: WrittenChange): Feeder | null {
    for (const candidate of found) {
      const name = changingInstance(candidate, change, byBlock);
      if (name !== null) return { name, changes: true };
    }
    const [local] = locals;
    if (local === undefined) return null;
    const name = dependency(change, (instance) => becomesUnknown(instance, null));
    return name === null ? { name: local, changes: false } : { name, changes: true };
  }
}

function dataSource(found: readonly Found[]): Feeder | null {
  const sources = new Set(found.filter((one) => one.reference.mode === "data").map((one) => addressOf(one.scope.steps, one.reference)));
  const [source] = sources;
  return sources.size === 1 && source !== undefined ? { name: source, changes: false } : null;
}

/** Of the resources that the state says this one depended on: the one that counts, leaving out those that only another one leads to. */
function nearestDependency(
  plan: Pick<WrittenPlan, "dependencies">,
  byBlock: ReadonlyMap<string, readonly WrittenChange[]>,
  change: WrittenChange,
  counts: (instance: WrittenChange) => boolean,
): string | null {
  const candidates = new Map<string, readonly WrittenChange[]>();
  for (const block of plan.dependencies.get(change.address) ?? []) {
    const instances = (byBlock.get(block) ?? []).filter(counts);
    if (instances.length > 0) candidates.set(block, instances);
  }
  const indirect = new Set<string>();
  for (const instances of candidates.values()) {
    for (const block of plan.dependencies.get(instances[0]?.address ?? "") ?? []) indirect.add(block);
  }
  const direct = [...candidates].filter(([block]) => !indirect.has(block));
  const [only] = direct;
  if (only === undefined || direct.length > 1) return null;
  const [block, instances] = only;
  const [instance] = instances;
  return instances.length === 1 && instance !== undefined ? instance.address : block;
}

function isChanging(change: WrittenChange): boolean {
  return !change.actions.includes("no-op") && !change.actions.includes("read");
}

/** Every resource that the expression at the path refers to, nearest first, and the local values at which the way ends. */
function resourcesFeeding(configuration: WrittenModule | null, change: WrittenChange, path: WrittenPath): Feeding {
  const found: Found[] = [];
  const locals: string[] = [];
  const scope = configuration === null ? null : scopeOf(configuration, moduleSteps(change.moduleAddress));
  const resource = scope?.module.resources.get(localAddress(change));
  if (scope === null || resource === undefined) return { found, locals };
  const seen = new Set<string>();
  const queue: { readonly scope: Scope; readonly text: string; readonly owner: WrittenResource | WrittenCall }[] = [];
  const ask = (texts: readonly string[], at: Scope, owner: WrittenResource | WrittenCall): void => {
    for (const text of texts) {
      const key = `${at.steps.map((step) => step.name).join(".")} ${text} ${owner === resource}`;
      if (seen.has(key) || seen.size > MOST_HOPS) continue;
      seen.add(key);
      queue.push({ scope: at, text, owner });
    }
  };
  ask(referencesAt(resource, path), scope, resource);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const reference = readReference(next.text);
    switch (reference.kind) {
      case "resource":
        found.push({ scope: next.scope, reference });
        break;
      case "variable":
        if (next.scope.parent !== null && next.scope.call !== null) {
          ask(next.scope.call.inputs.get(reference.name) ?? [], next.scope.parent, next.scope.call);
        }
        break;
      case "module": {
        const called = calledScope(next.scope, reference.step);
        if (called === null) break;
        const outputs =
          reference.output === null ? [...called.module.outputs.values()].flat() : called.module.outputs.get(reference.output);
        ask(outputs ?? [], called, next.owner);
        break;
      }
      case "repetition":
        ask(next.owner.repetition, next.scope, next.owner);
        break;
      case "local":
        locals.push([...next.scope.steps.map((step) => step.text), next.text].join("."));
        break;
      case "other":
        break;
      default:
        return reference satisfies never;
    }
  }
  return { found, locals };
}

/** References of the expression at the path: those that stand there, above or below it; where blocks are not listed alike, by name only. */
function referencesAt(resource: WrittenResource, path: WrittenPath): readonly string[] {
  const exact = resource.expressions.filter((one) => isWithin(one.path, path.path) || isWithin(path.path, one.path));
  if (exact.length > 0) return exact.flatMap((one) => one.references);
  const first = pathBelow("", path.steps[0] ?? "");
  return resource.expressions.filter((one) => isWithin(one.path, first)).flatMap((one) => one.references);
}

function scopeOf(configuration: WrittenModule, steps: readonly ModuleStep[]): Scope | null {
  let scope: Scope | null = { module: configuration, steps: [], call: null, parent: null };
  for (const step of steps) scope = scope === null ? null : calledScope(scope, step);
  return scope;
}

function calledScope(scope: Scope, step: ModuleStep): Scope | null {
  const call = scope.module.calls.get(step.name);
  return call === undefined ? null : { module: call.module, steps: [...scope.steps, step], call, parent: scope };
}

/**
 * The address of what the reference means, if this plan makes what is referred to unknown. Of several instances it is the one that the
 * reference names, or the one with the same key; otherwise the resource itself is named.
 */
function changingInstance(found: Found, change: WrittenChange, byBlock: ReadonlyMap<string, readonly WrittenChange[]>): string | null {
  const { reference, scope } = found;
  const candidates = (byBlock.get(blockAddress(scope.steps, reference)) ?? []).filter(
    (instance) =>
      inModule(moduleSteps(instance.moduleAddress), scope.steps) &&
      (reference.index === null || instance.index === reference.index) &&
      becomesUnknown(instance, reference.attribute),
  );
  const sameKey = candidates.find((instance) => instance.index === change.index && change.index !== null);
  const [only] = candidates;
  if (only === undefined) return null;
  return candidates.length === 1 ? only.address : (sameKey?.address ?? addressOf(scope.steps, reference));
}

/** A step without key stands for every instance of the call. */
function inModule(instance: readonly ModuleStep[], scope: readonly ModuleStep[]): boolean {
  return scope.every((step, index) => step.key === null || instance[index]?.key === step.key);
}

function becomesUnknown(change: WrittenChange, attribute: string | null): boolean {
  if (change.actions.includes("read")) return true;
  return change.attributes.some(
    (one) => one.unknown && (attribute === null || isWithin(one.path, attribute) || isWithin(attribute, one.path)),
  );
}

interface Named {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
}

function localAddress(resource: Named): string {
  return `${resource.mode === "data" ? "data." : ""}${resource.type}.${resource.name}`;
}

/** Without any key: one text for a block, however often its module is called. */
function blockAddress(steps: readonly ModuleStep[], resource: Named): string {
  return [...steps.map((step) => `module.${step.name}`), localAddress(resource)].join(".");
}

function addressOf(steps: readonly ModuleStep[], reference: Named & { readonly indexText?: string }): string {
  return [...steps.map((step) => step.text), `${localAddress(reference)}${reference.indexText ?? ""}`].join(".");
}
