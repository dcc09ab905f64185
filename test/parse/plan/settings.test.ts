/** What a plan says of the arguments that a judgement rests on: kept where it may be, so that a roll-out that is there is seen. */
import { describe, expect, test } from "@jest/globals";
import { judgeChanges } from "../../../src/evaluate/judgement.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { PlainValue } from "../../../src/model/resource-change.ts";
import { parsePlanJson } from "../../../src/parse/plan/plan-json.ts";
import { readWrittenPlan } from "../../../src/plan/real-plan.ts";
import { workloads } from "../../evaluate/given.ts";

type Written = Readonly<Record<string, unknown>>;

function read(type: string, change: Written, more: Written = {}): Plan {
  const entry = { address: `${type}.x`, mode: "managed", type, name: "x", change: { actions: ["update"], before: {}, ...change } };
  const plan = { format_version: "1.2", planned_values: {}, resource_changes: [entry], ...more };
  return readWrittenPlan(parsePlanJson(new TextEncoder().encode(JSON.stringify(plan))), "digest");
}

function settings(type: string, change: Written, more: Written = {}): Record<string, PlainValue> | null {
  const kept = read(type, change, more).changes[0]?.settings;
  return kept === undefined ? null : Object.fromEntries(kept);
}

describe("what is kept", () => {
  test.each<[string, string, Written, Record<string, PlainValue> | null]>([
    [
      "a block that is there",
      "aws_autoscaling_group",
      { after: { instance_refresh: [{ strategy: "Rolling" }] } },
      { instance_refresh: true },
    ],
    ["a block that is not", "aws_autoscaling_group", { after: { instance_refresh: [] } }, { instance_refresh: null }],
    ["an argument that the provider's version does not have", "aws_autoscaling_group", { after: {} }, { instance_refresh: null }],
    ["a flag", "aws_lambda_function", { after: { publish: false } }, { publish: false }],
    ["a text", "azurerm_linux_virtual_machine_scale_set", { after: { upgrade_mode: "Manual" } }, { upgrade_mode: "Manual" }],
    [
      "an argument of a block",
      "google_compute_region_instance_group_manager",
      { after: { update_policy: [{ type: "PROACTIVE" }] } },
      { "update_policy.type": "PROACTIVE" },
    ],
    [
      "the same without the block",
      "google_compute_instance_group_manager",
      { after: { update_policy: [] } },
      { "update_policy.type": null },
    ],
    [
      "an argument of a block in a block",
      "kubernetes_stateful_set_v1",
      { after: { spec: [{ update_strategy: [{ type: "OnDelete" }] }] } },
      { "spec.update_strategy.type": "OnDelete" },
    ],
    ["an argument that does not look as it should", "kubernetes_daemonset", { after: { spec: "text" } }, { "spec.strategy.type": null }],
    ["types without any", "aws_sqs_queue", { after: { publish: true } }, null],
    ["what goes", "aws_lambda_function", { actions: ["delete"], before: { publish: true }, after: null }, null],
    ["what does not change", "aws_lambda_function", { actions: ["no-op"], after: { publish: true } }, null],
  ])("%s", (_name, type, change, expected) => {
    expect(settings(type, change)).toEqual(expected);
  });
});

describe("what is not known, or may not be", () => {
  const block = { update_policy: [{ type: "PROACTIVE" }] };
  test.each<[string, Written]>([
    ["known after apply", { after: { update_policy: [{}] }, after_unknown: { update_policy: [{ type: true }] } }],
    ["a block known after apply", { after: {}, after_unknown: { update_policy: true } }],
    ["everything known after apply", { after: {}, after_unknown: true }],
    ["marks that do not fit the value", { after: { update_policy: [] }, after_unknown: { update_policy: [{ type: true }] } }],
    ["sensitive", { after: block, after_sensitive: { update_policy: [{ type: true }] } }],
    ["sensitive until now", { after: block, before_sensitive: { update_policy: [{ type: true }] } }],
    ["in a sensitive block", { after: block, after_sensitive: { update_policy: true } }],
    ["in a sensitive resource", { after: block, after_sensitive: true }],
  ])("%s", (_name, change) => {
    expect(settings("google_compute_instance_group_manager", change)).toEqual({});
  });

  test("a text that is sensitive elsewhere in the plan", () => {
    const more = { output_changes: { o: { actions: ["create"], before: null, after: "10.0.0.4711", after_sensitive: true } } };
    const change = { actions: ["delete", "create"], after: { private_ip: "10.0.0.4711", network_interface: [] } };
    expect(settings("aws_instance", change, more)).toEqual({ network_interface: null, primary_network_interface: null });
    expect(settings("aws_instance", change)).toMatchObject({ private_ip: "10.0.0.4711" });
  });

  test("anything, where the plan could not be read to its end", () => {
    const plan = { format_version: "1.2", planned_values: {}, resource_changes: [{}] };
    const entry = { address: "a.x", mode: "managed", type: "aws_lambda_function", name: "x" };
    const change = { actions: ["update"], before: {}, after: { publish: true } };
    const text = JSON.stringify({ ...plan, resource_changes: [{ ...entry, change }, 1] });
    const [first] = parsePlanJson(new TextEncoder().encode(text)).changes;
    expect(first).toMatchObject({ address: "a.x", attributes: [] });
    expect(first).not.toHaveProperty("settings");
  });
});

/** A new version, and what the plan alone says of its roll-out. */
test.each<[string, string, Written, Written, readonly string[]]>([
  [
    "aws_autoscaling_group",
    "a refresh",
    { launch_template: [{ version: "1" }], instance_refresh: [{}] },
    { launch_template: [{ version: "2" }], instance_refresh: [{}] },
    [],
  ],
  [
    "aws_autoscaling_group",
    "no refresh",
    { launch_template: [{ version: "1" }], instance_refresh: [] },
    { launch_template: [{ version: "2" }], instance_refresh: [] },
    ["rollout-missing"],
  ],
  ["aws_lambda_function", "published", { image_uri: "a:1", publish: true }, { image_uri: "a:2", publish: true }, []],
  ["aws_lambda_function", "not published", { image_uri: "a:1", publish: false }, { image_uri: "a:2", publish: false }, ["publish-missing"]],
  [
    "google_compute_instance_group_manager",
    "opportunistic",
    { version: [{ instance_template: "a" }], update_policy: [{ type: "OPPORTUNISTIC" }] },
    { version: [{ instance_template: "b" }], update_policy: [{ type: "OPPORTUNISTIC" }] },
    ["rollout-opportunistic"],
  ],
  [
    "azurerm_linux_virtual_machine_scale_set",
    "rolling",
    { source_image_id: "a", upgrade_mode: "Rolling" },
    { source_image_id: "b", upgrade_mode: "Rolling" },
    [],
  ],
  [
    "kubernetes_daemon_set_v1",
    "on delete",
    { spec: [{ strategy: [{ type: "OnDelete" }], template: [{ spec: [{ container: [{ image: "a:1" }] }] }] }] },
    { spec: [{ strategy: [{ type: "OnDelete" }], template: [{ spec: [{ container: [{ image: "a:2" }] }] }] }] },
    ["rollout-on-delete"],
  ],
])("%s: %s", (type, _story, before, after, codes) => {
  const [judged] = judgeChanges(read(type, { before, after }).changes, { workloads, resources: [], instances: [] });
  expect(judged?.verdict).toBe("pointer-roll");
  expect(judged?.notes.map((note) => note.code)).toEqual(codes);
});
