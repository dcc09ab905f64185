/** The order in which resources depend on each other. */

import { referencesIn } from "../model/syntax-references.ts";
import type { ResourceBlock } from "../model/terraform-module.ts";
import { blockAddress, moduleAddress, parseAddress } from "./predict-addresses.ts";

/** The block an instance or reference belongs to; indexes of modules are left out as well. */
export function blockOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed === null ? address : blockAddress(parsed);
}

/** What stands in a configuration at an address, with the resources that it refers to (module path included, no index). */
interface Placed {
  readonly address: string;
  readonly block: ResourceBlock;
  readonly references: readonly string[];
}

/** Instances of the head, each after everything it refers to (as far as there is no cycle). */
export function inOrder<T extends Placed>(all: readonly T[]): readonly T[] {
  const byBlock = new Map<string, T[]>();
  const needs = new Map<string, Set<string>>();
  const written = new Map<ResourceBlock, readonly string[]>();
  const blockNames = new Map<string, string>();
  for (const instance of all) {
    const block = blockOf(instance.address);
    const siblings = byBlock.get(block);
    if (siblings === undefined) byBlock.set(block, [instance]);
    else siblings.push(instance);
    const named = written.get(instance.block) ?? writtenReferences(instance);
    written.set(instance.block, named);
    const needed = needs.get(block) ?? new Set();
    for (const reference of [...instance.references, ...inModule(instance, named)]) {
      const other = blockNames.get(reference) ?? blockOf(reference);
      blockNames.set(reference, other);
      if (other !== block) needed.add(other);
    }
    needs.set(block, needed);
  }
  return inDependencyOrder(needs).flatMap((block) => byBlock.get(block) ?? []);
}

/** Roots of references that are no resources. */
const otherRoots = new Set(["var", "local", "each", "count", "path", "self", "terraform", "module", "ephemeral"]);

/** What the block names itself, in conditions, provisioners and `depends_on` too; as seen from within its module. */
function writtenReferences(instance: Placed): readonly string[] {
  return referencesIn(instance.block.body).filter((reference) => !otherRoots.has(reference.split(".", 1)[0] ?? ""));
}

function inModule(instance: Placed, references: readonly string[]): readonly string[] {
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
