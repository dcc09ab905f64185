/** Turns a regular expression into a program that runs in time linear in the text, whatever the pattern. */
import type { CharacterTest } from "./character-class.ts";
import type { Assertion, Node } from "./parse.ts";
import { parsePattern, UnsupportedPattern } from "./parse.ts";

export { UnsupportedPattern };

/** Instructions of Pike's machine: `split` tries its first target before its second. */
export type Instruction =
  | { readonly kind: "character"; readonly matches: CharacterTest }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { kind: "split"; first: number; second: number }
  | { kind: "jump"; to: number }
  | { readonly kind: "save"; readonly slot: number }
  | { readonly kind: "match" };

export interface Pattern {
  readonly program: readonly Instruction[];
  /** Whether a match may begin with a character; null: it may begin with any, or be empty. */
  readonly mayBegin: CharacterTest | null;
  /** Of the shortest text that it can match, in code points; what it says of words and lines around it is not looked at. */
  readonly shortest: number;
  readonly groupNames: readonly (string | null)[];
}

/** Larger programs are not run; RE2 has a bound of its own kind. */
const maxProgram = 20_000;

/** Fails where the pattern is wrong; throws `UnsupportedPattern` where it is outside what is run. */
export function compilePattern(source: string): Pattern {
  const { root, groupNames } = parsePattern(source);
  const program: Instruction[] = [{ kind: "save", slot: 0 }];
  emit(root, program);
  program.push({ kind: "save", slot: 1 }, { kind: "match" });
  return { program, mayBegin: beginningOf(program), shortest: shortestOf(program), groupNames };
}

function beginningOf(program: readonly Instruction[]): CharacterTest | null {
  const tests: CharacterTest[] = [];
  for (const at of reachedFrom(program, [0])) {
    const instruction = program[at];
    if (instruction?.kind === "match") return null;
    if (instruction?.kind === "character") tests.push(instruction.matches);
  }
  const ascii = Array.from({ length: 128 }, (_, point) => tests.some((test) => test(point)));
  return (point) => ascii[point] ?? tests.some((test) => test(point));
}

/** Steps over all instructions at once, a character a step. */
function shortestOf(program: readonly Instruction[]): number {
  const passed = new Set<number>();
  let open: readonly number[] = [0];
  for (let length = 0; open.length > 0; length++) {
    const next: number[] = [];
    for (const at of reachedFrom(program, open)) {
      if (program[at]?.kind === "match") return length;
      if (program[at]?.kind !== "character" || passed.has(at)) continue;
      passed.add(at);
      next.push(at + 1);
    }
    open = next;
  }
  return Number.POSITIVE_INFINITY;
}

/** The instructions that are come to without a character being read. */
function reachedFrom(program: readonly Instruction[], starts: readonly number[]): ReadonlySet<number> {
  const reached = new Set(starts);
  // A set hands out what is added while it is gone through.
  for (const at of reached) {
    const instruction = program[at];
    if (instruction?.kind === "split") reached.add(instruction.first).add(instruction.second);
    else if (instruction?.kind === "jump") reached.add(instruction.to);
    else if (instruction?.kind === "save" || instruction?.kind === "assertion") reached.add(at + 1);
  }
  return reached;
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > maxProgram) throw new UnsupportedPattern("the pattern is too large");
  switch (node.kind) {
    case "empty":
      return;
    case "character":
    case "assertion":
      program.push(node);
      return;
    case "sequence":
      for (const item of node.items) emit(item, program);
      return;
    case "group":
      program.push({ kind: "save", slot: node.index * 2 });
      emit(node.item, program);
      program.push({ kind: "save", slot: node.index * 2 + 1 });
      return;
    case "choice":
      emitChoice(node.items, program);
      return;
    case "repeat":
      emitRepeat(node, program);
      return;
  }
}

function emitChoice(items: readonly Node[], program: Instruction[]): void {
  const jumps: { kind: "jump"; to: number }[] = [];
  for (const [i, item] of items.entries()) {
    if (i === items.length - 1) {
      emit(item, program);
      break;
    }
    const split = { kind: "split" as const, first: program.length + 1, second: 0 };
    program.push(split);
    emit(item, program);
    const jump = { kind: "jump" as const, to: 0 };
    jumps.push(jump);
    program.push(jump);
    split.second = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
}

/** Whether a node can match nothing. */
function isNullable(node: Node): boolean {
  switch (node.kind) {
    case "empty":
    case "assertion":
      return true;
    case "character":
      return false;
    case "sequence":
      return node.items.every(isNullable);
    case "choice":
      return node.items.some(isNullable);
    case "repeat":
      return node.least === 0 || isNullable(node.item);
    case "group":
      return isNullable(node.item);
  }
}

type Split = Extract<Instruction, { kind: "split" }>;

function emitRepeat(node: Extract<Node, { kind: "repeat" }>, program: Instruction[]): void {
  const branch = (): Split => {
    const split: Split = { kind: "split", first: 0, second: 0 };
    program.push(split);
    return split;
  };
  const aim = (split: Split, inside: number, outside: number): void => {
    split.first = node.greedy ? inside : outside;
    split.second = node.greedy ? outside : inside;
  };
  const isEndless = node.most === Number.POSITIVE_INFINITY;
  if (isEndless && node.least === 0 && !isNullable(node.item)) {
    const split = branch();
    const at = program.length;
    emit(node.item, program);
    program.push({ kind: "jump", to: at - 1 });
    aim(split, at, program.length);
    return;
  }
  if (isEndless) {
    // As RE2 does, what can match nothing comes once or more, or not at all: a group inside takes part then.
    const skip = node.least === 0 ? branch() : null;
    const first = program.length;
    for (let i = 1; i < node.least; i++) emit(node.item, program);
    const start = program.length;
    emit(node.item, program);
    aim(branch(), start, program.length);
    if (skip !== null) aim(skip, first, program.length);
    return;
  }
  for (let i = 0; i < node.least; i++) emit(node.item, program);
  const splits: { readonly split: Split; readonly inside: number }[] = [];
  for (let i = node.least; i < node.most; i++) {
    const split = branch();
    splits.push({ split, inside: program.length });
    emit(node.item, program);
  }
  for (const { split, inside } of splits) aim(split, inside, program.length);
}
