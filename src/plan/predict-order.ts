/** The order in which resources depend on each other, and what `create_before_destroy` spreads to. */

import { referencesIn } from "../model/syntax-references.ts";
import type { EvaluatedConfiguration, ResourceInstance } from "../model/terraform-module.ts";
import { blockAddress, moduleAddress, parseAddress } from "./predict-addresses.ts";

export interface ResourceOrder {
  /** Instances of the head, each after everything it refers to (as far as there is no cycle). */
  readonly instances: readonly ResourceInstance[];
  /** Blocks (addresses without any index) that are replaced create-first. */
  readonly createFirst: ReadonlySet<string>;
}

/** The block an instance or reference belongs to; indexes of modules are left out as well. */
export function blockOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed === null ? address : blockAddress(parsed);
}

export function orderResources(head: EvaluatedConfiguration): ResourceOrder {
  const byBlock = new Map<string, ResourceInstance[]>();
  const needs = new Map<string, Set<string>>();
  const written = new Map<ResourceInstance["block"], readonly string[]>();
  for (const instance of head.instances) {
    const block = blockOf(instance.address);
    const siblings = byBlock.get(block);
    if (siblings === undefined) byBlock.set(block, [instance]);
    else siblings.push(instance);
    const named = written.get(instance.block) ?? writtenReferences(instance);
    written.set(instance.block, named);
    const needed = needs.get(block) ?? new Set();
    for (const reference of [...instance.references, ...inModule(instance, named)]) {
      const other = blockOf(reference);
      if (other !== block) needed.add(other);
    }
    needs.set(block, needed);
  }
  const blocks = inDependencyOrder(needs);
  return { instances: blocks.flatMap((block) => byBlock.get(block) ?? []), createFirst: createFirstBlocks(byBlock, needs, blocks) };
}

/** Roots of references that are no resources. */
const otherRoots = new Set(["var", "local", "each", "count", "path", "self", "terraform", "module", "ephemeral"]);

/** What the block names itself, in conditions, provisioners and `depends_on` too; as seen from within its module. */
function writtenReferences(instance: ResourceInstance): readonly string[] {
  return referencesIn(instance.block.body).filter((reference) => !otherRoots.has(reference.split(".", 1)[0] ?? ""));
}

function inModule(instance: ResourceInstance, references: readonly string[]): readonly string[] {
  const parsed = parseAddress(instance.address);
  const path = parsed === null ? "" : moduleAddress(parsed);
  return path === "" ? references : references.map((reference) => `${path}.${reference}`);
}

/** Every block after those it needs. Blocks of a cycle come in the order they are met. */
function inDependencyOrder(needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const ordered: string[] = [];
  for (const first of [...needs.keys()].sort()) {
    const stack = [first];
    for (let block = stack.at(-1); block !== undefined; block = stack.at(-1)) {
      const pending = open.has(block)
        ? []
        : [...(needs.get(block) ?? [])].filter((other) => needs.has(other) && !done.has(other) && !open.has(other));
      open.add(block);
      if (pending.length > 0) {
        stack.push(...pending);
        continue;
      }
      stack.pop();
      if (!done.has(block)) ordered.push(block);
      done.add(block);
    }
  }
  return ordered;
}

/** A block that is replaced create-first forces it on everything it needs, data sources passed through. */
function createFirstBlocks(
  byBlock: ReadonlyMap<string, readonly ResourceInstance[]>,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  ordered: readonly string[],
): ReadonlySet<string> {
  const first = new Set<string>();
  // Dependents come later in the order: walked backwards, each has heard of all who need it.
  for (const block of ordered.toReversed()) {
    const own = byBlock.get(block)?.some((instance) => instance.lifecycle.createBeforeDestroy) === true;
    if (!own && !first.has(block)) continue;
    first.add(block);
    for (const needed of needs.get(block) ?? []) first.add(needed);
  }
  return first;
}
