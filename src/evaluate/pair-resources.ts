/** Pairs the resource blocks of base and head: by address within a module, through renamed folders and `moved` blocks. */
import type { ReviewSubject, Side } from "../model/subject.ts";
import type { ConfiguredResource } from "../model/terraform-module.ts";
import { withinModule, withoutKeys } from "./address.ts";

export interface ResourcePairs {
  readonly pairs: readonly { readonly before: ConfiguredResource; readonly after: ConfiguredResource }[];
  /** Blocks of the base that have no counterpart, and that no `removed` block keeps. */
  readonly gone: readonly ConfiguredResource[];
}

/** Managed resources only. */
export function pairResources(base: Side, head: Side, subject: Pick<ReviewSubject, "moved" | "renames">): ResourcePairs {
  const index = indexResources(head);
  const headPaths = new Map([...subject.renames].map(([after, before]) => [before, after]));
  const targets = new Map(subject.moved.map((block) => [withinModule(withoutKeys(block.from)), withoutKeys(block.to)]));
  const pairs: { before: ConfiguredResource; after: ConfiguredResource }[] = [];
  const gone: ConfiguredResource[] = [];
  for (const before of base.resources) {
    if (before.block.mode !== "managed") continue;
    const after = counterpart(before, index, headPaths, targets);
    if (after !== null && after.block.type === before.block.type) pairs.push({ before, after });
    else if (after === null && !index.kept.has(before.block.address)) gone.push(before);
  }
  return { pairs, gone };
}

interface ResourceIndex {
  readonly located: ReadonlyMap<string, ConfiguredResource>;
  readonly named: ReadonlyMap<string, ConfiguredResource>;
  /** Addresses that `removed { lifecycle { destroy = false } }` hands over. */
  readonly kept: ReadonlySet<string>;
}

function indexResources(head: Side): ResourceIndex {
  const managed = head.resources.filter((resource) => resource.block.mode === "managed");
  const removed = [...head.modules.values()].flatMap((module) => module.removed.filter((block) => !block.destroy));
  return {
    located: new Map(managed.map((resource) => [located(resource.moduleDir, resource.block.address), resource])),
    named: new Map(managed.map((resource) => [resource.block.address, resource])),
    kept: new Set(removed.map((block) => withinModule(withoutKeys(block.from)))),
  };
}

function counterpart(
  before: ConfiguredResource,
  index: ResourceIndex,
  headPaths: ReadonlyMap<string, string>,
  targets: ReadonlyMap<string, string>,
): ConfiguredResource | null {
  const { address, place } = before.block;
  const same = index.located.get(located(before.moduleDir, address));
  if (same !== undefined) return same;
  const renamed = headPaths.get(place.file);
  const inRenamed = renamed === undefined ? undefined : index.located.get(located(folderOf(renamed), address));
  if (inRenamed !== undefined) return inRenamed;
  const target = targets.get(address);
  if (target === undefined) return null;
  return index.located.get(located(before.moduleDir, target)) ?? index.named.get(withinModule(target)) ?? null;
}

function located(dir: string, address: string): string {
  return `${dir}\n${address}`;
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf("/");
  return slash === -1 ? "." : file.slice(0, slash);
}
