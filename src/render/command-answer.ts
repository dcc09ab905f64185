/** Renders the answers to comment commands, and puts them into the one living comment. */
import { CHECK_NAME } from "../model/check-run.ts";
import type { ExplainedRule } from "../model/rule-page.ts";
import { COMMENT_MARKER } from "./comment-footer.ts";
import { MEMORY } from "./comment-memory.ts";
import { byteLength, fold } from "./comment-part.ts";
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

/** Values never hold the start of an HTML comment, so that nobody else can write these lines. */
const BEGIN = "<!-- bakegate:answer -->";
const END = "<!-- bakegate:answered -->";
/** GitHub takes 65,536 of them; in bytes, to be sure. */
const MOST_BODY = 65_000;

/** The body of the living comment with an answer in it, in the place of an earlier one. */
export function withAnswer(body: string | null, written: string): string {
  const section = (text: string) => `${BEGIN}\n\n${text}\n\n${END}`;
  if (body === null) return `${COMMENT_MARKER} answers -->\n\n${section(written)}\n`;
  const without = withoutAnswer(asWritten(body));
  const memory = without.lastIndexOf(`\n${MEMORY}`);
  const [shown, hidden] = memory === -1 ? [without, ""] : [without.slice(0, memory), without.slice(memory)];
  const whole = `${shown.trimEnd()}\n\n${section(written)}\n${hidden}`;
  if (byteLength(whole) <= MOST_BODY) return whole;
  const short = `There is no room for the answer in this comment: ${code("bakegate policy explain RULE")} prints it on the command line.`;
  const brief = `${shown.trimEnd()}\n\n${section(short)}\n${hidden}`;
  // Somebody filled it to the brim: then the reaction has to be answer enough.
  return byteLength(brief) <= MOST_BODY ? brief : without;
}

/** GitHub may trim bodies, and browsers send other line ends when a comment is edited. */
function asWritten(body: string): string {
  return `${body.replaceAll("\r\n", "\n").trimEnd()}\n`;
}

function withoutAnswer(body: string): string {
  const from = body.lastIndexOf(`\n${BEGIN}\n`);
  const to = body.indexOf(`\n${END}\n`, from);
  return from === -1 || to === -1 ? body : body.slice(0, from).trimEnd() + body.slice(to + END.length + 1);
}
