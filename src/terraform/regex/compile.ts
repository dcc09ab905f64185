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
  return { program, groupNames };
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

function emitRepeat(node: Extract<Node, { kind: "repeat" }>, program: Instruction[]): void {
  for (let i = 0; i < node.least; i++) emit(node.item, program);
  const branch = (): { kind: "split"; first: number; second: number } => {
    const split = { kind: "split" as const, first: 0, second: 0 };
    program.push(split);
    return split;
  };
  const aim = (split: { first: number; second: number }, inside: number, outside: number): void => {
    split.first = node.greedy ? inside : outside;
    split.second = node.greedy ? outside : inside;
  };
  if (node.most === Number.POSITIVE_INFINITY) {
    const at = program.length;
    const split = branch();
    emit(node.item, program);
    program.push({ kind: "jump", to: at });
    aim(split, at + 1, program.length);
    return;
  }
  const splits: { readonly split: { first: number; second: number }; readonly inside: number }[] = [];
  for (let i = node.least; i < node.most; i++) {
    const split = branch();
    splits.push({ split, inside: program.length });
    emit(node.item, program);
  }
  for (const { split, inside } of splits) aim(split, inside, program.length);
}
