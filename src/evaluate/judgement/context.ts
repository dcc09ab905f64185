/** What a judgement may look at beside the change itself, and what it yields. */
import type { WorkloadCatalogue } from "../../model/catalogue.ts";
import type { AttributeJudgement, ChangeVerdict, JudgementNote, ResourceChange } from "../../model/resource-change.ts";
import type { ConfiguredResource, ResourceInstance } from "../../model/terraform-module.ts";

/** The configuration at the head, as far as it is known; both lists may be empty. */
export interface JudgementContext {
  readonly workloads: WorkloadCatalogue;
  /** Resource blocks of the modules in scope. */
  readonly resources: readonly ConfiguredResource[];
  /** Instances of the project that the changes belong to. */
  readonly instances: readonly ResourceInstance[];
}

/** The context with the configuration indexed, so that judging many changes stays linear. */
export interface IndexedContext {
  readonly workloads: WorkloadCatalogue;
  readonly byAddress: ReadonlyMap<string, ResourceInstance>;
  /** Blocks by `file:line`. */
  readonly byPlace: ReadonlyMap<string, ConfiguredResource>;
  /** Blocks by their address within the module; null where two modules have one of that name. */
  readonly byName: ReadonlyMap<string, ConfiguredResource | null>;
}

export interface Judgement {
  readonly verdict: ChangeVerdict | null;
  readonly judgements: readonly AttributeJudgement[];
  readonly notes: readonly JudgementNote[];
}

export const unjudged: Judgement = { verdict: null, judgements: [], notes: [] };

export function verdictOnly(verdict: ChangeVerdict | null): Judgement {
  return { verdict, judgements: [], notes: [] };
}

/** From the one that matters least to the one that matters most. */
const gravity: readonly (ChangeVerdict | null)[] = [null, "tolerated", "roll", "pointer-roll", "undecided", "mutation", "stateful-loss"];

/** The verdict that matters most; null for none. */
export function gravest(verdicts: Iterable<ChangeVerdict | null>): ChangeVerdict | null {
  let worst = 0;
  for (const verdict of verdicts) worst = Math.max(worst, gravity.indexOf(verdict));
  return gravity[worst] ?? null;
}

export function note(code: string, path: string | null = null, subject: string | null = null): JudgementNote {
  return { code, path, subject };
}

export function indexContext(context: JudgementContext): IndexedContext {
  const byPlace = new Map<string, ConfiguredResource>();
  const byName = new Map<string, ConfiguredResource | null>();
  for (const resource of context.resources) {
    byPlace.set(`${resource.block.place.file}:${resource.block.place.line}`, resource);
    const address = resource.block.address;
    byName.set(address, byName.has(address) ? null : resource);
  }
  return { workloads: context.workloads, byAddress: new Map(context.instances.map((one) => [one.address, one])), byPlace, byName };
}

/** The arguments of a change's resource at the head; null where the configuration does not say. */
export function configured(change: ResourceChange, context: IndexedContext): ConfiguredResource["values"] | null {
  const instance = context.byAddress.get(change.address);
  if (instance !== undefined) return instance.values;
  const name = `${change.type}.${change.name}`;
  if (change.place !== null) {
    const resource = context.byPlace.get(`${change.place.file}:${change.place.line}`);
    if (resource !== undefined && resource.block.address === name) return resource.values;
  }
  return context.byName.get(name)?.values ?? null;
}
