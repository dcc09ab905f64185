/** Evaluates the generated root module several times, and prints the milliseconds as JSON. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { hclParser } from "../../src/flows/knowledge.ts";
import type { ParsedFile } from "../../src/model/syntax.ts";
import { parseHclFile } from "../../src/parse/hcl/parse-file.ts";
import { createReplacementCatalogue } from "../../src/plan/catalogue.ts";
import { type PredictionSide, predictPlan } from "../../src/plan/predict.ts";
import { type ConfigurationInput, evaluateConfiguration, openConfiguration } from "../../src/terraform/evaluate-configuration.ts";
import { readModules } from "../../src/terraform/modules.ts";
import { rootModule, type Side } from "./generate-root-module.ts";

/** Rounds in one process: the first is what a command pays, the later ones what the App does. */
const rounds = 8;

let last = performance.now();
/** Milliseconds since it was called before. */
function lap(): number {
  const [from, now] = [last, performance.now()];
  last = now;
  return now - from;
}

const parser = await hclParser();
lap();
const catalogue = createReplacementCatalogue((provider) =>
  JSON.parse(readFileSync(new URL(`../../policies/catalogue/replacement/${provider}.json`, import.meta.url), "utf8")),
);
catalogue.resource("aws_instance", null);
const loading = lap();
const measured = Array.from({ length: rounds }, round);
console.log(JSON.stringify({ loading, rounds: measured }));

/** Milliseconds for the modules, for the head by itself, and for the prediction, which evaluates both sides as they are planned. */
function round(): readonly [number, number, number] {
  const parsed = { base: parse("base"), head: parse("head") };
  lap();
  const base = inputOf("base", parsed.base);
  const head = inputOf("head", parsed.head);
  const first = lap();
  evaluateConfiguration(head);
  const second = lap();
  const plan = predictPlan({
    base: sideOf(base),
    head: sideOf(head),
    catalogue,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  const third = lap();
  if (plan.changes.length !== 500) throw new Error(`${plan.changes.length} changes instead of 500`);
  return [first, second, third];
}

function parse(side: Side): readonly ParsedFile[] {
  return [...rootModule(side)].map(([path, text]) => parseHclFile(parser, path, text));
}

function sideOf(input: ConfigurationInput): PredictionSide {
  return { open: (how) => openConfiguration({ ...input, ...how }) };
}

function inputOf(side: Side, parsed: readonly ParsedFile[]): ConfigurationInput {
  const files = rootModule(side);
  return {
    project: { dir: "live", workspace: "default", varFiles: [], plan: "static" },
    modules: readModules(parsed),
    varFiles: new Map(),
    readFile: (path) => files.get(path) ?? null,
  };
}
