/** What the program knows before it has read anything: catalogues and the parser, each loaded once and only when asked for. */
import { createSinkCatalogue, type SinkCatalogue } from "../credentials/sinks.ts";
import { createWorkloadCatalogue } from "../evaluate/workloads.ts";
import type { ReplacementCatalogue, WorkloadCatalogue } from "../model/catalogue.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { createReplacementCatalogue } from "../plan/catalogue.ts";
import { parserWasm, policyFile, policyFolder } from "./package-files.ts";

let parser: Promise<HclParser> | null = null;
let replacement: ReplacementCatalogue | null = null;
let workloads: WorkloadCatalogue | null = null;
let sinks: SinkCatalogue | null = null;

export function hclParser(): Promise<HclParser> {
  parser ??= loadParser();
  return parser;
}

async function loadParser(): Promise<HclParser> {
  const [{ createHclParser }, wasm] = await Promise.all([import("../parse/hcl/hcl-parser.ts"), parserWasm()]);
  return createHclParser(wasm);
}

export function replacementCatalogue(): ReplacementCatalogue {
  const known = new Set(policyFolder("catalogue/replacement"));
  replacement ??= createReplacementCatalogue((provider) =>
    known.has(`${provider}.json`) ? JSON.parse(policyFile(`catalogue/replacement/${provider}.json`)) : null,
  );
  return replacement;
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
