/** A Packer template (HCL or JSON) as far as the review needs it. */
import type { Place } from "./place.ts";

export interface PackerTemplate {
  readonly path: string;
  readonly format: "hcl" | "json";
  readonly builders: readonly PackerPart[];
  readonly provisioners: readonly PackerPart[];
  readonly postProcessors: readonly PackerPart[];
  readonly variables: readonly PackerVariable[];
  readonly requiredPlugins: readonly { readonly name: string; readonly version: string | null; readonly place: Place }[];
}

/** A builder, provisioner or post-processor; `text` holds every string below it, for rules that look for commands. */
export interface PackerPart {
  readonly type: string;
  readonly strings: readonly { readonly path: string; readonly value: string; readonly place: Place }[];
  readonly place: Place;
}

export interface PackerVariable {
  readonly name: string;
  /** Null: none, or not a literal. */
  readonly default: string | null;
  readonly sensitive: boolean;
  readonly place: Place;
}
