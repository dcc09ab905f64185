/** The rules on planned changes, on plans as a whole, and on what is taken away: as a reader meets them. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { judgeChanges } from "../../src/evaluate/judgement.ts";
import { rules } from "../../src/evaluate/rules.ts";
import { missingPlaceholders } from "../../src/evaluate/words.ts";
import type { Finding, Sentence } from "../../src/model/finding.ts";
import type { PlanProblem } from "../../src/model/plan.ts";
import type { Problem } from "../../src/model/problem.ts";
import type { JudgedChange, ResourceChange } from "../../src/model/resource-change.ts";
import type { Unreadable } from "../../src/model/source.ts";
import type { ProjectChanges, ReviewSubject } from "../../src/model/subject.ts";
import { attribute, change, policy, project, resource, side, subject, unknown, workloads } from "./given.ts";

const context = { now: "2026-11-21", hash: (text: string): string => createHash("sha256").update(text).digest("hex") };
const mine = rules.filter((rule) => ["change", "project", "transition", "problem", "evidence"].includes(rule.on));

function found(one: ReviewSubject): readonly Finding[] {
  const { findings } = evaluate(one, policy(), mine, context);
  for (const finding of findings) {
    for (const sentence of [finding.message, finding.remedy]) expect(missingPlaceholders(sentence)).toEqual([]);
  }
  return findings;
}

function judged(...changes: readonly ResourceChange[]): readonly JudgedChange[] {
  return judgeChanges(changes, { workloads, resources: [], instances: [] });
}

function planned(changes: readonly JudgedChange[], fields: Partial<ProjectChanges> = {}): readonly Finding[] {
  return found(subject({ projects: [project(changes, fields)] }));
}

const summary = (findings: readonly Finding[]): readonly string[] => findings.map((one) => `${one.level} ${one.rule} ${one.reason}`);

function text({ template, values }: Sentence): string {
  return template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = values[name];
    return typeof value === "object" ? value.join(", ") : String(value);
  });
}

describe("immutable/in-place-update", () => {
  test.each<readonly [string, string, string, string]>([
    ["aws_instance", "instance_type", "size", "launch template"],
    ["aws_instance", "user_data", "boot-script", "user_data_replace_on_change"],
    ["aws_instance", "key_name", "access", "log"],
    ["azurerm_linux_virtual_machine", "user_data", "boot-script", "custom_data"],
    ["google_compute_instance", 'metadata["startup-script"]', "boot-script", "metadata_startup_script"],
    ["google_compute_instance", 'metadata["ssh-keys"]', "access", "keys"],
    ["google_compute_instance", 'metadata["gce-container-declaration"]', "container", "managed group"],
    ["google_compute_instance", "machine_type", "size", "instance template"],
    ["digitalocean_droplet", "size", "size", "droplet"],
    ["kubernetes_pod", "spec[0].container[0].image", "container", "kubernetes_deployment_v1"],
    ["azurerm_virtual_machine_extension", "settings", "extension", "image"],
    ["aws_instance", "cpu_options[0].core_count", "defining", "replace_triggered_by"],
  ])("%s.%s: %s", (type, path, reason, remedy) => {
    const findings = planned(judged(change(type, { attributes: [attribute(path, "a", "b")] })));
    expect(summary(findings)).toEqual([`block immutable/in-place-update ${reason}`]);
    expect(findings[0]).toMatchObject({ address: `${type}.x`, attribute: path, introduced: true });
    expect(text(findings[0]?.remedy ?? { template: "", values: {} })).toContain(remedy);
  });

  test("an instance profile warns, a security group is noted, tags are silent", () => {
    const attributes = [
      attribute("iam_instance_profile", "a", "b"),
      attribute("vpc_security_group_ids[0]", "a", "b"),
      attribute("tags.Name", "a", "b"),
    ];
    expect(summary(planned(judged(change("aws_instance", { attributes }))))).toEqual([
      "warn immutable/in-place-update identity",
      "info immutable/in-place-update network-or-disk",
    ]);
  });

  test("says what changes where it is short, and hides what is sensitive or long", () => {
    const attributes = [
      attribute("cpu_options[0].core_count", 2, 4),
      attribute("instance_type", "t3.micro", unknown),
      { ...attribute("key_name", "old", "new"), sensitive: true },
      attribute("user_data", "x".repeat(500), "y"),
    ];
    const [finding] = planned(judged(change("aws_instance", { attributes }))).filter((one) => one.rule === "immutable/in-place-update");
    expect(finding?.message.values.changes).toEqual(["cpu_options[0].core_count: 2 → 4", "key_name", "user_data"]);
  });
});

describe("immutable/stateful-loss", () => {
  const replaced = change("aws_db_instance", {
    action: "replace",
    order: "destroy-first",
    because: [{ kind: "attribute", path: "db_name", via: null }],
  });

  test("a replaced database, with the path that forces it", () => {
    const findings = planned(judged(replaced));
    expect(summary(findings)).toEqual(["block immutable/stateful-loss replace"]);
    expect(findings[0]?.attribute).toBe("db_name");
    expect(text(findings[0]?.message ?? { template: "", values: {} })).toContain("because of db_name");
    expect(text(findings[0]?.remedy ?? { template: "", values: {} })).toContain("snapshot");
  });

  test("the other ways to lose data", () => {
    const tainted = { ...replaced, because: [{ kind: "tainted" as const, path: null, via: null }] };
    expect(summary(planned(judged(tainted)))).toEqual(["block immutable/stateful-loss replace-requested"]);
    expect(summary(planned(judged({ ...replaced, because: [] })))).toEqual(["block immutable/stateful-loss replace-unexplained"]);
    expect(summary(planned(judged(change("aws_s3_bucket", { action: "delete" }))))).toEqual(["block immutable/stateful-loss delete"]);
    expect(summary(planned(judged(change("aws_s3_bucket", { action: "forget" }))))).toEqual(["block immutable/stateful-loss forget"]);
    expect(summary(planned(judged(change("aws_ebs_volume", { action: "delete", deposed: "6548ece7" }))))).toEqual([
      "block immutable/stateful-loss delete-deposed",
    ]);
  });

  test("one that goes while one of its type comes looks renamed", () => {
    const goes = change("aws_s3_bucket", { action: "delete", address: "aws_s3_bucket.a" });
    const comes = change("aws_s3_bucket", { action: "create", address: "aws_s3_bucket.b" });
    const [finding] = planned(judged(goes, comes));
    expect(finding).toMatchObject({ address: "aws_s3_bucket.a", reason: "delete-moved", message: { values: { twin: "aws_s3_bucket.b" } } });
    const other = { ...goes, address: "aws_s3_bucket.c" };
    expect(summary(planned(judged(goes, comes, other)))).toEqual([
      "block immutable/stateful-loss delete",
      "block immutable/stateful-loss delete",
    ]);
  });

  test("what goes down warns", () => {
    const attributes = [
      attribute("allocated_storage", 40, 20),
      attribute("engine_version", "14.1", "13.9"),
      attribute("replicate_source_db", "m", null),
    ];
    expect(summary(planned(judged(change("aws_db_instance", { attributes }))))).toEqual([
      "warn immutable/stateful-loss shrink",
      "warn immutable/stateful-loss downgrade",
      "warn immutable/stateful-loss detach",
    ]);
    expect(summary(planned(judged(change("aws_volume_attachment", { action: "delete" }))))).toEqual([
      "warn immutable/stateful-loss detach-whole",
    ]);
  });

  test("a bigger one passes", () => {
    expect(planned(judged(change("aws_db_instance", { attributes: [attribute("instance_class", "a", "b")] })))).toEqual([]);
  });
});

describe("immutable/undecided", () => {
  const open = (type: string, fields: Partial<ResourceChange>): ResourceChange =>
    change(type, { action: "undecided", possible: ["no-op", "update", "replace"], ...fields });

  test.each<readonly [string, ResourceChange, string]>([
    [
      "a server's size",
      open("aws_instance", { doubts: [{ kind: "unknown-value", path: "instance_type", subject: "var.size" }] }),
      "block server-value",
    ],
    [
      "a provider's own rule",
      open("aws_instance", { doubts: [{ kind: "conditional", path: "user_data", subject: "user_data_replace_on_change" }] }),
      "block server-conditional",
    ],
    [
      "a database",
      open("aws_db_instance", { doubts: [{ kind: "unknown-value", path: "db_name", subject: "var.name" }] }),
      "block stateful-value",
    ],
    [
      "how many databases",
      open("aws_db_instance", { possible: ["create", "delete"], doubts: [{ kind: "unknown-instances", path: null, subject: "var.n" }] }),
      "block stateful-instances",
    ],
    ["an unknown type", open("acme_x", { doubts: [{ kind: "unknown-resource-type", path: "a", subject: null }] }), "warn elsewhere-type"],
    [
      "a module elsewhere",
      open("", { address: "module.vpc", doubts: [{ kind: "unknown-module", path: null, subject: "module.vpc" }] }),
      "warn elsewhere-module",
    ],
    [
      "a server of another provider",
      open("aws_instance", { doubts: [{ kind: "other-provider", path: null, subject: "provider.aws" }] }),
      "block server-provider",
    ],
    [
      "a new argument of a server",
      open("aws_instance", { doubts: [{ kind: "unknown-attribute", path: "new_one", subject: null }] }),
      "warn elsewhere-attribute",
    ],
    [
      "code that is not evaluated",
      open("aws_instance", { doubts: [{ kind: "unsupported", path: null, subject: "dynamic" }] }),
      "block server-code",
    ],
    [
      "a value known only after apply",
      change("aws_instance", { attributes: [attribute("user_data", "a", unknown)] }),
      "block server-value",
    ],
  ])("%s", (_name, one, expected) => {
    const [level, reason] = expected.split(" ");
    expect(summary(planned(judged(one)))).toEqual([`${level} immutable/undecided ${reason}`]);
  });

  test("says what it rests on and what would settle it", () => {
    const [finding] = planned(
      judged(open("aws_instance", { doubts: [{ kind: "unknown-value", path: "instance_type", subject: "var.size" }] })),
    );
    expect(text(finding?.message ?? { template: "", values: {} })).toContain("instance_type rests on var.size");
    expect(text(finding?.remedy ?? { template: "", values: {} })).toContain("--plan");
  });
});

describe("roll-outs and gaps", () => {
  test("a group that nothing rolls", () => {
    const one = change("aws_autoscaling_group", {
      attributes: [attribute("launch_template[0].version", "1", "2")],
      settings: new Map([["instance_refresh", null]]),
    });
    expect(summary(planned(judged(one)))).toEqual(["warn immutable/pointer-without-rollout rollout-missing"]);
    expect(summary(planned(judged({ ...one, settings: new Map([["instance_refresh", [{}]]]) })))).toEqual([]);
    expect(summary(planned(judged(change("aws_autoscaling_group", { attributes: one.attributes }))))).toEqual([
      "warn immutable/pointer-without-rollout rollout-unknown",
    ]);
  });

  test("a server that goes before its successor comes", () => {
    const one = change("aws_instance", {
      action: "replace",
      order: "destroy-first",
      because: [{ kind: "attribute", path: "ami", via: null }],
    });
    expect(summary(planned(judged(one)))).toEqual(["warn immutable/destroy-first destroy-first"]);
    expect(summary(planned(judged({ ...one, order: "create-first" })))).toEqual([]);
  });
});

describe("immutable/drift", () => {
  const drifted = (type: string, path: string, action: ResourceChange["action"] = "update"): readonly JudgedChange[] =>
    judged(change(type, { action, attributes: [attribute(path, "a", "b")] }));

  test("a server changed by hand warns; everything else that drifts is folded away", () => {
    expect(summary(planned([], { drift: drifted("aws_instance", "instance_type") }))).toEqual(["warn immutable/drift changed"]);
    expect(planned([], { drift: drifted("aws_instance", "tags.Name") })).toEqual([]);
    expect(planned([], { drift: drifted("aws_autoscaling_group", "desired_capacity") })).toEqual([]);
    expect(planned([], { drift: drifted("aws_instance", "ami", "delete") })).toEqual([]);
  });
});

describe("immutable/action", () => {
  test("against a server it blocks, elsewhere it warns", () => {
    const server = { address: "action.http_call.x", type: "http_call", triggeredBy: "module.a.aws_instance.web[0]" };
    const stop = { address: "action.aws_ec2_stop_instance.x", type: "aws_ec2_stop_instance", triggeredBy: null };
    const cache = { address: "action.aws_cloudfront_create_invalidation.x", type: "aws_cloudfront_create_invalidation", triggeredBy: null };
    expect(summary(planned([], { invocations: [server, stop, cache] })).toSorted()).toEqual([
      "block immutable/action on-server",
      "block immutable/action on-server",
      "warn immutable/action elsewhere",
    ]);
  });
});

describe("immutable/protection-removed", () => {
  const yes = { kind: "bool", value: true } as const;
  const no = { kind: "bool", value: false } as const;
  const sides = (
    base: ReturnType<typeof resource>[],
    head: ReturnType<typeof resource>[],
    fields: Partial<ReviewSubject> = {},
  ): readonly Finding[] => found(subject({ base: side({ resources: base }), head: side({ resources: head }), ...fields }));

  test("by code: prevent_destroy, an attribute, an opener that is new", () => {
    const kept = resource("aws_db_instance", {}, { lifecycle: { prevent_destroy: true } });
    expect(summary(sides([kept], [resource("aws_db_instance")]))).toEqual(["block immutable/protection-removed prevent-destroy"]);
    expect(summary(sides([kept], [resource("aws_db_instance", {}, { lifecycle: { prevent_destroy: false } })]))).toHaveLength(1);
    expect(sides([kept], [kept])).toEqual([]);
    expect(sides([resource("aws_db_instance")], [kept])).toEqual([]);
    const guarded = resource("aws_db_instance", { deletion_protection: yes });
    expect(summary(sides([guarded], [resource("aws_db_instance", { deletion_protection: no })]))).toEqual([
      "block immutable/protection-removed attribute",
    ]);
    expect(summary(sides([guarded], [resource("aws_db_instance")]))).toHaveLength(1);
    expect(summary(sides([resource("aws_s3_bucket")], [resource("aws_s3_bucket", { force_destroy: yes })]))).toHaveLength(1);
    const maybe = { kind: "unknown", because: [], derivation: "var.x" } as const;
    expect(summary(sides([guarded], [resource("aws_db_instance", { deletion_protection: maybe })]))).toEqual([
      "warn immutable/protection-removed unknown",
    ]);
  });

  test("by a block that goes with its prevent_destroy, unless it moved or is handed over", () => {
    const kept = resource("aws_iam_role", {}, { lifecycle: { prevent_destroy: true } });
    const renamed = resource("aws_iam_role", {}, { name: "y", lifecycle: { prevent_destroy: true } });
    const place = { file: "main.tf", line: 9, endLine: 9 };
    expect(summary(sides([kept], []))).toEqual(["block immutable/protection-removed with-its-block"]);
    expect(sides([kept], [renamed], { moved: [{ from: "aws_iam_role.x", to: "aws_iam_role.y", place }] })).toEqual([]);
    const inModule = resource("aws_iam_role", {}, { dir: "m", file: "m/main.tf", lifecycle: { prevent_destroy: true } });
    expect(sides([kept], [inModule], { moved: [{ from: "aws_iam_role.x", to: "module.m.aws_iam_role.x", place }] })).toEqual([]);
    const folder = resource("aws_iam_role", {}, { dir: "new", file: "new/main.tf", lifecycle: { prevent_destroy: true } });
    expect(sides([kept], [folder], { renames: new Map([["new/main.tf", "main.tf"]]) })).toEqual([]);
  });

  test("by plan and by code it is one finding", () => {
    const changes = judged(change("aws_db_instance", { attributes: [attribute("deletion_protection", true, false)] }));
    const base = side({ resources: [resource("aws_db_instance", { deletion_protection: yes })] });
    const head = side({ resources: [resource("aws_db_instance", { deletion_protection: no })] });
    const findings = found(subject({ base, head, projects: [project(changes)] }));
    expect(summary(findings)).toEqual(["block immutable/protection-removed attribute"]);
    expect(findings[0]?.project).toBe(".");
  });

  test("by a plan alone", () => {
    const changes = judged(change("aws_db_instance", { attributes: [attribute("deletion_protection", true, false)] }));
    expect(summary(found(subject({ base: null, projects: [project(changes)] })))).toEqual(["block immutable/protection-removed attribute"]);
  });
});

describe("problems as other rooms report them have words", () => {
  const place = { file: "a.tf", line: 3, endLine: 3 };
  const inFile = (rule: string, reason: string, evidence: Problem["evidence"] = {}): Problem => ({
    rule,
    reason,
    place,
    evidence,
    project: null,
  });
  const ofPlan = (rule: string, reason: string, evidence: Problem["evidence"] = { detail: "at byte 7" }): Problem => {
    return { rule, reason, place: null, evidence: { project: "prod", ...evidence }, project: "prod" };
  };
  const unreadable: readonly Unreadable[] = ["binary", "not-utf8", "too-large", "symlink", "submodule", "missing", "illegible-path"];
  const noPlan: readonly PlanProblem["kind"][] = ["not-json", "not-a-plan", "truncated", "unknown-format", "too-large", "unreadable"];
  const noWholePlan: readonly PlanProblem["kind"][] = ["errored", "incomplete", "deferred"];

  test.each<readonly [string, readonly Problem[]]>([
    ["a syntax error", [inFile("review/syntax-error", "invalid", { detail: "Missing brace" })]],
    ["two readings", [inFile("review/parsers-disagree", "structure", { detail: "a block" })]],
    ["unreadable files", unreadable.map((why) => inFile("review/unreadable-file", why))],
    ["unreadable plans", noPlan.map((kind) => ofPlan("review/plan-unreadable", kind))],
    ["plans that are not whole", noWholePlan.map((kind) => ofPlan("review/plan-incomplete", kind))],
    ["an invalid configuration", [inFile("review/configuration-invalid", "other", { detail: "local.a refers to itself" })]],
    ["no plan", [ofPlan("review/plan-missing", "missing", {})]],
    ["another plan", [ofPlan("review/plan-stale", "other-head"), ofPlan("review/plan-stale", "other-base")]],
    [
      "a plan that contradicts",
      ["value", "resource", "action"].map((reason) => ofPlan("review/plan-mismatch", reason, { subjects: ["a.b"] })),
    ],
  ])("%s", (_name, problems) => {
    const findings = found(subject({ head: side({ problems }) }));
    expect(findings).toHaveLength(problems.length);
    expect(findings.filter((one) => one.message.template.includes("has no words") || one.level !== "block")).toEqual([]);
  });
});
