/** Preloaded into a measured process: writes its peak memory, in KiB, to the file that BAKEGATE_BENCH_MEMORY names. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.BAKEGATE_BENCH_MEMORY, String(process.resourceUsage().maxRSS));
});
