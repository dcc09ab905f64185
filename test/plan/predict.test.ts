import { describe, expect, test } from "@jest/globals";
import type { ResourceChange } from "../../src/model/resource-change.ts";
import type { EvaluatedConfiguration, ResourceInstance } from "../../src/model/terraform-module.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue, computed, configuration, moved, resource, sideOf } from "./configurations.ts";

type Side = readonly ResourceInstance[] | EvaluatedConfiguration;

function asConfiguration(side: Side): EvaluatedConfiguration {
  return "instances" in side ? side : configuration(side);
}

function predict(base: Side, head: Side, version: string | null = null): ReadonlyMap<string, ResourceChange> {
  const plan = predictPlan({
    base: sideOf(asConfiguration(base)),
    head: sideOf(asConfiguration(head)),
    catalogue,
    hash: (text) => String(text.length),
    providerVersion: () => version,
  });
  return new Map(plan.changes.map((change) => [change.address, change]));
}

/** `address: action paths order`, one per line. */
function story(base: Side, head: Side, version: string | null = null): readonly string[] {
  return [...predict(base, head, version).values()].map((change) => {
    const paths = change.because.map((cause) => `${cause.kind}:${cause.path ?? ""}${cause.via === null ? "" : `<${cause.via}`}`).join(" ");
    const possible = change.possible.length === 0 ? "" : ` (${change.possible.join("|")})`;
    return `${change.address}: ${change.action}${possible}${change.order === null ? "" : ` ${change.order}`}${paths === "" ? "" : ` ${paths}`}`;
  });
}

const data = (name: string, values: Parameters<typeof resource>[1], options: Parameters<typeof resource>[2] = {}) =>
  resource(`terraform_data.${name}`, values, options);

describe("terraform_data", () => {
  test("an input updates, a trigger replaces, nothing changes nothing", () => {
    expect(
      story(
        [data("a", { input: "1" }), data("b", { triggers_replace: ["1"] }), data("c", { input: "1", triggers_replace: ["x"] })],
        [data("a", { input: "2" }), data("b", { triggers_replace: ["2"] }), data("c", { input: "1", triggers_replace: ["x"] })],
      ),
    ).toEqual([
      "terraform_data.a: update",
      "terraform_data.b: replace destroy-first attribute:triggers_replace",
      "terraform_data.c: no-op",
    ]);
  });

  test("an input that comes or goes is a change, `null` is none", () => {
    expect(
      story(
        [data("a", {}), data("b", { input: "1" }), data("c", { input: null })],
        [data("a", { input: "1" }), data("b", {}), data("c", {})],
      ),
    ).toEqual(["terraform_data.a: update", "terraform_data.b: update", "terraform_data.c: no-op"]);
  });

  test("a replaced resource's id is unknown to who refers to it", () => {
    const b = data("b", { input: computed("terraform_data.a.id") }, { references: ["terraform_data.a"] });
    const c = data("c", { triggers_replace: [computed("terraform_data.a.id")] }, { references: ["terraform_data.a"] });
    expect(story([data("a", { triggers_replace: "1" }), b, c], [data("a", { triggers_replace: "2" }), b, c])).toEqual([
      "terraform_data.a: replace destroy-first attribute:triggers_replace",
      "terraform_data.b: update",
      "terraform_data.c: replace destroy-first upstream:triggers_replace<terraform_data.a",
    ]);
  });

  test("an update makes output unknown and leaves the id", () => {
    const b = data("b", { triggers_replace: computed("terraform_data.a.output") }, { references: ["terraform_data.a"] });
    const c = data("c", { triggers_replace: computed("terraform_data.a.id") }, { references: ["terraform_data.a"] });
    expect(story([data("a", { input: "1" }), b, c], [data("a", { input: "2" }), b, c])).toEqual([
      "terraform_data.a: update",
      "terraform_data.b: replace destroy-first upstream:triggers_replace<terraform_data.a",
      "terraform_data.c: no-op",
    ]);
  });

  test("create_before_destroy spreads to what is needed, not to who needs", () => {
    const top = data(
      "top",
      { triggers_replace: [computed("terraform_data.base.id")] },
      { references: ["terraform_data.base"], lifecycle: { createBeforeDestroy: true } },
    );
    const far = data("far", { triggers_replace: [computed("terraform_data.top.id")] }, { references: ["terraform_data.top"] });
    expect(story([data("base", { triggers_replace: "1" }), top, far], [data("base", { triggers_replace: "2" }), top, far])).toEqual([
      "terraform_data.base: replace create-first attribute:triggers_replace",
      "terraform_data.far: replace destroy-first upstream:triggers_replace<terraform_data.top",
      "terraform_data.top: replace create-first upstream:triggers_replace<terraform_data.base",
    ]);
  });
});

describe("which instance is which", () => {
  test("moves: renames, chains, modules, indexes, and the implied one of count", () => {
    const base = [
      data("a", { input: 1 }),
      data("c", { input: 1 }),
      resource("module.x.terraform_data.m", { input: 1 }),
      data("k[0]", { input: 1 }),
      data("n", { input: 1 }),
    ];
    const head = configuration(
      [
        data("b", { input: 1 }),
        data("e", { input: 2 }),
        resource('module.y["eu"].terraform_data.m', { input: 1 }),
        data('k["a"]', { input: 1 }),
        data("n[0]", { input: 1 }),
      ],
      {
        moved: [
          moved("terraform_data.d", "terraform_data.e"),
          moved("terraform_data.c", "terraform_data.d"),
          moved("terraform_data.a", "terraform_data.b"),
          moved("module.x", 'module.y["eu"]'),
          moved("terraform_data.k[0]", 'terraform_data.k["a"]'),
        ],
      },
    );
    const changes = predict(base, head);
    expect(story(base, head)).toEqual([
      'module.y["eu"].terraform_data.m: move',
      "terraform_data.b: move",
      "terraform_data.e: update",
      'terraform_data.k["a"]: move',
      "terraform_data.n[0]: move",
    ]);
    expect(changes.get("terraform_data.e")?.previousAddress).toBe("terraform_data.c");
  });

  test("created, deleted, forgotten", () => {
    const head = configuration([data("new", {})], {
      removed: [{ from: "terraform_data.f", destroy: false, place: { file: "main.tf", line: 1, endLine: 1 } }],
    });
    expect(story([data("old", {}), data("f", {})], head)).toEqual([
      "terraform_data.f: forget",
      "terraform_data.new: create",
      "terraform_data.old: delete",
    ]);
  });
});

describe("lifecycle", () => {
  test("ignore_changes holds paths, map keys and everything", () => {
    const ignoring = (ignoreChanges: "all" | readonly string[], input: string) =>
      data("a", { input, triggers_replace: { k: input, other: "1" } }, { lifecycle: { ignoreChanges } });
    expect(story([ignoring("all", "1")], [ignoring("all", "2")])).toEqual(["terraform_data.a: no-op"]);
    expect(story([ignoring(["input"], "1")], [ignoring(["input"], "2")])).toEqual([
      "terraform_data.a: replace destroy-first attribute:triggers_replace",
    ]);
    expect(story([ignoring(["input", 'triggers_replace["k"]'], "1")], [ignoring(["input", 'triggers_replace["k"]'], "2")])).toEqual([
      "terraform_data.a: no-op",
    ]);
  });

  test("who refers to an ignored argument gets what is deployed", () => {
    const a = (input: string) => data("a", { input }, { lifecycle: { ignoreChanges: ["input"] } });
    const b = data("b", { input: computed("terraform_data.a.input") }, { references: ["terraform_data.a"] });
    expect(story([a("1"), b], [a("2"), b])).toEqual(["terraform_data.a: no-op", "terraform_data.b: no-op"]);
  });

  test("replace_triggered_by follows updates, not creations", () => {
    const vm = data(
      "vm",
      { input: "vm" },
      { references: ["terraform_data.cfg"], lifecycle: { replaceTriggeredBy: ["terraform_data.cfg"] } },
    );
    expect(story([data("cfg", { input: "1" }), vm], [data("cfg", { input: "2" }), vm])[1]).toBe(
      "terraform_data.vm: replace destroy-first triggered:<terraform_data.cfg",
    );
    expect(story([vm], [data("cfg", { input: "2" }), vm])[1]).toBe("terraform_data.vm: no-op");
  });
});

describe("AWS", () => {
  const instance = (values: Parameters<typeof resource>[1]) => resource("aws_instance.web", values);
  test.each([
    ["t2.micro", "t2.large", "update"],
    ["t3.micro", "t4g.micro", "replace destroy-first attribute:instance_type"],
    ["t3.micro", "zz9.micro", "undecided (update|replace)"],
  ])("instance_type %s → %s: %s", (before, after, expected) => {
    expect(story([instance({ ami: "a", instance_type: before })], [instance({ ami: "a", instance_type: after })], "5.80.0")).toEqual([
      `aws_instance.web: ${expected}`,
    ]);
  });

  test("user_data replaces only where asked to, and always before version 4", () => {
    const change = (more: Parameters<typeof resource>[1], version: string) =>
      story([instance({ user_data: "a" })], [instance({ user_data: "b", ...more })], version);
    expect(change({}, "5.0.0")).toEqual(["aws_instance.web: update"]);
    expect(change({ user_data_replace_on_change: true }, "5.0.0")).toEqual(["aws_instance.web: replace destroy-first attribute:user_data"]);
    expect(change({}, "3.9.0")).toEqual(["aws_instance.web: replace destroy-first attribute:user_data"]);
    expect(change({}, ">= 3.0")).toEqual(["aws_instance.web: undecided (update|replace)"]);
  });

  test("a protocol is the same by its name and by its number", () => {
    const rule = (protocol: string) => resource("aws_security_group_rule.r", { type: "ingress", protocol, from_port: 1, to_port: 2 });
    expect(story([rule("tcp")], [rule("6")], "5.100.0")).toEqual(["aws_security_group_rule.r: no-op"]);
    expect(story([rule("tcp")], [rule("17")], "5.100.0")).toEqual(["aws_security_group_rule.r: replace destroy-first attribute:protocol"]);
  });

  test("an empty text in a block of a set is as none", () => {
    const encrypted = (more: Parameters<typeof resource>[1]) =>
      resource("aws_s3_bucket_server_side_encryption_configuration.e", {
        bucket: "b",
        rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256", ...more }] }],
      });
    expect(story([encrypted({})], [encrypted({ kms_master_key_id: "" })], "5.100.0")).toEqual([
      "aws_s3_bucket_server_side_encryption_configuration.e: no-op",
    ]);
  });

  test("a block that the provider fills in itself changes where it says something else", () => {
    const table = (more: Parameters<typeof resource>[1]) => resource("aws_dynamodb_table.t", { name: "t", hash_key: "id", ...more });
    const change = (ttl: Parameters<typeof resource>[1]) => story([table({})], [table({ ttl: [ttl] })], "5.100.0");
    expect(change({ attribute_name: "expires", enabled: true })).toEqual(["aws_dynamodb_table.t: update"]);
    expect(change({ attribute_name: "", enabled: false })).toEqual(["aws_dynamodb_table.t: undecided (no-op|update)"]);
  });

  test("a launch template's new version is unknown to the group", () => {
    const group = resource(
      "aws_autoscaling_group.g",
      {
        name: "web",
        launch_template: [{ id: computed("aws_launch_template.t.id"), version: computed("aws_launch_template.t.latest_version") }],
      },
      { references: ["aws_launch_template.t"] },
    );
    const template = (image: string) => resource("aws_launch_template.t", { name: "web", image_id: image });
    expect(story([template("ami-1"), group], [template("ami-2"), group])).toEqual([
      "aws_autoscaling_group.g: update",
      "aws_launch_template.t: update",
    ]);
  });

  test("an argument that the provider may have chosen itself is not told", () => {
    expect(story([instance({ ami: "a" })], [instance({ ami: "a", availability_zone: "eu-west-1a" })])).toEqual([
      "aws_instance.web: undecided (no-op|replace)",
    ]);
    expect(story([instance({ ami: "a", tags: { a: "1" } })], [instance({ ami: "a" })])).toEqual(["aws_instance.web: update"]);
  });

  test("a provider of somebody else is not known", () => {
    const other = (ami: string) => resource("aws_instance.web", { ami }, { provider: "acme/aws" });
    expect(story([other("a")], [other("b")])).toEqual(["aws_instance.web: undecided (no-op|update|replace)"]);
    expect(story([other("a")], [other("a")])).toEqual(["aws_instance.web: no-op"]);
  });

  test("a data source that rests on a replaced resource is read while applying", () => {
    const lookup = resource("data.aws_ami.base", { filter: computed("terraform_data.a.id") }, { references: ["terraform_data.a"] });
    const web = resource("aws_instance.web", { ami: computed("data.aws_ami.base.id") }, { references: ["data.aws_ami.base"] });
    expect(story([data("a", { triggers_replace: "1" }), lookup, web], [data("a", { triggers_replace: "2" }), lookup, web])).toEqual([
      "aws_instance.web: replace destroy-first attribute:ami<data.aws_ami.base",
      "data.aws_ami.base: read",
      "terraform_data.a: replace destroy-first attribute:triggers_replace",
    ]);
    expect(story([lookup, web, data("a", {})], [lookup, web, data("a", {})])).toEqual([
      "aws_instance.web: no-op",
      "terraform_data.a: no-op",
    ]);
  });
});
