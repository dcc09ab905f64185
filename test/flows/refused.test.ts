/** What Terraform refuses to plan is told, and never looks like a plan. */
import { beforeAll, expect, test } from "@jest/globals";
import { unfollowedMoves } from "../../src/flows/refused.ts";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue } from "../plan/configurations.ts";
import { evaluateText, loadParser } from "../plan/evaluated-folder.ts";

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

const both = 'resource "terraform_data" "a" {}\nresource "terraform_data" "b" {}\n';
const move = (from: string, to: string) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`;

/** What is told of the head's moves. */
function told(moves: string): readonly string[] {
  const [base, head] = [both, both + moves].map((text) => evaluateText(parser, text).side);
  const plan = predictPlan({ base: base ?? null, head: head ?? null, catalogue, hash: (text) => text });
  return unfollowedMoves(plan, ".").map(({ rule, evidence }) => `${rule}: ${evidence.detail}`);
}

test("moves in a circle are a fault of the configuration", () => {
  expect(told(move("terraform_data.a", "terraform_data.b") + move("terraform_data.b", "terraform_data.a"))).toEqual([
    expect.stringMatching(/^review\/configuration-invalid: its moved blocks go round in a circle/),
  ]);
});

test("moves in a chain are none, nor are more moves than anybody makes by hand", () => {
  expect(told(move("terraform_data.x", "terraform_data.y") + move("terraform_data.y", "terraform_data.a"))).toEqual([]);
  expect(told(Array.from({ length: 500 }, (_, at) => move(`module.m[${at}]`, `module.m["k${at}"]`)).join(""))).toEqual([]);
});

test("more moves of one module's instances than are weighed are told", () => {
  const many = Array.from({ length: 2_500 }, (_, at) => move(`module.m[${at}]`, `module.m["k${at}"]`));
  expect(told(many.join(""))).toHaveLength(1);
});
