/** Texts made to crash, to hang or to fill the memory: each gives a problem with its place, or is read, in bounded time. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { loadParser } from "./parser.ts";

const parser = await loadParser();
/** Generous: the machine may be busy. What is quadratic here takes hours. */
const LIMIT_MS = 20_000;

describe("hostile texts", () => {
  test.each([
    ["10,000 brackets", `a = ${"[".repeat(10_000)}`, /^Nested too deeply/],
    ["10,000 closed brackets", `a = ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`, /^Nested too deeply/],
    ["10,000 blocks in blocks", "a {\n".repeat(10_000), /^Nested too deeply/],
    ["10,000 templates in templates", `a = "${'${"'.repeat(10_000)}`, /^Nested too deeply/],
    ["100,000 operators", `a = 1${"+1".repeat(100_000)}\n`, /^Nested too deeply/],
    ["100,000 signs", `a = ${"!".repeat(100_000)}b\n`, /^Nested too deeply/],
    ["100,000 conditionals", `a = ${"b ? c : ".repeat(100_000)}d\n`, /^Nested too deeply/],
    ["100,000 attributes of one another", `a = b${".c".repeat(100_000)}\n`, /^Nested too deeply/],
    ["100,000 splats", `a = b${"[*]".repeat(100_000)}\n`, /^Nested too deeply/],
    ["10,000 directives in directives", `a = "${"%{ if a }".repeat(10_000)}${"%{ endif }".repeat(10_000)}"\n`, /^Nested too deeply/],
    ["five million characters of lists", `a = [${'"abc", '.repeat(700_000)}]\n`, /^Too large/],
    ["a million unbalanced brackets", "}{)(".repeat(250_000), /^Unbalanced|^Argument/],
    ["a million NULs", "\0".repeat(1_000_000), /^Invalid character/],
    ["a million open heredocs", "a = <<A\n".repeat(125_000), /^Unterminated heredoc/],
    ["a million open strings", 'a = "x\n'.repeat(150_000), /^Invalid multi-line string/],
    ["a million wrong lines", "a = = 1\n".repeat(125_000), /^Invalid syntax/],
    ["a million wrong escapes", `a = "${"\\q".repeat(500_000)}"\n`, /^Invalid escape/],
    ["a million open comments", "/*".repeat(500_000), /./],
    ["a long marker", `a = <<${"A".repeat(1_000_000)}\n`, /./],
    ["a lone surrogate", "a\ud800 = 1\n", /^Invalid character/],
  ])(
    "%s",
    (_name, text, message) => {
      const file = parser.parse("main.tf", text);
      expect(file.problems.length).toBeGreaterThan(0);
      expect(file.problems[0]?.message).toMatch(message);
      expect(file.problems[0]?.line).toBeGreaterThan(0);
      expect(file.problems[0]?.column).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  test.each([
    ["five million characters in one string", `a = "${"x".repeat(5_000_000)}"\n`],
    ["five million dollars", `a = "${"$".repeat(5_000_000)}"\n`],
    ["five million blanks", `a = [${" ".repeat(5_000_000)}]\n`],
    ["a million empty lines", `a = 1\n${"\n".repeat(1_000_000)}b = 2\n`],
    ["a million characters of comment", `a = {\n  b = 1 # ${"-".repeat(1_000_000)}\n  c = 2\n}\n`],
    ["100,000 items on one line", `a = [${"1, ".repeat(100_000)}]\n`],
    ["30,000 interpolations", `a = "${"${b}".repeat(30_000)}"\n`],
    ["100,000 blocks", "a {}\n".repeat(100_000)],
  ])(
    "%s: is read",
    (_name, text) => {
      expect(parser.parse("main.tf", text).problems).toEqual([]);
    },
    LIMIT_MS,
  );

  test("what an expression or a template holds is bounded as well", () => {
    expect(parser.parseExpression("(".repeat(10_000)).kind).toBe("invalid");
    expect(parser.parseTemplate('${"'.repeat(10_000)).kind).toBe("invalid");
  });

  test("the parser is none the worse for it", () => {
    expect(parser.parse("main.tf", "a = 1\n").body.attributes).toHaveLength(1);
  });
});
