/** The provider block of each instance: whether it is another one than before, and which tags it adds. */
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { AddedTags } from "../plan/predict-default-tags.ts";
import { type ProviderSource, providerSourceOf } from "../plan/provider-source.ts";
import { type ConfiguredProviders, configuredProviders, handedValues } from "../terraform/configured-providers.ts";
import type { ConfiguredContext } from "../terraform/configured-resources.ts";
import { defaultTags, type Tags } from "../terraform/default-tags.ts";
import { ModulePlaces } from "../terraform/module-places.ts";

/** What is asked of the base and of the head. */
export interface ProviderSide {
  readonly providers: ConfiguredProviders;
  readonly places: ModulePlaces;
  /** Of each provider block. */
  tags(): ReadonlyMap<string, Tags>;
  /** What the root module hands to each module that it calls, as a text that is equal for equal values. */
  handed(): ReadonlyMap<string, string>;
}

/** Of a side that is not there. */
export const noProviders: ProviderSide = {
  providers: new Map(),
  places: new ModulePlaces(new Map(), ""),
  tags: () => new Map(),
  handed: () => new Map(),
};

/** Of a root module; one that is not there has no blocks. */
export function providerSide(dir: string, context: ConfiguredContext): ProviderSide {
  const module = context.modules.get(dir);
  const places = new ModulePlaces(context.modules, dir);
  if (module === undefined) return { ...noProviders, places };
  let handed: ReadonlyMap<string, string> | null = null;
  return {
    providers: configuredProviders(module, context),
    places,
    tags: () => defaultTags(module, context),
    handed: () => {
      handed ??= handedValues(module, context);
      return handed;
    },
  };
}

const unchanged: AddedTags = { base: new Map(), head: new Map() };

/** Learns of the instances while they are predicted. */
export class InstanceProviders {
  readonly #base: ProviderSide;
  readonly #head: ProviderSide;
  readonly #told = new Set<string>();
  readonly #others = new Set<string>();
  readonly #of = new Map<string, AddedTags | null>();

  constructor(base: ProviderSide, head: ProviderSide) {
    this.#base = base;
    this.#head = head;
  }

  /** The tags that its block adds, where nothing else of that changes; null: more of it does, or it is not known which one it is. */
  addedTags(instance: ResourceInstance, before: ResourceInstance): AddedTags | null {
    const source = providerSourceOf(instance, this.#head.places);
    const { block } = source;
    if (textOf(providerSourceOf(before, this.#base.places), this.#base) !== textOf(source, this.#head)) {
      this.#others.add(instance.address);
      return null;
    }
    if (block === null || !instance.type.startsWith("aws_")) return null;
    const known = this.#of.get(block);
    const added = known === undefined ? this.#ofBlock(block) : known;
    this.#of.set(block, added);
    if (added !== null) this.#told.add(instance.address);
    return added;
  }

  /** Whether the prediction of an instance has taken its provider block into account. */
  hasTold(address: string): boolean {
    return this.#told.has(address);
  }

  /** Whether an instance is made with another block than before, or with one of a module that is written otherwise. */
  isOther(address: string): boolean {
    return this.#others.has(address);
  }

  #ofBlock(block: string): AddedTags | null {
    const [before, after] = [this.#base, this.#head].map(({ providers }) => providers.get(block) ?? new Map<string, string>());
    const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
    const differing = [...names].filter((name) => before?.get(name) !== after?.get(name));
    if (differing.length === 0) return unchanged;
    // Somebody may hand on what this data source reads of the block.
    if (differing.some((name) => name !== "default_tags") || [this.#base, this.#head].some(readsDefaultTags)) return null;
    return { base: tagsOf(this.#base, block), head: tagsOf(this.#head, block) };
  }
}

/** A block within a module may follow any value that the root module hands down. */
function textOf({ text, handedBy }: ProviderSource, side: ProviderSide): string {
  return handedBy === null ? text : `${text}\n${side.handed().get(handedBy) ?? ""}`;
}

/** A side that has no such block adds nothing. */
function tagsOf(side: ProviderSide, block: string): Tags {
  const tags = side.tags().get(block);
  return tags === undefined ? new Map() : tags;
}

function readsDefaultTags({ places }: ProviderSide): boolean {
  return places.all.some(({ module }) =>
    [...module.resources.values()].some(({ mode, type }) => mode === "data" && type === "aws_default_tags"),
  );
}
