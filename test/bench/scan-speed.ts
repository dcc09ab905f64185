/** Measures `bakegate scan` over a mixed tree, beside other scanners of credentials on the same tree. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { generateMixedTree, generateSmallFiles } from "./generate-mixed-tree.ts";

const secretlint = fileURLToPath(new URL("../../node_modules/secretlint/bin/secretlint.js", import.meta.url));
const treeBytes = 50_000_000;
const smallFiles = 100_000;

/** Lines of the report, the last one `held` or `NOT HELD`. `at` is told what is measured. */
export function measureScan(cli: string, room: string, at: (step: string) => void): readonly string[] {
  const tree = join(room, "mixed");
  at("a mixed tree of 50 MB");
  const files = generateMixedTree(tree, treeBytes);
  const own = seconds(process.execPath, [cli, "scan", "--format", "json", "--quiet", tree], room, [0, 1]);
  at("secretlint on the same tree (minutes)");
  writeFileSync(join(tree, ".secretlintrc.json"), JSON.stringify({ rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] }));
  const theirs = seconds(process.execPath, [secretlint, "**/*"], tree, [0, 1]);
  at("gitleaks on the same tree");
  const gitleaks =
    spawnSync("gitleaks", ["version"]).status === 0
      ? seconds("gitleaks", ["detect", "--no-git", "--no-banner", "--source", tree, "--exit-code", "0"], room, [0])
      : null;
  at("100,000 small files");
  const many = join(room, "small");
  mkdirSync(many);
  generateSmallFiles(many, smallFiles);
  const small = seconds(process.execPath, [cli, "scan", "--format", "json", "--quiet", many], room, [0, 1]);
  at("a line of 10 MB");
  const long = join(room, "long");
  mkdirSync(long);
  writeFileSync(join(long, "one-line.yaml"), `password: ${"a".repeat(5_000_000)}${"=".repeat(5_000_000)}\n`);
  writeFileSync(join(long, "bait.env"), `${`TOKEN=${"(((a+)+)+)+ ".repeat(400)}\n`.repeat(2_000)}`);
  const line = seconds(process.execPath, [cli, "scan", "--format", "json", "--quiet", long], room, [0, 1, 3]);
  const held = theirs / own >= 3 && (gitleaks === null || own <= 3 * gitleaks) && small <= 60 && line <= 20;
  return [
    `scan: ${files} files, 50 MB, in ${own.toFixed(1)} s: ${(treeBytes / 1e6 / own).toFixed(1)} MB/s, all rules; secretlint ${theirs.toFixed(1)} s, ${(theirs / own).toFixed(1)} × (at least 3 ×); ${
      gitleaks === null
        ? "gitleaks is not installed and was not measured"
        : `gitleaks ${gitleaks.toFixed(1)} s (at most 3 × its time: ${(own / gitleaks).toFixed(1)} ×)`
    }.`,
    `scan: 100,000 small files in ${small.toFixed(1)} s (at most 60); 10 MB in one line and 10 MB of pattern bait in ${line.toFixed(1)} s (at most 20).`,
    held ? "held" : "NOT HELD",
  ];
}

/** Wall time of one run. @throws Error when it ends in an exit code that is not expected. */
function seconds(command: string, args: readonly string[], cwd: string, exits: readonly number[]): number {
  const start = performance.now();
  const result = spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"], maxBuffer: 64 * 1024 * 1024 });
  if (!exits.includes(result.status ?? -1))
    throw new Error(`exit code ${result.status}: ${command} ${args.join(" ")}\n${String(result.stderr).slice(0, 2_000)}`);
  return (performance.now() - start) / 1000;
}
