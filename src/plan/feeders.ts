/** Finds the resource that feeds a replacing path, by following the plan's own references through variables and outputs of modules. */
import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { WrittenCall, WrittenChange, WrittenModule, WrittenPath, WrittenResource } from "../model/written-plan.ts";
import { type ModuleStep, moduleSteps, type Reference, readReference } from "./references.ts";

/** What feeds a path. `changes`: the plan itself changes it, so that the value is known only after apply. */
export interface Feeder {
  readonly name: string;
  readonly changes: boolean;
}

export type FeederLookup = (change: WrittenChange, path: WrittenPath) => Feeder | null;

/** References followed for one path; more than any real configuration has, and a bound for an endless one. */
const MOST_HOPS = 2_000;

/** Where a reference stands: a module's configuration, and the instance of it that the change belongs to. */
interface Scope {
  readonly module: WrittenModule;
  readonly steps: readonly ModuleStep[];
  readonly call: WrittenCall | null;
  readonly parent: Scope | null;
}

interface Found {
  readonly scope: Scope;
  readonly reference: Extract<Reference, { kind: "resource" }>;
}

/**
 * A lookup in one plan. For a path that is unknown after apply it names the first referenced resource whose referenced attribute is made
 * unknown by this plan; for a known path, the data source that the value was read from, where there is exactly one.
 */
export function feederLookup(configuration: WrittenModule | null, changes: readonly WrittenChange[]): FeederLookup {
  if (configuration === null) return () => null;
  const byBlock = new Map<string, WrittenChange[]>();
  for (const change of changes) {
    if (change.deposed !== null) continue;
    const block = blockAddress(moduleSteps(change.moduleAddress), change);
    const instances = byBlock.get(block);
    if (instances === undefined) byBlock.set(block, [change]);
    else instances.push(change);
  }
  return (change, path) => {
    const found = resourcesFeeding(configuration, change, path);
    if (path.unknown) {
      for (const candidate of found) {
        const name = changingInstance(candidate, change, byBlock);
        if (name !== null) return { name, changes: true };
      }
      return null;
    }
    const sources = new Set(found.filter((one) => one.reference.mode === "data").map((one) => addressOf(one.scope.steps, one.reference)));
    const [source] = sources;
    return sources.size === 1 && source !== undefined ? { name: source, changes: false } : null;
  };
}

/** Every resource that the expression at the path refers to, nearest first. */
function resourcesFeeding(configuration: WrittenModule, change: WrittenChange, path: WrittenPath): readonly Found[] {
  const scope = scopeOf(configuration, moduleSteps(change.moduleAddress));
  const resource = scope?.module.resources.get(localAddress(change));
  if (scope === null || resource === undefined) return [];
  const found: Found[] = [];
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
      case "other":
        break;
      default:
        return reference satisfies never;
    }
  }
  return found;
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
