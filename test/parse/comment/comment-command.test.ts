/** What somebody asks of Bakegate in a comment: only what they wrote themselves, in a line of its own. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type CommentCommand, readCommentCommand } from "../../../src/parse/comment/comment-command.ts";
import { anyText } from "../../any-text.ts";

const help: CommentCommand = { kind: "help" };
const review: CommentCommand = { kind: "review" };
const explain = (rule: string): CommentCommand => ({ kind: "explain", rule });
const unknown = (text: string): CommentCommand => ({ kind: "unknown", text });

describe("a command", () => {
  test.each<[string, CommentCommand]>([
    ["/bakegate", help],
    ["/bakegate ", help],
    ["/bakegate\t", help],
    ["/bakegate help", help],
    ["/bakegate review", review],
    ["/bakegate   review  ", review],
    ["/bakegate\treview", review],
    ["   /bakegate review", review],
    ["/bakegate explain immutable/drift", explain("immutable/drift")],
    ["/bakegate explain   drift ", explain("drift")],
    ["/bakegate explain <b>", explain("<b>")],
  ])("%j", (body, command) => {
    expect(readCommentCommand(body)).toEqual(command);
  });

  test.each<[string, string]>([
    ["/bakegate explain", "explain"],
    ["/bakegate explain one two", "explain one two"],
    ["/bakegate review please", "review please"],
    ["/bakegate help me", "help me"],
    ["/bakegate deploy", "deploy"],
    ["/bakegate Review", "Review"],
    ["/bakegate HELP", "HELP"],
    ["/bakegate review\u00a0now", "review\u00a0now"],
    ["/bakegate __proto__", "__proto__"],
    ["/bakegate constructor", "constructor"],
  ])("that is not understood is told as it was written: %j", (body, text) => {
    expect(readCommentCommand(body)).toEqual(unknown(text));
  });

  test("stands in a line of its own, among others, whatever ends the lines", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(readCommentCommand(["Thanks!", "", "/bakegate review", "", "and a nice day"].join(end))).toEqual(review);
      expect(readCommentCommand(`/bakegate explain drift${end}`)).toEqual(explain("drift"));
    }
  });

  test("is the first of several, understood or not", () => {
    expect(readCommentCommand("/bakegate review\n/bakegate help")).toEqual(review);
    expect(readCommentCommand("/bakegate rewiev\n/bakegate review")).toEqual(unknown("rewiev"));
  });
});

describe("no command", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["talk", "Looks good to me."],
    ["the name within a line", "Please run /bakegate review"],
    ["a longer name", "/bakegates review"],
    ["a longer name, by a dash", "/bakegate-review"],
    ["another capital", "/Bakegate review"],
    ["all capitals", "/BAKEGATE review"],
    ["no slash", "bakegate review"],
    ["two slashes", "//bakegate review"],
    ["another space behind it", "/bakegate\u00a0review"],
    ["a character that is not seen before it", "\u200b/bakegate review"],
    ["code within a line", "`/bakegate review`"],
    ["an entry of a list", "- /bakegate review"],
    ["a quote", "> /bakegate review"],
    ["a quote, indented", "  > /bakegate review"],
    ["a quote of a quote", "> > /bakegate review"],
    ["a quote without a space", ">/bakegate review"],
    ["indented by four", "    /bakegate review"],
    ["indented by a tab", "\t/bakegate review"],
  ])("%s", (_, body) => {
    expect(readCommentCommand(body)).toBeNull();
  });
});

describe("fenced code", () => {
  test.each<[string, string]>([
    ["backticks", "```\n/bakegate review\n```"],
    ["backticks with a language", "```sh title=x\n/bakegate review\n```"],
    ["tildes", "~~~\n/bakegate review\n~~~"],
    ["tildes with backticks behind them", "~~~ `a`\n/bakegate review\n~~~"],
    ["an indented fence", "   ```\n/bakegate review\n   ```"],
    ["Windows' line ends", "```\r\n/bakegate review\r\n```\r\n"],
    ["a fence that is never closed", "```\n/bakegate review"],
    ["the other fence within it", "~~~\n```\n/bakegate review\n```\n~~~"],
    ["a shorter fence within it", "````\n```\n/bakegate review\n```\n````"],
    ["a fence with a language within it, which closes nothing", "```\n```sh\n/bakegate review\n```"],
    ["an indented fence within it, which closes nothing", "```\n    ```\n/bakegate review\n```"],
  ])("%s: what stands in it is not asked", (_, body) => {
    expect(readCommentCommand(body)).toBeNull();
  });

  test.each<[string, string]>([
    ["behind it", "```\n/bakegate help\n```\n/bakegate review"],
    ["before it", "/bakegate review\n```\n/bakegate help\n```"],
    ["behind one that was closed by a longer fence", "```\n/bakegate help\n`````  \n/bakegate review"],
    ["between two", "~~~\na\n~~~\n/bakegate review\n~~~\nb\n~~~"],
    ["behind code within a line, in three backticks", "```x = 1``` is wrong\n/bakegate review"],
    ["behind two backticks", "``\n/bakegate review"],
    ["behind a fence that is itself code", "    ```\n/bakegate review"],
    ["behind a quoted fence", "> ```\n> x\n\n/bakegate review"],
  ])("a command %s counts", (_, body) => {
    expect(readCommentCommand(body)).toEqual(review);
  });
});

describe("hostile comments", () => {
  test("long words are cut", () => {
    expect(readCommentCommand(`/bakegate explain ${"a".repeat(60_000)}`)).toEqual(explain("a".repeat(100)));
    expect(readCommentCommand(`/bakegate ${"b".repeat(60_000)}`)).toEqual(unknown("b".repeat(100)));
    expect(readCommentCommand(`/bakegate ${"x ".repeat(30_000)}`)).toEqual(unknown("x ".repeat(50)));
  });

  test("much space before a word is only space", () => {
    expect(readCommentCommand(`/bakegate${" ".repeat(60_000)}review`)).toEqual(review);
  });

  /** As long as GitHub lets them be; what is read in more than one way costs seconds. */
  test.each<[string, string]>([
    ["spaces before a line separator", `/bakegate${" ".repeat(65_000)}\u2028x`],
    ["tabs and spaces", `/bakegate${" \t".repeat(32_000)}\u2029`],
    ["nothing but spaces", " ".repeat(65_000)],
    ["backticks and one more", `${"`".repeat(65_000)}x\``],
    ["backticks in pairs", "``` `".repeat(13_000)],
    ["tildes", "~".repeat(65_000)],
    ["a fence and its shorter ones", `${"`".repeat(30_000)}\n${"```\n".repeat(8_000)}`],
    ["commands in a quote", "> /bakegate review\n".repeat(3_400)],
    ["line ends", "\r\n".repeat(32_000)],
    ["the name without an end", "/bakegate".repeat(7_000)],
  ])("%s are read at once", (_, body) => {
    const began = performance.now();
    readCommentCommand(body);
    expect(performance.now() - began).toBeLessThan(200);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      "/bakegate",
      " ",
      "\t",
      "    ",
      "\n",
      "\r\n",
      "\r",
      "\u2028",
      "```",
      "````",
      "~~~",
      "> ",
      "review",
      "help",
      "explain",
      "a/b",
    ),
    anyText(4),
  );

  test("anything is read without a throw, and what comes out is short and on one line", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const command = readCommentCommand(pieces.join(""));
        if (command?.kind === "unknown") expect(command.text).toMatch(/^[^\r\n]{1,100}$/u);
        if (command?.kind === "explain") expect(command.rule).toMatch(/^\S{1,100}$/u);
      }),
      { numRuns: 500 },
    );
  });

  test("whatever is quoted or put into a fence asks for nothing", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const lines = pieces.join("").split(/\r\n?|\n/);
        expect(readCommentCommand(lines.map((line) => `> ${line}`).join("\n"))).toBeNull();
        const fence = "`".repeat(200);
        expect(readCommentCommand([fence, ...lines, fence].join("\n"))).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
