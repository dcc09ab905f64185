/** Each folder under fixtures/cases is a small change with the comment and the review that it must yield. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../src/evaluate/rules.ts";
import type { Review } from "../src/model/review.ts";
import { validateReviewJson } from "./render/validate-review.ts";
import { type CaseFolder, caseDocuments, cases } from "./stories/case-folders.ts";
import { reviewCase } from "./stories/review-folders.ts";
import { untold } from "./stories/untold-rules.ts";

const rewrite = process.env.UPDATE_CASES === "1";

const reviews = new Map<string, Promise<Review>>();

/** Each folder is reviewed once. */
function reviewOf({ dir }: CaseFolder): Promise<Review> {
  const review = reviews.get(dir) ?? reviewCase(dir);
  reviews.set(dir, review);
  return review;
}

describe.each(cases)("$rule: $story", (folder) => {
  const { rule, story, dir } = folder;

  test("yields its comment and review", async () => {
    for (const [name, text] of caseDocuments(await reviewOf(folder))) {
      if (name === "review.json") expect(validateReviewJson(text)).toEqual([]);
      const file = join(dir, "expected", name);
      if (rewrite) {
        mkdirSync(join(dir, "expected"), { recursive: true });
        writeFileSync(file, text);
      }
      expect(existsSync(file) ? readFileSync(file, "utf8") : `(${file} is missing: run with UPDATE_CASES=1)`).toBe(text);
    }
  });

  test(story.startsWith("bad") ? "the rule finds something new in it" : "the rule finds nothing new in it", async () => {
    const review = await reviewOf(folder);
    const counts = (finding: Review["findings"][number]) => finding.introduced && finding.exemption === null;
    const own = review.findings.filter((finding) => finding.rule === rule && counts(finding));
    expect(own.length > 0).toBe(story.startsWith("bad"));
    // Every place in a sentence is filled.
    for (const finding of review.findings) {
      for (const sentence of [finding.message, finding.remedy]) {
        for (const [, name = ""] of sentence.template.matchAll(/\{(\w+)\}/g)) {
          const filled = [finding.rule, finding.reason, Object.keys(sentence.values)];
          expect(filled).toEqual([finding.rule, finding.reason, expect.arrayContaining([name])]);
        }
      }
    }
  });
});

test("every rule has a bad and a good case, and every case a rule", () => {
  const told = (rule: string, start: string) => cases.some((one) => one.rule === rule && one.story.startsWith(start));
  const without = rules.filter((rule) => !(told(rule.id, "bad") && told(rule.id, "good"))).map((rule) => rule.id);
  expect(without.sort()).toEqual([...untold.keys()].sort());
  expect([...new Set(cases.map((one) => one.rule))].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
});

test("every case says in a sentence or two what happens", () => {
  const story = ({ dir }: CaseFolder) => (existsSync(join(dir, "story.md")) ? readFileSync(join(dir, "story.md"), "utf8").trim() : "");
  expect(cases.filter((one) => !/^[^\n]{20,300}[.!?]$/.test(story(one))).map((one) => one.dir)).toEqual([]);
});

test.each([...untold])("%s, which no folder can tell, is held by a test of its own", (rule, { test: file }) => {
  expect(readFileSync(new URL(file, import.meta.url), "utf8")).toContain(`"${rule}"`);
});
