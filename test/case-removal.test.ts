/** A case fails when its rule is taken out: what the rule finds in its bad story stands in the expected review, and nobody else says it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../src/evaluate/rules.ts";
import { caseDocuments, cases } from "./stories/case-folders.ts";
import { reviewCase } from "./stories/review-folders.ts";

const stories = cases.filter((folder) => folder.story.startsWith("bad"));

describe.each(stories)("without $rule", ({ rule, story, dir }) => {
  test(`the story "${story}" ends otherwise`, async () => {
    const others = rules.filter((one) => one.id !== rule);
    expect(others).toHaveLength(rules.length - 1);
    const documents = caseDocuments(await reviewCase(dir, others));
    for (const name of ["review.json", "comment.md"]) {
      expect(documents.get(name)).not.toBe(readFileSync(join(dir, "expected", name), "utf8"));
    }
  });
});

test("a rule that is not the case's own may go without a trace", async () => {
  const [first] = stories.filter((folder) => folder.rule === "immutable/in-place-update");
  if (first === undefined) throw new Error("there is no case of immutable/in-place-update");
  const documents = caseDocuments(
    await reviewCase(
      first.dir,
      rules.filter((one) => one.id !== "image/untested"),
    ),
  );
  expect(documents.get("review.json")).toBe(readFileSync(join(first.dir, "expected", "review.json"), "utf8"));
});
