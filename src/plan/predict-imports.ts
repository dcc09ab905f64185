/** What an `import` block brings into the state. */
import { literalString } from "../model/syntax-query.ts";
import type { ImportBlock, ResourceInstance } from "../model/terraform-module.ts";

export interface Imported {
  /** As the block says it; null: it is not written plainly. */
  readonly id: string | null;
  /** What is in the state once it is imported; null: only the provider knows. */
  readonly state: ResourceInstance | null;
}

/** Null: no block imports the instance. */
export function importOf(head: { readonly imports: readonly ImportBlock[] } | null, instance: ResourceInstance): Imported | null {
  const block = head?.imports.find((one) => one.to === instance.address);
  if (block === undefined) return null;
  const id = block.id === null ? null : (literalString(block.id) ?? null);
  // terraform/internal/builtin/providers/terraform/resource_data.go: an import knows the id and nothing else.
  const isData = instance.type === "terraform_data" && instance.provider.endsWith("builtin/terraform");
  return { id, state: isData ? { ...instance, values: { kind: "object", entries: new Map() } } : null };
}
