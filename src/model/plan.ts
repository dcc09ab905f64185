/** A plan as evidence: what Terraform said it would do, or what was predicted. */
import type { ResourceChange } from "./resource-change.ts";

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
