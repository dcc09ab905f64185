/** HashiCorp's parser as the second judge: its words, where the two disagree, and what it is never given. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { createHclJudge } from "../../../src/parse/hcl/judge.ts";
import { parseHclFile } from "../../../src/parse/hcl/parse-file.ts";
import { loadParser } from "./parser.ts";

const parser = await loadParser();
const hashiCorp = createHclJudge();

/** A judge that understood something else. */
function judgeOf(read: unknown) {
  return createHclJudge(() => Promise.resolve(read));
}

describe("judge", () => {
  test.each([
    "",
    "# nothing\n",
    'resource "a" "b" {\n  x = 1\n  y = "a ${b} c"\n  z {\n    t = [1, -2.5, "x", null, true, { a = 1 }]\n  }\n}\n',
    'a "x" "y" {}\na "x" "z" {\n b = 1\n}\na "x" "y" {\n c = 2\n}\n',
    "a = 12345678901234567890123\nb = 1e400\nc = 0.1e-7\n",
    'a = "$${b} %%{c} $$$${d} é e\u0301 \\u00e9"\nb = { "$${x}" = "%%{y}" }\nc = "%%%{z}"\n',
    "a = <<A\nx $${y}\r\n%%{z}\nA\nb = <<-B\n    x\n      ${y}\n  B\n",
    "a = { (b) = 1, c.d = 2, 3 = 4, null = 5 }\n",
    "\uFEFFa = 1\n",
    "__proto__ = 1\nconstructor {\n  toString = 2\n}\n",
    // What HashiCorp's parser cannot say in JSON although it is right.
    'a {}\na "x" {}\n',
    'a "x" {}\na "x" "y" {}\n',
  ])("%j is what both read", async (text) => {
    const file = parser.parse("main.tf", text);
    expect(file.problems).toEqual([]);
    expect(await hashiCorp.judge(file, text)).toEqual([]);
  });

  test.each([
    [
      "a = = 1\n",
      [
        {
          line: 1,
          endLine: 1,
          column: 5,
          message: "Invalid expression: Expected the start of an expression, but found an invalid expression token.",
        },
      ],
    ],
    ['b = 1\na = "x\ny"\n', [{ line: 2, endLine: 3, column: 7 }, { line: 2 }]],
    [
      "a=1\na=2\n",
      [
        {
          line: 2,
          endLine: 2,
          column: 1,
          message: 'Attribute redefined: The argument "a" was already set at line 1,1-2. Each argument may be set only once.',
        },
      ],
    ],
    [
      'a {\n b = 1 c = 2\n}\nz = "\\q"\n',
      [
        { line: 2, column: 8 },
        { line: 4, column: 6 },
      ],
    ],
    ["a = {\n", [{ line: 2, column: 1 }]],
  ])("%j is refused in Terraform's words", async (text, problems) => {
    const file = parser.parse("main.tf", text);
    expect(file.problems).not.toEqual([]);
    expect(await hashiCorp.judge(file, text)).toMatchObject(problems);
  });

  test.each([
    ["a = 1\n", { a: 2 }, 'the value of "a"'],
    ["a = 1\n", { a: "1" }, 'the value of "a"'],
    ["a = 1\n", {}, "which arguments and blocks the file holds"],
    ["a = 1\n", { a: 1, b: 2 }, "which arguments and blocks the file holds"],
    ["a = 1\n", [], "the file"],
    ['a = "x"\n', { a: "y" }, 'the value of "a"'],
    ['a = "$${x}"\n', { a: "x" }, 'the value of "a"'],
    ["a = [1, 2]\n", { a: [1] }, 'the value of "a"'],
    ["a = { b = 1 }\n", { a: { c: 1 } }, 'the value of "a"'],
    ["a = { b = 1 }\n", { a: { b: 2 } }, 'the value of "a"'],
    ["a = -1\n", { a: 1 }, 'the value of "a"'],
    ["a = true\n", { a: false }, 'the value of "a"'],
    ["a = null\n", { a: 0 }, 'the value of "a"'],
    ["a {\n}\na {\n}\n", { a: [{}] }, 'how many blocks "a" there are'],
    ['a "x" {\n}\n', { a: { y: [{}] } }, 'the labels of "a"'],
    ['a "x" {\n}\n', { a: [{}] }, 'the labels of "a"'],
    ['a "x" {\n  b = 1\n}\n', { a: { x: [{ c: 1 }] } }, 'which arguments and blocks the block "a" "x" holds'],
  ])("%j, read as %j, is a disagreement", async (text, read, about) => {
    const problems = await judgeOf(read).judge(parser.parse("main.tf", text), text);
    expect(problems[0]?.message).toBe(`The two parsers disagree about ${about}, so this file is not relied on.`);
    expect(problems[0]?.line).toBe(1);
  });

  test("an error without a place is told all the same", async () => {
    const judge = createHclJudge(() => Promise.reject(new Error("something new")));
    const problems = await judge.judge(parser.parse("main.tf", "a = 1\n"), "a = 1\n");
    expect(problems).toEqual([{ message: "HashiCorp's parser cannot read this file: something new", line: 1, endLine: 1, column: 1 }]);
  });

  test("it is not given JSON, what is nested too deeply, or what is too large", async () => {
    let asked = 0;
    const judge = createHclJudge(() => {
      asked++;
      return Promise.resolve({});
    });
    const json = '{"a": 1}';
    expect(await judge.judge(parseHclFile(parser, "main.tf.json", json), json)).toEqual([]);
    const deep = `a = ${"[".repeat(10_000)}`;
    expect(await judge.judge(parser.parse("main.tf", deep), deep)).toEqual([]);
    const large = `a = "${"x".repeat(2_000_000)}"\n`;
    expect(await judge.judge(parser.parse("main.tf", large), large)).toMatchObject([
      { message: expect.stringContaining("Too large"), line: 1 },
    ]);
    expect(asked).toBe(0);
  });
});
