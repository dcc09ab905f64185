/** A plan as Terraform or OpenTofu wrote it (`terraform show -json`), reduced to what differs and already free of sensitive values. */
import type { ActionInvocation, PlanConstant, PlanProblem } from "./plan.ts";
import type { AttributeChange, PlainValue } from "./resource-change.ts";

export interface WrittenPlan {
  readonly formatVersion: string | null;
  readonly terraformVersion: string | null;
  /** `resource_changes`, in the order of the file. */
  readonly changes: readonly WrittenChange[];
  /** `resource_drift`, in the order of the file. */
  readonly drift: readonly WrittenChange[];
  readonly invocations: readonly ActionInvocation[];
  /** Of the whole configuration, whatever the plan changes. */
  readonly constants: readonly PlanConstant[];
  /** References between resources; null where the plan says nothing of them, or nothing in it is replaced. */
  readonly configuration: WrittenModule | null;
  /**
   * By the address of an instance: the addresses of resources, without keys, that it depended on, directly or not, when it was last
   * applied (`prior_state`). Read only where a cause cannot be told otherwise; empty else.
   */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Why the plan is not evidence. What was read before the problem is kept. */
  readonly problems: readonly PlanProblem[];
}

/** One entry of `resource_changes` or `resource_drift`. */
export interface WrittenChange {
  readonly address: string;
  /** `module.app["blue"]`; the empty text in the root module. */
  readonly moduleAddress: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Of `count` or `for_each`. */
  readonly index: string | number | null;
  readonly provider: string | null;
  readonly deposed: string | null;
  readonly previousAddress: string | null;
  readonly importId: string | null;
  /** `action_reason`, as it is. */
  readonly reason: string | null;
  /** As written, in order: `["delete", "create"]`. */
  readonly actions: readonly string[];
  /** As in `ResourceChange.attributes`, sorted by path. */
  readonly attributes: readonly AttributeChange[];
  readonly replacePaths: readonly WrittenPath[];
  /** As in `ResourceChange.settings`. */
  readonly settings?: ReadonlyMap<string, PlainValue>;
}

/** An entry of `replace_paths`. It ends where a sensitive value begins. */
export interface WrittenPath {
  readonly path: string;
  readonly steps: readonly (string | number)[];
  /** The value there, or a part of it, is known only after apply. */
  readonly unknown: boolean;
}

/** A module of the plan's `configuration`: which expression refers to what. Values are not kept. */
export interface WrittenModule {
  /** By address within the module, without index: `aws_instance.web`, `data.aws_ami.base`. */
  readonly resources: ReadonlyMap<string, WrittenResource>;
  readonly calls: ReadonlyMap<string, WrittenCall>;
  /** References of each output's expression. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
}

export interface WrittenResource {
  /** Arguments that refer to something, by path. */
  readonly expressions: readonly WrittenExpression[];
  /** References of `count` or `for_each`. */
  readonly repetition: readonly string[];
}

export interface WrittenExpression {
  readonly path: string;
  /** As Terraform lists them: `aws_vpc.v.id`, `aws_vpc.v`, `var.size`, `module.net.subnet_id`, `each.value`. */
  readonly references: readonly string[];
}

export interface WrittenCall {
  readonly module: WrittenModule;
  /** References of each argument, by the called module's variable. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly repetition: readonly string[];
}
