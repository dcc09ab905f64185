import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { loadParser } from "./evaluated-folder.ts";
import { comparePair } from "./pairs.ts";
import { randomPair } from "./random-configuration.ts";

const installed = spawnSync("terraform", ["version"]).status === 0;
/** `BAKEGATE_SEED=7 BAKEGATE_RUNS=100` to look further. */
const seed = Number(process.env.BAKEGATE_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.BAKEGATE_RUNS ?? 8);

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

function terraform(cwd: string, ...args: readonly string[]): string {
  return execFileSync("terraform", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
}

/** Plans the pair with the real terraform; null: it refuses the configuration. */
function planned(folder: string): boolean {
  const work = join(folder, "work");
  mkdirSync(work);
  try {
    cpSync(join(folder, "base", "main.tf"), join(work, "main.tf"));
    terraform(work, "init", "-input=false");
    terraform(work, "apply", "-auto-approve", "-input=false");
    cpSync(join(folder, "head", "main.tf"), join(work, "main.tf"));
    terraform(work, "plan", "-input=false", "-out=plan.bin");
    writeFileSync(join(folder, "plan.json"), terraform(work, "show", "-json", "plan.bin"));
    return true;
  } catch {
    return false;
  }
}

(installed ? describe : describe.skip)("against the real terraform (skipped where it is not installed)", () => {
  test(
    "random configurations and edits are planned as predicted, or undecided",
    () => {
      let resources = 0;
      let undecided = 0;
      let refused = 0;
      for (let run = 0; run < runs; run++) {
        const pair = randomPair(seed + run);
        const folder = mkdtempSync(join(tmpdir(), "bakegate-random-"));
        try {
          for (const side of ["base", "head"] as const) {
            mkdirSync(join(folder, side));
            writeFileSync(join(folder, side, "main.tf"), pair[side]);
          }
          if (!planned(folder)) {
            refused++;
            continue;
          }
          const result = comparePair(parser, pathToFileURL(`${folder}/`));
          expect({ seed: seed + run, wrong: result.wrong }).toEqual({ seed: seed + run, wrong: [] });
          resources += result.resources;
          undecided += result.undecided.length;
        } finally {
          rmSync(folder, { recursive: true });
        }
      }
      process.stdout.write(`seed ${seed}: ${undecided} of ${resources} undecided, ${refused} of ${runs} refused by terraform\n`);
      expect(refused).toBeLessThan(runs);
    },
    60_000 + runs * 3_000,
  );
});
