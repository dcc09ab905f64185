/** Answers to comment commands: they stand in the one living comment, one at a time, and nothing that was written becomes markup. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { rules } from "../../src/evaluate/rules.ts";
import { findRule } from "../../src/parse/configuration/explain-rule.ts";
import { helpAnswer, ruleAnswer, unknownAnswer, withAnswer } from "../../src/render/command-answer.ts";
import { MOST_COMMENT, renderComment } from "../../src/render/comment.ts";
import { memoryOf, previousReview } from "../../src/render/comment-memory.ts";
import { byteLength } from "../../src/render/comment-part.ts";
import { finding, review, sentence } from "./build.ts";
import { structureOf } from "./comment-structure.ts";
import { nasty, SENTINEL } from "./nasty.ts";
import { NASTY, rolls } from "./reviews.ts";

/** GitHub refuses a body that is longer. */
const MOST_BODY = 65_536;
const OTHER = "b".repeat(40);

const blocked = review("block", {
  findings: [
    finding("immutable/provisioner", "block", sentence("no"), sentence("Bake it"), { place: { file: "main.tf", line: 7, endLine: 7 } }),
  ],
});
const living = renderComment(blocked, { help: true, remember: true });

/** What stands between the marks of the answer; each in turn. */
function answersIn(body: string): readonly string[] {
  return [...body.matchAll(/<!-- bakegate:answer -->\n\n(.*?)\n\n<!-- bakegate:answered -->/gs)].map(([, text]) => text ?? "");
}

/** A comment of so many bytes, ours in all else. */
function filled(bytes: number, filling = "x"): string {
  const start = living.split("\n")[0] ?? "";
  const memory = `\n${memoryOf(living)}\n`;
  const room = bytes - byteLength(`${start}\n\n${memory}`);
  return `${start}\n${filling.repeat(Math.floor(room / byteLength(filling)))}\n${memory}`;
}

describe("help", () => {
  test("names every command, and who may give one", () => {
    expect(helpAnswer()).toBe(
      [
        "<details open><summary>Answer to <code>/bakegate help</code></summary>",
        "",
        "- `/bakegate help` says what can be asked",
        "- `/bakegate review` reviews the pull request again and renews the check `bakegate`",
        "- `/bakegate explain RULE` explains a rule, with a bad and a good example, such as `/bakegate explain immutable/in-place-update`",
        "",
        "Commands are taken from new comments of people who may write to this repository.",
        "",
        "</details>",
      ].join("\n"),
    );
  });

  test("gives as an example a rule that there is", () => {
    expect(findRule("immutable/in-place-update", rules)).toHaveProperty("id");
  });
});

describe("the page of a rule", () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))("%s is answered whole", (id, rule) => {
    const answer = ruleAnswer(rule);
    const body = withAnswer(living, answer);
    expect(answersIn(body)).toEqual([answer]);
    expect(byteLength(answer)).toBeLessThan(20_000);
    const { tags, links, images } = structureOf(answer);
    expect(tags.filter((tag) => !/^<\/?(?:details(?: open)?|summary|code)>$/.test(tag))).toEqual([]);
    expect([links, images]).toEqual([[], 0]);
    expect(answer.startsWith("<details open><summary>Answer to <code>/bakegate explain ")).toBe(true);
    expect(answer).toContain(`# \`${id}\``);
  });
});

describe("a command that is not understood", () => {
  test("is quoted, with the way to help", () => {
    expect(unknownAnswer("deploy now", "This is no command.")).toBe(
      "<details open><summary>Answer to <code>/bakegate deploy now</code></summary>\n\nThis is no command. `/bakegate help` says what can be asked.\n\n</details>",
    );
  });

  test("a rule that is not known is met with the one that was meant", () => {
    const found = findRule("immutable/in-plce-update", rules);
    const problem = "problem" in found ? found.problem : "";
    expect(unknownAnswer("explain immutable/in-plce-update", problem)).toContain(
      'unknown rule "immutable/in-plce-update"; did you mean "immutable/in-place-update"? `/bakegate help`',
    );
  });

  function expectHarmless(answer: string): void {
    const { text, tags, links, images, tables, fences, headings } = structureOf(answer);
    const ours = ["<details open>", "<summary>", "<code>", "</code>", "</summary>", "</details>"];
    expect(tags.toSorted()).toEqual(ours.toSorted());
    expect([links, images, tables, fences, headings]).toEqual([[], 0, [], [], []]);
    expect(text).not.toMatch(/[@#]\w|https?:|www\.|\p{Cf}|<!--/u);
    expect(answer).not.toContain("<!--");
    expect(answer.split("\n")).toHaveLength(5);
    expect(answersIn(withAnswer(living, answer))).toEqual([answer]);
  }

  const more = [
    "</summary></details><img src=x onerror=alert(1)>",
    "@acme/admins please merge",
    "`` ` ``` x",
    "a\n\n# b\r\n- c",
    "\n<!-- bakegate:answered -->\n",
    "\n<!-- bakegate:memory W1tdXQ== -->",
    "fixes #1 and GH-2",
    "| a | b |",
    "- item",
    "1. item",
    "\u202egnp.exe",
    "",
    " ",
  ];

  test.each([...NASTY, ...more])("%j stays text, as a command and as the rule asked for", (text) => {
    expectHarmless(unknownAnswer(text, "This is no command."));
    const found = findRule(text, rules);
    if ("problem" in found) expectHarmless(unknownAnswer(`explain ${text}`, found.problem));
  });

  test("any text stays text", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const found = findRule(text, rules);
        const answer = unknownAnswer(text, "problem" in found ? found.problem : "");
        expectHarmless(answer);
        expect(structureOf(unknownAnswer(text, "This is no command.")).text).not.toContain(SENTINEL);
      }),
      { numRuns: 200 },
    );
  });

  test("a long one is shown at its ends", () => {
    expect(unknownAnswer("x".repeat(5_000), "This is no command.").length).toBeLessThan(250);
  });
});

describe("the living comment", () => {
  test("is made where there is none, and is known again by its marker", () => {
    const body = withAnswer(null, helpAnswer());
    expect(body).toBe(`<!-- bakegate:v1 answer -->\n\n<!-- bakegate:answer -->\n\n${helpAnswer()}\n\n<!-- bakegate:answered -->\n`);
    expect(previousReview(body, OTHER)).toBeNull();
  });

  test("keeps what it said, and has the answer below it", () => {
    const body = withAnswer(living, helpAnswer());
    const shown = living.slice(0, living.indexOf("\n<!-- bakegate:memory")).trimEnd();
    expect(body.startsWith(`${shown}\n\n<!-- bakegate:answer -->\n`)).toBe(true);
    expect(answersIn(body)).toEqual([helpAnswer()]);
    expect(structureOf(body).tags.filter((tag) => tag === "</details>")).toHaveLength(1);
  });

  test("keeps its memory", () => {
    const body = withAnswer(living, helpAnswer());
    expect(memoryOf(body)).toBe(memoryOf(living));
    expect(previousReview(body, OTHER)).toEqual(previousReview(living, OTHER));
    expect(previousReview(body, OTHER)?.blockers).toHaveLength(1);
  });

  const drift = unknownAnswer("deploy", "This is no command.");

  test.each<[string, string | null]>([
    ["with a memory", living],
    ["without a memory", renderComment(blocked, { help: true })],
    ["that there was none before", null],
    ["that passed", renderComment(rolls, { remember: true })],
  ])("%s has one answer at a time", (_, before) => {
    const once = withAnswer(before, helpAnswer());
    for (const handed of [once, once.trim(), once.replaceAll("\n", "\r\n"), once.replaceAll("\n", "\r\n").trim()]) {
      const twice = withAnswer(handed, drift);
      expect(answersIn(twice)).toEqual([drift]);
      expect(twice.split("<!-- bakegate:answer")).toHaveLength(3);
      expect(twice).toBe(withAnswer(before, drift));
      expect(withAnswer(handed, helpAnswer())).toBe(once);
    }
  });

  test("that was reviewed again has no answer any more", () => {
    expect(answersIn(renderComment(blocked, { help: true, remember: true }))).toEqual([]);
  });

  test("that is full says so in the place of the answer, and keeps its memory", () => {
    const page = ruleAnswer(rules[0] ?? { id: "", level: "block", page: { title: "", why: "", bad: "", good: "" }, reasons: {} });
    const full = filled(MOST_COMMENT + 3_000);
    const body = withAnswer(full, page + "y".repeat(5_000));
    expect(answersIn(body)).toEqual([
      "There is no room for the answer in this comment: `bakegate policy explain RULE` prints it on the command line.",
    ]);
    expect(memoryOf(body)).toBe(memoryOf(living));
    expect(byteLength(body)).toBeLessThan(MOST_BODY);
    // And the next one takes that place.
    expect(answersIn(withAnswer(body, drift))).toEqual([drift]);
  });

  test.each(["x", "字", "💥"])("that somebody filled to the brim with %s is left as it is", (filling) => {
    const brim = filled(MOST_BODY - 10, filling);
    const body = withAnswer(brim, drift);
    expect(answersIn(body)).toEqual([]);
    expect(body.length).toBeLessThanOrEqual(MOST_BODY);
    expect(memoryOf(body)).toBe(memoryOf(living));
  });

  test("of any size stays within what GitHub takes", () => {
    const size = fc.integer({ min: 1_000, max: MOST_BODY });
    fc.assert(
      fc.property(size, fc.nat(70_000), fc.constantFrom("x", "é", "字"), (bytes, answer, filling) => {
        const body = withAnswer(filled(bytes, filling), "z".repeat(answer));
        expect(byteLength(body)).toBeLessThanOrEqual(MOST_BODY);
        expect(memoryOf(body)).toBe(memoryOf(living));
        expect(answersIn(body).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
