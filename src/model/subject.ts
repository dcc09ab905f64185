/** What the rules look at: both sides of a change and what is planned between them. */
import type { ImageReference, Script } from "./automation.ts";
import type { WorkloadCatalogue } from "./catalogue.ts";
import type { PackerTemplate } from "./packer-template.ts";
import type { ActionInvocation } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { JudgedChange } from "./resource-change.ts";
import type { FingerprintedSighting, PlannedCredential } from "./sighting.ts";
import type { SourceFile } from "./source.ts";
import type { ConfiguredResource, MovedBlock, TerraformModule } from "./terraform-module.ts";
import type { InlineWaiver, WaiverFault } from "./waiver.ts";

/** One side of a change: what the files in scope say at the base or at the head. */
export interface Side {
  /** Modules in scope by directory. */
  readonly modules: ReadonlyMap<string, TerraformModule>;
  /** Resources and data sources of those modules, each block once. */
  readonly resources: readonly ConfiguredResource[];
  /** Every changed text file, and the files of modules in scope. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Paths of the whole tree, to ask whether a file exists. */
  readonly paths: Pick<ReadonlySet<string>, "has" | "keys">;
  readonly packer: readonly PackerTemplate[];
  /** CI files, makefiles and shell scripts among `files`, as `readAutomation` reads them. */
  readonly scripts: readonly Script[];
  /** Container images that Dockerfiles, compose files and Kubernetes manifests among `files` name. */
  readonly images: readonly ImageReference[];
  readonly sightings: readonly FingerprintedSighting[];
  /** Comments among `files` that were meant for waivers and are none. */
  readonly waiverFaults: readonly WaiverFault[];
  readonly problems: readonly Problem[];
}

/** What is planned in one project. */
export interface ProjectChanges {
  readonly dir: string;
  readonly workspace: string;
  readonly origin: "terraform" | "predicted";
  readonly changes: readonly JudgedChange[];
  readonly drift: readonly JudgedChange[];
  /** See `Plan.restsOn`. */
  readonly restsOn?: readonly string[];
  readonly invocations: readonly ActionInvocation[];
  /** What a real plan holds in clear and the code does not. */
  readonly credentials?: readonly PlannedCredential[];
}

export interface ReviewSubject {
  /** Null: a scan, which has no base. */
  readonly base: Side | null;
  readonly head: Side;
  readonly projects: readonly ProjectChanges[];
  readonly moved: readonly MovedBlock[];
  /** Head path → base path. */
  readonly renames: ReadonlyMap<string, string>;
  /** Paths that differ between the trees (both paths of a rename). */
  readonly changed: ReadonlySet<string>;
  /** Credentials that passed through the commits of the change: neither end holds them. Each with the place in its commit. */
  readonly leaked: readonly FingerprintedSighting[];
  /** In comments of the head's files. */
  readonly waivers: readonly InlineWaiver[];
  readonly workloads: WorkloadCatalogue;
}
