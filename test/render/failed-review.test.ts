/** What stands where a review could not be made: the reason in the title, every fault below it, and nothing that passes for a verdict. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BakegateError } from "../../src/model/failure.ts";
import { renderComment } from "../../src/render/comment.ts";
import { memoryOf, previousReview } from "../../src/render/comment-memory.ts";
import { byteLength } from "../../src/render/comment-part.ts";
import { failureNote, renderFailedReview } from "../../src/render/failed-review.ts";
import { finding, HEAD, review, sentence } from "./build.ts";
import { structureOf } from "./comment-structure.ts";
import { nasty } from "./nasty.ts";
import { NASTY } from "./reviews.ts";

/** Of a check's summary in bytes, and of a comment's body in characters. */
const MOST = 65_535;

function fault(message: string, next = "Mend the file, then push."): BakegateError {
  return new BakegateError("usage", message, next);
}

const gone = fault("GitHub did not hand out the policy: it is not there", "Check that the App is installed, then re-run the check.");
const invalid = fault(
  [
    "the policy cannot be used:",
    '.github/bakegate.yml:1:1: unknown key "modee"; did you mean "mode"?',
    ".github/bakegate.yml:2:3: empty",
  ].join("\n"),
);

describe("one fault", () => {
  const { title, summary, comment } = renderFailedReview(gone, HEAD);

  test("is the title of the check", () => {
    expect(title).toBe("Could not be evaluated: GitHub did not hand out the policy: it is not there");
  });

  test("has its next step in the summary, which says that nothing passes", () => {
    expect(summary).toBe(
      [
        "GitHub did not hand out the policy: it is not there",
        "Check that the App is installed, then re-run the check.",
        "Nothing was reviewed, so nothing passes.\n",
      ].join("\n\n"),
    );
  });

  test("is the heading of the comment, which is known by its marker", () => {
    expect(comment).toBe(
      [
        `<!-- bakegate:v1 head=${HEAD} verdict=error -->\n## ⛔ Could not be evaluated: GitHub did not hand out the policy: it is not there`,
        "Check that the App is installed, then re-run the check.",
        "Nothing was reviewed, so nothing passes. · `3f2a1c9`\n",
      ].join("\n\n"),
    );
  });

  test("without a next step has none", () => {
    expect(renderFailedReview(fault("it broke", ""), HEAD).summary).toBe("it broke\n\nNothing was reviewed, so nothing passes.\n");
  });
});

describe("many faults", () => {
  test("stand each in a line, under the first", () => {
    const { title, summary, comment } = renderFailedReview(invalid, HEAD);
    expect(title).toBe("Could not be evaluated: the policy cannot be used:");
    const lines = '```text\n.github/bakegate.yml:1:1: unknown key "modee"; did you mean "mode"?\n.github/bakegate.yml:2:3: empty\n```';
    expect(summary).toContain(`\n\n${lines}\n\nMend the file, then push.\n\n`);
    expect(comment).toContain(`\n\n${lines}\n\nMend the file, then push.\n\n`);
  });

  test("beyond thirty are counted", () => {
    const lines = Array.from({ length: 47 }, (_, index) => `policy.yml:${index + 1}:1: empty`);
    const { summary } = renderFailedReview(fault(["the policy cannot be used:", ...lines].join("\n")), HEAD);
    const [fence = ""] = structureOf(summary).fences;
    expect(fence.split("\n")).toEqual([...lines.slice(0, 30), "and 17 more"]);
  });

  test("of any length stay within what GitHub takes", () => {
    for (const filling of ["x", "字", "💥", "\u202e", "`", "@"]) {
      const message = Array.from({ length: 200 }, () => filling.repeat(5_000)).join("\n");
      const { title, summary, comment } = renderFailedReview(fault(message), HEAD, "k".repeat(3_000));
      expect(title.length).toBeLessThanOrEqual(255);
      expect(byteLength(summary)).toBeLessThan(MOST);
      expect(byteLength(comment)).toBeLessThan(MOST);
    }
  });
});

describe("the title of the check", () => {
  test("is cut in the middle, on one line", () => {
    const { title } = renderFailedReview(fault(`${"a".repeat(5_000)}z\nand more`), HEAD);
    expect(title).toHaveLength(250);
    expect(title).toMatch(/^Could not be evaluated: a+…a+z$/);
  });

  test("shows what cannot be seen", () => {
    expect(renderFailedReview(fault("a\u202eb\u001b[2Jc\td"), HEAD).title).toBe("Could not be evaluated: a\\u202eb\\u001b[2Jc\\td");
  });
});

describe("a hostile fault", () => {
  function expectHarmless(markdown: string, tags: readonly string[], headings: number): void {
    const structure = structureOf(markdown);
    expect(structure.tags).toEqual(tags);
    expect([structure.links, structure.images, structure.tables]).toEqual([[], 0, []]);
    expect(structure.headings).toHaveLength(headings);
    expect(structure.text).not.toMatch(/[@#]\w|https?:|www\.|\p{Cf}|<!--/u);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
    expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
  }

  function expectAllHarmless(error: BakegateError): void {
    const { summary, comment } = renderFailedReview(error, HEAD);
    expectHarmless(summary, [], 0);
    expectHarmless(comment.slice(comment.indexOf("\n") + 1), [], 1);
    expect(comment.split("<!--")).toHaveLength(2);
    expect(memoryOf(comment)).toBe("");
    expectHarmless(failureNote("The comment could not be written", error), [], 0);
  }

  test.each([...NASTY, "```\n```\n# x", "a\n<!-- bakegate:memory W1tdXQ== -->", "x -->\n<b>", "a\n````\n```"])("%j stays text", (text) => {
    expectAllHarmless(fault(text));
    expectAllHarmless(fault(`the policy cannot be used:\n${text}`));
    expectAllHarmless(fault("it broke", text));
  });

  test("of any kind stays text", () => {
    fc.assert(
      fc.property(nasty, nasty, (first, rest) => {
        const error = fault(`${first}\n${rest}`, "Mend it.");
        expectAllHarmless(error);
        expect(renderFailedReview(error, HEAD).title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the head", () => {
  test.each([["main"], [""], ["3f2a1c9"], [`${HEAD} verdict=pass`], ["--> <b>x</b>"], [`${HEAD}\n<!-- bakegate:v1`], ["WORKTREE"]])(
    "%j is no commit, and the marker names none",
    (head) => {
      const { comment } = renderFailedReview(gone, head);
      expect(comment.split("\n")[0]).toBe("<!-- bakegate:v1 head=none verdict=error -->");
      expect(comment.split("<!--")).toHaveLength(2);
      expect(structureOf(comment).tags).toHaveLength(1);
    },
  );
});

describe("the memory of the comment before", () => {
  const before = renderComment(
    review("block", {
      findings: [finding("immutable/drift", "block", sentence("x"), sentence("y"), { place: { file: "a.tf", line: 1, endLine: 1 } })],
    }),
    { remember: true },
  );

  test("is kept as it is, at the end", () => {
    const { comment } = renderFailedReview(gone, HEAD, memoryOf(before));
    expect(comment.endsWith(`\n\n${memoryOf(before)}\n`)).toBe(true);
    expect(memoryOf(comment)).toBe(memoryOf(before));
    expect(previousReview(comment, "c".repeat(40))?.blockers).toHaveLength(1);
  });

  test("that there is none of is not made up", () => {
    expect(renderFailedReview(gone, HEAD, memoryOf("no comment of ours")).comment).toBe(renderFailedReview(gone, HEAD).comment);
  });
});

describe("a note about something beside the review", () => {
  test("says what, why and the next step, without the faults below the first", () => {
    expect(failureNote("The comment could not be written", fault("GitHub refused it\nline two", "Grant it the permission."))).toBe(
      "⚠ The comment could not be written: GitHub refused it. Grant it the permission.",
    );
  });
});
