/** What goes is placed at the base, unless its block still stands at the head. */
import { expect, test } from "@jest/globals";
import type { ResourceInstance } from "../../src/model/terraform-module.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue, configuration, resource, sideOf } from "./configurations.ts";

function placesOf(base: readonly ResourceInstance[], head: readonly ResourceInstance[]): Readonly<Record<string, string | undefined>> {
  const plan = predictPlan({
    base: sideOf(configuration(base)),
    head: sideOf(configuration(head)),
    catalogue,
    hash: (text) => String(text.length),
    providerVersion: () => null,
  });
  return Object.fromEntries(plan.changes.map(({ address, action, place }) => [`${address} ${action}`, place?.at]));
}

const data = (name: string): ResourceInstance => resource(`terraform_data.${name}`, { input: "1" });

test("a block that is gone stood at the base", () => {
  expect(placesOf([data("a"), data("b")], [data("a")])).toEqual({ "terraform_data.a no-op": undefined, "terraform_data.b delete": "base" });
});

test("an instance that is counted away has its block at the head", () => {
  expect(placesOf([data("a[0]"), data("a[1]")], [data("a[0]")])).toEqual({
    "terraform_data.a[0] no-op": undefined,
    "terraform_data.a[1] delete": undefined,
  });
});
