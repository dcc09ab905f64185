/** Files: bodies and blocks, what is wrong with them and where, and that one error does not spoil the rest. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { loadParser, showBody } from "./parser.ts";

const parser = await loadParser();

describe("bodies", () => {
  test.each([
    ["", ""],
    ["# only a comment", ""],
    ["/* a\n b */\n", ""],
    ['resource "a" "b" {\n  x = 1\n}\n', 'resource "a" "b" { x = 1 }'],
    ["resource a b {\n}\n", 'resource "a" "b" {  }'],
    ["locals { a = 1 }", "locals { a = 1 }"],
    ["a {}\na {\n}\n", "a {  }; a {  }"],
    ["a {\n  b {\n    c = 1\n  }\n  d = 2\n}\n", "a { d = 2; b { c = 1 } }"],
    ['a "x\\"y" "é" {}', 'a "x\\"y" "é" {  }'],
    ["a = 1 # c\nb = 2 // d\nc = 3 /* e */\n", "a = 1; b = 2; c = 3"],
    ["a = {\n  b = 1 # c\n  d = [ # e\n    2, # f\n    3 // g\n  ]\n  # h\n}\n", 'a = {"b": 1, "d": [2, 3]}'],
    ["\uFEFFa = 1\n", "a = 1"],
    ["a = 1\r\nb = 2\r\n", "a = 1; b = 2"],
    ["__proto__ = 1\nconstructor {}\n", "__proto__ = 1; constructor {  }"],
    ["if = 1\nfor = 2\nin = 3\nnull = 4\ntrue = 5\n", "if = 1; for = 2; in = 3; null = 4; true = 5"],
    [`a =${" ".repeat(500)}1${"\n".repeat(500)}b = 2\n`, "a = 1; b = 2"],
  ])("%j", (text, expected) => {
    const file = parser.parse("main.tf", text);
    expect(file.problems).toEqual([]);
    expect(showBody(file.body)).toBe(expected);
  });

  test("places count from 1, a byte order mark is no column, and offsets are those of the text", () => {
    const text = '\uFEFFa = "é😀x"\nb {\n  c = 1\n}\n';
    const file = parser.parse("main.tf", text);
    const [a] = file.body.attributes;
    const [b] = file.body.blocks;
    expect(a?.span).toEqual({ start: 1, end: 11, line: 1, column: 1, endLine: 1, endColumn: 11 });
    expect(b?.span).toMatchObject({ line: 2, column: 1, endLine: 4, endColumn: 2 });
    expect(text.slice(b?.body.span.start, b?.body.span.end)).toBe("\n  c = 1\n");
    expect(b?.body.attributes[0]?.span).toMatchObject({ line: 3, column: 3, endLine: 3, endColumn: 8 });
  });
});

describe("problems", () => {
  test.each([
    // What the grammar reports.
    ["a = = 1\n", 1, 5, "Invalid syntax"],
    ["a {\n  b = [1 2]\n}\n", 2, 10, "Invalid syntax"],
    ["a = \n", 1, 5, "Invalid expression"],
    ["a\n", 1, 2, "Invalid syntax"],
    ["a 5 {}\n", 1, 3, "Invalid syntax"],
    ['a "${b}" {}\n', 1, 3, "Invalid string literal"],
    ['x = "${}"\n', 1, 5, "Invalid template"],
    ['x = "%{ if a }"\n', 1, 16, "Invalid syntax"],
    // What the grammar accepts.
    ["a = 0x1F\n", 1, 5, "Invalid number literal"],
    ['a = "b\nc"\n', 1, 5, "Invalid multi-line string"],
    ['a = "\\q"\n', 1, 6, "Invalid escape sequence"],
    ['a = "\\u12"\n', 1, 6, "Invalid escape sequence"],
    ['a = "\\UFFFFFFFF"\n', 1, 6, "Invalid escape sequence"],
    ["a = 'b'\n", 1, 5, "Invalid character: Single quotes"],
    ["a = 1;\n", 1, 6, "Invalid character: Semicolons"],
    ["a = b & c\n", 1, 7, "Invalid character: Bitwise"],
    ["a = 1\rb = 2\n", 1, 6, "Invalid character"],
    ["a = 1 b = 2\n", 1, 7, "Missing newline after argument"],
    ["a {} b {}\n", 1, 6, "Missing newline after block definition"],
    ["a {\n  b = 1 }\n", 2, 9, "Missing newline after argument"],
    ["a { b = 1\n}\n", 1, 5, "Invalid single-argument block definition"],
    ["a { b {} }\n", 1, 5, "Invalid single-argument block definition"],
    ["a { b = 1 c = 2 }\n", 1, 5, "Invalid single-argument block definition"],
    ["a\n{\n}\n", 1, 1, "Invalid block definition"],
    ["foo\nbar {}\n", 1, 1, "Invalid block definition"],
    ["a = 1 +\n  2\n", 1, 8, "Invalid expression"],
    ["a = 1\n  + 2\n", 2, 3, "Argument or block definition required"],
    ["a = b\n  [0]\n", 2, 3, "Argument or block definition required"],
    ["a = b ?\n  1 : 2\n", 1, 8, "Invalid expression"],
    ["a = 1\na = 2\n", 2, 1, "Attribute redefined"],
    ['"a" = 1\n', 1, 1, "Argument or block definition required"],
    ['{ "a": 1 }\n', 1, 1, "Argument or block definition required"],
    ["a::b = 1\n", 1, 1, "Invalid argument name"],
    ["a <<B\nc\nB\n{\n}\n", 1, 1, "Invalid block definition"],
    // What stays open.
    ["a {\n  b = 1\n", 1, 3, "Unclosed configuration block"],
    ["a = [1,\n", 1, 5, "Unclosed brackets"],
    ["a = (1\n", 1, 5, "Unbalanced parentheses"],
    ["a = <<B\nc\n", 1, 5, "Unterminated heredoc"],
    ["a = <<B\nc\nB", 1, 5, "Unterminated heredoc"],
    ['a = "b', 1, 5, "Unterminated string"],
    ['a = "${b', 1, 6, "Unclosed template sequence"],
    ["a = 1 /* b\n", 1, 7, "Unterminated comment"],
    ["a = )\n", 1, 5, "Unbalanced brackets"],
    ["a = [1)\n", 1, 7, "Unbalanced brackets"],
  ])("%j", (text, line, column, message) => {
    const file = parser.parse("main.tf", text);
    expect(file.problems[0]).toMatchObject({ line, column });
    expect(file.problems[0]?.message).toContain(message);
    expect(file.problems[0]?.endLine).toBeGreaterThanOrEqual(line);
  });

  test("an item with an error keeps its names and loses its values; the others keep everything", () => {
    const text =
      'resource "a" "before" {\n  x = 1\n}\nresource "a" "broken" {\n  x = 1\n  y = = 2\n  b {\n    z = 3\n  }\n}\nresource "a" "after" {\n  x = 1\n}\nw = 4\n';
    const file = parser.parse("main.tf", text);
    expect(file.problems.map((problem) => problem.line)).toEqual([6]);
    const shown = showBody(file.body);
    expect(shown).toContain('resource "a" "before" { x = 1 }');
    expect(shown).toContain('resource "a" "after" { x = 1 }');
    expect(shown).toContain("w = 4");
    expect(shown).toContain('resource "a" "broken" {');
    expect(shown).not.toContain("z = 3");
    expect(shown).not.toContain("y = 2");
    const [, broken] = file.body.blocks;
    for (const attribute of broken?.body.attributes ?? []) expect(attribute.expression.kind).toBe("invalid");
  });

  test("a fault that the grammar does not see takes the values away as well", () => {
    const file = parser.parse("main.tf", "a {\n  x = 1 y = 2\n}\nb {\n  x = 1\n}\n");
    expect(showBody(file.body)).toBe("a { x = !; y = ! }; b { x = 1 }");
  });

  test("an argument that reaches into a faulty line loses its value", () => {
    const file = parser.parse("main.tf", "a\n  = b\nc = 1\n");
    expect(file.problems.map(({ line }) => line)).toEqual([2]);
    expect(showBody(file.body)).toBe("a = !; c = 1");
  });

  test("each broken item is told, up to the twentieth; then the rest is not read, and that is told", () => {
    const some = parser.parse(
      "main.tf",
      "a = = 1\nb = 2\n".repeat(5).replace(/[ab]/g, (name, at: number) => `${name}${at}`),
    );
    expect(some.problems.map((problem) => problem.line)).toEqual([1, 3, 5, 7, 9]);
    expect(some.body.attributes.filter(({ expression }) => expression.kind === "number")).toHaveLength(5);
    const many = parser.parse("main.tf", "a = = 1\n".repeat(500));
    expect(many.problems).toHaveLength(20);
  });
});
