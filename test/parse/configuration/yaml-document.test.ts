/** YAML becomes plain values with places, and hostile YAML is refused quickly. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readYaml } from "../../../src/parse/configuration/yaml-document.ts";
import { anyText } from "../../any-text.ts";

function messages(text: string): readonly string[] {
  const read = readYaml("f.yml", text);
  return "diagnostics" in read ? read.diagnostics.map((fault) => `${fault.line}:${fault.column}: ${fault.message}`) : [];
}

function value(text: string): unknown {
  const read = readYaml("f.yml", text);
  return "diagnostics" in read ? read.diagnostics : JSON.parse(JSON.stringify(read.value));
}

describe("values", () => {
  test("words that older YAML takes for booleans or dates stay text", () => {
    expect(value("level: off\non: yes\nexpires: 2027-01-31\nno: n\n")).toEqual({ level: "off", on: "yes", expires: "2027-01-31", no: "n" });
  });

  test.each([
    ["", null],
    ["# only a comment\n", null],
    ["\uFEFFa: 1\n", { a: 1 }],
    ["a:\r\n  - 1\r\n", { a: [1] }],
    ["1: x\ntrue: y\n", { "1": "x", true: "y" }],
    ["a: &x [1]\nb: *x\n", { a: [1], b: [1] }],
    ["a:\nb: ~\n", { a: null, b: null }],
  ])("%j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test("mappings have no prototype", () => {
    const read = readYaml("f.yml", "a: {}\n");
    if ("diagnostics" in read) throw new Error("refused");
    expect(Object.getPrototypeOf(read.value)).toBeNull();
  });
});

describe("places", () => {
  const read = readYaml("f.yml", "\uFEFFmode: x\nrules:\n  a/b:\n    paths: [one, two]\n  ~c: {level: off}\n");
  if ("diagnostics" in read) throw new Error("refused");

  test.each([
    ["/mode", "key", 1, 1],
    ["/mode", "value", 1, 7],
    ["/rules/a~1b", "key", 3, 3],
    ["/rules/a~1b/paths/1", "value", 4, 18],
    ["/rules/~0c/level", "value", 5, 15],
    ["/rules/a~1b/missing", "value", 3, 3],
    ["/nowhere/at/all", "value", 1, 1],
    ["", "value", 1, 1],
  ] as const)("%s (%s) is at %i:%i", (pointer, part, line, column) => {
    expect(read.locate(pointer, part)).toEqual({ line, column });
  });
});

describe("what is refused, with its place", () => {
  test.each([
    ["a: 1\na: 2\n", ['2:1: the key "a" stands here twice']],
    ["__proto__: 1\n", ['1:1: the key "__proto__" is not allowed']],
    ["x: {__proto__: {y: 1}}\n", ['1:5: the key "__proto__" is not allowed']],
    ["a:\n\tb: 1\n", ["2:1: a tab is used to indent; YAML takes spaces only"]],
    ["a: 1\n---\nb: 1\n", ["2:1: a second document starts here; a file holds one"]],
    ["a: !!binary aGk=\n", ["1:4: a tag (!…) is not read here; write the plain value"]],
    ["a: !x y\n", ["1:4: a tag (!…) is not read here; write the plain value"]],
    ["x: &x {a: 1}\ny:\n  <<: *x\n", ['3:3: merge keys ("<<") are not read; write the keys out']],
    ["a: *b\n", ["1:4: the alias *b refers to an anchor that does not stand before it"]],
    ["a: &a [*a]\n", ["1:7: nested more than 30 levels deep"]],
    ["? [a]\n: b\n", ["1:3: not valid YAML: With stringKeys, all keys must be strings"]],
  ])("%j", (text, expected) => {
    expect(messages(text)).toEqual(expected);
  });
});

describe("bombs", () => {
  const laughs = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefgh".split("").map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join()}]`),
  ];
  const size = 130_000;

  test.each([
    ["billion laughs", laughs.join("\n"), "more than 20000 values in one file"],
    ["open brackets", "[".repeat(size), "nested more than 30 levels deep"],
    ["open braces", "{a: ".repeat(size / 4), "nested more than 30 levels deep"],
    ["brackets on lines of their own", "[\n".repeat(size), "nested more than 30 levels deep"],
    ["dashes on one line", "- ".repeat(size), "nested more than 30 levels deep"],
    ["explicit keys on one line", "? ".repeat(size), "nested more than 30 levels deep"],
    ["indentation", Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "nested more than 30 levels deep"],
    ["aliases", `- &a x\n${"- *a\n".repeat(50_000)}`, "more than 20000 values in one file"],
    ["documents", "---\n".repeat(60_000), "a second document starts here; a file holds one"],
    ["too large", " ".repeat(262_145), "the file is too large: 262145 characters, and at most 262144 are read"],
  ])("%s", (_, text, message) => {
    const start = Date.now();
    expect(messages(text).map((line) => line.replace(/^\d+:\d+: /, ""))).toEqual([message]);
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("many faults are cut", () => {
    expect(messages("a: b: c\n".repeat(2000))).toHaveLength(20);
    expect(messages("a: 1\n".repeat(2000))).toHaveLength(20);
  });

  test("anything at all becomes a value or faults within the file", () => {
    const pieces = fc.constantFrom(
      "a",
      ": ",
      "- ",
      "\n",
      "  ",
      "[",
      "]",
      "{",
      "}",
      "&x ",
      "*x",
      "!t ",
      "|\n",
      "'",
      '"',
      "#",
      "---\n",
      "\t",
      "? ",
      ",",
      "\\",
      "\u0000",
      "\u2028",
      "%YAML 1.1\n",
    );
    const texts = fc.oneof(
      anyText(200),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readYaml("f.yml", text);
        const lines = text.split(/\n|\r/).length;
        const places = "diagnostics" in read ? read.diagnostics : [read.locate("/a/b", "key"), read.locate("", "value")];
        for (const { line, column } of places) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
        }
        if ("diagnostics" in read) {
          expect(read.diagnostics.length).toBeGreaterThan(0);
          for (const { message } of read.diagnostics) expect(message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
        }
      }),
      { numRuns: 800 },
    );
  });
});
