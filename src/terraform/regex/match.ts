/** Runs a compiled pattern over a text: Pike's machine, leftmost match, earlier alternatives first, as RE2 does. */
import type { Run } from "../evaluation.ts";
import { spend } from "../evaluation.ts";
import type { Instruction, Pattern } from "./compile.ts";
import type { Assertion } from "./parse.ts";

/** UTF-16 offsets; groups that took no part are undefined. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

interface Thread {
  readonly at: number;
  readonly slots: readonly (number | undefined)[];
}

export function firstMatch(pattern: Pattern, text: string, run: Run): Match | null {
  return matchFrom(pattern, text, 0, run);
}

/** Matches that do not overlap, as Go's `FindAll`: an empty one right behind another is left out. */
export function allMatches(pattern: Pattern, text: string, run: Run): readonly Match[] {
  const matches: Match[] = [];
  let at = 0;
  let before = -1;
  while (at <= text.length) {
    const match = matchFrom(pattern, text, at, run);
    if (match === null) break;
    if (match.end > match.start || match.start !== before) matches.push(match);
    before = match.end;
    at = match.end > match.start ? match.end : match.end + ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1);
  }
  return matches;
}

function matchFrom(pattern: Pattern, text: string, from: number, run: Run): Match | null {
  const { program } = pattern;
  let threads: Thread[] = [];
  let found: readonly (number | undefined)[] | null = null;
  for (let at = from; ; ) {
    if (threads.length === 0 && found === null) at = nextBeginning(pattern, text, at);
    const point = text.codePointAt(at);
    const seen = new Set<number>();
    const current: Thread[] = [];
    for (const thread of threads) follow(program, thread.at, thread.slots, text, at, seen, current);
    if (found === null) follow(program, 0, [], text, at, seen, current);
    spend(run, seen.size / 4 + 1);
    threads = [];
    for (const thread of current) {
      const instruction = program[thread.at];
      if (instruction?.kind === "match") {
        found = thread.slots;
        break;
      }
      if (instruction?.kind === "character" && point !== undefined && instruction.matches(point)) {
        threads.push({ at: thread.at + 1, slots: thread.slots });
      }
    }
    if (point === undefined || (threads.length === 0 && found !== null)) break;
    at += point > 0xffff ? 2 : 1;
  }
  return found === null ? null : matchOf(pattern, text, found);
}

/** The next place at which a match may begin; the end of the text where there is none. */
function nextBeginning({ mayBegin }: Pattern, text: string, from: number): number {
  if (mayBegin === null) return from;
  let at = from;
  for (let point = text.codePointAt(at); point !== undefined && !mayBegin(point); point = text.codePointAt(at))
    at += point > 0xffff ? 2 : 1;
  return at;
}

/** Adds the threads that an instruction leads to without reading a character, in order of preference; each instruction once. */
function follow(
  program: readonly Instruction[],
  start: number,
  slots: readonly (number | undefined)[],
  text: string,
  at: number,
  seen: Set<number>,
  into: Thread[],
): void {
  const open: Thread[] = [{ at: start, slots }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const instruction = program[next.at];
    if (instruction === undefined || seen.has(next.at)) continue;
    seen.add(next.at);
    switch (instruction.kind) {
      case "jump":
        open.push({ at: instruction.to, slots: next.slots });
        break;
      case "split":
        open.push({ at: instruction.second, slots: next.slots }, { at: instruction.first, slots: next.slots });
        break;
      case "save": {
        const saved = [...next.slots];
        saved[instruction.slot] = at;
        open.push({ at: next.at + 1, slots: saved });
        break;
      }
      case "assertion":
        if (holds(instruction.assertion, text, at)) open.push({ at: next.at + 1, slots: next.slots });
        break;
      case "character":
      case "match":
        into.push(next);
        break;
    }
  }
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "line-start":
      return at === 0 || text[at - 1] === "\n";
    case "line-end":
      return at === text.length || text[at] === "\n";
    case "word-boundary":
      return isWord(text[at - 1]) !== isWord(text[at]);
    case "no-word-boundary":
      return isWord(text[at - 1]) === isWord(text[at]);
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^[0-9A-Za-z_]$/.test(character);
}

function matchOf(pattern: Pattern, text: string, slots: readonly (number | undefined)[]): Match {
  const groups = pattern.groupNames.map((_, i) => {
    const start = slots[i * 2];
    const end = slots[i * 2 + 1];
    return start === undefined || end === undefined ? undefined : text.slice(start, end);
  });
  return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups };
}
