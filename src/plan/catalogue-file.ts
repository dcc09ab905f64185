/** What `policies/catalogue/replacement/<provider>.json` holds; `build-replacement.mjs` beside that folder writes it. */
import type { ReplacementFact } from "../model/catalogue.ts";
import { contains, type VersionRange, versionRange } from "./catalogue-versions.ts";

export type Plain = string | number | boolean | null;

export interface ProviderFile {
  readonly provider: string;
  /** Of the provider that the facts were read from. */
  readonly version: string;
  readonly shared: readonly string[];
  readonly resources: Readonly<Record<string, string>>;
  /** The provider's version that the arguments' schema is of; null: it is not in the catalogue. */
  readonly schema: string | null;
  /** Sorted, oldest first. Each holds for the versions below it that no earlier one holds for. */
  readonly older: readonly OlderEdition[];
  readonly olderSchemas: readonly OlderSchema[];
  /** Null: nobody asked the provider itself. */
  readonly observed: Observed | null;
  readonly documented: Documented | null;
  /** By type; `*`: the provider. */
  readonly hand: Readonly<Record<string, HandFacts | readonly HandFacts[]>>;
}

export interface OlderEdition {
  readonly below: string;
  readonly version: string;
  readonly changed: Readonly<Record<string, Readonly<Record<string, ReplacementFact>>>>;
  /** Types that only this edition has, and not the newest one. */
  readonly only: Readonly<Record<string, Readonly<Record<string, ReplacementFact | boolean>>>>;
}

/** Outermost arguments that an earlier major version declared otherwise: `+` computed, `=` required, nothing plain optional. */
export interface OlderSchema {
  readonly from: string;
  readonly below: string;
  readonly differs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a provider of one version answered when it was asked for plans, by type. */
export interface Observed {
  readonly version: string;
  /** The versions that all of it holds for. */
  readonly versions: string;
  /** Types made with terraform-plugin-sdk: it takes a zero for nothing, and keeps what is computed. In every earlier version they were as well. */
  readonly sdk: Readonly<Record<string, ObservedType>>;
  /** Types made with terraform-plugin-framework: it tells a zero from nothing. */
  readonly framework: Readonly<Record<string, ObservedType>>;
  /** What a change does, where the extracted facts of that major version say otherwise, by type and path. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, ReplacementFact>>>>;
}

export interface ObservedType {
  /**
   * What an argument that is left out is planned as; one that is not here has none, or its kind's zero. Null: the provider refused to create
   * it of what is required only, so that is not known.
   */
  readonly defaults?: Readonly<Record<string, Plain>> | null;
  /** Not computed, and stays all the same when it is taken away. */
  readonly kept?: readonly string[];
  /** Blocks that are none where they are left out: one that comes is a change. */
  readonly absent?: readonly string[];
  /** Computed, and does not or may not stay. */
  readonly lost?: readonly string[];
  /** Attribute → arguments whose change makes it unknown (`*`, `!`, `?` as in `ResourceFacts`); missing: none does; null: not known. */
  readonly recomputed?: Readonly<Record<string, readonly string[]>> | null;
}

/** What the provider's documentation tells: defaults, and facts of arguments that the newest version does not have any more. */
export interface Documented {
  readonly version: string;
  readonly versions: string;
  readonly resources: Readonly<Record<string, Readonly<Record<string, Plain>>>>;
  readonly facts: Readonly<Record<string, Readonly<Record<string, ReplacementFact>>>>;
}

/** Reviewed facts, from `policies/catalogue/replacement/by-hand.json`; `by-hand.schema.json` beside it says the same to editors. */
export interface HandFacts {
  /** The provider's versions that all of it holds for; missing: all. */
  readonly versions?: string;
  readonly facts?: readonly { readonly path: string; readonly fact: ReplacementFact; readonly versions?: string }[];
  readonly omitted?: Readonly<Record<string, Plain>>;
  readonly kept?: readonly string[];
  /** Versions in which an optional and computed argument that is taken away stays what it was. */
  readonly computedKept?: string;
  readonly recomputed?: Readonly<Record<string, readonly string[]>>;
  /** Of conditional paths: what decides, as a sentence. */
  readonly conditions?: Readonly<Record<string, string>>;
  readonly source: string;
}

/** The reviewed facts of a type that hold for every version in range, as they are written. */
export function handOf(file: ProviderFile, type: string, range: VersionRange): readonly HandFacts[] {
  return writtenFor(file, type).filter((entry) => entry.versions === undefined || contains(versionRange(entry.versions), range));
}

/** All reviewed facts of a type. */
export function writtenFor(file: ProviderFile, type: string): readonly HandFacts[] {
  const written = Object.hasOwn(file.hand, type) ? file.hand[type] : undefined;
  if (written === undefined) return [];
  return isList(written) ? written : [written];
}

function isList(written: HandFacts | readonly HandFacts[]): written is readonly HandFacts[] {
  return Array.isArray(written);
}

/** A record's own entry: names come from pull requests, and `constructor` is one. */
export function ownEntry<T>(record: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return record !== null && record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
