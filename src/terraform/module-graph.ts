/** Which directory calls which, from the summaries of all files. */

import type { FileRead, FileSummary } from "./module-calls.ts";
import { calledDirectory } from "./modules.ts";
import { directoryOf } from "./repository-path.ts";

export interface DirectorySummary {
  readonly dir: string;
  /** Directories it calls, whether anything stands there or not; sorted, itself left out. */
  readonly calls: readonly string[];
  readonly reads: readonly FileRead[];
  readonly backend: boolean;
}

/** Graphs by what they were made of: several questions are asked of each. */
const graphs = new WeakMap<ReadonlyMap<string, FileSummary>, ReadonlyMap<string, DirectorySummary>>();

/** Directories by path, from the summaries of module files by path, which do not change any more. */
export function moduleGraph(summaries: ReadonlyMap<string, FileSummary>): ReadonlyMap<string, DirectorySummary> {
  const known = graphs.get(summaries) ?? graphOf(summaries);
  graphs.set(summaries, known);
  return known;
}

function graphOf(summaries: ReadonlyMap<string, FileSummary>): ReadonlyMap<string, DirectorySummary> {
  const graph = new Map<string, { dir: string; calls: Set<string>; reads: FileRead[]; backend: boolean }>();
  for (const [path, summary] of summaries) {
    const dir = directoryOf(path);
    let directory = graph.get(dir);
    if (directory === undefined) {
      directory = { dir, calls: new Set(), reads: [], backend: false };
      graph.set(dir, directory);
    }
    for (const source of summary.calls) {
      const called = calledDirectory(dir, source);
      if (called !== null && called !== dir) directory.calls.add(called);
    }
    directory.reads.push(...summary.reads);
    directory.backend ||= summary.backend;
  }
  return new Map([...graph].map(([dir, directory]) => [dir, { ...directory, calls: [...directory.calls].sort() }]));
}

/** A module's directory and every one it calls, directly or through others; each once, cycles included. */
export function calledFrom(dir: string, graph: ReadonlyMap<string, DirectorySummary>): ReadonlySet<string> {
  const seen = new Set<string>([dir]);
  const open = [dir];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const called of graph.get(next)?.calls ?? []) {
      if (seen.has(called)) continue;
      seen.add(called);
      open.push(called);
    }
  }
  return seen;
}
