/** Each folder under fixtures/cases is a small change with the comment and the review that it must yield. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../src/evaluate/rules.ts";
import type { Review } from "../src/model/review.ts";
import { renderComment } from "../src/render/comment.ts";
import { renderJson } from "../src/render/json.ts";
import { reviewCase } from "./stories/review-folders.ts";

const root = fileURLToPath(new URL("../fixtures/cases/", import.meta.url));
const rewrite = process.env.UPDATE_CASES === "1";

interface Case {
  /** `immutable/provisioner` */
  readonly rule: string;
  /** `bad`, `good`, `bad-local-exec` … */
  readonly story: string;
  readonly dir: string;
}

const cases: readonly Case[] = folders(root).flatMap((group) =>
  folders(join(root, group)).flatMap((rule) =>
    folders(join(root, group, rule)).map((story) => ({ rule: `${group}/${rule}`, story, dir: join(root, group, rule, story) })),
  ),
);

function folders(dir: string): readonly string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function documents(review: Review): ReadonlyMap<string, string> {
  const still = { ...review, stats: { ...review.stats, durationMs: 0 } };
  return new Map([
    ["comment.md", `${renderComment(still).trimEnd()}\n`],
    ["review.json", `${renderJson(still, { name: "bakegate", version: "0.0.0" }).trimEnd()}\n`],
  ]);
}

describe.each(cases)("$rule: $story", ({ rule, story, dir }) => {
  test("yields its comment and review", async () => {
    const found = documents(await reviewCase(dir));
    for (const [name, text] of found) {
      const file = join(dir, "expected", name);
      if (rewrite) {
        mkdirSync(join(dir, "expected"), { recursive: true });
        writeFileSync(file, text);
      }
      expect(existsSync(file) ? readFileSync(file, "utf8") : `(${file} is missing: run with UPDATE_CASES=1)`).toBe(text);
    }
  });

  test(story.startsWith("bad") ? "the rule finds something new in it" : "the rule finds nothing new in it", async () => {
    const review = await reviewCase(dir);
    const own = review.findings.filter((finding) => finding.rule === rule && finding.introduced);
    expect(own.length > 0).toBe(story.startsWith("bad"));
    // Every place in a sentence is filled.
    for (const finding of review.findings) {
      for (const sentence of [finding.message, finding.remedy]) {
        for (const [, name = ""] of sentence.template.matchAll(/\{(\w+)\}/g))
          expect([finding.rule, finding.reason, Object.keys(sentence.values)]).toEqual([
            finding.rule,
            finding.reason,
            expect.arrayContaining([name]),
          ]);
      }
    }
  });
});

test("every rule has a bad and a good case, and every case a rule", () => {
  const told = (rule: string, start: string) => cases.some((one) => one.rule === rule && one.story.startsWith(start));
  expect(rules.filter((rule) => !(told(rule.id, "bad") && told(rule.id, "good"))).map((rule) => rule.id)).toEqual([]);
  expect([...new Set(cases.map((one) => one.rule))].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
});
