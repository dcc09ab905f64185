/** Measures the evaluation and prediction of a root module of 500 resources, both sides of a change together. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./evaluate-root-module.ts", import.meta.url));
const processes = 3;
/** In milliseconds. */
const mostEvaluation = 300;
const mostCatalogue = 30;

interface Measured {
  /** Of the AWS provider's catalogue, the largest. */
  readonly loading: number;
  /** Modules, head, prediction. */
  readonly rounds: readonly (readonly number[])[];
}

/** Lines of the report, the last one `held` or `NOT HELD`. */
export function measureRootModule(): readonly string[] {
  const measured = Array.from({ length: processes }, evaluate);
  const cold = median(measured.map(({ rounds }) => sum(rounds[0] ?? [])));
  const later = measured.flatMap(({ rounds }) => rounds.slice(1));
  const warm = median(later.map(sum));
  const [base, head, prediction] = [0, 1, 2].map((at) => median(later.map((round) => round[at] ?? Number.NaN)).toFixed(0));
  const catalogue = median(measured.map(({ loading }) => loading));
  return [
    `500 resources in 20 nested modules, after parsing: ${warm.toFixed(0)} ms (at most ${mostEvaluation}; modules ${base}, head ${head}, prediction with both sides ${prediction}); ${cold.toFixed(0)} ms as the first thing that a process does.`,
    `The catalogue of AWS is loaded in ${catalogue.toFixed(0)} ms (at most ${mostCatalogue}).`,
    warm <= mostEvaluation && catalogue <= mostCatalogue ? "held" : "NOT HELD",
  ];
}

function evaluate(): Measured {
  const result = spawnSync(process.execPath, ["--import", "tsx", script], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`the evaluation ended with ${result.status}:\n${result.stderr}`);
  return JSON.parse(result.stdout);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
