/** `moved` and `removed` blocks of a whole configuration. They hold for every instance of their module, for those that are gone as well. */
import type { MovedBlock, RemovedBlock, TerraformModule } from "../model/terraform-module.ts";

/** Calls beyond this are not looked into: modules that call one another twice and again would have no end. */
const mostCalls = 20_000;

/** Addresses seen from the root, without keys of modules; the root's blocks come first. */
export function refactoringBlocks(
  modules: ReadonlyMap<string, TerraformModule>,
  rootDir: string,
): { readonly moved: readonly MovedBlock[]; readonly removed: readonly RemovedBlock[] } {
  const moved: MovedBlock[] = [];
  const removed: RemovedBlock[] = [];
  const open: { readonly dir: string; readonly path: string; readonly above: ReadonlySet<string> }[] = [
    { dir: rootDir, path: "", above: new Set() },
  ];
  // The list grows while it is walked: level by level.
  for (const { dir, path, above } of open) {
    const module = modules.get(dir);
    if (module === undefined || above.has(dir)) continue;
    for (const block of module.moved) moved.push({ ...block, from: `${path}${block.from}`, to: `${path}${block.to}` });
    for (const block of module.removed) removed.push({ ...block, from: `${path}${block.from}` });
    const inner = new Set([...above, dir]);
    for (const call of module.calls.values())
      if (call.dir !== null && open.length < mostCalls) open.push({ dir: call.dir, path: `${path}module.${call.name}.`, above: inner });
  }
  return { moved, removed };
}
