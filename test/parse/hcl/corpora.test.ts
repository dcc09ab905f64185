/** Real configurations: all are read without problems, every span is in its place, and HashiCorp's parser reads the same. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHclJudge } from "../../../src/parse/hcl/judge.ts";
import { loadParser } from "./parser.ts";
import { checkSpans } from "./spans.ts";

const parser = await loadParser();
const judge = createHclJudge();
const require = createRequire(import.meta.url);
const hcl2json = require("@cdktf/hcl2json") as { parse(filename: string, contents: string): Promise<unknown> };

const corpus = new URL("../../../../shared/corpora/pairs/", import.meta.url);
const hasCorpus = existsSync(corpus);
const files = hasCorpus
  ? readdirSync(corpus, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tf") || path.endsWith(".tfvars"))
      .sort()
  : [];
const describeCorpus = hasCorpus ? describe : describe.skip;

describeCorpus(
  hasCorpus ? "configurations of the corpus" : "configurations of the corpus (skipped: ../shared/corpora/pairs is not here)",
  () => {
    test("there are some", () => {
      expect(files.length).toBeGreaterThan(50);
    });

    test.each(files)("%s", async (path) => {
      const text = readFileSync(new URL(path, corpus), "utf8");
      const file = parser.parse(path, text);
      expect(file.problems).toEqual([]);
      checkSpans(text, file.body);
      expect(await judge.judge(file, text)).toEqual([]);
    });
  },
);

/** Small texts that are often nearly right. */
const pieces = [
  ...'a|b-1|1|1e3|0.5|"x"|"${a}"|"%{ if a }y%{ endif }"|<<A\\nx\\nA\\n|<<-A\\n  x ${b}\\nA\\n|\\n|\\n|\\n| | |=|=|==|=>|?|:|.|...|.*|[*]|+|-|*|/|!|&&|{|}|{|}|[|]|(|)|(|)|,|,|for|in|if|true|null|# c\\n|/* e */|"${|}"|"|${|~|.0|[0]|.a|a {\\n|\\n}\\n|a = |for x in xs : |f(|x ? y : z'
    .split("|")
    .map((piece) => piece.replaceAll("\\n", "\n")),
  "||",
];
const inner = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
const nearlyRight = fc.tuple(inner, fc.constantFrom("a = ", "a = {\n b = ", "a = [", "", "a {\n b = ")).map(([text, start]) => {
  const ends: Readonly<Record<string, string>> = { "a = {\n b = ": "\n}\n", "a = [": "]\n", "a {\n b = ": "\n}\n" };
  return `${start}${text}${ends[start] ?? "\n"}`;
});

describe("texts that are right or wrong", () => {
  test("are right or wrong for HashiCorp's parser too", async () => {
    let right = 0;
    await fc.assert(
      fc.asyncProperty(nearlyRight, async (text) => {
        const file = parser.parse("main.tf", text);
        const error = await hcl2json.parse("main.tf", text).then(
          () => null,
          (reason: Error) => reason.message,
        );
        if (error?.startsWith("convert")) return;
        right += error === null ? 1 : 0;
        expect({ text, wrong: file.problems.length > 0 }).toEqual({ text, wrong: error !== null });
        if (error === null) expect(await judge.judge(file, text)).toEqual([]);
      }),
      { numRuns: 1200, seed: 7 },
    );
    expect(right).toBeGreaterThan(50);
  });
});
