/** `import` blocks with their addresses in full, one for each element of a `for_each`. */
import type { ImportBlock } from "../model/terraform-module.ts";
import { inModule } from "./address.ts";
import type { ModuleInstance } from "./module-instance.ts";

export function expandedImports(instance: ModuleInstance): readonly ImportBlock[] {
  return instance.module.imports.map((block) => ({ ...block, to: inModule(instance.path, block.to) }));
}
