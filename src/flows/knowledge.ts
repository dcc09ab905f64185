/** What the program knows before it has read anything: catalogues and the parser, each loaded once and only when asked for. */
import { createSinkCatalogue, type SinkCatalogue } from "../credentials/sinks.ts";
import { createWorkloadCatalogue } from "../evaluate/workloads.ts";
import type { ReplacementCatalogue, WorkloadCatalogue } from "../model/catalogue.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { createHclJudge, type HclJudge } from "../parse/hcl/judge.ts";
import { createReplacementCatalogue } from "../plan/catalogue.ts";
import { hcl2Json } from "../runner/hcl2json.ts";
import { parserWasm, policyFile, policyFolder } from "./package-files.ts";

let parser: Promise<HclParser> | null = null;
let judge: HclJudge | null = null;
let replacement: ReplacementCatalogue | null = null;
let workloads: WorkloadCatalogue | null = null;
let sinks: SinkCatalogue | null = null;

export function hclParser(): Promise<HclParser> {
  parser ??= loadParser();
  return parser;
}

/** HashiCorp's parser as a judge: the first call starts it, and it loads while other work is done. */
export function hclJudge(): HclJudge {
  judge ??= createHclJudge(hcl2Json());
  return judge;
}

async function loadParser(): Promise<HclParser> {
  const [{ createHclParser }, wasm] = await Promise.all([import("../parse/hcl/hcl-parser.ts"), parserWasm()]);
  return createHclParser(wasm);
}

export function replacementCatalogue(): ReplacementCatalogue {
  replacement ??= createReplacementCatalogue(loadProviderFacts);
  return replacement;
}

/** The parsed facts of a provider; null: the catalogue has none. */
export function loadProviderFacts(provider: string): unknown | null {
  const known = policyFolder("catalogue/replacement").includes(`${provider}.json`);
  return known ? JSON.parse(policyFile(`catalogue/replacement/${provider}.json`)) : null;
}

export function workloadCatalogue(): WorkloadCatalogue {
  workloads ??= createWorkloadCatalogue(
    policyFolder("catalogue/workloads").map((file) => JSON.parse(policyFile(`catalogue/workloads/${file}`))),
  );
  return workloads;
}

export function credentialSinks(): SinkCatalogue {
  sinks ??= createSinkCatalogue(JSON.parse(policyFile("catalogue/credential-sinks.json")));
  return sinks;
}
