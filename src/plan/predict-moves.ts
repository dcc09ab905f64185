/** Follows `moved` blocks: which instance of the base an address of the head continues. */
import type { MovedBlock } from "../model/terraform-module.ts";
import type { Repetition } from "../terraform/repetitions.ts";
import { inMoveOrder } from "./move-order.ts";
import { destinationOf, type Endpoint, namesResource, type Statement, statementOf } from "./move-statements.ts";
import { type Address, addressText, blockAddress, moduleAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";

/** Where every instance of the base stands once the head's `moved` blocks are applied. */
export interface Moves<T> {
  /** Head's address → the base's instance. */
  readonly previous: ReadonlyMap<string, T>;
  /** Base's address → address after the moves, where it changed. */
  readonly moved: ReadonlyMap<string, string>;
  /** False: they go round in a circle, which Terraform refuses, or are too many; nothing is moved then. */
  readonly isFollowed: boolean;
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
  const statements = head === null ? [] : statementsIn(head, placements);
  for (const statement of statements ?? []) applyMove(statement, placements);
  const previous = new Map<string, T>();
  const moved = new Map<string, string>();
  for (const [address, { instance }] of placements.byAddress) {
    previous.set(address, instance);
    if (address !== instance.address) moved.set(instance.address, address);
  }
  return { previous, moved, isFollowed: statements !== null };
}

/** In Terraform's order; null where there is none. */
function statementsIn<T extends Standing>(head: Moving, placements: Placements<T>): readonly Statement[] | null {
  const written = head.moved.flatMap((block) => statementOf(block) ?? []);
  return inMoveOrder(written, impliedMoves(head, written, placements));
}

/** `aws_instance.web` and `aws_instance.web[0]` are the same object when `count` comes or goes, unless a `moved` block names the resource. */
function impliedMoves<T extends Standing>(head: Moving, written: readonly Statement[], placements: Placements<T>): readonly Statement[] {
  const implied: Statement[] = [];
  const named = groupedBy(
    written.flatMap(({ from, to }) => [from, to]),
    blockOf,
  );
  for (const { address } of placements.byAddress.values()) {
    const repetition = head.repetitions.get(blockAddress(address));
    const wanted = repetition === "count" && address.index === null ? "[0]" : null;
    if (wanted === null && !(repetition === "single" && address.index === "[0]")) continue;
    if (named.get(blockAddress(address))?.some((endpoint) => namesResource(endpoint, address)) === true) continue;
    const { mode, type, name } = address;
    const endpoint = (index: string | null) => ({ within: [], modules: address.modules, resource: { mode, type, name }, index });
    implied.push({ from: endpoint(address.index), to: endpoint(wanted), whole: false });
  }
  return implied;
}

/** Instances by where they stand now, and by their block and their modules, so that a move looks at what it may concern only. */
class Placements<T extends Standing> {
  readonly byAddress = new Map<string, Placed<T>>();
  readonly #byBlock = new Map<string, Set<string>>();
  /** By the names of the modules around them, indexes left out. */
  readonly #byModule = new Map<string, Set<string>>();
  /** How many instances modules (without those in modules within) and resources have. */
  readonly #inhabitants = new Map<string, number>();

  put(key: string, placed: Placed<T>): void {
    this.byAddress.set(key, placed);
    enter(this.#byBlock, blockAddress(placed.address), key);
    for (const names of namesAround(placed.address.modules)) enter(this.#byModule, names, key);
    this.#count(placed.address, 1);
  }

  take(key: string): void {
    const placed = this.byAddress.get(key);
    if (placed === undefined) return;
    this.byAddress.delete(key);
    this.#byBlock.get(blockAddress(placed.address))?.delete(key);
    for (const names of namesAround(placed.address.modules)) this.#byModule.get(names)?.delete(key);
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
    const block = blockOf(from);
    const names = [...from.within, ...from.modules.map((step) => step.name)].join(".");
    return (block === null ? this.#byModule.get(names) : this.#byBlock.get(block)) ?? [];
  }
}

function enter(into: Map<string, Set<string>>, name: string, key: string): void {
  const keys = into.get(name);
  if (keys === undefined) into.set(name, new Set([key]));
  else keys.add(key);
}

/** `a`, `a.b` for what stands in module `b` of module `a`. */
function namesAround(modules: Address["modules"]): readonly string[] {
  return modules.map((_, at) =>
    modules
      .slice(0, at + 1)
      .map((step) => step.name)
      .join("."),
  );
}

/** The resource without any index; null: a module moves. */
function blockOf({ within, modules, resource }: Endpoint): string | null {
  const all = [...within.map((name) => ({ name, index: null })), ...modules];
  return resource === null ? null : blockAddress({ ...resource, modules: all, index: null, rest: "" });
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
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
