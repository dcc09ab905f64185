/** Measures what a run costs whose files an earlier one has read: the parse cache. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { measureNode } from "./measure.ts";

export interface SecondRun {
  readonly line: string;
  /** Of the first run, whole processes: at most half is asked for. */
  readonly ratio: number;
}

/** One line with both runs, of a review that ends with `exit`. */
export function measureSecondRun(cli: string, room: string, what: string, args: readonly string[], exit: number): SecondRun {
  const [first, second] = [firstRun(cli, room, args, exit), secondRun(cli, room, args, exit)];
  const ratio = second / first;
  return { line: `second run, ${what}: ${second.toFixed(2)} s after ${first.toFixed(2)} s: ${Math.round(100 * ratio)} %`, ratio };
}

function firstRun(cli: string, room: string, args: readonly string[], exit: number): number {
  return measureNode([cli, ...args], exit, 5, () => ({ ...stateIn(room), BAKEGATE_CACHE_DIR: mkdtempSync(join(room, "cache-")) })).seconds;
}

/** Seconds of a run that knows all its files. */
function secondRun(cli: string, room: string, args: readonly string[], exit: number): number {
  const known = { ...stateIn(room), BAKEGATE_CACHE_DIR: mkdtempSync(join(room, "cache-")) };
  return measureNode([cli, ...args], exit, 5, () => known).seconds;
}

function stateIn(room: string) {
  return { XDG_STATE_HOME: join(room, "state") };
}
