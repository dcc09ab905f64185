/** Bad input, encodings and hostile plans: always an answer, never an exception, never a sensitive text. */
import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { WrittenPlan } from "../../../src/model/written-plan.ts";
import { parsePlanJson } from "../../../src/parse/plan/plan-json.ts";

const fixtures = new URL("../../../fixtures/plans/", import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(`${name}.json`, fixtures));
const parseText = (text: string): WrittenPlan => parsePlanJson(new TextEncoder().encode(text));
const parse = (plan: unknown): WrittenPlan => parseText(JSON.stringify(plan));
const kinds = (plan: WrittenPlan): readonly string[] => plan.problems.map((problem) => problem.kind);

const empty = { format_version: "1.2", planned_values: { root_module: {} }, resource_changes: [] as unknown[] };

function change(values: object, more: object = {}): unknown {
  return {
    address: "x_y.z",
    mode: "managed",
    type: "x_y",
    name: "z",
    provider_name: "registry.terraform.io/x/x",
    change: { actions: ["update"], before: {}, after: {}, ...values },
    ...more,
  };
}

const withChange = (values: object, more: object = {}): unknown => ({ ...empty, resource_changes: [change(values, more)] });

describe("what is no plan", () => {
  test.each<[string, Uint8Array | string, string, RegExp]>([
    ["an empty file", "", "not-json", /empty/],
    ["white space", " \n", "not-json", /empty/],
    ["text", "No changes.", "not-json", /does not begin with/],
    ["a list", "[]", "not-json", /does not begin/],
    ["a binary file", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3), "not-json", /binary/],
    ["a saved plan", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "not-a-plan", /terraform show -json/],
    ["an empty object", "{}", "not-a-plan", /format_version/],
    ["a state file", '{"version":4,"serial":1,"lineage":"x","resources":[]}', "not-a-plan", /state file/],
    ["a shown state", '{"format_version":"1.0","values":{"root_module":{}}}', "not-a-plan", /state/],
    ["provider schemas", '{"format_version":"1.0","provider_schemas":{}}', "not-a-plan", /schemas/],
    ["the log of a plan", '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n', "not-a-plan", /plan -json/],
    ["text behind the plan", `${JSON.stringify(empty)} {}`, "not-json", /more text after the end .*byte/],
    ["broken JSON", '{"format_version":"1.2",\n"resource_changes":[}]}', "not-json", /line 2, byte 45$/],
  ])("%s", (_name, file, kind, detail) => {
    const plan = typeof file === "string" ? parseText(file) : parsePlanJson(file);
    expect(kinds(plan)).toEqual([kind]);
    expect(plan.problems[0]?.detail).toMatch(detail);
    expect(plan.changes).toEqual([]);
  });

  test.each(["2.0", "10.1", "x", "1.x", "", "-1.0", "1.0.0.0"])("format_version %j is not read", (version) => {
    const plan = parse({ ...(withChange({}) as object), format_version: version });
    expect(kinds(plan)).toEqual(["unknown-format"]);
    expect(plan.changes).toEqual([]);
  });

  test.each(["0.1", "0.2", "1.0", "1.2", "1.99"])("format_version %j is read", (version) => {
    expect(kinds(parse({ ...empty, format_version: version }))).toEqual([]);
  });

  test("a plan without format_version is not read", () => {
    expect(kinds(parse({ planned_values: {}, resource_changes: [] }))).toEqual(["unknown-format"]);
  });
});

describe("plans that are no evidence", () => {
  test.each<[string, object, string]>([
    ["errored", { errored: true }, "errored"],
    ["incomplete", { complete: false }, "incomplete"],
    ["deferred", { deferred_changes: [{ reason: "provider_config_unknown", resource_change: change({}) }] }, "deferred"],
    ["deferred invocations", { deferred_action_invocations: [{ reason: "x", action_invocation: { address: "action.a.b" } }] }, "deferred"],
    ["a flag that is no flag", { errored: "true" }, "unreadable"],
    ["resource_changes that is no list", { resource_changes: {} }, "unreadable"],
    ["resource_drift that is no list", { resource_drift: "x" }, "unreadable"],
    ["invocations without address", { action_invocations: [{}] }, "unreadable"],
    ["resources without changes", { resource_changes: undefined, planned_values: { root_module: { resources: [{}] } } }, "unreadable"],
    ["an entry that is no object", { resource_changes: [1] }, "unreadable"],
    ["an entry without actions", { resource_changes: [change({ actions: [] })] }, "unreadable"],
    ["an entry of an unknown mode", { resource_changes: [change({}, { mode: "ephemeral" })] }, "unreadable"],
    ["paths that are no paths", { resource_changes: [change({ replace_paths: ["ami"] })] }, "unreadable"],
  ])("%s", (_name, members, kind) => {
    expect(kinds(parse({ ...empty, ...members }))).toEqual([kind]);
  });

  test("complete may be absent, and resource_changes where nothing is planned", () => {
    expect(kinds(parse({ format_version: "1.0", planned_values: { root_module: {} }, configuration: {} }))).toEqual([]);
    expect(kinds(parse({ ...empty, errored: false, complete: true, resource_drift: null, deferred_changes: [] }))).toEqual([]);
  });

  test("a deferred change is named by its address only", () => {
    const plan = parse({ ...empty, deferred_changes: [{ resource_change: change({ after: { password: "hunter2-hunter2" } }) }] });
    expect(plan.problems).toEqual([{ kind: "deferred", detail: "x_y.z" }]);
  });

  test("a member that stands twice is a problem: it could be read in two ways", () => {
    const text = JSON.stringify(withChange({}));
    const plan = parseText(text.replace('"resource_changes"', '"resource_changes":[],"resource_changes"'));
    expect(kinds(plan)).toEqual(["unreadable"]);
    expect(plan.problems[0]?.detail).toMatch(/a second "resource_changes" at byte/);
  });

  test("values nested without end are a problem", () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    expect(kinds(parseText(`{"format_version":"1.2","planned_values":{},"resource_changes":[${deep}]}`))).toEqual(["unreadable"]);
  });

  test("a text that is not UTF-8 is a problem with its place", () => {
    const bytes = new TextEncoder().encode(JSON.stringify(withChange({ after: { a: "@@@@" } })));
    bytes.set([0xff, 0xfe], new TextDecoder().decode(bytes).indexOf("@@@@"));
    const plan = parsePlanJson(bytes);
    expect(plan.problems).toHaveLength(1);
    expect(plan.problems[0]?.detail).toMatch(/resource_changes\[0\] at byte \d+: it is not UTF-8/);
  });
});

describe("encodings", () => {
  const text = new TextDecoder().decode(fixture("odd-keys"));
  const expected = parseText(text);

  function utf16(big: boolean, mark: boolean): Uint8Array {
    const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
    return big ? bytes.swap16() : bytes;
  }

  test.each<[string, Uint8Array]>([
    ["UTF-8 with a byte order mark", new TextEncoder().encode(`\ufeff${text}`)],
    ["UTF-16, little end first", utf16(false, true)],
    ["UTF-16, big end first", utf16(true, true)],
    ["UTF-16 without a mark", utf16(false, false)],
    [
      "with line ends of Windows",
      new TextEncoder().encode(`\r\n${JSON.stringify(JSON.parse(text), null, 2).replaceAll("\n", "\r\n")}\r\n`),
    ],
  ])("%s", (_name, bytes) => {
    expect(parsePlanJson(bytes)).toEqual(expected);
  });

  test("a cut UTF-16 file is a problem at every byte", () => {
    const bytes = utf16(false, true);
    for (let end = 2; end < bytes.length - 4; end += 397) expect(kinds(parsePlanJson(bytes.subarray(0, end)))).not.toEqual([]);
  });
});

describe("robustness", () => {
  test("a plan cut at any byte is a problem", () => {
    for (const name of ["nested-modules", "sensitive-subtree", "odd-keys"]) {
      const bytes = fixture(name);
      const end = bytes.lastIndexOf(0x7d);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: end }), (cut) => {
          expect(kinds(parsePlanJson(bytes.subarray(0, cut)))).not.toEqual([]);
        }),
        { numRuns: 120 },
      );
    }
  });

  test("any JSON in any member gives an answer", () => {
    const keys = [
      "resource_changes",
      "resource_drift",
      "configuration",
      "variables",
      "output_changes",
      "prior_state",
      "action_invocations",
      "deferred_changes",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        expect(Array.isArray(parse({ ...empty, [key]: value }).problems)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("any JSON in any part of a change gives an answer", () => {
    const keys = ["before", "after", "before_sensitive", "after_sensitive", "after_unknown", "replace_paths", "importing", "actions"];
    const shape = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(shape, fc.jsonValue(), (values, entry) => {
        const plan = parse({ ...empty, resource_changes: [change(values), entry] });
        expect(plan.changes.length + plan.problems.length).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });

  test("keys of JavaScript's own are attributes like any other", () => {
    const values = '{"__proto__":{"x":1},"constructor":"a","toString":"b","hasOwnProperty":"c"}';
    const text = JSON.stringify(withChange({ actions: ["create"], before: null, after: "@" })).replace('"@"', values);
    const plan = parseText(text);
    expect(plan.changes[0]?.attributes.map((attribute) => [attribute.path, attribute.after])).toEqual([
      ["__proto__.x", 1],
      ["constructor", "a"],
      ["hasOwnProperty", "c"],
      ["toString", "b"],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

/** Everything that the parser hands out, as text. */
const everything = (plan: WrittenPlan): string => inspect(plan, { depth: null, maxArrayLength: null, maxStringLength: null });

describe("sensitive values", () => {
  test.each(["sensitive-leaf", "sensitive-subtree", "sensitive-mark-only"])("nothing of %s is left, map keys included", (name) => {
    const text = new TextDecoder().decode(fixture(name));
    expect(text).toMatch(/Pa55word/);
    const plan = parseText(text);
    expect(everything(plan)).not.toMatch(/Pa55word|secret-key/);
    expect(plan.changes.flatMap((one) => one.attributes).some((attribute) => attribute.sensitive)).toBe(true);
  });

  const marks: readonly [string, object][] = [
    ["a leaf", { before_sensitive: { a: { secret: true } }, after_sensitive: { a: { secret: true } } }],
    ["a subtree", { before_sensitive: { a: true }, after_sensitive: { a: true } }],
    ["the whole resource", { before_sensitive: true, after_sensitive: true }],
    ["one side", { before_sensitive: {}, after_sensitive: { a: { secret: true } } }],
    ["a mark of another shape", { before_sensitive: { a: [true] }, after_sensitive: { a: [[true]] } }],
  ];

  test.each(marks)("%s: values are gone, wherever the plan repeats them", (_name, mark) => {
    const plan = parse({
      ...empty,
      resource_changes: [
        change({
          before: { a: { secret: "old-secret-0815" }, echo: "old-secret-0815", url: "https://u:old-secret-0815@host" },
          after: {
            a: { secret: "new-secret-0815" },
            echo: "new-secret-0815",
            url: "https://u:new-secret-0815@host",
            json: '{"s":"new-secret-0815"}',
          },
          ...mark,
        }),
        change({ before: { note: "x" }, after: { note: "new-secret-0815", "new-secret-0815": "y" } }, { address: "x_y.other" }),
      ],
    });
    expect(kinds(plan)).toEqual([]);
    expect(everything(plan)).not.toMatch(/secret-0815/);
    expect(plan.changes[0]?.attributes.length).toBeGreaterThan(0);
    expect(plan.changes[0]?.attributes.every((attribute) => attribute.sensitive)).toBe(true);
  });

  test("an unknown subtree with a sensitive part keeps nothing of what it was", () => {
    const values = {
      before: { a: { secret: "old-secret-0815" } },
      after: {},
      after_unknown: { a: true },
      before_sensitive: { a: { secret: true } },
    };
    const plan = parse(withChange(values));
    expect(plan.changes[0]?.attributes).toEqual([
      { path: "a", before: null, after: null, sensitive: true, unknown: true, forcesReplacement: false },
    ]);
  });

  test("sensitive variables of formats without marks, and sensitive outputs, are taken out as well", () => {
    const plan = parse({
      ...(withChange({ after: { a: "variable-0815", b: "default-0815", c: "output-0815" } }) as object),
      format_version: "0.1",
      variables: { v: { value: "variable-0815" } },
      output_changes: { o: { actions: ["create"], before: null, after: "output-0815", after_sensitive: true } },
      configuration: { root_module: { variables: { v: { default: "default-0815", sensitive: true } } } },
    });
    expect(everything(plan)).not.toMatch(/0815/);
  });

  test("a replacing path ends where the sensitive value begins", () => {
    const values = { actions: ["delete", "create"], before: { m: { k: "1" } }, after: { m: { k: "2" } }, replace_paths: [["m", "k"]] };
    const plan = parse(withChange({ ...values, after_sensitive: { m: true } }));
    expect(plan.changes[0]?.replacePaths).toEqual([{ path: "m", steps: ["m"], unknown: false }]);
    expect(plan.changes[0]?.attributes[0]).toMatchObject({ path: "m", sensitive: true, forcesReplacement: true });
  });

  test("constants of the configuration, provider blocks, planned values and the state are not kept", () => {
    const plan = parse({
      ...(withChange({ actions: ["delete", "create"], replace_paths: [["a"]], before: { a: 1 }, after: { a: 2 } }) as object),
      configuration: {
        provider_config: { aws: { expressions: { secret_key: { constant_value: "value-0815" } } } },
        root_module: {
          resources: [{ address: "x_y.z", expressions: { a: { constant_value: "value-0815" }, b: { references: ["var.b"] } } }],
        },
      },
      prior_state: { values: { root_module: { resources: [{ values: { a: "value-0815" } }] } } },
      planned_values: { outputs: { o: { value: "value-0815" } } },
      action_invocations: [{ address: "action.a.b", type: "a", config_values: { k: "value-0815" } }],
    });
    expect(kinds(plan)).toEqual([]);
    expect(plan.configuration?.resources.get("x_y.z")?.expressions).toEqual([{ path: "b", references: ["var.b"] }]);
    expect(everything(plan)).not.toMatch(/0815/);
  });

  test("of a plan that ends early no value is kept: what is missing may have said what is sensitive", () => {
    const text = JSON.stringify({
      ...(withChange({
        actions: ["delete", "create"],
        before: { m: {} },
        after: { m: { k: "variable-0815" } },
        replace_paths: [["m", "k"]],
      }) as object),
      variables: { v: { value: "variable-0815" } },
      configuration: { root_module: { variables: { v: { sensitive: true } } } },
    });
    const plan = parseText(text.slice(0, -12));
    expect(kinds(plan)).toEqual(["truncated"]);
    expect(everything(plan)).not.toMatch(/0815/);
    expect(plan.changes).toMatchObject([
      { address: "x_y.z", actions: ["delete", "create"], attributes: [], replacePaths: [{ path: "m" }] },
    ]);
  });

  test("many secrets that begin alike cost no more than a bounded time, and are still taken out", () => {
    const secrets = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, `same-start-${index}`]));
    const notes = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`n${index}`, `same-start- same-start-x ${index}`]));
    const started = process.cpuUsage();
    const plan = parse({
      ...empty,
      resource_changes: [change({ after: { s: secrets, notes, leak: "a same-start-777 b" }, after_sensitive: { s: true } })],
    });
    // Of this process alone: other work on the machine does not count.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
    expect(everything(plan)).not.toMatch(/same-start-777/);
  });
});

test("every fixture is read without a problem, except the one that is targeted", () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith(".json"));
  expect(names.length).toBeGreaterThan(40);
  for (const name of names)
    expect([name, kinds(parsePlanJson(readFileSync(new URL(name, fixtures))))]).toEqual([
      name,
      name === "targeted.json" ? ["incomplete"] : [],
    ]);
});
