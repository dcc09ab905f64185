/** `moved` and `removed` blocks of a whole configuration. They hold for every instance of their module, for those that are gone as well. */
import type { MovedBlock, RemovedBlock } from "../model/terraform-module.ts";
import { inModule } from "./address.ts";
import type { ModulePlaces } from "./module-places.ts";

/** Addresses seen from the root, without keys of modules; the root's blocks come first. */
export function refactoringBlocks({ all }: ModulePlaces): {
  readonly moved: readonly MovedBlock[];
  readonly removed: readonly RemovedBlock[];
} {
  return {
    moved: all.flatMap(({ module, path }) =>
      module.moved.map((block) => ({ ...block, from: inModule(path, block.from), to: inModule(path, block.to) })),
    ),
    removed: all.flatMap(({ module, path }) => module.removed.map((block) => ({ ...block, from: inModule(path, block.from) }))),
  };
}
