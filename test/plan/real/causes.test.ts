/** Why a resource is replaced, what else happens to it, and which of its attributes differ: by the stories in fixtures/plans. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { Plan } from "../../../src/model/plan.ts";
import type { ResourceChange } from "../../../src/model/resource-change.ts";
import { parsePlanJson } from "../../../src/parse/plan/plan-json.ts";
import { readWrittenPlan, withPlaces } from "../../../src/plan/real-plan.ts";

function read(json: unknown): Plan {
  return readWrittenPlan(parsePlanJson(new TextEncoder().encode(JSON.stringify(json))), "digest");
}

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`../../../fixtures/plans/${name}.json`, import.meta.url));

/** To be rewritten; long numbers lose digits on this way. */
function rawFixture(name: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(bytesOf(name))) as Record<string, unknown>;
}

const fixture = (name: string): Plan => readWrittenPlan(parsePlanJson(bytesOf(name)), "digest");
const brief = (change: ResourceChange): string =>
  [change.action, change.order, ...change.because.map((cause) => [cause.kind, cause.path, cause.via].join(" "))]
    .filter(Boolean)
    .join(" | ");
const summary = (plan: Plan): Record<string, string> => Object.fromEntries(plan.changes.map((change) => [change.address, brief(change)]));

describe("each cause and order", () => {
  const byKey = (before: string, keys: readonly string[], after: string): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [`terraform_data.vm[${JSON.stringify(key)}]`, `${before}${after}`]));
  const attribute = "replace | destroy-first | attribute triggers_replace ";

  test.each<[string, Record<string, string>]>([
    ["attribute-destroy-first", { "terraform_data.vm": attribute }],
    ["attribute-create-first", { "terraform_data.vm": "replace | create-first | attribute triggers_replace " }],
    ["attribute-and-update", { "terraform_data.vm": attribute }],
    [
      "upstream-id",
      {
        "terraform_data.image": attribute,
        "terraform_data.vm": "replace | destroy-first | upstream triggers_replace terraform_data.image",
      },
    ],
    [
      "upstream-output",
      { "terraform_data.image": "update", "terraform_data.vm": "replace | destroy-first | upstream triggers_replace terraform_data.image" },
    ],
    [
      "upstream-local",
      {
        "terraform_data.image": attribute,
        "terraform_data.vm": "replace | destroy-first | upstream triggers_replace terraform_data.image",
      },
    ],
    [
      "upstream-instances",
      {
        "terraform_data.all": "replace | destroy-first | upstream triggers_replace terraform_data.image",
        'terraform_data.image["a"]': attribute,
        'terraform_data.image["b"]': attribute,
        'terraform_data.vm["a"]': 'replace | destroy-first | upstream triggers_replace terraform_data.image["a"]',
        'terraform_data.vm["b"]': 'replace | destroy-first | upstream triggers_replace terraform_data.image["b"]',
      },
    ],
    [
      "upstream-module",
      {
        "module.image.terraform_data.this": attribute,
        'module.vm["eu"].terraform_data.vm': "replace | destroy-first | upstream triggers_replace module.image.terraform_data.this",
        'module.vm["us"].terraform_data.vm': "replace | destroy-first | upstream triggers_replace module.image.terraform_data.this",
      },
    ],
    ["unknown-impure", { "terraform_data.vm": attribute }],
    ["tainted", { "terraform_data.vm": "replace | destroy-first | tainted  " }],
    ["untainted", { "terraform_data.vm": "no-op" }],
    ["requested", { "terraform_data.vm": "replace | destroy-first | requested  " }],
    ["requested-create-first", { "terraform_data.vm": "replace | create-first | requested  " }],
    ["triggered", { "terraform_data.config": "update", "terraform_data.vm": "replace | destroy-first | triggered  terraform_data.config" }],
    [
      "create-first-spreads",
      {
        "terraform_data.base": "replace | create-first | attribute triggers_replace ",
        "terraform_data.top": "replace | create-first | upstream triggers_replace terraform_data.base",
      },
    ],
    ["moved", { "terraform_data.new": "move" }],
    ["moved-and-update", { "terraform_data.new": "update" }],
    ["moved-and-replace", { "terraform_data.new": attribute }],
    ["import", { "terraform_data.vm": "import" }],
    ["import-and-update", { "terraform_data.vm": "update" }],
    ["import-and-replace", { "terraform_data.vm": attribute }],
    ["forget", { "terraform_data.vm": "forget" }],
    ["removed-and-destroyed", { "terraform_data.vm": "delete" }],
    ["outputs-only", { "terraform_data.vm": "no-op" }],
    ["no-changes", { "terraform_data.vm": "no-op" }],
    ["nothing-at-all", {}],
    [
      "read-during-apply",
      {
        "data.terraform_remote_state.other": "read",
        "terraform_data.producer": "update",
        "terraform_data.vm": "replace | destroy-first | upstream triggers_replace data.terraform_remote_state.other",
      },
    ],
    ["data-known", { "terraform_data.vm": "replace | destroy-first | attribute triggers_replace data.terraform_remote_state.other" }],
    [
      "odd-keys",
      byKey(
        "replace | destroy-first | ",
        ["$${x}", "<script>alert(1)</script>", "a.b", "back\\slash", "new\nline", "plain", 'q"uote', "é"],
        "attribute triggers_replace ",
      ),
    ],
    ["count-shrinks", { "terraform_data.vm[0]": "no-op", "terraform_data.vm[1]": "delete", "terraform_data.vm[2]": "delete" }],
    ["count-added", { "terraform_data.vm[0]": "move", "terraform_data.vm[1]": "create" }],
    ["targeted", { "terraform_data.a": "update" }],
    ["refresh-only", {}],
    ["destroy-everything", { "terraform_data.vm": "delete" }],
  ])("%s", (name, expected) => {
    expect(summary(fixture(name))).toEqual(expected);
  });

  test("nested modules: each image feeds the machine of its own cell", () => {
    const plan = summary(fixture("nested-modules"));
    for (const region of ["eu.west", "us"]) {
      const module = `module.region["${region}"].module.cell[0]`;
      expect(plan[`${module}.terraform_data.vm`]).toBe(
        `replace | destroy-first | upstream triggers_replace ${module}.terraform_data.image`,
      );
    }
  });

  test("a deposed object has an entry of its own", () => {
    const plan = fixture("deposed");
    expect(plan.changes.map((change) => [change.address, change.deposed, brief(change)])).toEqual([
      ["terraform_data.after", null, "replace | create-first | tainted  "],
      ["terraform_data.after", "0badc0de", "delete"],
      ["terraform_data.vm", null, "no-op"],
      ["terraform_data.vm", "0badc0de", "delete"],
    ]);
  });

  test("where something came from", () => {
    expect(fixture("moved-and-update").changes[0]).toMatchObject({ previousAddress: "terraform_data.old", reason: null });
    expect(fixture("import-and-update").changes[0]).toMatchObject({ importId: "vm-0001", previousAddress: null });
    expect(fixture("count-shrinks").changes[1]).toMatchObject({ reason: "delete_because_count_index" });
  });
});

/** The fixture with its first change rewritten. */
function rewritten(name: string, change: object, more: object = {}): ResourceChange | undefined {
  const plan = rawFixture(name);
  const [first] = plan.resource_changes as Record<string, object>[];
  return read({ ...plan, resource_changes: [{ ...first, ...more, change: { ...first?.change, ...change } }] }).changes[0];
}

describe("what plans of this Terraform do not show", () => {
  test("create and forget is a replacement, created first", () => {
    const change = rewritten("attribute-create-first", { actions: ["create", "forget"] });
    expect(change && brief(change)).toBe("replace | create-first | attribute triggers_replace ");
  });

  test("a reason that is new is shown in its own word", () => {
    const change = rewritten("attribute-destroy-first", { replace_paths: undefined }, { action_reason: "replace_because_moon" });
    expect(change?.because).toEqual([{ kind: "triggered", path: null, via: "replace_because_moon" }]);
    expect(change?.reason).toBe("replace_because_moon");
  });

  test("a replacement without paths and reason (format 0.1) still has a cause", () => {
    const change = rewritten("attribute-destroy-first", { replace_paths: undefined }, { action_reason: undefined });
    expect(change?.because).toEqual([{ kind: "attribute", path: null, via: null }]);
    const same = rewritten("tainted", {}, { action_reason: undefined });
    expect(same?.because).toEqual([{ kind: "triggered", path: null, via: null }]);
  });

  test("paths are written with dots, quoted keys and indexes", () => {
    const steps = [["disks", 0, "size"], ["tags", "a.b"], ["tags", 'q"uote\n'], ["tags", "Name"], ["0"]];
    const change = rewritten("attribute-destroy-first", { replace_paths: steps });
    expect(change?.because.map((cause) => cause.path)).toEqual([
      "disks[0].size",
      'tags["a.b"]',
      'tags["q\\"uote\\n"]',
      "tags.Name",
      '["0"]',
    ]);
  });

  test("an unknown combination of actions is undecided and a problem", () => {
    const plan = rawFixture("attribute-destroy-first");
    const [first] = plan.resource_changes as Record<string, object>[];
    const result = read({ ...plan, resource_changes: [{ ...first, change: { ...first?.change, actions: ["delete", "update"] } }] });
    expect(result.changes[0]).toMatchObject({ action: "undecided", doubts: [{ kind: "unsupported" }] });
    expect(result.problems).toEqual([{ kind: "unreadable", detail: 'unknown actions ["delete","update"] of terraform_data.vm' }]);
  });

  test("importing by identity, or with an id that is not known yet", () => {
    const identity = rewritten("import", { importing: { identity: { bucket: "b" } } });
    expect(identity).toMatchObject({ action: "import", importId: '{"bucket":"b"}' });
    expect(rewritten("import", { importing: { unknown: true } })?.importId).toBe("(known after apply)");
  });

  test("action invocations", () => {
    const trigger = { triggering_resource_address: "aws_instance.a", action_trigger_event: "AfterUpdate" };
    const plan = read({
      ...rawFixture("no-changes"),
      action_invocations: [
        { address: "action.aws_lambda_invoke.x", type: "aws_lambda_invoke", lifecycle_action_trigger: trigger },
        { address: "action.aws_lambda_invoke.y", type: "aws_lambda_invoke", invoke_cmd_action_trigger: {} },
      ],
    });
    expect(plan.invocations).toEqual([
      { address: "action.aws_lambda_invoke.x", type: "aws_lambda_invoke", triggeredBy: "aws_instance.a" },
      { address: "action.aws_lambda_invoke.y", type: "aws_lambda_invoke", triggeredBy: null },
    ]);
  });

  test("errored, as Terraform writes it", () => {
    expect(read({ ...rawFixture("no-changes"), errored: true, complete: false }).problems.map((problem) => problem.kind)).toEqual([
      "errored",
    ]);
  });
});

describe("attributes", () => {
  const attributes = (change: ResourceChange | undefined): unknown[] =>
    (change?.attributes ?? []).map((one) => [
      one.path,
      one.before,
      one.after,
      ...(one.unknown ? ["unknown"] : []),
      ...(one.forcesReplacement ? ["forces"] : []),
    ]);

  test("lists and sets: what came and went, and the order where it alone differs", () => {
    expect(attributes(fixture("lists-and-sets").changes[0]).slice(0, -1)).toEqual([
      ["input.blocks[1].n", 2, 3],
      ["input.list[0]", "a", null],
      ["input.number", "12345678901234567890", "12345678901234567891"],
      ["input.order[0]", "1", "2"],
      ["input.order[1]", "2", "1"],
      ["input.set[0]", "x", "w"],
    ]);
  });

  test("a replaced resource: leaves below a replacing path force it, computed ones do not", () => {
    expect(attributes(fixture("attribute-nested").changes[0])).toEqual([
      ["id", "00000000-0000-4000-8000-000000000001", null, "unknown"],
      ["triggers_replace.disks[0].size", 1, 2, "forces"],
      ["triggers_replace.image", "image-1", "image-2", "forces"],
    ]);
  });

  test("created: what is set; deleted: what was; unchanged, forgotten, moved and read: nothing", () => {
    expect(attributes(fixture("count-added").changes[1])).toEqual([["id", null, null, "unknown"]]);
    expect(attributes(fixture("destroy-everything").changes[0])).toEqual([["id", "00000000-0000-4000-8000-000000000001", null]]);
    for (const name of ["no-changes", "forget", "moved", "import"]) expect(fixture(name).changes[0]?.attributes).toEqual([]);
    expect(fixture("read-during-apply").changes[0]?.attributes).toEqual([]);
  });

  test("a null that becomes an empty list is a difference, a missing value is not", () => {
    const change = rewritten("attribute-and-update", {
      actions: ["update"],
      before: { a: null, b: null, c: [] },
      after: { a: [], c: null },
      after_unknown: {},
    });
    expect(attributes(change)).toEqual([
      ["a", null, []],
      ["c", [], null],
    ]);
  });

  test("a value that changes its shape shows both", () => {
    const change = rewritten("attribute-and-update", {
      actions: ["update"],
      before: { a: "x", b: [1] },
      after: { a: { k: 1 }, b: { k: [2] } },
      after_unknown: {},
    });
    expect(attributes(change)).toEqual([
      ["a", "x", null],
      ["a.k", null, 1],
      ["b.k[0]", null, 2],
      ["b[0]", 1, null],
    ]);
  });

  test("a mark alone is a difference that shows no value", () => {
    expect(fixture("sensitive-mark-only").changes[0]?.attributes).toEqual([
      { path: "input", before: null, after: null, sensitive: true, unknown: false, forcesReplacement: false },
    ]);
  });
});

test("places are filled in by whoever knows the code", () => {
  const place = { file: "main.tf", line: 1, endLine: 3 };
  const placed = withPlaces(fixture("upstream-id").changes, (change) => (change.name === "vm" ? place : null));
  expect(placed.map((change) => change.place)).toEqual([null, place]);
});
