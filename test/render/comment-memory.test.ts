/** What a comment remembers: a push is told what it fixed, a re-run says the same again, and nobody can put words into it. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { rules } from "../../src/evaluate/rules.ts";
import { BakegateError } from "../../src/model/failure.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Review } from "../../src/model/review.ts";
import { withAnswer } from "../../src/render/command-answer.ts";
import { renderComment } from "../../src/render/comment.ts";
import { MEMORY, memoryOf, previousReview } from "../../src/render/comment-memory.ts";
import { byteLength } from "../../src/render/comment-part.ts";
import { renderFailedReview } from "../../src/render/failed-review.ts";
import { anyText } from "../any-text.ts";
import { finding, review, sentence, subject } from "./build.ts";
import { structureOf } from "./comment-structure.ts";
import { nastyReview } from "./nasty.ts";
import { NASTY } from "./reviews.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const C = "c".repeat(40);

/** GitHub refuses a body that is longer. */
const MOST_BODY = 65_536;

function blocker(line: number, more: Partial<Finding> = {}): Finding {
  return finding("immutable/provisioner", "block", sentence("no"), sentence("Bake it"), {
    place: { file: "main.tf", line, endLine: line },
    fingerprint: line.toString(16).padStart(12, "0"),
    ...more,
  });
}

/** A review of a head that these blockers stand in. */
function reviewOf(head: string, findings: readonly Finding[]): Review {
  return review(findings.length === 0 ? "pass" : "block", { subject: { ...subject, head }, findings });
}

/** As the App writes it over the comment that stands there. */
function written(over: string | null, of: Review): string {
  const previous = over === null ? null : previousReview(over, of.subject.head);
  return renderComment(of, { help: true, remember: true, ...(previous === null ? {} : { previous }) });
}

function sinceLine(body: string): string | null {
  return body.split("\n").find((line) => line.startsWith("**Since the last push:**")) ?? null;
}

/** A comment of head A that remembers what the test says. */
function forged(plain: unknown, { head = A, raw = false } = {}): string {
  const line = raw ? String(plain) : Buffer.from(JSON.stringify(plain)).toString("base64");
  return `<!-- bakegate:v1 base=none head=${head} policy=none verdict=block -->\n## ⛔ no\n\n${MEMORY}${line} -->\n`;
}

describe("pushes to a pull request", () => {
  const first = written(null, reviewOf(A, [blocker(1), blocker(2)]));
  const second = written(first, reviewOf(B, [blocker(2), blocker(3)]));

  test("the first says nothing of what changed, and hides what it said", () => {
    expect(sinceLine(first)).toBeNull();
    expect(structureOf(first).text).not.toContain("memory");
    expect(memoryOf(first)).toMatch(/^<!-- bakegate:memory [A-Za-z0-9+/=]+ -->$/);
    expect(previousReview(first, B)).toEqual({
      blockers: [
        { fingerprint: "000000000001", rule: "immutable/provisioner", where: "main.tf:1" },
        { fingerprint: "000000000002", rule: "immutable/provisioner", where: "main.tf:2" },
      ],
    });
  });

  test("the next says what is fixed and what is new", () => {
    expect(sinceLine(second)).toBe("**Since the last push:** fixed `immutable/provisioner` at `main.tf:1` · 1 new blocker above");
  });

  test("a re-run of a head says the very same, as often as it is asked", () => {
    expect(written(first, reviewOf(A, [blocker(1), blocker(2)]))).toBe(first);
    const again = written(second, reviewOf(B, [blocker(2), blocker(3)]));
    expect(again).toBe(second);
    expect(written(again, reviewOf(B, [blocker(2), blocker(3)]))).toBe(second);
  });

  test("a re-run that finds other things holds them against the push before", () => {
    expect(sinceLine(written(second, reviewOf(B, [blocker(2)])))).toBe(
      "**Since the last push:** fixed `immutable/provisioner` at `main.tf:1`",
    );
  });

  test("the third is held against the second", () => {
    const third = written(second, reviewOf(C, []));
    expect(sinceLine(third)).toBe(
      "**Since the last push:** fixed `immutable/provisioner` at `main.tf:2`, `immutable/provisioner` at `main.tf:3`",
    );
    expect(sinceLine(written(third, reviewOf(A, [])))).toBeNull();
  });

  test("a finding without a place is known by its address", () => {
    const before = written(null, reviewOf(A, [blocker(1, { place: null, address: "aws_instance.web[0]" })]));
    expect(sinceLine(written(before, reviewOf(B, [])))).toBe(
      "**Since the last push:** fixed `immutable/provisioner` at `aws_instance.web[0]`",
    );
  });

  test("GitHub may trim the comment, or hand it out with other line ends", () => {
    for (const handed of [second.trim(), second.replaceAll("\n", "\r\n")]) {
      expect(written(handed, reviewOf(B, [blocker(2), blocker(3)]))).toBe(second);
      expect(previousReview(handed, C)).toEqual(previousReview(second, C));
    }
  });

  test("an answer to a command does not make it forget", () => {
    const answered = withAnswer(second, "<details open><summary>Answer</summary>\n\nhelp\n\n</details>");
    expect(previousReview(answered, C)).toEqual(previousReview(second, C));
    expect(written(answered, reviewOf(B, [blocker(2), blocker(3)]))).toBe(second);
  });

  test("every rule that can block is remembered", () => {
    for (const { id } of rules) {
      const body = renderComment(reviewOf(A, [{ ...blocker(1), rule: id }]), { remember: true });
      const kept = previousReview(body, B)?.blockers.map(({ rule }) => rule);
      // What could not be evaluated is no blocker of the change.
      if (!id.startsWith("review/")) expect(kept).toEqual([id]);
      else expect(kept).toBeDefined();
    }
  });
});

describe("a review that could not be made", () => {
  const fault = new BakegateError("usage", "the policy is invalid\n.github/bakegate.yml:1:1: unknown key", "Mend it.");
  const first = written(null, reviewOf(A, [blocker(1), blocker(2)]));
  const second = written(first, reviewOf(B, [blocker(2)]));

  test("in between forgets nothing: the head that failed is held against the one before it", () => {
    const failed = renderFailedReview(fault, B, memoryOf(first)).comment;
    expect(written(failed, reviewOf(B, [blocker(2)]))).toBe(second);
    expect(written(failed, reviewOf(C, [blocker(2)]))).toBe(written(first, reviewOf(C, [blocker(2)])));
  });

  test("of a head that was reviewed before does not change what its re-run says", () => {
    const failed = renderFailedReview(fault, B, memoryOf(second)).comment;
    expect(written(failed, reviewOf(B, [blocker(2)]))).toBe(second);
  });

  test("several times in a row forgets nothing either", () => {
    const failed = renderFailedReview(fault, B, memoryOf(first)).comment;
    const twice = renderFailedReview(fault, C, memoryOf(failed)).comment;
    expect(previousReview(twice, C)).toEqual(previousReview(first, B));
  });
});

describe("much to remember", () => {
  const long = (line: number) =>
    blocker(line, { place: { file: `${"deep/".repeat(16)}${line}.tf`, line, endLine: line }, rule: `immutable/rule-${line % 50}` });
  const many = (count: number, from = 1) => Array.from({ length: count }, (_, index) => long(from + index));

  test("what does not fit is not remembered at all, and the next comment claims nothing", () => {
    const body = written(null, reviewOf(A, many(60)));
    expect(memoryOf(body)).toBe("");
    expect(previousReview(body, B)).toBeNull();
    expect(sinceLine(written(body, reviewOf(B, [])))).toBeNull();
    expect(sinceLine(written(body, reviewOf(B, many(61))))).toBeNull();
  });

  test("where both reviews do not fit, the newer one is kept", () => {
    const first = written(null, reviewOf(A, many(12)));
    const second = written(first, reviewOf(B, many(12, 13)));
    expect(previousReview(second, C)?.blockers).toHaveLength(12);
    expect(previousReview(second, B)).toBeNull();
    expect(sinceLine(second)).toContain("12 new blockers above");
    expect(sinceLine(written(second, reviewOf(B, many(12, 13))))).toBeNull();
  });

  test.each([1, 10, 30, 100, 3_000, 20_000])("%d blockers stay within what GitHub takes", (count) => {
    const body = written(null, reviewOf(A, many(count)));
    expect(byteLength(body)).toBeLessThan(MOST_BODY);
    expect(byteLength(written(body, reviewOf(B, many(count, 5))))).toBeLessThan(MOST_BODY);
    expect(byteLength(memoryOf(body))).toBeLessThanOrEqual(3_000);
    expect(body.endsWith("\n")).toBe(true);
  });

  test("names of many bytes are cut where they are longest", () => {
    const body = written(null, reviewOf(A, [blocker(1, { place: null, address: "字💥".repeat(2_000) })]));
    expect(previousReview(body, B)?.blockers[0]?.where).toHaveLength(120);
    expect(byteLength(memoryOf(body))).toBeLessThanOrEqual(3_000);
  });
});

describe("a memory that somebody else wrote", () => {
  const entry = ["0123456789ab", "immutable/drift", "main.tf:1"];

  test("is taken where it is as it should be: who may edit the comment may say so", () => {
    expect(previousReview(forged([[entry], null]), B)).toEqual({
      blockers: [{ fingerprint: "0123456789ab", rule: "immutable/drift", where: "main.tf:1" }],
    });
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["a text", "x"],
    ["an object", { 0: [entry] }],
    ["nothing in it", []],
    ["no list of blockers", [{ length: 1 }]],
    ["a blocker that is none", [[null]]],
    ["a blocker that is a text", [["0123456789ab"]]],
    ["a part missing", [[entry.slice(0, 2)]]],
    ["a fingerprint in capitals", [[["0123456789AB", ...entry.slice(1)]]]],
    ["a fingerprint too long", [[["0123456789abc", ...entry.slice(1)]]]],
    ["a fingerprint with a line", [[["0123456789ab\n", ...entry.slice(1)]]]],
    ["a rule that is markup", [[[entry[0], "a/b<img src=x>", entry[2]]]]],
    ["a rule without its family", [[[entry[0], "drift", entry[2]]]]],
    ["a rule that mentions", [[[entry[0], "@acme/team", entry[2]]]]],
    ["a place that is a number", [[[entry[0], entry[1], 7]]]],
    ["one good and one bad", [[entry, ["x", "y", "z"]]]],
  ])("%s is ignored", (_, plain) => {
    expect(previousReview(forged(plain), B)).toBeNull();
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["no base64", "%%%%"],
    ["base64 of no JSON", Buffer.from("{[").toString("base64")],
    ["base64 of no UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString("base64")],
    [
      "cut off",
      Buffer.from(JSON.stringify([[entry], null]))
        .toString("base64")
        .slice(0, -7),
    ],
    ["another comment", "--> <!-- x"],
    ["larger than any of ours", Buffer.from(JSON.stringify([[entry], "x".repeat(10_000)])).toString("base64")],
    ["nested without end", Buffer.from("[".repeat(4_000)).toString("base64")],
  ])("%s is ignored", (_, line) => {
    expect(previousReview(forged(line, { raw: true }), B)).toBeNull();
  });

  test("with an end that was cut off is ignored", () => {
    const body = forged([[entry], null]);
    const cut = body.slice(0, body.indexOf(" -->\n", body.indexOf(MEMORY)));
    expect(previousReview(cut, B)).toBeNull();
    expect(memoryOf(cut)).toBe("");
  });

  test("of the review before alone is ignored, and the other half is kept", () => {
    const body = forged([[entry], [["bad"]], B]);
    expect(previousReview(body, B)).toBeNull();
    expect(previousReview(body, C)?.blockers).toHaveLength(1);
  });

  test.each(NASTY)("that names a place %j gets nothing but code into the comment", (nasty) => {
    const before = forged([[[entry[0], entry[1], nasty]], null]);
    const body = written(before, reviewOf(B, []));
    const structure = structureOf(body);
    expect(sinceLine(body)).not.toBeNull();
    expect(body.split("<!--")).toHaveLength(3);
    expect(structure.tags.filter((tag) => !/^<(?:!-- bakegate:(?:v1|memory) |\/?sub>)/.test(tag))).toEqual([]);
    expect([structure.images, structure.links]).toEqual([0, []]);
    expect(structure.text).not.toMatch(/[@#]\w|https?:|www\.|\p{Cf}|<!--/u);
  });

  test("that names a place longer than a screen shows its ends only", () => {
    const body = written(forged([[[entry[0], entry[1], "x".repeat(3_000)]], null]), reviewOf(B, []));
    expect(sinceLine(body)?.length).toBeLessThan(250);
  });

  test("any text in its place is read without a throw", () => {
    fc.assert(
      fc.property(anyText(10), fc.jsonValue(), (text, json) => {
        for (const body of [text, `\n${MEMORY}${text} -->`, forged(text, { raw: true }), forged(json), forged([json, json, json])]) {
          expect(() => [previousReview(body, B), memoryOf(body)]).not.toThrow();
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a pull request that writes our marks", () => {
  const marks = [
    `${MEMORY}${Buffer.from(JSON.stringify([[["0123456789ab", "immutable/drift", "x"]], null])).toString("base64")} -->`,
    `\n${MEMORY}x -->\n`,
    " -->",
    "\n<!-- bakegate:answer -->\n",
    "\n<!-- bakegate:answered -->\n",
    "<!-- bakegate:v1 head=x -->",
  ];

  test("cannot forge a memory where there is none", () => {
    for (const mark of marks) {
      const findings = Array.from({ length: 200 }, (_, index) =>
        blocker(index, {
          message: sentence("{address} is {value}", { address: mark, value: mark }),
          address: `${mark}${index}`,
          place: { file: mark, line: index, endLine: index },
        }),
      );
      const body = written(null, reviewOf(A, findings));
      expect(body.split("<!--")).toHaveLength(2);
      expect(memoryOf(body)).toBe("");
      expect(previousReview(body, B)).toBeNull();
    }
  });

  test("cannot change the one that is there", () => {
    for (const mark of marks) {
      const of = reviewOf(A, [blocker(1, { place: null, address: mark, message: sentence("{address}", { address: mark }) })]);
      const body = written(null, of);
      expect(body.split("<!--")).toHaveLength(3);
      expect(previousReview(body, B)?.blockers).toEqual([
        { fingerprint: "000000000001", rule: "immutable/provisioner", where: mark.slice(0, 120) },
      ]);
    }
  });

  test("of any kind: one marker, at most one memory, at the end, and a re-run says the same", () => {
    fc.assert(
      fc.property(nastyReview, (of) => {
        const body = written(null, of);
        const memory = memoryOf(body);
        expect(body.split("<!--")).toHaveLength(memory === "" ? 2 : 3);
        if (memory !== "") expect(body.endsWith(`\n${memory}\n`)).toBe(true);
        expect(byteLength(body)).toBeLessThan(MOST_BODY);
        expect(written(body, of)).toBe(body);
      }),
      { numRuns: 100 },
    );
  });
});
