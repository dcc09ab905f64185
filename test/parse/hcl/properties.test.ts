/** What holds for every text: literals come back as they were, nothing crashes, and every span is the place of what it says. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Span } from "../../../src/model/place.ts";
import type { Expression } from "../../../src/model/syntax.ts";
import { anyText } from "../../any-text.ts";
import { loadParser, show } from "./parser.ts";
import { checkSpans } from "./spans.ts";

const parser = await loadParser();

type Plain = null | boolean | string | Digits | readonly Plain[] | ReadonlyMap<string, Plain>;

interface Digits {
  readonly digits: string;
}

const digits = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
    fc.option(fc.stringMatching(/^[0-9]{1,8}$/)),
    fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.integer({ min: 0, max: 999 }))),
  )
  .map(([whole, fraction, exponent]) => ({
    digits: `${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`,
  }));

/** Strings with what is special in HCL. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("${", "%{", "$", "%", "{", "}", '"', "\\", "\n", "\r\n", "~", " ", "  ", "#", "//", "/*", "<<A\n", "\u0301", "😀"),
      fc.string({ unit: "grapheme", maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const plain: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    digits,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(text, tie("value")), { maxLength: 4, selector: ([key]) => key.normalize("NFC") })
      .map((entries) => new Map(entries)),
  ),
})).value;

function print(value: Plain): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quote(value);
  if ("digits" in value) return value.digits;
  if (value instanceof Map) return `{\n${[...value].map(([key, inner]) => `  ${quote(key)} = ${print(inner)}\n`).join("")}}`;
  return Array.isArray(value) ? `[${value.map(print).join(", ")}]` : "";
}

function quote(value: string): string {
  const escaped = value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return `"${escaped
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{")
    .replace(/[\p{Cc}\u2028]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

function shown(value: Plain): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if ("digits" in value) return value.digits;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key.normalize("NFC"))}: ${shown(inner)}`).join(", ")}}`;
  return Array.isArray(value) ? `[${value.map(shown).join(", ")}]` : "";
}

/** Pieces of HCL, right and wrong. */
const pieces = fc.constantFrom(
  ...'a,b-1,_,1,1e3,0.5,"x","${","%{ if a }","%{ endif }","${~ a ~}",${,%{,~},},{,[,],(,),",<<A\\n,<<-A\\n,A\\n,\\n,\\r\\n,\\r, ,=,==,=>,?,:,::,.,...,.*,[*],+,-,*,/,%,!,&&,||,&,|,~,\',`,;,#,//,/*,*/,for,in,if,else,endif,endfor,true,null,é,😀,\\0,\\,$,$$,$${,\ufeff,\u0301'
    .split(",")
    .map((piece) => piece.replaceAll("\\n", "\n").replaceAll("\\r", "\r").replaceAll("\\0", "\0")),
  ",",
);
const soup = fc
  .array(fc.oneof({ weight: 9, arbitrary: pieces }, { weight: 1, arbitrary: anyText(3) }), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));

describe("every text", () => {
  test("literals come back as they were written", () => {
    fc.assert(
      fc.property(plain, (value) => {
        const written = print(value);
        expect(show(parser.parseExpression(written))).toBe(shown(value));
        const file = parser.parse("main.tf", `block "label" {\n  argument = ${written}\n}\n`);
        expect(file.problems).toEqual([]);
        expect(show(file.body.blocks[0]?.body.attributes[0]?.expression ?? { kind: "invalid", span: file.body.span })).toBe(shown(value));
      }),
      { numRuns: 300 },
    );
  });

  test("nothing crashes, and every problem has its place in the text", () => {
    fc.assert(
      fc.property(soup, (source) => {
        const lines = source.split("\n");
        const file = parser.parse("main.tf", source);
        for (const problem of file.problems) {
          expect(problem.message).not.toBe("");
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.endLine).toBeGreaterThanOrEqual(problem.line);
          expect(problem.endLine).toBeLessThanOrEqual(lines.length);
          expect(problem.column).toBeGreaterThanOrEqual(1);
          expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1]?.length ?? 0) + 1);
        }
        checkSpans(source, file.body);
        checkInside(parser.parseExpression(source), source);
        checkInside(parser.parseTemplate(source), source);
      }),
      { numRuns: 1500 },
    );
  });

  test("a text is read the same whatever stands before and after it", () => {
    fc.assert(
      fc.property(soup, (source) => {
        const whole = parser.parse("main.tf", `before = 1\n${source}`);
        const [before] = whole.body.attributes;
        expect(before?.name).toBe("before");
        const alone = parser.parse("main.tf", source);
        // A byte order mark is one only at the start; a second argument of one name is a problem.
        if (alone.problems.length === 0 && !source.startsWith("\ufeff") && !alone.body.attributes.some(({ name }) => name === "before")) {
          expect(whole.problems).toEqual([]);
          expect(whole.body.blocks).toHaveLength(alone.body.blocks.length);
          expect(whole.body.attributes.slice(1).map(({ expression }) => show(expression))).toEqual(
            alone.body.attributes.map(({ expression }) => show(expression)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

function checkInside(expression: Expression, source: string): void {
  const spans: Span[] = [expression.span];
  for (const span of spans) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(source.length);
  }
}
