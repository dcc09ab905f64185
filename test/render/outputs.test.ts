/** The documents for programs: JSON and SARIF, held against their schemas. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { ExplainedRule } from "../../src/model/rule-page.ts";
import { renderJson } from "../../src/render/json.ts";
import { reviewSchema, reviewSchemaText } from "../../src/render/review-schema.ts";
import { renderRulePage } from "../../src/render/rule-page.ts";
import { renderSarif } from "../../src/render/sarif.ts";
import { attribute, change, finding, project, review, sentence } from "./build.ts";
import { nastyReview } from "./nasty.ts";
import { advisory, blocked, failed, hostile, huge, nothing, rolls, scanned, warned } from "./reviews.ts";
import { validateReviewJson } from "./validate-review.ts";

const tool = { name: "bakegate", version: "0.1.0" };
const written = { blocked, advisory, rolls, nothing, warned, failed, scanned, hostile };

const rules: readonly ExplainedRule[] = [
  {
    id: "immutable/in-place-update",
    level: "block",
    page: {
      title: "A server would change in place",
      why: "Servers are replaced.\n\nA changed one is unlike its image.",
      bad: 'resource "x" "y" {\n  a = "```"\n}\n',
      good: "y",
    },
    reasons: { resize: { message: "{address} would be resized", remedy: "Replace it; see `lifecycle`.", level: "warn" } },
  },
  {
    id: "credentials/hard-coded",
    level: "block",
    page: { title: "A password", why: "w", bad: "b", good: "g", language: "json" },
    reasons: {},
  },
];

const sarifSchema = JSON.parse(readFileSync(new URL("schema/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"));
// The schema is draft 4; none of its keywords differs in draft 7 but these two.
delete sarifSchema.$schema;
delete sarifSchema.id;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(sarifSchema);

function expectSarif(text: string): void {
  const valid = isSarif(JSON.parse(text));
  expect(isSarif.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
}

describe("JSON", () => {
  test.each(Object.entries(written))("%s is what the schema says", (_, each) => {
    expect(validateReviewJson(renderJson(each, tool))).toEqual([]);
  });

  test("the schema refuses what it does not know", () => {
    const document = JSON.parse(renderJson(blocked, tool));
    expect(validateReviewJson(JSON.stringify({ ...document, verdict: "fine" }))).not.toEqual([]);
    expect(validateReviewJson(JSON.stringify({ ...document, findings: [{}] }))).not.toEqual([]);
    expect(validateReviewJson(JSON.stringify({ ...document, more: 1 }))).not.toEqual([]);
  });

  test("the schema is published", () => {
    new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reviewSchema);
    const file = new URL("../../policies/schema/review.v1.json", import.meta.url);
    if (process.env.UPDATE_SCHEMAS === "1") writeFileSync(file, reviewSchemaText());
    // The formatter decides about its white space.
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(reviewSchemaText()));
  });

  test("any review gives a valid document, the same bytes twice, in any order", () => {
    fc.assert(
      fc.property(nastyReview, (each) => {
        const text = renderJson(each, tool);
        expect(validateReviewJson(text)).toEqual([]);
        expect(text).not.toMatch(/[\p{Cf}\u007f-\u009f\u2028\u2029]/u);
        const shuffled = {
          ...each,
          findings: each.findings.toReversed(),
          projects: each.projects.toReversed(),
          unread: each.unread.toReversed(),
        };
        expect(renderJson(shuffled, tool)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  test("values are exact: hidden characters and odd keys come back as they were", () => {
    const value = JSON.parse('{"__proto__": "a\\u202e", "constructor": ["\\ud800", null]}');
    const text = renderJson(
      review("pass", { projects: [project(".", [change("aws_x.y", "update", { attributes: [attribute("a", value, 1)] })])] }),
      tool,
    );
    expect(JSON.parse(text).projects[0].changes[0].attributes[0].before).toEqual(value);
  });

  test("a sensitive value is not in it, nor one nested without end", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    const changes = [
      change("aws_x.y", "update", { attributes: [attribute("a", "hunter2", "x", { sensitive: true }), attribute("b", deep as never, 1)] }),
    ];
    const text = renderJson(review("pass", { projects: [project(".", changes)] }), tool);
    expect(text).not.toContain("hunter2");
    expect(text).toContain("(nested more than 100 levels deep)");
  });
});

describe("SARIF", () => {
  test.each(Object.entries(written))("%s is SARIF 2.1.0", (_, each) => {
    expectSarif(renderSarif(each, tool, rules));
  });

  test("the schema refuses what is not SARIF", () => {
    expect(isSarif({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  test("any review is SARIF, and its paths stay within the repository", () => {
    fc.assert(
      fc.property(nastyReview, (each) => expectSarif(renderSarif(each, tool, rules))),
      { numRuns: 60 },
    );
  });

  test("levels, baseline, suppressions and fingerprints say what the review says", () => {
    const { results, invocations, tool: made } = JSON.parse(renderSarif(blocked, tool, rules)).runs[0];
    expect(invocations).toEqual([{ executionSuccessful: true }]);
    expect(made.driver.rules[results[0].ruleIndex].id).toBe(results[0].ruleId);
    const legacy = results.find((each: { ruleId: string }) => each.ruleId === "immutable/provisioner");
    expect([legacy.level, legacy.baselineState]).toEqual(["error", "unchanged"]);
    const exempted = results.filter((each: { suppressions: unknown[] }) => each.suppressions.length > 0);
    expect(exempted).toHaveLength(1);
    expect(exempted[0].suppressions[0].justification).toContain("legacy-vpn: appliance without an image pipeline");
    expect(results.filter((each: { level: string }) => each.level === "warning")).toHaveLength(2);
    expect(
      new Set(results.map((each: { partialFingerprints: Record<string, string> }) => each.partialFingerprints["bakegate/v1"])).size,
    ).toBe(results.length);
  });

  test("what could not be evaluated is a failed execution with its reason", () => {
    const [invocation] = JSON.parse(renderSarif(failed, tool, rules)).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications.map((each: { message: { text: string } }) => each.message.text)).toEqual([
      expect.stringContaining("broken.tf` cannot be read"),
      "images/photo.bin was not read: binary",
    ]);
    expectSarif(renderSarif(review("error"), tool, []));
  });

  test("above 25,000 results the blocking ones stay", () => {
    const notes = Array.from({ length: 25_000 }, () => finding("a/b", "info", sentence("x"), sentence("y")));
    const { results } = JSON.parse(renderSarif({ ...huge(10), findings: [...notes, ...huge(10).findings] }, tool, rules)).runs[0];
    expect(results).toHaveLength(25_000);
    expect(results.filter((each: { level: string }) => each.level === "error")).toHaveLength(10);
  });
});

describe("the page of a rule", () => {
  const [rule] = rules as [ExplainedRule];

  test("text", () => {
    const text = renderRulePage(rule, "text");
    expect(text).toContain("immutable/in-place-update  (blocks by default)");
    expect(text).toContain("  resize (warns)\n    <address> would be resized\n    Instead: Replace it; see `lifecycle`.");
  });

  test("Markdown fences what has fences", () => {
    expect(renderRulePage(rule, "markdown")).toContain('````hcl\nresource "x" "y" {\n  a = "```"\n}\n````');
  });

  test("JSON", () => {
    expect(JSON.parse(renderRulePage(rule, "json"))).toMatchObject({
      rule: rule.id,
      level: "block",
      reasons: [{ reason: "resize", level: "warn" }],
    });
  });
});
