/** Follows `moved` blocks: which instance of the base an address of the head continues. */
import type { MovedBlock } from "../model/terraform-module.ts";
import { type Address, addressText, blockAddress, parseAddress } from "./predict-addresses.ts";

/** Where every instance of the base stands once the head's `moved` blocks are applied. */
export interface Moves<T> {
  /** Head's address → the base's instance. */
  readonly previous: ReadonlyMap<string, T>;
  /** Base's address → address after the moves, where it changed. */
  readonly moved: ReadonlyMap<string, string>;
}

/** What stands at an address. */
interface Standing {
  readonly address: string;
}

interface Placed<T> {
  readonly instance: T;
  readonly address: Address;
}

/**
 * Applies the head's `moved` blocks (chains in any order) to the base's instances, then Terraform's implied moves between a resource
 * without `count` and its instance `[0]`. A move onto an address that is taken does not happen.
 */
export function followMoves<T extends Standing>(
  base: { readonly instances: readonly T[] } | null,
  head: { readonly instances: readonly Standing[]; readonly moved: readonly MovedBlock[] } | null,
): Moves<T> {
  const placements = new Placements<T>();
  for (const instance of base?.instances ?? []) {
    const address = parseAddress(instance.address);
    if (address !== null) placements.put(instance.address, { instance, address });
  }
  for (const block of inChainOrder(head?.moved ?? [])) applyMove(block, placements);
  if (head !== null) applyImplied(head, placements);
  const previous = new Map<string, T>();
  const moved = new Map<string, string>();
  for (const [address, { instance }] of placements.byAddress) {
    previous.set(address, instance);
    if (address !== instance.address) moved.set(instance.address, address);
  }
  return { previous, moved };
}

interface ParsedMove {
  readonly from: Address;
  readonly to: Address;
}

/** `a → b` before `b → c`, whatever order they are written in. */
function inChainOrder(blocks: readonly MovedBlock[]): readonly ParsedMove[] {
  const moves: ParsedMove[] = [];
  for (const block of blocks) {
    const from = parseAddress(block.from);
    const to = parseAddress(block.to);
    if (from !== null && to !== null && (from.type === null) === (to.type === null)) moves.push({ from, to });
  }
  const ordered: ParsedMove[] = [];
  const state = new Map<ParsedMove, "open" | "done">();
  const byTarget = new Map<string, ParsedMove[]>();
  for (const move of moves) byTarget.set(addressText(move.to), [...(byTarget.get(addressText(move.to)) ?? []), move]);
  for (const first of moves) {
    const stack = [first];
    for (let move = stack.at(-1); move !== undefined; move = stack.at(-1)) {
      if (state.get(move) === undefined) {
        state.set(move, "open");
        for (const earlier of byTarget.get(addressText(move.from)) ?? []) if (state.get(earlier) === undefined) stack.push(earlier);
        continue;
      }
      if (state.get(move) === "open") ordered.push(move);
      state.set(move, "done");
      stack.pop();
    }
  }
  return ordered;
}

/** Instances by where they stand now, and by their block, so that a resource's move looks at that resource only. */
class Placements<T extends Standing> {
  readonly byAddress = new Map<string, Placed<T>>();
  readonly #byBlock = new Map<string, Set<string>>();

  put(key: string, placed: Placed<T>): void {
    this.byAddress.set(key, placed);
    const block = blockAddress(placed.address);
    const keys = this.#byBlock.get(block);
    if (keys === undefined) this.#byBlock.set(block, new Set([key]));
    else keys.add(key);
  }

  take(key: string): void {
    const placed = this.byAddress.get(key);
    this.byAddress.delete(key);
    if (placed !== undefined) this.#byBlock.get(blockAddress(placed.address))?.delete(key);
  }

  concerned(move: ParsedMove): Iterable<string> {
    return move.from.type === null ? this.byAddress.keys() : (this.#byBlock.get(blockAddress(move.from)) ?? []);
  }
}

function applyMove<T extends Standing>(move: ParsedMove, placements: Placements<T>): void {
  const changes: { readonly old: string; readonly placed: Placed<T>; readonly address: Address }[] = [];
  for (const old of placements.concerned(move)) {
    const placed = placements.byAddress.get(old);
    const address = placed === undefined ? null : moveOne(move, placed.address);
    if (placed !== undefined && address !== null) changes.push({ old, placed, address });
  }
  for (const { old, placed, address } of changes) {
    const target = addressText(address);
    if (target === old || placements.byAddress.has(target)) continue;
    placements.take(old);
    placements.put(target, { instance: placed.instance, address });
  }
}

/** Where a move takes an address; null: it does not concern it. */
function moveOne(move: ParsedMove, address: Address): Address | null {
  const { from, to } = move;
  if (from.type === null) {
    // A module: with an index only that instance, without one every instance (the index stays) or the single one (it takes the new index).
    const modules = address.modules;
    if (modules.length < from.modules.length || !modulesMatch(from, modules)) return null;
    const own = modules[from.modules.length - 1]?.index ?? null;
    const written = from.modules.at(-1)?.index ?? null;
    if (written === null && own !== null && (to.modules.at(-1)?.index ?? null) !== null) return null;
    const target = mappedModules(move, address).map((step, at) =>
      at === to.modules.length - 1 ? { ...step, index: to.modules[at]?.index ?? (written === null ? own : null) } : step,
    );
    return { ...address, modules: [...target, ...modules.slice(from.modules.length)] };
  }
  if (address.type !== from.type || address.name !== from.name || address.mode !== from.mode) return null;
  if (address.modules.length !== from.modules.length || !modulesMatch(from, address.modules)) return null;
  if (from.index !== null && from.index !== address.index) return null;
  const last = from.index === null && to.index !== null && address.index !== null;
  if (last) return null;
  const index = to.index ?? (from.index === null ? address.index : null);
  return { ...address, modules: mappedModules(move, address), type: to.type, name: to.name, index };
}

/** Modules of a `moved` block within a module carry no index: every instance of that module moves alike. */
function mappedModules(move: ParsedMove, address: Address): Address["modules"] {
  return move.to.modules.map((step, at) => {
    const from = move.from.modules[at];
    const own = address.modules[at];
    if (step.index !== null || from === undefined || own === undefined || from.name !== step.name || from.index !== null) return step;
    return { ...step, index: own.index };
  });
}

/** The last module of a module's own move without index matches the single instance and all instances. */
function modulesMatch(from: Address, modules: Address["modules"]): boolean {
  return from.modules.every((step, at) => {
    const own = modules[at];
    return own !== undefined && own.name === step.name && (step.index === null || step.index === own.index);
  });
}

/** `aws_instance.web` and `aws_instance.web[0]` are the same object when `count` comes or goes. */
function applyImplied<T extends Standing>(head: { readonly instances: readonly Standing[] }, placements: Placements<T>): void {
  const wanted = new Set(head.instances.map((instance) => instance.address));
  for (const instance of head.instances) {
    if (placements.byAddress.has(instance.address)) continue;
    const address = parseAddress(instance.address);
    if (address === null || (address.index !== null && address.index !== "[0]")) continue;
    const other = addressText({ ...address, index: address.index === null ? "[0]" : null });
    const entry = placements.byAddress.get(other);
    if (entry === undefined || wanted.has(other)) continue;
    placements.take(other);
    placements.put(instance.address, { instance: entry.instance, address });
  }
}
