/** Measures what a run costs whose files an earlier one has read: the parse cache. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { measureNode } from "./measure.ts";

/** One line, and whether the second run takes at most half of the first. @param args of a review that ends with `exit`. */
export function measureSecondRun(
  cli: string,
  room: string,
  what: string,
  args: readonly string[],
  exit: number,
): { readonly line: string; readonly ratio: number } {
  const state = { XDG_STATE_HOME: join(room, "state") };
  const first = measureNode([cli, ...args], exit, 5, () => ({ ...state, BAKEGATE_CACHE_DIR: mkdtempSync(join(room, "cache-")) }));
  const known = mkdtempSync(join(room, "cache-"));
  const second = measureNode([cli, ...args], exit, 5, () => ({ ...state, BAKEGATE_CACHE_DIR: known }));
  const ratio = second.seconds / first.seconds;
  return {
    line: `second run, ${what}: ${second.seconds.toFixed(2)} s after ${first.seconds.toFixed(2)} s: ${Math.round(100 * ratio)} %`,
    ratio,
  };
}
