/** A data source that reads files, with its evaluated arguments. */
import type { ResourceBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import type { Scope } from "./evaluation.ts";
import { pathFrom } from "./repository-path.ts";
import { isMapping } from "./values.ts";

export interface ReadingData {
  readonly resource: ResourceBlock;
  /** Full. */
  readonly address: string;
  readonly values: Value;
  readonly provider: string;
  readonly scope: Scope;
}

/** Null: it is not set. */
export function argumentOf({ values }: ReadingData, name: string): Value | null {
  const value = isMapping(values) ? values.entries.get(name) : undefined;
  return value === undefined || value.kind === "null" ? null : value;
}

/** A path from the repository's root; plain ones start where Terraform runs. Null: unknown, not set, or outside the repository. */
export function pathArgument(data: ReadingData, name: string): string | null {
  const path = argumentOf(data, name);
  return path?.kind === "string" ? pathFrom(data.scope.names.rootDir, path.value) : null;
}
