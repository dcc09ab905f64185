/** A plan as evidence: what Terraform said it would do, or what was predicted. */
import type { Place } from "./place.ts";
import type { ResourceChange } from "./resource-change.ts";
import type { PlannedCredential, Secret } from "./sighting.ts";

export interface Plan {
  readonly origin: "terraform" | "predicted";
  /** Of the file's bytes (SHA-256, hex) for a real plan; of the inputs for a predicted one. */
  readonly digest: string;
  readonly terraformVersion: string | null;
  readonly formatVersion: string | null;
  readonly changes: readonly ResourceChange[];
  /** `resource_drift`: what differs between the state and the world. */
  readonly drift: readonly ResourceChange[];
  /** Imperative side effects (`action_invocations`). */
  readonly invocations: readonly ActionInvocation[];
  /** Why the plan is not evidence. Not empty: the review ends in `error`. */
  readonly problems: readonly PlanProblem[];
  /**
   * Of a predicted plan: what was taken to be unchanged because it is made alike on both sides, although its value is known only to the
   * provider or to whoever applies: `data.aws_ami.base`, `var.subnet_id`. Sorted. Absent: nothing.
   */
  readonly restsOn?: readonly string[];
  /** The `moved` blocks of a predicted plan go round in a circle, or are too many to be followed. Default: they are followed. */
  readonly movesUnfollowed?: boolean;
  /** Of a predicted plan: what Terraform refuses to plan. Absent: nothing that is known of. */
  readonly refused?: readonly RefusedPlan[];
  /** What stands in the plan in clear. Absent: a predicted plan, whose code is searched itself. */
  readonly credentials?: readonly PlannedCredential[];
}

/** A resource or module call of which Terraform cannot tell how many there will be: that is known only after the apply. */
export interface RefusedPlan {
  readonly address: string;
  /** What it rests on. */
  readonly subject: string;
  readonly place: Place;
}

/** A text that the plan's copy of the configuration holds as a constant. */
export interface PlanConstant {
  /** `module.db.aws_db_instance.main` without keys, `provider.aws`, `var.db_password`. */
  readonly address: string;
  /** Of a resource, or the name of a provider; null: the default of a variable. */
  readonly type: string | null;
  /** Names from the block down, without indexes. */
  readonly path: readonly string[];
  /** Constants beside it in the same block, by name. */
  readonly beside: ReadonlyMap<string, string>;
  readonly text: Secret;
}

export interface ActionInvocation {
  readonly address: string;
  readonly type: string;
  /** The resource whose change triggers it, where the plan says so. */
  readonly triggeredBy: string | null;
}

export interface PlanProblem {
  readonly kind:
    | "not-json"
    | "not-a-plan"
    | "truncated"
    | "unknown-format"
    | "errored"
    | "incomplete"
    | "deferred"
    | "too-large"
    | "unreadable";
  /** Where and what, in a few words: a byte offset, a version, an address. Never a value. */
  readonly detail: string;
}
