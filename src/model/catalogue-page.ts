/** What the catalogue says about a resource type or one of its arguments, as `bakegate policy explain` shows it. */
import type { ArgumentSchema, AttributeClass, OmittedArgument, ReplacementFact, ResourceClass, Trait } from "./catalogue.ts";

/** What a change does in the versions of a provider below `below`; null: in the newest that the catalogue knows. */
export interface VersionedFact {
  readonly below: string | null;
  /** The version that was read. */
  readonly version: string;
  readonly fact: ReplacementFact;
}

/** A reviewed fact about the type, and where it is from. */
export interface ReviewedSource {
  /** The provider's versions that it holds for; null: all. */
  readonly versions: string | null;
  readonly source: string;
}

/** What the replacement facts say of one argument, or of one computed attribute. */
export interface ArgumentPage {
  readonly path: string;
  readonly fact: ReplacementFact;
  /** Of a conditional one: what decides, as a sentence; null: the provider's own code, which nobody put in words here. */
  readonly condition: string | null;
  /** Oldest first, each only where it differs from the one after it; the last is the newest. */
  readonly versions: readonly VersionedFact[];
  readonly argument: ArgumentSchema | null;
  readonly omitted: OmittedArgument | null;
  /** Arguments whose change makes this attribute unknown until the apply (`*`: any, but for those with `!`; `?`: some); null: not known, or none. */
  readonly recomputedBy: readonly string[] | null;
  /** Attributes that a change of this argument makes unknown until the apply. */
  readonly recomputes: readonly string[];
  /** Attributes of which that may be. */
  readonly mayRecompute: readonly string[];
  /** Arguments within it, sorted. */
  readonly members: readonly string[];
}

/** What the replacement facts say of a type. */
export interface TypePage {
  readonly provider: string;
  /** Of the provider that the facts were read from. */
  readonly version: string;
  readonly updatable: boolean;
  /** Arguments of the outermost level by what a change of them does, each sorted. */
  readonly arguments: Readonly<Record<"replace" | "conditional" | "update", readonly string[]>>;
  readonly sources: readonly ReviewedSource[];
}

export interface CataloguePage {
  readonly type: string;
  /** Null: only the class of the type is known. */
  readonly facts: TypePage | null;
  /** Null: the page is about the type. */
  readonly argument: ArgumentPage | null;
  readonly resourceClass: ResourceClass;
  /** Whether the type stands in the classes' data; false: it is `config` because it stands nowhere. */
  readonly classed: boolean;
  readonly traits: readonly Trait[];
  /** Why the type has its class, where that may surprise. */
  readonly note: string | null;
  /** Of the argument; null: the page is about the type. */
  readonly attributeClass: AttributeClass | null;
}
