import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { loadParser } from "./evaluated-folder.ts";
import { comparePair } from "./pairs.ts";
import { randomPair } from "./random-configuration.ts";
import { randomMoves } from "./random-moves.ts";
import { type Files, randomProjects } from "./random-project.ts";
import { moduleManifest } from "./random-text.ts";

const installed = spawnSync("terraform", ["version"]).status === 0;
/** `BAKEGATE_SEED=7 BAKEGATE_RUNS=100` to look further. */
const seed = Number(process.env.BAKEGATE_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.BAKEGATE_RUNS ?? 8);

let parser: HclParser;
/** One working directory for all: it is initialised once, and told the modules of each side. */
let work: string;
beforeAll(async () => {
  parser = await loadParser();
  work = mkdtempSync(join(tmpdir(), "bakegate-random-"));
  if (!installed) return;
  terraform("init", "-input=false");
  mkdirSync(join(work, ".terraform", "modules"), { recursive: true });
});
afterAll(() => rmSync(work, { recursive: true }));

function terraform(...args: readonly string[]): string {
  return execFileSync("terraform", args, { cwd: work, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
}

function write(folder: string, files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Puts one side into the working directory in place of the other; the state stays. */
function put(files: Files): void {
  for (const entry of readdirSync(work)) {
    if (!entry.startsWith("terraform.tfstate") && !entry.startsWith(".terraform")) rmSync(join(work, entry), { recursive: true });
  }
  write(work, files);
  writeFileSync(join(work, ".terraform", "modules", "modules.json"), moduleManifest(files));
}

/** Plans the pair with the real terraform; null: it refuses the configuration. */
function planned(base: Files, head: Files): string | null {
  for (const name of ["terraform.tfstate", "terraform.tfstate.backup"]) rmSync(join(work, name), { force: true });
  try {
    put(base);
    terraform("apply", "-auto-approve", "-input=false");
    put(head);
    terraform("plan", "-input=false", "-refresh=false", "-out=plan.bin");
    return terraform("show", "-json", "plan.bin");
  } catch {
    return null;
  }
}

/** Some with modules and variables, some of moves alone. */
function sidesOf(one: number): { readonly base: Files; readonly head: Files } {
  if (one % 4 === 1) return randomMoves(one);
  if (one % 2 === 0) return randomProjects(one);
  const { base, head } = randomPair(one);
  return { base: new Map([["main.tf", base]]), head: new Map([["main.tf", head]]) };
}

(installed ? describe : describe.skip)("against the real terraform (skipped where it is not installed)", () => {
  test(
    "random configurations and edits are planned as predicted, or undecided",
    () => {
      let resources = 0;
      let undecided = 0;
      let refused = 0;
      for (let run = 0; run < runs; run++) {
        const { base, head } = sidesOf(seed + run);
        const plan = planned(base, head);
        if (plan === null) {
          refused++;
          continue;
        }
        const folder = mkdtempSync(join(tmpdir(), "bakegate-random-"));
        try {
          write(folder, new Map([...inside("base", base), ...inside("head", head), ["plan.json", plan]]));
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

function inside(side: string, files: Files): Files {
  return new Map([...files].map(([path, text]) => [`${side}/${path}`, text]));
}
