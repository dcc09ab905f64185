/** `moved` and `removed` blocks of a whole configuration. They hold for every instance of their module, for those that are gone as well. */
import type { MovedBlock, RemovedBlock } from "../model/terraform-module.ts";
import { inModule } from "./address.ts";
import type { ModulePlace, ModulePlaces } from "./module-places.ts";

/** A `moved` block, and in how many modules it stands: as many of its addresses' modules are all of their instances. */
export interface PlacedMove extends MovedBlock {
  readonly depth: number;
}

/** Addresses seen from the root, without keys of modules; the root's blocks come first. */
export function refactoringBlocks({ all }: ModulePlaces): {
  readonly moved: readonly PlacedMove[];
  readonly removed: readonly RemovedBlock[];
} {
  return {
    moved: all.flatMap((place) =>
      place.module.moved.map((block) => ({
        ...block,
        from: inModule(place.path, block.from),
        to: inModule(place.path, block.to),
        depth: depthOf(place),
      })),
    ),
    removed: all.flatMap(({ module, path }) => module.removed.map((block) => ({ ...block, from: inModule(path, block.from) }))),
  };
}

function depthOf({ caller }: ModulePlace): number {
  let depth = 0;
  for (let at = caller; at !== null; at = at.place.caller) depth++;
  return depth;
}
