/** Renders the answers to comment commands, and puts them into the one living comment. */
import { CHECK_NAME } from "../model/check-run.ts";
import type { ExplainedRule } from "../model/rule-page.ts";
import { fold } from "./comment-part.ts";
import { withSection } from "./comment-section.ts";
import { code, htmlCode, markdownLine } from "./escape-markdown.ts";
import { renderRulePage } from "./rule-page.ts";
import { shorten } from "./shorten.ts";

const commands: readonly (readonly [string, string])[] = [
  ["/bakegate help", "says what can be asked"],
  ["/bakegate review", `reviews the pull request again and renews the check ${code(CHECK_NAME)}`],
  [
    "/bakegate explain RULE",
    `explains a rule, with a bad and a good example, such as ${code("/bakegate explain immutable/in-place-update")}`,
  ],
];

export function helpAnswer(): string {
  const lines = commands.map(([command, what]) => `- ${code(command)} ${what}`);
  const who = "Commands are taken from new comments of people who may write to this repository.";
  return answer("/bakegate help", `${lines.join("\n")}\n\n${who}`);
}

export function ruleAnswer(rule: ExplainedRule): string {
  return answer(`/bakegate explain ${rule.id}`, renderRulePage(rule, "markdown").trim());
}

/** @param problem a sentence that may quote the command. */
export function unknownAnswer(command: string, problem: string): string {
  return answer(`/bakegate ${shorten(command, 60)}`, `${markdownLine.prose(problem)} ${code("/bakegate help")} says what can be asked.`);
}

function answer(command: string, body: string): string {
  return fold(`Answer to ${htmlCode(command)}`, body).replace("<details>", "<details open>");
}

/** The body of the living comment with an answer in it, in the place of an earlier one. */
export function withAnswer(body: string | null, written: string): string {
  const short = `There is no room for the answer in this comment: ${code("bakegate policy explain RULE")} prints it on the command line.`;
  return withSection(body, "answer", written, short);
}
