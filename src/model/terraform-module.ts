/** Terraform configuration by its own nouns: a module is a directory, a project is a root module. */
import type { Place } from "./place.ts";
import type { Body, Expression, SyntaxProblem } from "./syntax.ts";
import type { UnknownReason, Value } from "./value.ts";

/** A module: the Terraform files of one directory, override files merged in. */
export interface TerraformModule {
  /** Relative to the root, `"."` for the root itself. */
  readonly dir: string;
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, VariableBlock>;
  readonly locals: ReadonlyMap<string, { readonly expression: Expression; readonly place: Place }>;
  /** Managed resources and data sources by address within the module (`aws_instance.web`, `data.aws_ami.base`). */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly calls: ReadonlyMap<string, ModuleCall>;
  readonly outputs: ReadonlyMap<string, { readonly body: Body; readonly place: Place }>;
  readonly providers: readonly ProviderBlock[];
  readonly moved: readonly MovedBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly imports: readonly WrittenImport[];
  readonly requiredProviders: ReadonlyMap<string, RequiredProvider>;
  /** `terraform { … }` blocks, for what has no noun of its own (backend, required_version). */
  readonly settings: readonly { readonly body: Body; readonly place: Place }[];
  /** By file; a module with problems is still read as far as it can be. */
  readonly problems: readonly (SyntaxProblem & { readonly file: string })[];
}

export interface VariableBlock {
  readonly name: string;
  readonly type: Expression | null;
  readonly default: Expression | null;
  readonly sensitive: boolean;
  readonly nullable: boolean;
  readonly ephemeral: boolean;
  readonly body: Body;
  readonly place: Place;
}

export interface ResourceBlock {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Within the module. */
  readonly address: string;
  readonly body: Body;
  readonly place: Place;
  /** Of a data source that stands in a `check` block: it is read while it is applied, too. */
  readonly inCheck?: true;
}

export interface ModuleCall {
  readonly name: string;
  /** As written. Null where it is not a plain string. */
  readonly source: string | null;
  /** The directory it calls, where `source` starts with `./` or `../` and stays within the repository. */
  readonly dir: string | null;
  readonly version: string | null;
  readonly body: Body;
  readonly place: Place;
}

export interface ProviderBlock {
  readonly name: string;
  readonly alias: string | null;
  readonly body: Body;
  readonly place: Place;
}

export interface RequiredProvider {
  readonly name: string;
  readonly source: string | null;
  readonly version: string | null;
  readonly place: Place;
}

export interface MovedBlock {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

export interface RemovedBlock {
  readonly from: string;
  /** `lifecycle { destroy = false }` makes it a forget. */
  readonly destroy: boolean;
  readonly place: Place;
}

/** An `import` block as it is written; with a `for_each` in its body it stands for several. */
export interface WrittenImport {
  readonly to: Expression;
  readonly id: Expression | null;
  readonly body: Body;
  readonly place: Place;
}

export interface ImportBlock {
  /** In full. */
  readonly to: string;
  /** Null: not known from the code. */
  readonly id: string | null;
  /** How many there are, or which instance is meant, is not known: any instance of the resource `to` may be imported. */
  readonly every: boolean;
  readonly place: Place;
}

/** A root module with the variables it is applied with. */
export interface Project {
  readonly dir: string;
  readonly workspace: string;
  /** Files given with `-var-file`, relative to the root, in order; `terraform.tfvars` and `*.auto.tfvars` are read anyway. */
  readonly varFiles: readonly string[];
  /** Where its plan comes from; `runner` and `artifact` require a real one. */
  readonly plan: "static" | "runner" | "artifact";
  /** No configuration names it: it is reviewed with a variable file that the change touches, as somebody may apply it. */
  readonly assumed?: true;
}

/** One resource block with its evaluated arguments, `count` and `for_each` not expanded. What configuration rules look at. */
export interface ConfiguredResource {
  readonly block: ResourceBlock;
  readonly moduleDir: string;
  /** An object: arguments by name, nested blocks as lists of objects, `lifecycle` and meta-arguments left out. */
  readonly values: Value;
}

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  /** Attribute paths as written, or all of them. */
  readonly ignoreChanges: "all" | readonly string[];
  /** Addresses (with attribute, where one is named) as written. */
  readonly replaceTriggeredBy: readonly string[];
}

/** One instance of a resource in an evaluated configuration. */
export interface ResourceInstance {
  /** Full: `module.app["eu"].aws_instance.web[0]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly block: ResourceBlock;
  /** As in {@link ConfiguredResource}. */
  readonly values: Value;
  readonly lifecycle: Lifecycle;
  /** Provider source address where it is known (`hashicorp/aws`), else the local name. */
  readonly provider: string;
  /** Resource addresses (without index) that its arguments refer to, module path included, for order and propagation. */
  readonly references: readonly string[];
  /** Of a data source that reads files of the tree: what it reads, as an opaque value that differs where that does. */
  readonly content?: Value;
}

/** A root module evaluated as far as the code alone allows. */
export interface EvaluatedConfiguration {
  readonly project: Project;
  readonly instances: readonly ResourceInstance[];
  /** Resources whose number of instances is unknown (`count`, `for_each`, a module that is not in the repository). */
  readonly unexpanded: readonly UnexpandedResource[];
  readonly moved: readonly MovedBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly imports: readonly ImportBlock[];
  readonly outputs: ReadonlyMap<string, Value>;
  /** What Terraform would refuse, and where the evaluation reached a bound. The values concerned are unknown as `invalid`. */
  readonly problems?: readonly EvaluationProblem[];
}

export interface EvaluationProblem {
  /** `limit`: the configuration goes beyond what is evaluated. */
  readonly kind: "failure" | "limit";
  /** One sentence. It may quote names from the configuration, never values. */
  readonly message: string;
  readonly place: Place;
}

export interface UnexpandedResource {
  /** Without index where that is what is unknown; a module call's address (`module.vpc`) where its inside is unknown. */
  readonly address: string;
  readonly kind: "resource" | "data" | "module";
  readonly type: string | null;
  readonly because: Value & { readonly kind: "unknown" };
  readonly place: Place;
  /** An opaque text of everything that feeds it; equal on both sides, and what it rests on unchanged: it counts as unchanged. */
  readonly derivation: string;
  /** Everything unknown that feeds it. */
  readonly restsOn: readonly UnknownReason[];
  /** Of a module of the repository: its resources, with addresses without the module's key. Absent: what is in it is not known. */
  readonly inside?: readonly UnexpandedResource[];
}
