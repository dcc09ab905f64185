/** Measures whole processes: wall time and peak memory, several runs after one that is not counted. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const reporter = fileURLToPath(new URL("./report-memory.mjs", import.meta.url));

export interface Measurement {
  /** Median, in seconds. */
  readonly seconds: number;
  /** Highest of all runs, in MB. */
  readonly megabytes: number;
}

/** Runs `node …args` and measures it. @param env of each run, beside that of this process. @throws Error when a run ends in another exit code than expected. */
export function measureNode(
  args: readonly string[],
  expectedExit: number,
  runs = 5,
  env: () => Readonly<Record<string, string>> = () => ({}),
): Measurement {
  const room = mkdtempSync(join(tmpdir(), "bakegate-bench-"));
  const memoryFile = join(room, "memory");
  const times: number[] = [];
  let memory = 0;
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const result = spawnSync(process.execPath, ["--import", reporter, ...args], {
      env: { ...process.env, ...env(), BAKEGATE_BENCH_MEMORY: memoryFile },
      stdio: ["ignore", "ignore", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    });
    const elapsed = performance.now() - start;
    if (result.status !== expectedExit)
      throw new Error(`exit code ${result.status} instead of ${expectedExit}: ${args.join(" ")}\n${result.stderr}`);
    if (run === 0) continue;
    times.push(elapsed / 1000);
    memory = Math.max(memory, Number(readFileSync(memoryFile, "utf8")) / 1024);
  }
  rmSync(room, { recursive: true, force: true });
  times.sort((a, b) => a - b);
  return { seconds: times[Math.floor(times.length / 2)] ?? 0, megabytes: memory };
}
