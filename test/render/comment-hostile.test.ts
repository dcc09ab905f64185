/** Whatever a pull request is called and holds, its text stays text in the comment. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Review } from "../../src/model/review.ts";
import { renderCheck } from "../../src/render/check.ts";
import { MOST_COMMENT, renderComment } from "../../src/render/comment.ts";
import { byteLength } from "../../src/render/comment-part.ts";
import { subject } from "./build.ts";
import { structureOf } from "./comment-structure.ts";
import { nastyReview, SENTINEL } from "./nasty.ts";
import { hostile, NASTY } from "./reviews.ts";

const TAGS = new Set(["<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>", "<sub>", "</sub>", "<code>", "</code>"]);

function isOursTag(tag: string): boolean {
  return TAGS.has(tag) || /^<!-- bakegate:v1 [A-Za-z0-9:=. ]* -->$/.test(tag);
}

function expectSafe(markdown: string, review: Review): void {
  const structure = structureOf(markdown);
  expect(structure.tags.filter((tag) => !isOursTag(tag))).toEqual([]);
  expect(structure.images).toBe(0);
  for (const link of structure.links) expect(link.startsWith(review.subject.blobUrl ?? "no links")).toBe(true);
  expect(structure.text).not.toContain(SENTINEL);
  expect(structure.text).not.toMatch(/[@#]\w|https?:|www\.|\p{Cf}|<!--/u);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
  expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
  const open = markdown.split("<details>").length;
  expect(markdown.split("\n</details>").length).toBe(open);
}

describe("a hostile review", () => {
  test("the written one: nothing but our own links, tags, tables and fences", () => {
    const comment = renderComment(hostile);
    const structure = structureOf(comment);
    expect(structure.tags.filter((tag) => !isOursTag(tag))).toEqual([]);
    for (const link of structure.links) expect(link.startsWith(hostile.subject.blobUrl ?? "?")).toBe(true);
    expect(structure.tables).toEqual([{ columns: 3, rows: NASTY.length }]);
    expect(structure.headings).toHaveLength(4);
    expect(comment.split("<!--")).toHaveLength(2);
  });

  test("any one: every value stands as code, and only our own links, tags and markers are there", () => {
    fc.assert(
      fc.property(nastyReview, (review) => {
        const comment = renderComment(review);
        expectSafe(comment, review);
        expect(comment.startsWith("<!-- bakegate:v1 ")).toBe(true);
        expect(comment.split("<!--")).toHaveLength(2);
        expect(comment.split("\n")[1]?.startsWith("## ")).toBe(true);
        expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
        expect(renderComment(review)).toBe(comment);
      }),
      { numRuns: 250 },
    );
  });

  test("any one: the tables keep their rows and the fences their number", () => {
    fc.assert(
      fc.property(nastyReview, (review) => {
        const structure = structureOf(renderComment(review));
        const rows = structure.tables.reduce((sum, table) => sum + table.rows, 0);
        expect(structure.tables.length).toBeLessThanOrEqual(1);
        expect(rows).toBeLessThanOrEqual(2);
        expect(rows).toBeGreaterThanOrEqual(1);
        expect(structure.fences).toHaveLength(1);
        for (const line of (structure.fences[0] ?? "").split("\n")) expect(line).toMatch(/^(?:[-+! ] .*)?$/);
      }),
      { numRuns: 150 },
    );
  });

  test("any one: the check's texts are as safe, and its annotations are on one line", () => {
    fc.assert(
      fc.property(nastyReview, (review) => {
        const check = renderCheck(review);
        expectSafe(check.summary, review);
        expectSafe(check.text, review);
        expect(check.title.length).toBeLessThanOrEqual(255);
        for (const { message, startLine, endLine } of check.annotations) {
          expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(endLine).toBeGreaterThanOrEqual(startLine);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a prefix that is no web address gives no links", () => {
    for (const blobUrl of ["javascript:alert(1)//", "https://e.example/) [x](https://e.example/", "https://e.example/ /"]) {
      const review: Review = { ...hostile, subject: { ...subject, blobUrl } };
      expect(structureOf(renderComment(review)).links).toEqual([]);
    }
  });
});
