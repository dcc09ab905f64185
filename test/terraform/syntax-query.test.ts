// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.
import { describe, expect, test } from "@jest/globals";
import { expressionText } from "../../src/model/expression-text.ts";
import type { Expression } from "../../src/model/syntax.ts";
import { literalOf, traversalOf, walkExpressions } from "../../src/model/syntax-query.ts";
import { referencesIn, referencesOf } from "../../src/model/syntax-references.ts";
import { parsed, parser } from "./reading.ts";

const span = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

describe("questions to syntax", () => {
  test.each([
    ['"a"', "a"],
    ["-1.5", -1.5],
    ["((true))", true],
    ["null", null],
    ['"a${1}"', undefined],
    ["var.x", undefined],
    ["1 + 1", undefined],
  ])("the literal of %s", (text, literal) => {
    expect(literalOf(parser.parseExpression(text))).toBe(literal);
  });

  test.each([
    ["var.a + local.b.c[0]", ["var.a", "local.b"]],
    ["aws_instance.web[count.index].id", ["aws_instance.web", "count.index"]],
    ["data.aws_ami.base.id", ["data.aws_ami.base"]],
    ["[for x in var.xs : x.y + var.z if each.key == x.k]", ["var.xs", "var.z", "each.key"]],
    ["[for var in local.a : var.b]", ["local.a"]],
    ['module.m["k"].out', ["module.m"]],
    ['"%{ for k, v in var.m }${k.x}${local.l}%{ endfor }"', ["var.m", "local.l"]],
    ["f(var.a...)", ["var.a"]],
    ["aws_instance.web[*].id", ["aws_instance.web"]],
  ])("what %s refers to", (text, references) => {
    expect([...referencesOf(parser.parseExpression(text))].sort()).toEqual([...references].sort());
  });

  test("an iterator of a dynamic block is no reference in its content", () => {
    const [file] = parsed({
      "main.tf": 'resource "a_b" "c" {\n dynamic "rule" {\n for_each = rule.x\n content {\n a = rule.value.b\n c = var.d\n}\n}\n}',
    });
    const body = file?.body.blocks[0]?.body;
    expect(body === undefined ? [] : [...referencesIn(body)].sort()).toEqual(["rule.x", "var.d"]);
  });

  test("the steps of a traversal", () => {
    expect(traversalOf(parser.parseExpression('a.b["c"][0].d'))).toEqual(["a", "b", "c", 0, "d"]);
    expect(traversalOf(parser.parseExpression("a.b[c.d]"))).toBeNull();
  });

  test("an expression as text", () => {
    const text = '[for k, v in var.m : "${k}-${v[0].x}" if !(k == "a") && f(1, [2]...)]';
    expect(expressionText(parser.parseExpression(text))).toBe(text);
    expect(expressionText(parser.parseExpression(`"${"x".repeat(1000)}"`), 20)).toHaveLength(20);
  });

  test("depth and width cost no stack", () => {
    let deep: Expression = { kind: "name", name: "a", span };
    for (let i = 0; i < 100_000; i++) deep = { kind: "get-attribute", of: { kind: "parentheses", inner: deep, span }, name: "b", span };
    let count = 0;
    for (const _ of walkExpressions(deep)) count++;
    expect(count).toBe(200_001);
    expect(referencesOf(deep)).toEqual([]);
    expect(expressionText(deep).length).toBeLessThanOrEqual(200);
  });
});
