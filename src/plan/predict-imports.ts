/** What an `import` block brings into the state. */
import type { ImportBlock, ResourceInstance } from "../model/terraform-module.ts";

export interface Imported {
  /** As the block says it; null: it is not known from the code. */
  readonly id: string | null;
  /** Whether it is this instance that is imported is not known: it may be created as well. */
  readonly perhaps: boolean;
  /** What is in the state once it is imported; null: only the provider knows, or it is not known whether it is. */
  readonly state: ResourceInstance | null;
}

/** Null: no block imports the instance. */
export function importOf(head: { readonly imports: readonly ImportBlock[] } | null, instance: ResourceInstance): Imported | null {
  const block = head?.imports.find(({ to, every }) => to === instance.address || (every && instance.address.startsWith(`${to}[`)));
  if (block === undefined) return null;
  // terraform/internal/builtin/providers/terraform/resource_data.go: an import knows the id and nothing else.
  const isData = !block.every && instance.type === "terraform_data" && instance.provider.endsWith("builtin/terraform");
  return { id: block.id, perhaps: block.every, state: isData ? { ...instance, values: { kind: "object", entries: new Map() } } : null };
}
