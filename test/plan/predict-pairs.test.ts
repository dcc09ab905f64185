import { existsSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { loadParser } from "./evaluated-folder.ts";
import { comparePair } from "./pairs.ts";

const own = new URL("../../fixtures/pairs/", import.meta.url);
const shared = new URL("../../../shared/corpora/pairs/", import.meta.url);

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

const pairsIn = (folder: URL): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

function compareAll(folder: URL): void {
  const names = pairsIn(folder);
  test.each(names)("%s: as the real terraform planned it, or undecided", (name) => {
    expect(comparePair(parser, new URL(`${name}/`, folder)).wrong).toEqual([]);
  });

  test("hardly anything is undecided", () => {
    const results = names.map((name) => ({ name, ...comparePair(parser, new URL(`${name}/`, folder)) }));
    const resources = results.reduce((sum, result) => sum + result.resources, 0);
    const undecided = results.flatMap((result) => result.undecided.map((text) => `${result.name}: ${text}`));
    process.stdout.write(`${undecided.length} of ${resources} undecided\n${undecided.join("\n")}\n`);
    expect(undecided.length / resources).toBeLessThanOrEqual(0.1);
  });
}

describe("pairs of terraform_data", () => {
  compareAll(own);
});

(existsSync(shared) ? describe : describe.skip)("pairs of the shared corpus (skipped where ../shared is not there)", () => {
  if (existsSync(shared)) compareAll(shared);
  else test("there is no ../shared", () => undefined);
});
