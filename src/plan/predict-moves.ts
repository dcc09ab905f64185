/** Follows `moved` blocks: which instance of the base an address of the head continues. */
import type { MovedBlock } from "../model/terraform-module.ts";
import type { Repetition } from "../terraform/repetitions.ts";
import { destinationOf, goesAfter, namesResource, type Ordered, orderedOf, type Statement, statementOf } from "./move-statements.ts";
import { type Address, addressText, blockAddress, moduleAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";

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

/** What the head says about moves. */
export interface Moving {
  /** `depth`: in how many modules the block stands; default: in the root. */
  readonly moved: readonly (Pick<MovedBlock, "from" | "to"> & { readonly depth?: number })[];
  readonly repetitions: ReadonlyMap<string, Repetition>;
}

/**
 * Applies the head's `moved` blocks and Terraform's implied moves between a resource without `count` and its instance `[0]` to the base's
 * instances, as Terraform's `ApplyMoves` does. A move onto what is taken does not happen: a module's, where the module has anything already, a
 * resource's, where the resource has any instance.
 */
export function followMoves<T extends Standing>(base: { readonly instances: readonly T[] } | null, head: Moving | null): Moves<T> {
  const placements = new Placements<T>();
  for (const instance of base?.instances ?? []) {
    const address = parseAddress(instance.address);
    if (address !== null) placements.put(instance.address, { instance, address });
  }
  if (head !== null) for (const statement of statementsIn(head, placements)) applyMove(statement, placements);
  const previous = new Map<string, T>();
  const moved = new Map<string, string>();
  for (const [address, { instance }] of placements.byAddress) {
    previous.set(address, instance);
    if (address !== instance.address) moved.set(instance.address, address);
  }
  return { previous, moved };
}

/** Each after those that go before it; none at all where they go round in a circle, which Terraform refuses. */
function statementsIn<T extends Standing>(head: Moving, placements: Placements<T>): readonly Statement[] {
  const written = head.moved.flatMap((block) => statementOf(block) ?? []);
  const explicit = written.map(orderedOf);
  const implied = impliedMoves(head, written, placements).map(orderedOf);
  // Implied ones concern one resource each, and do not wait for one another.
  const before = new Map<Ordered, readonly Ordered[]>([
    ...explicit.map((one): [Ordered, readonly Ordered[]] => [
      one,
      [...explicit, ...implied].filter((other) => other !== one && goesAfter(one, other)),
    ]),
    ...implied.map((one): [Ordered, readonly Ordered[]] => [one, explicit.filter((other) => goesAfter(one, other))]),
  ]);
  return inTurn(before)?.map(({ statement }) => statement) ?? [];
}

/** Null: there is a circle. */
function inTurn(before: ReadonlyMap<Ordered, readonly Ordered[]>): readonly Ordered[] | null {
  const ordered: Ordered[] = [];
  const state = new Map<Ordered, "open" | "done">();
  for (const first of before.keys()) {
    const stack = [first];
    for (let one = stack.at(-1); one !== undefined; one = stack.at(-1)) {
      const pending = state.has(one) ? [] : (before.get(one) ?? []).filter((other) => state.get(other) !== "done");
      if (pending.some((other) => state.get(other) === "open")) return null;
      if (pending.length > 0) {
        state.set(one, "open");
        stack.push(...pending);
        continue;
      }
      if (state.get(one) !== "done") ordered.push(one);
      state.set(one, "done");
      stack.pop();
    }
  }
  return ordered;
}

/** `aws_instance.web` and `aws_instance.web[0]` are the same object when `count` comes or goes, unless a `moved` block names the resource. */
function impliedMoves<T extends Standing>(head: Moving, written: readonly Statement[], placements: Placements<T>): readonly Statement[] {
  const implied: Statement[] = [];
  for (const { address } of placements.byAddress.values()) {
    const repetition = head.repetitions.get(blockAddress(address));
    const wanted = repetition === "count" && address.index === null ? "[0]" : null;
    if (wanted === null && !(repetition === "single" && address.index === "[0]")) continue;
    if (written.some((statement) => namesResource(statement, address))) continue;
    const { mode, type, name } = address;
    const endpoint = (index: string | null) => ({ within: [], modules: address.modules, resource: { mode, type, name }, index });
    implied.push({ from: endpoint(address.index), to: endpoint(wanted), whole: false });
  }
  return implied;
}

/** Instances by where they stand now, and by their block, so that a resource's move looks at that resource only. */
class Placements<T extends Standing> {
  readonly byAddress = new Map<string, Placed<T>>();
  readonly #byBlock = new Map<string, Set<string>>();
  /** How many instances modules (without those in modules within) and resources have. */
  readonly #inhabitants = new Map<string, number>();

  put(key: string, placed: Placed<T>): void {
    this.byAddress.set(key, placed);
    const block = blockAddress(placed.address);
    const keys = this.#byBlock.get(block);
    if (keys === undefined) this.#byBlock.set(block, new Set([key]));
    else keys.add(key);
    this.#count(placed.address, 1);
  }

  take(key: string): void {
    const placed = this.byAddress.get(key);
    if (placed === undefined) return;
    this.byAddress.delete(key);
    this.#byBlock.get(blockAddress(placed.address))?.delete(key);
    this.#count(placed.address, -1);
  }

  #count(address: Address, by: number): void {
    for (const text of [moduleAddress(address), resourceAddress(address)])
      this.#inhabitants.set(text, (this.#inhabitants.get(text) ?? 0) + by);
  }

  /** Whether a module or a resource has any instance. */
  isInhabited(text: string): boolean {
    return (this.#inhabitants.get(text) ?? 0) > 0;
  }

  concerned({ from }: Statement): Iterable<string> {
    if (from.resource === null) return this.byAddress.keys();
    const modules = [...from.within.map((name) => ({ name, index: null })), ...from.modules];
    return this.#byBlock.get(blockAddress({ ...from.resource, modules, index: null, rest: "" })) ?? [];
  }
}

function applyMove<T extends Standing>(statement: Statement, placements: Placements<T>): void {
  const changes: { readonly old: string; readonly placed: Placed<T>; readonly address: Address }[] = [];
  for (const old of placements.concerned(statement)) {
    const placed = placements.byAddress.get(old);
    const address = placed === undefined ? null : destinationOf(statement, placed.address);
    if (placed !== undefined && address !== null && addressText(address) !== old && !isTaken(statement, address, placements))
      changes.push({ old, placed, address });
  }
  for (const { old } of changes) placements.take(old);
  for (const { placed, address } of changes) placements.put(addressText(address), { instance: placed.instance, address });
}

function isTaken<T extends Standing>({ from, whole }: Statement, address: Address, placements: Placements<T>): boolean {
  if (from.resource === null) return placements.isInhabited(moduleAddress(address));
  return whole ? placements.isInhabited(resourceAddress(address)) : placements.byAddress.has(addressText(address));
}
