/** The small parts: visible text, short values, folded addresses, sentences. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AttributeChange } from "../../src/model/resource-change.ts";
import { foldedNames, withoutIndex } from "../../src/render/address.ts";
import { attributeSentence } from "../../src/render/cause.ts";
import { cellCode, code, lineUrl, markdownLine } from "../../src/render/escape-markdown.ts";
import { counted, grouped } from "../../src/render/phrase.ts";
import { plainSentence } from "../../src/render/plain.ts";
import { fill } from "../../src/render/sentence.ts";
import { shorten, shortenPair } from "../../src/render/shorten.ts";
import { diffLines } from "../../src/render/text-diff.ts";
import { compactValue, shownChange } from "../../src/render/value.ts";
import { visibleText } from "../../src/render/visible.ts";
import { attribute, sentence } from "./build.ts";

describe("visible", () => {
  test.each([
    ["a\u202eb", "a\\u202eb"],
    ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
    ["\u001b[31m", "\\u001b[31m"],
    ["\u{e0041}", "\\u{e0041}"],
    ["a\u00a0b\u3000", "a\\u00a0b\\u3000"],
    ["\ud800", "\\ud800"],
    ["日本語 é 💥", "日本語 é 💥"],
  ])("%j", (text, shown) => expect(visibleText(text)).toBe(shown));
});

describe("short", () => {
  test("keeps head and tail", () => {
    expect(shorten("a".repeat(50) + "z".repeat(50), 20)).toBe(`${"a".repeat(15)}…zzzz`);
    expect(shorten("short", 20)).toBe("short");
  });

  test("two values that differ never look the same", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 200 }),
        (head, a, b, tail) => {
          const [before, after] = shortenPair(head + a + tail, head + b + tail, 24);
          expect(before.length).toBeLessThanOrEqual(24);
          expect(after.length).toBeLessThanOrEqual(24);
          if (head + a + tail !== head + b + tail) expect(before).not.toBe(after);
        },
      ),
      { numRuns: 500 },
    );
    expect(shortenPair("ami-0a1b2c3d4e5f60718", "ami-0a1b2c3d4e5f61718", 40)[0]).not.toBe(
      shortenPair("ami-0a1b2c3d4e5f60718", "ami-0a1b2c3d4e5f61718", 40)[1],
    );
  });
});

describe("addresses", () => {
  test.each([
    [["a.b[0]", "a.b[1]", "a.b[2]"], ["a.b[0..2]"]],
    [["a.b[0]", "a.b[2]"], ["a.b[0, 2]"]],
    [['a.b["x"]', 'a.b["y"]'], ['a.b["x", "y"]']],
    [["a.b[0]", "a.b[2]", "a.b[4]", "a.b[6]", "a.b[8]"], ["a.b[…] ×5"]],
    [['module.m["e"].a.b[0]', 'module.m["f"].a.b[0]'], ['module.m["e", "f"].a.b[0]']],
    [["module.m[0].a.b[0]", "module.m[1].a.b[1]"], ["module.m[…].a.b[…] ×2"]],
    [
      ["a.b", "c.d"],
      ["a.b", "c.d"],
    ],
    [['a.b["x]\\"y"]'], ['a.b["x]\\"y"]']],
  ])("%j", (addresses, names) => expect(foldedNames(addresses)).toEqual(names));

  test("an index at the end is taken off, one in the middle is not", () => {
    expect(withoutIndex('module.a["x"].b.c["y"]')).toBe('module.a["x"].b.c');
    expect(withoutIndex('module.a["x"].b.c')).toBe('module.a["x"].b.c');
  });
});

describe("sentences", () => {
  test("values are code, our words are prose, numbers are grouped, lists are cut", () => {
    const values = { a: "x", n: 12345, list: ["p", "q"], long: Array.from({ length: 9 }, (_, index) => `v${index}`), what: "password" };
    expect(fill(sentence("{a} has {n}: {list}; {long}; a {what}; `k = {a}`", values), markdownLine)).toBe(
      "`x` has 12,345: `p` and `q`; `v0`, `v1`, `v2`, `v3`, `v4`, `v5` and 3 more; a password; `k = x`",
    );
    expect(plainSentence(sentence("use `x` for {a} {missing}", values))).toBe("use `x` for `x` (no missing)");
  });

  test("a list between backticks of its own stays a list, a word of ours becomes code", () => {
    expect(fill(sentence("`{list}` and `{what}` and `{n}`", { list: ["p", "q"], what: "password", n: 3 }), markdownLine)).toBe(
      "`p` and `q` and `password` and `3`",
    );
  });

  test("a value is never read as a template, and no prototype answers", () => {
    expect(plainSentence(sentence("{a} {constructor}", { a: "{b}", b: "no" }))).toBe("`{b}` (no constructor)");
  });

  test("a word of ours must be nothing but a word", () => {
    expect(fill(sentence("a {what}", { what: "@octocat" }), markdownLine)).toBe("a `@octocat`");
  });

  test("active words of a template become code", () => {
    expect(fill(sentence("ask @octocat about #12 at https://x.example"), markdownLine)).toBe(
      "ask `@octocat` about `#12` at `https://x.example`",
    );
    expect(fill(sentence("- not a list"), markdownLine)).toBe("\\- not a list");
  });
});

describe("Markdown", () => {
  test("code survives backticks, edges, emptiness and pipes in cells", () => {
    expect(code("a``b`")).toBe("``` a``b` ```");
    expect(code("")).toBe('`""`');
    expect(code(" a ")).toBe("`  a  `");
    expect(cellCode("a|b\\|c")).toBe("`a\\u007cb\\\\u007cc`");
  });

  test("lines are linked with every part of the path encoded, and nothing that leaves the repository", () => {
    const blob = "https://github.com/o/r/blob/abc/";
    expect(lineUrl(blob, "a b/c#d)(.tf", 3, 5)).toBe(`${blob}a%20b/c%23d%29%28.tf#L3-L5`);
    expect(lineUrl(blob, "../x", 1, 1)).toBeNull();
    expect(lineUrl(null, "x", 1, 1)).toBeNull();
  });
});

describe("values", () => {
  test("are short and honest", () => {
    const shown = (before: never, after: never, more = {}) => shownChange(attribute("a", before, after, more), 30);
    expect(shownChange(attribute("a", "s", "t", { sensitive: true }), 30)).toEqual({
      kind: "values",
      before: { kind: "words", text: "(sensitive)" },
      after: { kind: "words", text: "(sensitive)" },
    });
    expect(shownChange(attribute("a", null, null, { unknown: true }), 30)).toMatchObject({
      before: { text: "(none)" },
      after: { text: "(known after apply)" },
    });
    expect(shown("a\nb\nc" as never, "a\nx\nc\nd" as never)).toEqual({ kind: "text", words: "2 lines changed" });
    expect(shown("" as never, " x" as never)).toMatchObject({ before: { text: '""' }, after: { text: '" x"' } });
  });

  test("deep and long ones are cut", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = { a: deep };
    expect(compactValue(deep as never)).toBe("{a = {a = {a = {a = {a = {…}}}}}}");
    expect(compactValue(Array.from({ length: 100_000 }, () => "x")).length).toBeLessThan(2_100);
  });

  test("a text's diff keeps what is common", () => {
    expect(diffLines("a\nb\nc\nd\ne", "a\nb\nx\nd\ne")).toEqual([
      { sign: " ", text: "a" },
      { sign: " ", text: "b" },
      { sign: "-", text: "c" },
      { sign: "+", text: "x" },
      { sign: " ", text: "d" },
      { sign: " ", text: "e" },
    ]);
  });

  test("numbers and nouns agree", () => {
    expect([counted(1, "file"), counted(2, "file"), grouped(1234567)]).toEqual(["1 file", "2 files", "1,234,567"]);
  });
});

describe("texts in base64", () => {
  const encoded = (text: string): string => btoa(text.repeat(20));
  const shown = (before: AttributeChange["before"], after: AttributeChange["after"]): string =>
    fill(attributeSentence(attribute("user_data", before, after), 60), markdownLine);

  test("are counted, not shown", () => {
    expect(shown(encoded("set -e"), encoded("set -eu"))).toBe("`user_data`: 120 → 140 bytes in base64");
    expect(shown(encoded("set -e"), encoded("set -x"))).toBe("`user_data`: other 120 bytes in base64");
    expect(shown(null, encoded("set -e"))).toBe("`user_data`: (none) → (120 bytes in base64)");
  });

  test("identifiers, digests and words are no such texts", () => {
    for (const text of [
      "ami-0b7a41c2d9e8f0a13",
      "a".repeat(64),
      "0123456789abcdef".repeat(4),
      "Not base64, as it has a comma and so on".repeat(4),
    ])
      expect(shown(null, text)).not.toContain("base64)");
  });
});
