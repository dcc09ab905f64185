/** Arbitrary reviews whose every value tries to break out of its place. Each value carries a word that may only ever be shown as code. */
import fc from "fast-check";
import type { Review } from "../../src/model/review.ts";
import { anyText } from "../any-text.ts";
import { attribute, cause, change, finding, project, review, sentence, subject } from "./build.ts";
import { NASTY } from "./reviews.ts";

/** Has a digit, so that it never reads as prose. */
export const SENTINEL = "QZ9";

const FRAGMENTS = [
  ...NASTY,
  "`",
  "``",
  "```",
  "~~~",
  "|",
  "\\",
  "\\|",
  "\\`",
  "\n",
  "\r\n",
  "\n\n",
  "    ",
  "\t",
  "[",
  "](",
  ")",
  "<",
  ">",
  "<!--",
  "-->",
  "</details>",
  "</summary>",
  "</code>",
  "<a href=x>",
  "&lt;",
  "&#96;",
  "&",
  "*",
  "**",
  "_",
  "__",
  "~~",
  "$",
  "$$",
  "@x",
  "#1",
  "https://e.example/",
  "www.e.example",
  "x@e.example",
  ":tada:",
  "- ",
  "1. ",
  "# ",
  "> ",
  "===",
  "---",
  "\u001b[2J",
  "\u009b",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ue000",
  "\ufff9",
  "\u06dd",
  "\ue001",
  "\ud83d",
  "\udca5",
  "💥",
  "é",
  "字",
  "\u0000",
  "[0]",
  '["k"]',
  "{address}",
  "{value}",
];

export const nasty: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), anyText(3)), { minLength: 1, maxLength: 6 })
  .map((parts) => SENTINEL + parts.join(SENTINEL) + SENTINEL);

const level = fc.constantFrom("block", "warn", "info" as const);

/** Templates in which values touch each other, backticks, prose and the edges. */
const TEMPLATES = [
  "{a} is {b}",
  "{a}{b}",
  "`{a}` and `x = {b}`",
  "{a}`{b}`",
  "`{a}``{b}`",
  "say {list}.",
  "{what}",
  "({a})",
  "**{a}** <{b}> [{a}]({b}) @{a} #{b}",
  "odd ` {a} `{b}` {c}",
];

export const nastyReview: fc.Arbitrary<Review> = fc
  .record({
    texts: fc.array(nasty, { minLength: 4, maxLength: 8 }),
    verdict: fc.constantFrom("pass", "warn", "block", "error" as const),
    mode: fc.constantFrom("enforce", "advisory" as const),
    levels: fc.array(level, { minLength: 1, maxLength: 4 }),
    templates: fc.array(fc.constantFrom(...TEMPLATES), { minLength: 2, maxLength: 2 }),
    flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ texts, verdict, mode, levels, templates, flags }) => {
    const text = (index: number): string => texts[index % texts.length] ?? SENTINEL;
    const values = { a: text(0), b: text(1), list: texts, what: text(2), address: text(3), way: texts };
    return review(verdict, {
      mode,
      subject: {
        ...subject,
        repository: text(0),
        base: text(1),
        head: text(2),
        baseName: text(3),
        headName: text(0),
        blobUrl: flags[0] ? subject.blobUrl : null,
      },
      policyDigest: text(1),
      plans: [{ project: text(0), digest: text(1), terraform: text(2) }],
      unread: [{ file: text(0), reason: text(1) }],
      projects: [
        project(
          text(0),
          [
            change(text(1), "replace", {
              because: [cause("attribute", text(2)), cause("upstream", text(3), text(0)), cause("triggered", null, text(1))],
              attributes: [attribute(text(2), text(0), text(1), { forcesReplacement: true })],
              order: flags[1] ? "destroy-first" : null,
            }),
            change(text(2), "replace", { reason: text(3), deposed: text(0), verdict: "stateful-loss" }),
            change(text(3), "update", {
              verdict: flags[2] ? "mutation" : "tolerated",
              attributes: [attribute(text(0), { [text(1)]: [text(2)] }, [text(3)])],
            }),
            change(text(0), "undecided", {
              possible: ["update", "replace"],
              doubts: [{ kind: "conditional", path: text(1), subject: text(2) }],
            }),
            change(text(1), "move", { previousAddress: text(2) }),
            change(text(2), "import", { importId: text(3) }),
            change(text(3), "create", { attributes: [attribute(text(0), null, `${text(1)}\n${text(2)}`)] }),
            change(text(0), "update", { attributes: [attribute(text(3), `a\n${text(1)}`, `${text(1)}\nb`)] }),
            change(text(1), "delete"),
            change(text(2), "no-op"),
          ],
          { workspace: text(3), drift: [change(text(0), "update", { attributes: [attribute(text(1), text(2), text(3))] })] },
        ),
        ...(flags[3] ? [project("other", [])] : []),
      ],
      findings: levels.map((each, index) =>
        finding(
          index === 0 && verdict === "error" ? "review/syntax-error" : text(index),
          each,
          sentence(templates[0] ?? "", values),
          sentence(templates[1] ?? "", values),
          {
            address: flags[0] ? text(index) : null,
            attribute: text(0),
            place: flags[1] ? { file: text(index), line: index + 1, endLine: index + 1 } : null,
            project: flags[2] ? text(0) : null,
            introduced: index !== 3,
            exemption: index === 2 ? { id: text(0), reason: text(1), approvedBy: text(2), expires: text(3) } : null,
          },
        ),
      ),
    });
  });
