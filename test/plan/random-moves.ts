/** Random modules of `terraform_data` under random `moved` blocks, for the differential test: what stands where is all that they are about. */
import { type Dice, diceOf } from "./random-dice.ts";
import type { Files } from "./random-project.ts";

/** `count` or `for_each` as it is written, or neither. */
type Repetition = string;

interface Layout {
  readonly top: ReadonlyMap<string, Repetition>;
  readonly calls: ReadonlyMap<string, { readonly source: "outer" | "plain"; readonly repetition: Repetition }>;
  readonly outer: ReadonlyMap<string, Repetition>;
  readonly plain: ReadonlyMap<string, Repetition>;
  readonly innerCalls: ReadonlyMap<string, Repetition>;
  readonly inner: ReadonlyMap<string, Repetition>;
}

const names = { top: ["a", "b", "c"], calls: ["m", "n"], inModule: ["r", "s"], innerCalls: ["i", "j"], inner: ["u", "v"] } as const;

/** The base, and the head as an edit of it. */
export function randomMoves(seed: number): { readonly base: Files; readonly head: Files } {
  const dice = diceOf(seed);
  const base = edited(dice, null);
  const head = edited(dice, base);
  const blocks = new Map(["", "outer", "plain", "inner"].map((module) => [module, movedBlocks(dice, module)]));
  return { base: filesOf(base, new Map()), head: filesOf(head, blocks) };
}

function edited(dice: Dice, old: Layout | null): Layout {
  const some = <T>(all: readonly string[], before: ReadonlyMap<string, T> | undefined, make: () => T) =>
    new Map(
      all.flatMap((name): [string, T][] => {
        const kept = before?.get(name);
        if (kept !== undefined && dice.chance(0.6)) return [[name, kept]];
        return dice.chance(before === undefined ? 0.8 : 0.5) ? [[name, make()]] : [];
      }),
    );
  const repetition = () => randomRepetition(dice);
  return {
    top: some(names.top, old?.top, repetition),
    calls: some(names.calls, old?.calls, () => ({ source: dice.pick(["outer", "plain"] as const), repetition: repetition() })),
    outer: some(names.inModule, old?.outer, repetition),
    plain: some(names.inModule, old?.plain, repetition),
    innerCalls: some(names.innerCalls, old?.innerCalls, repetition),
    inner: some(names.inner, old?.inner, repetition),
  };
}

function randomRepetition(dice: Dice): Repetition {
  return dice.pick(["", "", "count = 0", "count = 1", "count = 2", 'for_each = toset(["x"])', 'for_each = toset(["x", "y"])']);
}

function movedBlocks(dice: Dice, module: string): string {
  const key = () => dice.pick(["", "", "", "[0]", "[1]", '["x"]', '["y"]']);
  const resource = (all: readonly string[]) => `terraform_data.${dice.pick(all)}${key()}`;
  const called = (all: readonly string[]) => `module.${dice.pick(all)}${key()}`;
  const endpoint = (isModule: boolean): string => {
    if (module === "inner") return resource(names.inner);
    if (module === "plain") return resource(names.inModule);
    if (module === "outer") return isModule ? called(names.innerCalls) : resource(names.inModule);
    if (isModule) return dice.chance(0.7) ? called(names.calls) : `${called(names.calls)}.${called(names.innerCalls)}`;
    if (dice.chance(0.5)) return resource(names.top);
    return dice.chance(0.7)
      ? `${called(names.calls)}.${resource(names.inModule)}`
      : `${called(names.calls)}.${called(names.innerCalls)}.${resource(names.inner)}`;
  };
  const blocks: string[] = [];
  for (let count = dice.below(module === "" ? 4 : 2); count > 0; count--) {
    const isModule = dice.chance(0.4);
    const [from, to] = [endpoint(isModule), endpoint(isModule)];
    if (from !== to) blocks.push(`moved {\n  from = ${from}\n  to   = ${to}\n}\n`);
  }
  return blocks.join("\n");
}

function filesOf(layout: Layout, blocks: ReadonlyMap<string, string>): Files {
  const resources = (all: ReadonlyMap<string, Repetition>) =>
    [...all].map(([name, repetition]) => `resource "terraform_data" "${name}" {\n  input = "kept"\n  ${repetition}\n}\n`);
  const calls = (all: Iterable<readonly [string, string, Repetition]>) =>
    [...all].map(([name, source, repetition]) => `module "${name}" {\n  source = "${source}"\n  ${repetition}\n}\n`);
  const topCalls = [...layout.calls].map(([name, { source, repetition }]) => [name, `./${source}`, repetition] as const);
  const innerCalls = [...layout.innerCalls].map(([name, repetition]) => [name, "../inner", repetition] as const);
  const text = (module: string, ...parts: readonly string[]) => [...parts, blocks.get(module) ?? ""].join("\n");
  return new Map([
    ["main.tf", text("", ...resources(layout.top), ...calls(topCalls))],
    ["outer/main.tf", text("outer", ...resources(layout.outer), ...calls(innerCalls))],
    ["plain/main.tf", text("plain", ...resources(layout.plain))],
    ["inner/main.tf", text("inner", ...resources(layout.inner))],
  ]);
}
