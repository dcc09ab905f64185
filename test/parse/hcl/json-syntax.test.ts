/** JSON syntax: the same expressions as native syntax, with the places of the JSON. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { hclFileType, isHclPath, parseHclFile } from "../../../src/parse/hcl/parse-file.ts";
import { loadParser, showBody } from "./parser.ts";

const parser = await loadParser();

describe("JSON syntax", () => {
  test.each([
    ["main.tf.json", "{}", ""],
    [
      "main.tf.json",
      '{"a": 1, "b": -2.50, "c": 1e3, "d": true, "e": null, "f": "x"}',
      'a = 1; b = (-2.50); c = 1e3; d = true; e = null; f = "x"',
    ],
    [
      "main.tf.json",
      '{"resource": {"aws_instance": {"web": {"ami": "${var.ami}", "count": 2}}}}',
      'resource = {"aws_instance": {"web": {"ami": T[${var.ami}], "count": 2}}}',
    ],
    ["main.tf.json", '{"//": "a comment", "a": {"//": "stays"}}', 'a = {"//": "stays"}'],
    ["main.tf.json", '[{"a": 1}, {"b": 2}]', "a = 1; b = 2"],
    ["main.tf.json", '{"a": [{"x": 1}, {"x": 2}]}', 'a = [{"x": 1}, {"x": 2}]'],
    ["main.tf.json", '{"a": "x ${b ? \\"y\\" : \\"z\\"} $${c}"}', 'a = T["x " ${(b ? "y" : "z")} " ${c}"]'],
    ["main.tf.json", '{"a": {"k-${b}": 1}}', 'a = {T["k-" ${b}]: 1}'],
    ["main.tf.json", '{"a": "e\u0301\\u0065\\u0301"}', 'a = "éé"'],
    [
      "main.tf.json",
      '{"variable": {"x": {"default": "${not.evaluated}", "description": "${b}"}}}',
      'variable = {"x": {"default": "${not.evaluated}", "description": T[${b}]}}',
    ],
    [
      "prod.tfvars.json",
      '{"a": "${x}", "b": ["%{ if }"], "//": "a name like any other"}',
      'a = "${x}"; b = ["%{ if }"]; // = "a name like any other"',
    ],
    ["vars.pkrvars.json", '{"a": "${x}"}', 'a = "${x}"'],
    ["main.tf.json", '{"__proto__": {"constructor": 1}}', '__proto__ = {"constructor": 1}'],
    ["main.tf.json", '\uFEFF{"a": 1}', "a = 1"],
    ["main.tf.json", '{"a": {"b": {"x": 1}, "b": [{"x": 2}], "//": 1, "//": 2}}', 'a = {"b": {"x": 1}, "b": [{"x": 2}], "//": 1, "//": 2}'],
  ])("%s: %s", (path, text, expected) => {
    const file = parseHclFile(parser, path, text);
    expect(file.problems).toEqual([]);
    expect(showBody(file.body)).toBe(expected);
  });

  test.each([
    ["main.tf.json", "", 1, 1, "Invalid JSON"],
    ["main.tf.json", '{"a": 1,}', 1, 9, "Invalid JSON"],
    ["main.tf.json", '{\n  "a": 1\n  "b": 2\n}', 3, 3, "Invalid JSON"],
    ["main.tf.json", '{"a": 1 /* c */}', 1, 9, "Invalid JSON: invalid comment token"],
    ["main.tf.json", "[1]", 1, 2, "an object is required"],
    ["main.tf.json", '"a"', 1, 1, "an object is required"],
    ["prod.tfvars.json", "[{}]", 1, 1, "an object is required"],
    ["main.tf.json", '{\n  "a": "x ${"\n}', 2, 8, "Invalid template"],
    ["main.tf.json", '{"a": "%{ if b }"}', 1, 7, "Invalid template"],
    ["prod.tfvars.json", '{"a": 1,\n "a": 2}', 2, 2, "Attribute redefined"],
    ["prod.tfvars.json", '{"a": {"b": {},\n "b": {}}}', 2, 2, "Duplicate argument"],
    ["main.tf.json", '{"a": {"b": 1,\n "b": 2}}', 2, 2, "Duplicate argument"],
    ["main.tf.json", '{"a": {"b": {},\n "b": 2}}', 2, 2, "Duplicate argument"],
    ["main.tf.json", `{"a": 1e${"9".repeat(9)}}`, 1, 7, "Number too large"],
    ["main.tf.json", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`, 1, 1001, "Nested too deeply"],
  ])("%s: %.60s", (path, text, line, column, message) => {
    const file = parseHclFile(parser, path, text);
    expect(file.problems[0]).toMatchObject({ line, column });
    expect(file.problems[0]?.message).toContain(message);
  });

  test("no value is taken from broken JSON", () => {
    expect(parseHclFile(parser, "main.tf.json", '{"a": 1, "b" 2}').body.attributes).toEqual([]);
  });

  test("expressions in strings have their places in the file, escapes or not", () => {
    const text = '{\n  "a": "x ${b.c}",\n  "d": "\\n\\u0041${e["f"]}"\n}'.replace('["f"]', '[\\"f\\"]');
    const file = parseHclFile(parser, "main.tf.json", text);
    expect(file.problems).toEqual([]);
    const slices = file.body.attributes.map(({ expression }) => {
      const part = expression.kind === "template" ? expression.parts.at(-1) : undefined;
      return part?.kind === "interpolation"
        ? [
            text.slice(part.span.start, part.span.end),
            part.expression.span.line,
            text.slice(part.expression.span.start, part.expression.span.end),
          ]
        : [];
    });
    expect(slices).toEqual([
      ["${b.c}", 2, "b.c"],
      ['${e[\\"f\\"]}', 3, 'e[\\"f\\"]'],
    ]);
    expect(file.body.attributes.map(({ span }) => text.slice(span.start, span.end).split(":")[0])).toEqual(['"a"', '"d"']);
  });
});

describe("names of files", () => {
  test.each([
    ["a/main.tf", "configuration", "native"],
    ["main.tf.json", "configuration", "json"],
    ["main.tofu", "configuration", "native"],
    ["prod.tfvars", "values", "native"],
    ["prod.auto.tfvars.json", "values", "json"],
    ["web.pkr.hcl", "packer", "native"],
    ["web.pkr.json", "packer", "json"],
    ["web.auto.pkrvars.hcl", "packer-values", "native"],
    ["x/.terraform.lock.hcl", "lock", "native"],
  ])("%s", (path, kind, syntax) => {
    expect(hclFileType(path)).toEqual({ kind, syntax });
    expect(isHclPath(path)).toBe(true);
  });

  test.each(["README.md", "package.json", "tf", "main.tf.bak", "terragrunt.hcl", "a.tf/x"])("%s is none", (path) => {
    expect(isHclPath(path)).toBe(false);
  });
});
