/** The verdict of each change: every row of the case table. */
import { describe, expect, test } from "@jest/globals";
import { judgeChanges } from "../../src/evaluate/judgement.ts";
import type { Doubt, JudgedChange, ResourceChange } from "../../src/model/resource-change.ts";
import type { ConfiguredResource } from "../../src/model/terraform-module.ts";
import type { Value } from "../../src/model/value.ts";
import { attribute, change, resource, unknown, workloads } from "./given.ts";

function judge(one: ResourceChange, resources: readonly ConfiguredResource[] = []): JudgedChange {
  const [judged] = judgeChanges([one], { workloads, resources, instances: [] });
  if (judged === undefined) throw new Error("a change is always judged");
  return judged;
}

function update(
  type: string,
  path: string,
  before: Parameters<typeof attribute>[1],
  after: Parameters<typeof attribute>[2],
): ResourceChange {
  return change(type, { attributes: [attribute(path, before, after)] });
}

function codes(judged: JudgedChange): readonly string[] {
  return judged.notes.map((one) => one.code);
}

const string = (value: string): Value => ({ kind: "string", value });
const bool = (value: boolean): Value => ({ kind: "bool", value });
const block = (entries: Readonly<Record<string, Value>> = {}): Value => ({
  kind: "list",
  items: [{ kind: "object", entries: new Map(Object.entries(entries)) }],
});

describe("by action", () => {
  test.each<readonly [string, ResourceChange["action"], JudgedChange["verdict"]]>([
    ["aws_instance", "create", "roll"],
    ["aws_instance", "replace", "roll"],
    ["aws_instance", "delete", null],
    ["aws_instance", "forget", null],
    ["aws_instance", "no-op", null],
    ["aws_instance", "move", null],
    ["aws_instance", "import", null],
    ["aws_ecs_task_definition", "replace", "roll"],
    ["aws_launch_configuration", "replace", "roll"],
    ["aws_autoscaling_group", "replace", "roll"],
    ["aws_db_instance", "create", null],
    ["aws_db_instance", "replace", "stateful-loss"],
    ["aws_db_instance", "delete", "stateful-loss"],
    ["aws_db_instance", "forget", "stateful-loss"],
    ["aws_s3_bucket", "delete", "stateful-loss"],
    ["aws_kms_key", "delete", "stateful-loss"],
    ["aws_iam_policy", "create", null],
    ["aws_iam_policy", "replace", null],
    ["aws_iam_policy", "delete", null],
    ["aws_iam_policy", "update", "tolerated"],
  ])("%s %s is %s", (type, action, verdict) => {
    expect(judge(change(type, { action })).verdict).toBe(verdict);
  });

  test("a data source is not judged", () => {
    expect(judge(change("aws_instance", { mode: "data", action: "read" })).verdict).toBeNull();
  });

  test("an older object that is deleted is data too", () => {
    expect(judge(change("aws_ebs_volume", { action: "delete", deposed: "6548ece7" })).verdict).toBe("stateful-loss");
  });

  test("an attachment that goes detaches, one that follows its server does not", () => {
    expect(codes(judge(change("aws_volume_attachment", { action: "delete" })))).toEqual(["detach"]);
    expect(judge(change("aws_volume_attachment", { action: "replace" }))).toMatchObject({ verdict: null, notes: [] });
  });
});

describe("an update of a server, attribute by attribute", () => {
  test.each<readonly [string, string, JudgedChange["verdict"]]>([
    ["aws_instance", "instance_type", "mutation"],
    ["aws_instance", "user_data", "mutation"],
    ["aws_instance", "tags.Name", "tolerated"],
    ["aws_instance", "vpc_security_group_ids[0]", "tolerated"],
    ["aws_instance", "iam_instance_profile", "tolerated"],
    ["azurerm_linux_virtual_machine", "size", "mutation"],
    ["azurerm_linux_virtual_machine", "os_disk[0].disk_size_gb", "tolerated"],
    ["google_compute_instance", "machine_type", "mutation"],
    ["google_compute_instance", 'metadata["startup-script"]', "mutation"],
    ["google_compute_instance", 'metadata["ssh-keys"]', "mutation"],
    ["google_compute_instance", 'metadata["gce-container-declaration"]', "mutation"],
    ["google_compute_instance", 'metadata["owner"]', "tolerated"],
    ["google_compute_instance", "tags[0]", "tolerated"],
    ["google_compute_instance", 'labels["team"]', "tolerated"],
    ["digitalocean_droplet", "size", "mutation"],
    ["kubernetes_pod_v1", "spec[0].container[0].image", "mutation"],
    ["kubernetes_pod_v1", 'metadata[0].labels["app"]', "tolerated"],
    ["azurerm_virtual_machine_extension", "settings", "mutation"],
    ["aws_instance", "an_argument_of_tomorrow", "undecided"],
  ])("%s.%s is %s", (type, path, verdict) => {
    expect(judge(update(type, path, "a", "b")).verdict).toBe(verdict);
  });

  test("the gravest attribute decides, and each has a verdict of its own", () => {
    const attributes = [attribute("instance_type", "t3.micro", "t3.large"), attribute("tags.Name", "a", "b")];
    const judged = judge(change("aws_instance", { attributes }));
    expect(judged.verdict).toBe("mutation");
    expect(judged.judgements).toEqual([
      { path: "instance_type", class: "defining", verdict: "mutation" },
      { path: "tags.Name", class: "tolerated", verdict: "tolerated" },
    ]);
  });

  test("a defining value that is known only after apply is undecided", () => {
    expect(judge(update("aws_instance", "user_data", "a", unknown)).verdict).toBe("undecided");
  });

  test("what the provider computes follows, and is no argument of tomorrow", () => {
    const attributes = [attribute("a_computed_thing", "a", unknown), attribute("tags.Name", "a", "b")];
    expect(judge(change("aws_instance", { attributes })).verdict).toBe("tolerated");
  });

  test("an update without a visible difference is tolerated", () => {
    expect(judge(change("aws_instance")).verdict).toBe("tolerated");
  });

  test("a sensitive defining value that changes is a mutation all the same", () => {
    const hidden = { ...attribute("user_data", null, null), sensitive: true };
    expect(judge(change("aws_instance", { attributes: [hidden] })).verdict).toBe("mutation");
  });
});

describe("pointers and their roll-out", () => {
  const group = update("aws_autoscaling_group", "launch_template[0].version", "1", "2");

  test("a launch template alone rolls at its group", () => {
    expect(judge(update("aws_launch_template", "image_id", "ami-1", "ami-2"))).toMatchObject({ verdict: "pointer-roll", notes: [] });
  });

  test("a group with an instance refresh rolls", () => {
    const judged = judge(group, [resource("aws_autoscaling_group", { instance_refresh: block({ strategy: string("Rolling") }) })]);
    expect(judged).toMatchObject({ verdict: "pointer-roll", notes: [] });
  });

  test("a group without one leaves its servers old", () => {
    const judged = judge(group, [resource("aws_autoscaling_group", { min_size: { kind: "number", digits: "1" } })]);
    expect(judged.verdict).toBe("pointer-roll");
    expect(codes(judged)).toEqual(["rollout-missing"]);
  });

  test("the missing roll-out is noted once, however many attributes point to the new version", () => {
    const attributes = [attribute("launch_template[0].id", "lt-1", "lt-2"), attribute("launch_template[0].version", "1", "2")];
    expect(codes(judge(change("aws_autoscaling_group", { attributes }), [resource("aws_autoscaling_group")]))).toEqual(["rollout-missing"]);
  });

  test("a refresh that comes with the same change counts, one that goes does not", () => {
    const version = attribute("launch_template[0].version", "1", "2");
    const added = change("aws_autoscaling_group", { attributes: [attribute("instance_refresh[0].strategy", null, "Rolling"), version] });
    expect(codes(judge(added))).toEqual([]);
    const removed = change("aws_autoscaling_group", {
      attributes: [attribute("instance_refresh[0].strategy", "Rolling", null), version],
      settings: new Map([["instance_refresh", null]]),
    });
    expect(codes(judge(removed))).toEqual(["rollout-missing"]);
  });

  test("what the plan says of the refresh goes before the code", () => {
    const told = change("aws_autoscaling_group", {
      attributes: group.attributes,
      settings: new Map([["instance_refresh", [{ strategy: "Rolling" }]]]),
    });
    expect(codes(judge(told, [resource("aws_autoscaling_group")]))).toEqual([]);
  });

  test("where nobody says, that is noted", () => {
    expect(codes(judge(group))).toEqual(["rollout-unknown"]);
  });

  test("a new size of the group is no new version", () => {
    expect(judge(update("aws_autoscaling_group", "desired_capacity", 1, 2), [resource("aws_autoscaling_group")])).toMatchObject({
      verdict: "tolerated",
      notes: [],
    });
  });

  test.each<readonly [string, string, Readonly<Record<string, Value>>, readonly string[]]>([
    ["google_compute_instance_group_manager", "version[0].instance_template", { update_policy: block({ type: string("PROACTIVE") }) }, []],
    [
      "google_compute_instance_group_manager",
      "version[0].instance_template",
      { update_policy: block({ type: string("OPPORTUNISTIC") }) },
      ["rollout-opportunistic"],
    ],
    ["google_compute_region_instance_group_manager", "version[0].instance_template", {}, ["rollout-opportunistic"]],
    ["azurerm_linux_virtual_machine_scale_set", "source_image_id", { upgrade_mode: string("Rolling") }, []],
    ["azurerm_linux_virtual_machine_scale_set", "source_image_id", { upgrade_mode: string("Automatic") }, []],
    ["azurerm_windows_virtual_machine_scale_set", "source_image_id", {}, ["rollout-manual"]],
    ["aws_ecs_service", "task_definition", {}, []],
    ["aws_lambda_function", "source_code_hash", { publish: bool(true) }, []],
    ["aws_lambda_function", "source_code_hash", { publish: bool(false) }, ["publish-missing"]],
    ["aws_lambda_function", "source_code_hash", {}, ["publish-missing"]],
    ["kubernetes_deployment", "spec[0].template[0].spec[0].container[0].image", {}, []],
    [
      "kubernetes_daemonset",
      "spec[0].template[0].spec[0].container[0].image",
      { spec: block({ strategy: block({ type: string("OnDelete") }) }) },
      ["rollout-on-delete"],
    ],
    ["kubernetes_daemonset", "spec[0].template[0].spec[0].container[0].image", { spec: block() }, []],
    [
      "kubernetes_stateful_set_v1",
      "spec[0].template[0].spec[0].container[0].image",
      { spec: block({ update_strategy: block({ type: string("OnDelete") }) }) },
      ["rollout-on-delete"],
    ],
  ])("%s.%s with %j", (type, path, values, expected) => {
    const judged = judge(update(type, path, "a", "b"), [resource(type, values)]);
    expect(judged.verdict).toBe("pointer-roll");
    expect(codes(judged)).toEqual(expected);
  });
});

describe("data that changes in place", () => {
  test.each<readonly [string, string, Parameters<typeof attribute>[1], Parameters<typeof attribute>[2], readonly string[]]>([
    ["aws_db_instance", "instance_class", "db.t3.micro", "db.t3.large", []],
    ["aws_db_instance", "allocated_storage", 20, 40, []],
    ["aws_db_instance", "allocated_storage", 40, 20, ["shrink"]],
    ["aws_db_instance", "allocated_storage", 40, unknown, ["size-unknown"]],
    ["kubernetes_persistent_volume_claim", 'spec[0].resources[0].requests["storage"]', "1Ti", "100Gi", ["shrink"]],
    ["kubernetes_persistent_volume_claim", 'spec[0].resources[0].requests["storage"]', "100Gi", "1Ti", []],
    ["aws_db_instance", "engine_version", "13.4", "14.1", []],
    ["aws_db_instance", "engine_version", "13.10", "13.9", ["downgrade"]],
    ["aws_db_instance", "engine_version", "13.9", "13.10", []],
    ["aws_db_instance", "engine_version", "13.4", "13", []],
    ["google_sql_database_instance", "database_version", "POSTGRES_14", "POSTGRES_13", ["downgrade"]],
    ["google_sql_database_instance", "database_version", "MYSQL_8_0", "POSTGRES_14", ["engine-changed"]],
    ["aws_db_instance", "replicate_source_db", "main", null, ["detach"]],
    ["aws_db_instance", "replicate_source_db", null, "main", []],
    ["aws_db_instance", "deletion_protection", true, false, ["protection-removed"]],
    ["aws_db_instance", "deletion_protection", true, null, ["protection-removed"]],
    ["aws_db_instance", "deletion_protection", false, true, []],
    ["aws_db_instance", "skip_final_snapshot", false, true, ["protection-removed"]],
    ["aws_db_instance", "skip_final_snapshot", true, false, []],
    ["aws_db_instance", "backup_retention_period", 7, 0, ["protection-removed"]],
    ["aws_s3_bucket", "force_destroy", null, true, ["protection-removed"]],
    ["google_sql_database_instance", "deletion_protection", true, null, []],
    ["google_sql_database_instance", "deletion_protection", null, false, ["protection-removed"]],
    ["aws_cognito_user_pool", "deletion_protection", "ACTIVE", "INACTIVE", ["protection-removed"]],
    ["google_storage_bucket", "deletion_policy", "PREVENT", "DELETE", ["protection-removed"]],
    ["google_sql_database_instance", "deletion_policy", null, "DELETE", []],
    ["aws_db_instance", "deletion_protection", true, unknown, ["protection-unknown"]],
    ["aws_lb", "enable_deletion_protection", true, false, ["protection-removed"]],
    ["aws_instance", "disable_api_termination", true, false, ["protection-removed"]],
  ])("%s.%s %s → %s", (type, path, before, after, expected) => {
    const judged = judge(update(type, path, before, after));
    expect(judged.verdict).toBe("tolerated");
    expect(codes(judged)).toEqual(expected);
  });
});

describe("what is undecided", () => {
  const doubt = (fields: Partial<Doubt> = {}): Doubt => ({ kind: "unknown-value", path: "instance_type", subject: "var.size", ...fields });
  const open = (
    type: string,
    possible: ResourceChange["possible"],
    doubts: readonly Doubt[],
    fields: Partial<ResourceChange> = {},
  ): ResourceChange => change(type, { action: "undecided", possible, doubts, ...fields });

  test.each<readonly [string, ResourceChange, JudgedChange["verdict"]]>([
    ["a server's size that may change or not", open("aws_instance", ["no-op", "update", "replace"], [doubt()]), "undecided"],
    ["a server's size, mutation or roll", open("aws_instance", ["update", "replace"], [doubt()]), "undecided"],
    ["a server's size that can only change in place", open("aws_instance", ["update"], [doubt()]), "mutation"],
    ["a server's tags", open("aws_instance", ["no-op", "update"], [doubt({ path: "tags.Name" })]), "tolerated"],
    ["a server that comes or goes", open("aws_instance", ["create", "delete"], [doubt({ kind: "unknown-instances", path: null })]), "roll"],
    ["a database that may be replaced", open("aws_db_instance", ["no-op", "replace"], [doubt({ path: "db_name" })]), "undecided"],
    [
      "a database that goes one way or the other",
      open("aws_db_instance", ["replace", "delete"], [doubt({ path: "db_name" })]),
      "stateful-loss",
    ],
    ["a database resized or not", open("aws_db_instance", ["no-op", "update"], [doubt({ path: "instance_class" })]), "tolerated"],
    ["a policy", open("aws_iam_policy", ["update", "replace"], [doubt({ path: "name" })]), "tolerated"],
    [
      "a type of an unknown provider",
      open("acme_thing", ["update", "replace"], [doubt({ kind: "unknown-resource-type", path: "x" })]),
      "undecided",
    ],
    [
      "a new one of an unknown provider",
      open("acme_thing", ["no-op", "create"], [doubt({ kind: "unknown-resource-type", path: "x" })]),
      null,
    ],
    [
      "a module that is not here",
      open("", ["update", "delete"], [doubt({ kind: "unknown-module", path: null, subject: "module.vpc" })]),
      "undecided",
    ],
    [
      "a server of a provider without facts",
      open("hcloud_server", ["update", "replace"], [doubt({ kind: "unknown-resource-type", path: "image" })]),
      "undecided",
    ],
    [
      "a server that code outside of what is evaluated may change",
      open("aws_instance", ["no-op", "update"], [doubt({ kind: "unsupported", path: null })]),
      "undecided",
    ],
    [
      "data that may change in some way",
      open("aws_db_instance", ["no-op", "update"], [doubt({ kind: "unsupported", path: null })]),
      "undecided",
    ],
    ["nothing known at all", open("aws_instance", [], []), "undecided"],
    [
      "an unknown argument of a server",
      open("aws_instance", ["update", "replace"], [doubt({ kind: "unknown-attribute", path: "new_one" })]),
      "undecided",
    ],
  ])("%s", (_name, one, verdict) => {
    expect(judge(one).verdict).toBe(verdict);
  });

  test("a size in doubt beside a certain change of tags may still be a mutation", () => {
    const one = open("aws_instance", ["update"], [doubt()], { attributes: [attribute("tags.Name", "a", "b")] });
    expect(judge(one).verdict).toBe("undecided");
  });

  test("a group whose name is made from its template is replaced when the template changes", () => {
    const named = doubt({ path: "name", subject: "aws_launch_configuration.web.name" });
    const judged = judge(open("aws_autoscaling_group", ["no-op", "update", "replace"], [named]));
    expect(judged.verdict).toBe("roll");
    expect(judge(open("aws_autoscaling_group", ["update", "replace"], [doubt({ path: "name", subject: "var.name" })])).verdict).not.toBe(
      "roll",
    );
  });

  test("a group that may point to a new version, with nothing to roll it, is undecided between a pass and a warning", () => {
    const version = doubt({ path: "launch_template[0].version", subject: "aws_launch_template.web.latest_version" });
    const one = open("aws_autoscaling_group", ["no-op", "update"], [version]);
    expect(judge(one, [resource("aws_autoscaling_group")]).verdict).toBe("undecided");
    const refreshed = resource("aws_autoscaling_group", { instance_refresh: block({ strategy: string("Rolling") }) });
    expect(judge(one, [refreshed]).verdict).toBe("pointer-roll");
  });
});

describe("destroy first", () => {
  const replace = (type: string, fields: Partial<ResourceChange> = {}): ResourceChange =>
    change(type, { action: "replace", order: "destroy-first", ...fields });

  test("a server whose successor could stand beside it leaves a gap", () => {
    expect(codes(judge(replace("aws_instance")))).toEqual(["destroy-first"]);
    expect(codes(judge(replace("aws_security_group")))).toEqual(["destroy-first"]);
  });

  test("create first leaves none, and where there can be no second one nobody is blamed", () => {
    expect(codes(judge(replace("aws_instance", { order: "create-first" })))).toEqual([]);
    expect(codes(judge(replace("azurerm_linux_virtual_machine")))).toEqual([]);
    expect(codes(judge(replace("aws_launch_configuration")))).toEqual([]);
    const pinned = resource("aws_instance", { private_ip: string("10.0.0.5") });
    expect(codes(judge(replace("aws_instance"), [pinned]))).toEqual([]);
  });
});

test("finding the configuration: by instance, by place, by a name that only one module has", () => {
  const version = update("aws_autoscaling_group", "launch_template[0].version", "1", "2");
  const refreshed = (dir: string, file: string): ConfiguredResource =>
    resource("aws_autoscaling_group", { instance_refresh: block({ strategy: string("Rolling") }) }, { dir, file });
  const bare = (dir: string, file: string): ConfiguredResource => resource("aws_autoscaling_group", {}, { dir, file });
  expect(codes(judge(version, [bare("a", "a/main.tf"), refreshed(".", "main.tf")]))).toEqual([]);
  expect(codes(judge({ ...version, place: null }, [refreshed("a", "a/main.tf")]))).toEqual([]);
  expect(codes(judge({ ...version, place: null }, [refreshed("a", "a/main.tf"), bare("b", "b/main.tf")]))).toEqual(["rollout-unknown"]);
});
