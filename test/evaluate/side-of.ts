/** Sides and subjects of a review made from the text of files, read by the real parsers. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { expect } from "@jest/globals";
import { introducedAmong } from "../../src/evaluate/introduced.ts";
import type { ConfigurationRule } from "../../src/evaluate/rule.ts";
import { createWorkloadCatalogue } from "../../src/evaluate/workloads.ts";
import type { WorkloadCatalogue } from "../../src/model/catalogue.ts";
import type { Observation } from "../../src/model/finding.ts";
import type { PackerTemplate } from "../../src/model/packer-template.ts";
import type { SourceFile } from "../../src/model/source.ts";
import type { ReviewSubject, Side } from "../../src/model/subject.ts";
import type { ParsedFile } from "../../src/model/syntax.ts";
import { readAutomation } from "../../src/parse/ci/read-automation.ts";
import { createHclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { isHclPath, parseHclFile } from "../../src/parse/hcl/parse-file.ts";
import { looksLikePackerTemplate, parsePackerTemplate } from "../../src/parse/packer/packer-template.ts";
import { configuredResources } from "../../src/terraform/configured-resources.ts";
import { readModules } from "../../src/terraform/modules.ts";

const require = createRequire(import.meta.url);
const parser = await createHclParser({
  runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
  grammar: readFileSync(require.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm")),
});

/** The real catalogue's data. */
const workloads: WorkloadCatalogue = createWorkloadCatalogue(
  jsonFiles(new URL("../../policies/catalogue/workloads/", import.meta.url).pathname).map((path) => JSON.parse(readFileSync(path, "utf8"))),
);

function jsonFiles(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(dir, name));
}

export type Files = Readonly<Record<string, string>>;

/** Every file is in scope. */
export function sideOf(files: Files): Side {
  const sources = new Map<string, SourceFile>();
  const parsed: ParsedFile[] = [];
  const packer: PackerTemplate[] = [];
  const automation = [];
  for (const [path, text] of Object.entries(files)) {
    sources.set(path, { path, id: `${path} ${text.length}`, text, unreadable: null });
    if (isHclPath(path)) parsed.push(parseHclFile(parser, path, text));
    const template = looksLikePackerTemplate(path, text) ? parsePackerTemplate(parser, path, text).template : null;
    if (template !== null) packer.push(template);
    const read = readAutomation(path, text);
    if (read !== null) automation.push(read);
  }
  for (const file of parsed) expect({ path: file.path, problems: file.problems }).toEqual({ path: file.path, problems: [] });
  const modules = readModules(parsed.filter((file) => file.path.endsWith(".tf") || file.path.endsWith(".tf.json")));
  const readFile = (path: string) => sources.get(path)?.text ?? null;
  return {
    modules,
    resources: [...modules.values()].flatMap((module) => configuredResources(module, { modules, readFile })),
    files: sources,
    paths: new Set(sources.keys()),
    packer,
    scripts: automation.flatMap((each) => each.script ?? []),
    images: automation.flatMap((each) => each.images),
    sightings: [],
    waiverFaults: [],
    problems: [],
  };
}

/** A review of a change between two sets of files; without a base, a scan. */
export function subjectOf(base: Files | null, head: Files): ReviewSubject {
  const headSide = sideOf(head);
  const baseSide = base === null ? null : sideOf(base);
  const paths = new Set([...Object.keys(base ?? {}), ...Object.keys(head)]);
  return {
    base: baseSide,
    head: headSide,
    projects: [],
    moved: [...headSide.modules.values()].flatMap((module) => module.moved),
    renames: new Map(),
    changed: new Set([...paths].filter((path) => base?.[path] !== head[path])),
    leaked: [],
    waivers: [],
    workloads,
  };
}

/** What the rule sees at the head, each as `reason file:line address attribute`. Checks that its words can be filled. */
export function observations(rule: ConfigurationRule, head: Files, base: Files | null = null): readonly Observation[] {
  const subject = subjectOf(base, head);
  const found = [...rule.judge(subject.head, subject)];
  for (const observation of found) expectWords(rule, observation);
  return found;
}

/** In short, for comparison. */
export function told(rule: ConfigurationRule, head: Files, base: Files | null = null): readonly string[] {
  return observations(rule, head, base).map(short);
}

/** Only what the change brings. */
export function introduced(rule: ConfigurationRule, base: Files, head: Files): readonly string[] {
  const subject = subjectOf(base, head);
  const before = subject.base === null ? [] : [...rule.judge(subject.base, subject)];
  const after = [...rule.judge(subject.head, subject)];
  const brought = introducedAmong(after, before, subject);
  return after.filter((observation) => brought.has(observation)).map(short);
}

function short(observation: Observation): string {
  const place = observation.place === null ? "nowhere" : `${observation.place.file}:${observation.place.line}`;
  return [observation.reason, place, observation.address, observation.attribute].filter((part) => part !== null).join(" ");
}

const always = new Set(["address", "attribute", "file", "line"]);

/** The reason has words, and every name in them has a value. */
function expectWords(rule: ConfigurationRule, observation: Observation): void {
  const words = rule.reasons[observation.reason];
  expect({ reason: observation.reason, known: words !== undefined }).toEqual({ reason: observation.reason, known: true });
  for (const [, name = ""] of `${words?.message} ${words?.remedy}`.matchAll(/\{([a-z_]+)\}/g)) {
    const value = always.has(name) ? standing(observation, name) : observation.evidence[name];
    expect({ reason: observation.reason, name, value: value === undefined || value === null ? "none" : "some" }).toEqual({
      reason: observation.reason,
      name,
      value: "some",
    });
  }
}

function standing(observation: Observation, name: string): unknown {
  if (name === "address") return observation.address;
  if (name === "attribute") return observation.attribute;
  return observation.place;
}

/** The files of a story's side, by path within it. */
export function storyFiles(rule: string, which: "bad" | "good", side: "base" | "head"): Files {
  const root = new URL(`../../fixtures/cases/${rule}/${which}/${side}/`, import.meta.url).pathname;
  const files: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(root, path)] = readFileSync(path, "utf8");
  }
  return files;
}
