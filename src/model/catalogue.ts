/** Facts about providers: what a change of an attribute does, and what a resource is for. */

/** What changing an attribute does, from the provider's own schema. `unknown`: the catalogue does not know the attribute. */
export type ReplacementFact = "replace" | "update" | "conditional" | "unknown";

/** Facts of one resource type. */
export interface ResourceFacts {
  readonly type: string;
  /** False: the provider has no update function, so any change that is not ignored replaces. */
  readonly updatable: boolean;
  /** False: a conditional path of this type is missing from the facts. */
  readonly complete: boolean;
  /** The fact of a path; indexes and keys are ignored (`root_block_device[0].volume_size`, `tags["a"]`). */
  fact(path: string): ReplacementFact;
  /** How the provider's schema declares an argument; null: not known. */
  argument?(path: string): ArgumentSchema | null;
  /** Names of the arguments within a block or an argument of objects; empty: it has none. */
  members?(path: string): readonly string[];
  /** What an argument that was never set stands for, and what taking it away does, where that is known. */
  omitted?(path: string): OmittedArgument;
  /** Whether the type is made with terraform-plugin-sdk (true) or terraform-plugin-framework (false); null: not known. */
  readonly sdk?: boolean | null;
  /**
   * Which computed attributes an in-place update computes anew: attribute → the arguments whose change does it. `*`: any, but for those with
   * `!`; `?name`: perhaps that one; `?` alone: some, not known which; `name=true`: only where the head sets that argument to true.
   * Null: not known for this type.
   */
  readonly recomputed?: ReadonlyMap<string, readonly string[]> | null;
}

/** How the provider's schema declares an argument. */
export interface ArgumentSchema {
  readonly required: boolean;
  /** Optional and computed: left out, the provider chooses and keeps a value. */
  readonly computed: boolean;
  readonly kind: "scalar" | "set" | "collection";
  readonly block: boolean;
  /** Of a scalar, where its type is known. */
  readonly scalar?: "boolean" | "number" | "string";
}

/** What the catalogue knows of an argument that is left out. */
export interface OmittedArgument {
  /** The value it has when it was never set (null: none at all); undefined: not known. */
  readonly value: string | number | boolean | null | undefined;
  /** True: taking it away changes nothing, the provider keeps what is there. */
  readonly kept: boolean;
}

export interface ReplacementCatalogue {
  /**
   * Facts of a type; null: unknown type or provider.
   * @param version the provider's version constraint or version, where known; older majors differ.
   */
  resource(type: string, version: string | null): ResourceFacts | null;
}

/** `config`: mutable by nature (DNS records, policies, alarms); also every type that stands in no class. */
export type ResourceClass = "server" | "pointer" | "stateful" | "config";

/**
 * What an in-place change of an attribute means on a resource of its class. Each attribute has exactly one.
 * server: `defining` (mutation), `network-or-disk` (tolerated; strict blocks), `identity` (warn), `tolerated`.
 * pointer: `pointer` (rolls new units, if the roll-out is there), `rollout` (how it rolls), `tolerated`.
 * stateful: `size` (a shrink warns), `engine` (a downgrade warns), `attachment` (a detach warns), `tolerated`.
 * any: `protection` (taking it away blocks). `unclassed`: not in the data.
 */
export type AttributeClass =
  | "defining"
  | "network-or-disk"
  | "identity"
  | "pointer"
  | "rollout"
  | "size"
  | "engine"
  | "attachment"
  | "protection"
  | "tolerated"
  | "unclassed";

export interface WorkloadCatalogue {
  classOf(type: string): ResourceClass;
  /** Indexes are ignored, map keys are not (`metadata["startup-script"]`). */
  attributeClass(type: string, path: string): AttributeClass;
  /** Facts about a type that the judgement needs, e.g. `serves` (traffic stops when destroyed first), `versioned` (nothing runs on it by itself). */
  has(type: string, trait: Trait): boolean;
  /** What the data says of a type, for people; null: it stands in no class. */
  entryOf?(type: string): { readonly traits: readonly Trait[]; readonly note: string | null } | null;
  /** All types that stand in a class. */
  types?(): readonly string[];
}

export type Trait =
  | "serving" // destroy-first stops traffic
  | "versioned" // its replacement is a roll without downtime
  | "create-first-possible"
  | "machine-image"
  | "attaches-data" // its deletion takes data away from who uses it, and loses none
  | "protected-by-default"; // protection that is not written is on
