/** Measures what a run costs whose files an earlier one has read: the parse cache. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { measureNode } from "./measure.ts";

export interface SecondRun {
  readonly line: string;
  /** Of what the files cost, beyond what the program itself does: at most half is asked for. */
  readonly ratio: number;
}

/**
 * One line with both runs.
 * @param args of a review that ends with `exit`.
 * @param start seconds that a review of hardly any files takes, all of it known from an earlier run.
 */
export function measureSecondRun(cli: string, room: string, what: string, args: readonly string[], exit: number, start: number): SecondRun {
  const [first, second] = [firstRun(cli, room, args, exit), secondRun(cli, room, args, exit)];
  const ratio = (second - start) / (first - start);
  const files = `of what the files cost beyond the program's ${start.toFixed(2)} s: ${Math.round(100 * ratio)} %`;
  return {
    line: `second run, ${what}: ${second.toFixed(2)} s after ${first.toFixed(2)} s: ${Math.round((100 * second) / first)} %; ${files}`,
    ratio,
  };
}

function firstRun(cli: string, room: string, args: readonly string[], exit: number): number {
  return measureNode([cli, ...args], exit, 5, () => ({ ...stateIn(room), BAKEGATE_CACHE_DIR: mkdtempSync(join(room, "cache-")) })).seconds;
}

/** Seconds of a run that knows all its files. */
export function secondRun(cli: string, room: string, args: readonly string[], exit: number): number {
  const known = { ...stateIn(room), BAKEGATE_CACHE_DIR: mkdtempSync(join(room, "cache-")) };
  return measureNode([cli, ...args], exit, 5, () => known).seconds;
}

function stateIn(room: string) {
  return { XDG_STATE_HOME: join(room, "state") };
}
