/** `npm run bench`: measures the built program as whole processes and prints each figure beside its bound. */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWebserver } from "../stories/webserver.ts";
import { generateLargePlan } from "./generate-large-plan.ts";
import { generateRepository } from "./generate-repository.ts";
import { generateRootModule } from "./generate-root-module.ts";
import { measureLoad } from "./load.ts";
import { type Measurement, measureNode } from "./measure.ts";
import { measureRootModule } from "./root-module.ts";
import { measureScan } from "./scan-speed.ts";
import { measureSecondRun } from "./second-run.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

interface Row {
  readonly what: string;
  readonly measured: Measurement;
  readonly bound: string;
  readonly held: boolean;
}

// What is measured has read nothing before, unless it says so.
process.env.BAKEGATE_CACHE_DIR = "";

const rows: Row[] = [];
const lines: string[] = [];
const loads: string[] = [];
const room = mkdtempSync(join(tmpdir(), "bakegate-bench-"));

function at(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${step}…`);
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

try {
  if (!existsSync(cli)) throw new Error("dist/ is missing: npm run build");
  at("an empty node process");
  const empty = measureNode(["-e", "0"], 0);

  at("--help");
  const help = measureNode([cli, "--help"], 0);
  rows.push({ what: "--help", measured: help, bound: "0.25 s", held: help.seconds <= 0.25 });

  at("a one-file review");
  buildWebserver(join(room, "webserver"));
  const oneFile = measureNode([cli, "review", "--repo", join(room, "webserver"), "--base", "main", "--head", "resize-in-place"], 1);
  rows.push({ what: "review, one file changed", measured: oneFile, bound: "1.00 s", held: oneFile.seconds <= 1 });

  at("a repository of 10 files");
  generateRepository(join(room, "ten"), 10);
  const ten = measureNode([cli, "review", "--repo", join(room, "ten"), "--base", "main", "--head", "resize"], 1);
  rows.push({ what: "review, 10 .tf files", measured: ten, bound: "–", held: true });

  at("a repository of 10,000 files");
  generateRepository(join(room, "many"), 10_000);
  const many = measureNode([cli, "review", "--repo", join(room, "many"), "--base", "main", "--head", "resize"], 1);
  const bound = 2 * ten.seconds + 1;
  rows.push({
    what: "review, 10,000 .tf files",
    measured: many,
    bound: `2 × 10 files + 1 s = ${seconds(bound)}`,
    held: many.seconds <= bound,
  });

  at("a second run");
  const again = ["review", "--base", "main", "--repo"];
  const onlyOne = measureSecondRun(
    cli,
    room,
    "10,000 .tf files, one changed (at most 50 %)",
    [...again, join(room, "many"), "--head", "resize"],
    1,
  );
  generateRootModule(join(room, "root"));
  const everyOne = measureSecondRun(cli, room, "201 .tf files, all changed", [...again, join(room, "root"), "--head", "everywhere"], 1);
  lines.push(onlyOne.line, everyOne.line, onlyOne.ratio <= 0.5 ? "held" : "NOT HELD");

  at("a root module of 500 resources");
  lines.push(...measureRootModule());

  at("a plan of 20,000 changes");
  const plan = join(room, "large.plan.json");
  await generateLargePlan({ file: plan, changes: 20_000, bytes: 150_000_000 });
  const size = Math.round(statSync(plan).size / 1e6);
  const large = measureNode([cli, "plan", plan], 1, 3);
  rows.push({
    what: `plan, ${size} MB, 20,000 changes`,
    measured: large,
    bound: "5.00 s, 600 MB",
    held: large.seconds <= 5 && large.megabytes <= 600,
  });

  lines.push(...measureScan(cli, room, at));

  at("200 deliveries a second for 30 seconds");
  const load = await measureLoad(cli, { perSecond: 200, seconds: 30, pulls: 100 });
  const whole = load.answered === load.sent && load.right === load.pulls;
  loads.push(
    `The App: ${load.sent} deliveries at 200 a second, ${load.answered} answered, in ${load.median.toFixed(1)} ms (median), ${load.p99.toFixed(1)} ms (p99, at most 50), ${load.longest.toFixed(1)} ms (longest).`,
    `${load.right} of ${load.pulls} pull requests ended in their right state, ${load.settled.toFixed(1)} s after the last delivery; peak ${Math.round(load.megabytes)} MB (at most 600).`,
    whole && load.p99 <= 50 && load.megabytes <= 600 ? "held" : "NOT HELD",
  );

  at("");
  const table = rows.map((row) => [
    row.what,
    seconds(row.measured.seconds),
    `${(row.measured.seconds / empty.seconds).toFixed(1)} ×`,
    `${Math.round(row.measured.megabytes)} MB`,
    row.bound,
    row.held ? "held" : "NOT HELD",
  ]);
  const head = ["what", "median", "to an empty node", "peak", "bound", ""];
  const widths = head.map((name, column) => Math.max(name.length, ...table.map((cells) => (cells[column] ?? "").length)));
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[2K");
  for (const cells of [head, ...table])
    console.log(
      cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "),
    );
  for (const line of [...lines, ...loads]) console.log(line);
  console.log(
    `An empty node process takes ${seconds(empty.seconds)} here. Whole processes, start included; median of 5 runs (3 for the plan).`,
  );
} finally {
  rmSync(room, { recursive: true, force: true });
}
