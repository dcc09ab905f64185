/** What will happen to one resource, and why: the same noun for a real plan and a predicted one. */
import type { Place } from "./place.ts";

export type Action = "create" | "update" | "replace" | "delete" | "move" | "import" | "forget" | "read" | "no-op" | "undecided";

export type ReplaceOrder = "destroy-first" | "create-first";

/** Verdicts of one change; `policies/catalogue/` and the case table say which attribute leads to which. */
export type ChangeVerdict = "roll" | "pointer-roll" | "mutation" | "tolerated" | "stateful-loss" | "undecided";

/**
 * Why a resource is replaced. Each entry of a plan's `replace_paths` is one cause with that path; causes of other kinds have none,
 * except `upstream`, whose path is fed by the resource named in `via`.
 */
export interface Cause {
  readonly kind: "attribute" | "tainted" | "requested" | "triggered" | "upstream";
  readonly path: string | null;
  /** What feeds the path or triggered the replacement: `data.aws_ami.base`, `aws_launch_configuration.c`. Terraform's own word for a reason that is new to us. */
  readonly via: string | null;
}

/** A value as it may be shown: JSON, already free of anything sensitive. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** One attribute leaf that differs. Paths are written `root_block_device[0].volume_size`, `tags["a.b"]`. */
export interface AttributeChange {
  readonly path: string;
  /** Null where there is none, and where it is sensitive. */
  readonly before: PlainValue;
  readonly after: PlainValue;
  readonly sensitive: boolean;
  /** Known only after apply. */
  readonly unknown: boolean;
  /** There was a value before, and the code does not tell which; `before` is null then. */
  readonly beforeUnknown?: true;
  readonly forcesReplacement: boolean;
}

/** Why an action could not be decided, and between which actions. */
export interface Doubt {
  readonly kind:
    | "unknown-value" // known only after apply, or never from the code
    | "unknown-resource-type" // not in the catalogue
    | "unknown-attribute"
    | "conditional" // the provider decides by rules that the code does not settle
    | "unknown-instances" // count or for_each
    | "unknown-module" // not in the repository
    | "invalid-configuration"
    | "other-provider" // its provider, or where the state is kept, is another one than in the base, or set otherwise
    | "unsupported"; // outside what is evaluated
  readonly path: string | null;
  /** What it rests on: `var.size`, `data.aws_ami.base.id`, `module.vpc`. */
  readonly subject: string | null;
}

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: "managed" | "data";
  /** `registry.terraform.io/hashicorp/aws` or what is known of it. */
  readonly provider: string | null;
  readonly action: Action;
  /** Of a replacement. */
  readonly order: ReplaceOrder | null;
  readonly deposed: string | null;
  readonly because: readonly Cause[];
  /** Update and replace: leaves that differ. Create: leaves that are set. Delete: leaves that were. Otherwise empty. Sorted by path. */
  readonly attributes: readonly AttributeChange[];
  readonly previousAddress: string | null;
  /** An import that comes with another action, or alone. */
  readonly importId: string | null;
  /** Terraform's `action_reason`, as it is. */
  readonly reason: string | null;
  /** Of an `undecided` one: what it may turn out to be. Empty otherwise. */
  readonly possible: readonly Action[];
  readonly doubts: readonly Doubt[];
  /** The resource's block at the head (at the base, for one that goes). */
  readonly place: Place | null;
  /**
   * What the arguments of `judgedSettings` are after the change, whether they changed or not, by those names; null: not set.
   * A block or list that holds something is `true`. A name that is missing is not known. Absent: nothing is known but the configuration.
   */
  readonly settings?: ReadonlyMap<string, PlainValue>;
}

/** How one attribute's change was judged. */
export interface AttributeJudgement {
  readonly path: string;
  readonly class: string;
  readonly verdict: ChangeVerdict;
}

/** A change with its verdict. `notes` are reason codes that rules turn into findings (`rollout-missing`, `shrink`, …). */
export interface JudgedChange extends ResourceChange {
  readonly verdict: ChangeVerdict | null;
  readonly judgements: readonly AttributeJudgement[];
  readonly notes: readonly JudgementNote[];
}

export interface JudgementNote {
  readonly code: string;
  readonly path: string | null;
  readonly subject: string | null;
}
