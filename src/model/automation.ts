/** What files beside the configuration run: the steps of CI jobs, makefiles and scripts, and the container images that files name. */
import type { Place } from "./place.ts";

/** Who runs the steps. */
export type AutomationSystem =
  | "github-actions"
  | "gitlab-ci"
  | "jenkins"
  | "azure-pipelines"
  | "circleci"
  | "codebuild"
  | "bitbucket"
  | "travis"
  | "drone"
  | "make"
  | "rake"
  | "shell";

/** One thing that a script or job does. */
export type ScriptStep =
  /** A simple command, wrappers such as `sudo` taken off; see `shellCommands`. */
  | { readonly kind: "command"; readonly words: readonly string[]; readonly place: Place }
  /** A ready-made step: `appleboy/ssh-action@v1`, `SSH@0`, `ansiblePlaybook`. */
  | { readonly kind: "action"; readonly name: string; readonly place: Place };

/** The steps of one file, in order of writing. */
export interface Script {
  readonly path: string;
  readonly system: AutomationSystem;
  readonly steps: readonly ScriptStep[];
}

/** A container image that a Dockerfile builds on, or that a compose file or manifest runs. */
export interface ImageReference {
  /** With the defaults of build arguments and variables put in; those without a default stay as written. */
  readonly reference: string;
  /** Variables without a default in it; not empty: the reference is not settled by the code. */
  readonly unsettled: readonly string[];
  readonly use: "base" | "service" | "workload";
  /** The stage, service or container that uses it: `build`, `web`, `Deployment/web app`. */
  readonly user: string;
  readonly place: Place;
}
