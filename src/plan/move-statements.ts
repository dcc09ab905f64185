/** `moved` blocks as Terraform matches them: what each selects, where it takes it, and which of them go first. */
import type { MovedBlock } from "../model/terraform-module.ts";
import { type Address, type AddressStep, parseAddress } from "./predict-addresses.ts";

/** One side of a move. */
export interface Endpoint {
  /** The module that holds the block: all of its instances are meant. */
  readonly within: readonly string[];
  /** From there on; a step without an index is the single instance, but for the last one of a module that moves as a whole. */
  readonly modules: readonly AddressStep[];
  /** Null: a module moves. */
  readonly resource: Pick<Address, "mode" | "type" | "name"> | null;
  readonly index: string | null;
}

export interface Statement {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** No index stands at the end of either side: all instances move, and keep theirs. */
  readonly whole: boolean;
}

/** Null: the block moves a resource to where a module is, or the other way round, or it is not readable. */
export function statementOf(block: Pick<MovedBlock, "from" | "to"> & { readonly depth?: number }): Statement | null {
  const [from, to] = [block.from, block.to].map((text) => endpointOf(parseAddress(text), block.depth ?? 0));
  if (from == null || to == null || (from.resource === null) !== (to.resource === null)) return null;
  return { from, to, whole: lastIndex(from) === null && lastIndex(to) === null };
}

function endpointOf(address: Address | null, depth: number): Endpoint | null {
  if (address === null) return null;
  const { mode, type, name, index } = address;
  return {
    within: address.modules.slice(0, depth).map((step) => step.name),
    modules: address.modules.slice(depth),
    resource: type === null ? null : { mode, type, name },
    index,
  };
}

function lastIndex(endpoint: Endpoint): string | null {
  return endpoint.resource === null ? (endpoint.modules.at(-1)?.index ?? null) : endpoint.index;
}

/** Where a move takes an instance that stands at the address; null: it does not concern it. */
export function destinationOf({ from, to, whole }: Statement, address: Address): Address | null {
  const prefix = address.modules.slice(0, from.within.length);
  const rest = address.modules.slice(from.within.length);
  if (prefix.length < from.within.length || prefix.some((step, at) => step.name !== from.within[at])) return null;
  if (from.resource === null || to.resource === null) {
    const key = whole ? (rest[from.modules.length - 1]?.index ?? null) : null;
    const own = whole ? withLastIndex(from.modules, key) : from.modules;
    if (rest.length < own.length || !sameSteps(own, rest.slice(0, own.length))) return null;
    const target = whole ? withLastIndex(to.modules, key) : to.modules;
    return { ...address, modules: [...prefix, ...target, ...rest.slice(own.length)] };
  }
  if (!sameSteps(from.modules, rest) || !sameResource(from.resource, address)) return null;
  if (!whole && address.index !== from.index) return null;
  return { ...address, ...to.resource, modules: [...prefix, ...to.modules], index: whole ? address.index : to.index };
}

function withLastIndex(steps: readonly AddressStep[], index: string | null): readonly AddressStep[] {
  return steps.map((step, at) => (at === steps.length - 1 ? { ...step, index } : step));
}

function sameSteps(a: readonly AddressStep[], b: readonly AddressStep[]): boolean {
  return a.length === b.length && a.every((step, at) => step.name === b[at]?.name && step.index === b[at]?.index);
}

function sameResource(a: Endpoint["resource"], b: Endpoint["resource"]): boolean {
  return a?.mode === b?.mode && a?.type === b?.type && a?.name === b?.name;
}

/** Whether a side of a statement names the resource, or an instance of it. */
export function namesResource(endpoint: Endpoint, address: Address): boolean {
  const pattern = patternOf(endpoint, false);
  return (
    sameResource(endpoint.resource, address) && pattern.length === address.modules.length && mayMatch(pattern, address.modules.map(exact))
  );
}

/** A step of a module's path; `any` index is a wildcard. */
interface PatternStep {
  readonly name: string;
  readonly index: string | null;
  readonly any: boolean;
}

function exact({ name, index }: AddressStep): PatternStep {
  return { name, index, any: false };
}

function patternOf({ within, modules, resource }: Endpoint, whole: boolean): readonly PatternStep[] {
  const last = resource === null && whole ? modules.length - 1 : -1;
  return [
    ...within.map((name) => ({ name, index: null, any: true })),
    ...modules.map((step, at) => ({ ...exact(step), any: at === last })),
  ];
}

/** Whether the path may lead to, or around, what the longer one leads to. */
function mayMatch(path: readonly PatternStep[], longer: readonly PatternStep[]): boolean {
  return path.every((step, at) => {
    const other = longer[at];
    return other !== undefined && step.name === other.name && (step.any || other.any || step.index === other.index);
  });
}

/** A side of a statement with all that its order turns on. */
export interface Side extends Endpoint {
  readonly whole: boolean;
  readonly pattern: readonly PatternStep[];
}

function mayBe(side: Side, other: Side): boolean {
  if (side.pattern.length !== other.pattern.length || !mayMatch(other.pattern, side.pattern)) return false;
  if (side.resource === null || other.resource === null) return side.resource === other.resource;
  return side.whole === other.whole && sameResource(side.resource, other.resource) && (side.whole || side.index === other.index);
}

function isNestedWithin(side: Side, other: Side): boolean {
  if (other.pattern.length > side.pattern.length || !mayMatch(other.pattern, side.pattern)) return false;
  if (other.resource === null) return side.resource !== null || (other.whole && !side.whole) || side.pattern.length > other.pattern.length;
  return other.whole && side.pattern.length === other.pattern.length && !side.whole && sameResource(side.resource, other.resource);
}

/** A statement made ready for {@link goesAfter}. */
export interface Ordered {
  readonly statement: Statement;
  readonly from: Side;
  readonly to: Side;
}

export function orderedOf(statement: Statement): Ordered {
  const side = (endpoint: Endpoint): Side => ({
    ...endpoint,
    whole: statement.whole,
    pattern: patternOf(endpoint, statement.whole),
  });
  return { statement, from: side(statement.from), to: side(statement.to) };
}

/** Whether `a` is applied after `b`: chains, and what lies within something else that moves (Terraform's `statementDependsOn`). */
export function goesAfter(a: Ordered, b: Ordered): boolean {
  if (mayBe(a.from, b.to)) return true;
  const nested =
    isNestedWithin(a.from, b.to) || isNestedWithin(a.to, b.to) || isNestedWithin(b.from, a.from) || isNestedWithin(b.to, a.from);
  // What a module moves within itself fits its old index and its new one.
  return nested && (a.to.within.length >= b.to.within.length || !onlyIndexes(a));
}

function onlyIndexes({ from, to }: Ordered): boolean {
  const names = ({ modules }: Side) => modules.map((step) => step.name).join(".");
  return from.resource === null && !from.whole && names(from) === names(to);
}
