/** Expressions: how they are grouped and what they mean, where the grammar would say otherwise than Terraform. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { loadParser, show } from "./parser.ts";

const parser = await loadParser();

describe("parseExpression", () => {
  test.each([
    // Chained conditionals.
    ["a ? 1 : b ? 2 : 3", "(a ? 1 : (b ? 2 : 3))"],
    ["a ? 1 : b ? 2 : c ? 3 : 4", "(a ? 1 : (b ? 2 : (c ? 3 : 4)))"],
    ["a ? b ? 1 : 2 : 3", "(a ? (b ? 1 : 2) : 3)"],
    ["a ? b ? 1 : 2 : c ? 3 : 4", "(a ? (b ? 1 : 2) : (c ? 3 : 4))"],
    ["(a ? true : b) ? 2 : 3", "(⟨(a ? true : b)⟩ ? 2 : 3)"],
    ["a == 1 ? x : b || c ? y : z", "((a == 1) ? x : ((b || c) ? y : z))"],
    ["[a ? 1 : b ? 2 : 3, x]", "[(a ? 1 : (b ? 2 : 3)), x]"],
    // Precedence.
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["!a && b || c == d", "(((!a) && b) || (c == d))"],
    ["a < b == c > d", "((a < b) == (c > d))"],
    ["-a.b[0]", "(-a.b[0])"],
    ["- -1", "(-(-1))"],
    ["(1 + 2) * 3", "(⟨(1 + 2)⟩ * 3)"],
    ["8 - 4 - 2", "((8 - 4) - 2)"],
    // Traversals and splats.
    ["a.b.c", "a.b.c"],
    ['a["b"][0].c', 'a["b"][0].c'],
    ["a.0.b", "a[0].b"],
    ["a.0.1", "a[0][1]"],
    ["f(x).y[0]", "f(x).y[0]"],
    ["(a).b", "⟨a⟩.b"],
    ["xs.*.a[0]", "xs.*{.a}[0]"],
    ["xs.*.a[0].b", "xs.*{.a}[0].b"],
    ["xs.*.0.a", "xs.*{[0].a}"],
    ["xs.*", "xs.*{}"],
    ["xs[*].a[0]", "xs[*]{.a[0]}"],
    ["xs[*]", "xs[*]{}"],
    ["xs[*].a[*].b", "[for [*] in xs[*]{} : [*].a[*]{.b}]"],
    ["xs[*][0][*]", "[for [*] in xs[*]{} : [*][0][*]{}]"],
    ["xs[*].a.*.b", "[for [*] in xs[*]{} : [*].a.*{.b}]"],
    ["xs.*.a.*.b", "!"],
    // Numbers keep their digits.
    ["1e3", "1e3"],
    ["1E+10", "1E+10"],
    ["1.50e-7", "1.50e-7"],
    ["12345678901234567890123", "12345678901234567890123"],
    ["0.10", "0.10"],
    ["[1e3, 2e-4]", "[1e3, 2e-4]"],
    ["0x1F", "!"],
    ["1.2.3", "!"],
    ["1e3.5", "!"],
    ["1e", "!"],
    ["1a", "!"],
    ["1e999999999", "!"],
    ["9".repeat(1001), "!"],
    // Collections.
    ["[1, 2,]", "[1, 2]"],
    ["[]", "[]"],
    ["{}", "{}"],
    ["{ a = 1, b : 2 }", '{"a": 1, "b": 2}'],
    ["{\n a = 1\n\n # c\n b = 2 // d\n}", '{"a": 1, "b": 2}'],
    ["{ a = b\n (c) = d }", '{"a": b, ⟨c⟩: d}'],
    ["{ a = b\n (c) = d\n [e][0] = f }", '{"a": b, ⟨c⟩: d, [e][0]: f}'],
    ['{ "a.b" = 1, "${c}" = 2, 3 = 4, null = 5, true = 6 }', '{"a.b": 1, T[${c}]: 2, 3: 4, "null": 5, "true": 6}'],
    ["{ a = 1 b = 2 }", "!"],
    ["{ a = 1\n, b = 2 }", "!"],
    ["{ a =\n 1 }", "!"],
    ["{ a = 1\n + 2 }", "!"],
    ["{ a = (1\n + 2) }", '{"a": ⟨(1 + 2)⟩}'],
    ["{ a = [1,\n 2] }", '{"a": [1, 2]}'],
    ["{ a = 1, a = 2 }", '{"a": 1, "a": 2}'],
    // For.
    ["[for x in xs : x.a if x.b]", "[for x in xs : x.a if x.b]"],
    ["{\n for k, v in m :\n k => v... if v\n}", "{for k, v in m : k => v... if v}"],
    ["{ for x in {a = 1} : x => x }", '{for x in {"a": 1} : x => x}'],
    ["{/* c */ for x in xs : x => x }", "{for x in xs : x => x}"],
    ["{ format = 1 }", '{"format": 1}'],
    ["[for k, v in m : {\n name = k\n (v) = 1\n}]", '[for k, v in m : {"name": k, ⟨v⟩: 1}]'],
    // Calls.
    ["f()", "f()"],
    ["f(a, b...)", "f(a, b...)"],
    ["f(\n a,\n b,\n)", "f(a, b)"],
    ["provider::aws::arn_parse(x)", "provider::aws::arn_parse(x)"],
    ["a::b", "!"],
    // Newlines and comments mean nothing in a bare expression.
    ["1 +\n 2", "(1 + 2)"],
    ["a # c", "a"],
    ["/* a */ b", "b"],
    // Names in other scripts, and with dashes.
    ["größe-2", "größe-2"],
    ["var.日本", "var.日本"],
    // Not expressions.
    ["", "!"],
    ["1 2", "!"],
    ["a b", "!"],
    ["'a'", "!"],
    ["a & b", "!"],
    ["a\u00a0b", "!"],
    ["a)", "!"],
    ["(a", "!"],
    ["x = 1", "!"],
    ["a) + (b", "!"],
  ])("%s", (text, expected) => {
    expect(show(parser.parseExpression(text))).toBe(expected);
  });

  test("keywords are the literals that they name", () => {
    expect(show(parser.parseExpression("[true, false, null, truth, nullable, trueish]"))).toBe(
      "[true, false, null, truth, nullable, trueish]",
    );
  });

  test("an expression's span is that of its text", () => {
    const text = "a ? [1, f(x)] : b.c[*].d";
    const conditional = parser.parseExpression(text);
    if (conditional.kind !== "conditional") throw new Error(conditional.kind);
    const slice = (span: { readonly start: number; readonly end: number }) => text.slice(span.start, span.end);
    expect(slice(conditional.span)).toBe(text);
    expect([conditional.condition, conditional.then, conditional.otherwise].map((part) => slice(part.span))).toEqual([
      "a",
      "[1, f(x)]",
      "b.c[*].d",
    ]);
  });
});
