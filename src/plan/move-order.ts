/** In which order moves are applied: chains one after the other, whatever order they are written in. */
import { goesAfter, type Ordered, orderedOf, type Side, type Statement } from "./move-statements.ts";

/** More pairs are not weighed; it is some 2,000 moves of one module's instances. Nobody moves so much at once. */
const mostPairs = 10_000_000;

/**
 * Each after those that go before it. Null where they go round in a circle, which Terraform refuses, and where there are too many.
 * @param implied concern one resource each, and do not wait for one another.
 */
export function inMoveOrder(written: readonly Statement[], implied: readonly Statement[]): readonly Statement[] | null {
  const explicit = written.map(orderedOf);
  const others = implied.map(orderedOf);
  const [all, alone] = [new MoveIndex([...explicit, ...others]), new MoveIndex(explicit)];
  const before = new Map<Ordered, readonly Ordered[]>();
  let left = mostPairs;
  for (const [one, index] of [...explicit.map((one) => [one, all] as const), ...others.map((one) => [one, alone] as const)]) {
    const near = index.near(one);
    left -= near.length;
    if (left < 0) return null;
    before.set(
      one,
      [...new Set(near)].filter((other) => other !== one && goesAfter(one, other)),
    );
  }
  return inTurn(before)?.map(({ statement }) => statement) ?? null;
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

/** Statements by the names of what they move, indexes left out: only what stands at, around or within the same names can be ordered. */
class MoveIndex {
  readonly #to = new Map<string, Ordered[]>();
  readonly #within = new Map<string, Ordered[]>();

  constructor(statements: readonly Ordered[]) {
    for (const one of statements) {
      add(this.#to, ownKey(one.to), one);
      for (const key of new Set([...keysAround(one.from), ...keysAround(one.to)])) add(this.#within, key, one);
    }
  }

  /** All that may go before the statement, some of it twice. */
  near({ from, to }: Ordered): readonly Ordered[] {
    const around = new Set([...keysAround(from), ...keysAround(to)]);
    return [...[...around].flatMap((key) => this.#to.get(key) ?? []), ...(this.#within.get(ownKey(from)) ?? [])];
  }
}

function add(into: Map<string, Ordered[]>, key: string, one: Ordered): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [one]);
  else known.push(one);
}

function ownKey({ pattern, resource }: Side): string {
  const names = pattern.map((step) => step.name);
  return resource === null ? names.join(".") : `${names.join(".")} ${resource.mode} ${resource.type} ${resource.name}`;
}

/** Of itself, and of the modules that hold it. */
function keysAround(side: Side): readonly string[] {
  const names = side.pattern.map((step) => step.name);
  return [...names.map((_, at) => names.slice(0, at + 1).join(".")), ownKey(side)];
}
