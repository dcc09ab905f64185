/** Renders the page of a rule for `bakegate policy explain` and for SARIF's help. */
import type { ExplainedRule } from "../model/rule-page.ts";
import { jsonText } from "./escape-json.ts";
import { code, fenced, markdownLine } from "./escape-markdown.ts";
import { compareText } from "./phrase.ts";
import { visibleLines, visibleText } from "./visible.ts";

export type RulePageFormat = "text" | "markdown" | "json";

/** What a level means for a merge. */
const LEVEL_WORDS = { block: "blocks", warn: "warns", info: "informs" } as const;

function reasonsOf(rule: ExplainedRule): [string, ExplainedRule["reasons"][string]][] {
  return Object.entries(rule.reasons).sort(([a], [b]) => compareText(a, b));
}

function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim());
}

/** Places for values are written `<address>` on a page, so that nobody takes them for a value. */
function withPlaces(template: string): string {
  return template.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, "<$1>");
}

function indented(text: string): string {
  return visibleLines(text.replace(/^\n+|\s+$/g, ""))
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

function wrapped(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of visibleText(text).split(" ")) {
    if (line.length > indent.length && line.length + word.length + 1 > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line].join("\n");
}

/** Advice for single resource types, by type; where two reasons have some for one, both stand. */
function adviceByType(rule: ExplainedRule): [string, string][] {
  const advice = reasonsOf(rule).flatMap(([, words]) => Object.entries(words.remedies ?? {}));
  return advice.sort(([a], [b]) => compareText(a, b));
}

const TEXT_WIDTH = 88;

function textPage(rule: ExplainedRule): string {
  const reasons = reasonsOf(rule).map(([reason, words]) => {
    const level = words.level !== undefined && words.level !== rule.level ? ` (${LEVEL_WORDS[words.level]})` : "";
    return [
      `  ${reason}${level}`,
      wrapped(withPlaces(words.message), TEXT_WIDTH, "    "),
      wrapped(`Instead: ${withPlaces(words.remedy)}`, TEXT_WIDTH, "    "),
    ].join("\n");
  });
  const advice = adviceByType(rule).map(([type, remedy]) => `  ${type}\n${wrapped(withPlaces(remedy), TEXT_WIDTH, "    ")}`);
  return [
    `${rule.id}  (${LEVEL_WORDS[rule.level]} by default)`,
    wrapped(rule.page.title, TEXT_WIDTH),
    ...paragraphs(rule.page.why).map((paragraph) => wrapped(paragraph, TEXT_WIDTH)),
    `Found:\n\n${indented(rule.page.bad)}`,
    `Well done:\n\n${indented(rule.page.good)}`,
    `What it says:\n\n${reasons.join("\n\n")}`,
    ...(advice.length === 0 ? [] : [`Instead, by type of resource:\n\n${advice.join("\n\n")}`]),
  ].join("\n\n");
}

function markdownPage(rule: ExplainedRule): string {
  const language = rule.page.language ?? "hcl";
  const example = (text: string): string => fenced(visibleLines(text.replace(/^\n+|\s+$/g, "")), language);
  const say = (template: string): string =>
    withPlaces(template)
      .split("`")
      .map((part, index) => (index % 2 === 0 ? markdownLine.prose(part) : code(part)))
      .join("");
  const reasons = reasonsOf(rule).map(([reason, words]) => {
    const level = words.level !== undefined && words.level !== rule.level ? ` (${LEVEL_WORDS[words.level]})` : "";
    return `- ${code(reason)}${level}: ${say(words.message)} ${say(words.remedy)}`;
  });
  // A page is an answer in a comment as well: all of the advice stands in the text.
  const advice = adviceByType(rule).length;
  return [
    `# ${code(rule.id)}`,
    `**${say(rule.page.title)}** (${LEVEL_WORDS[rule.level]} by default)`,
    ...paragraphs(rule.page.why).map(say),
    `## Found\n\n${example(rule.page.bad)}`,
    `## Well done\n\n${example(rule.page.good)}`,
    `## What it says\n\n${reasons.join("\n")}`,
    ...(advice === 0 ? [] : [say(`For ${advice} types of resource there is better advice: \`bakegate policy explain ${rule.id}\`.`)]),
  ].join("\n\n");
}

function jsonPage(rule: ExplainedRule): string {
  return jsonText({
    rule: rule.id,
    level: rule.level,
    title: rule.page.title,
    why: rule.page.why.trim(),
    bad: rule.page.bad,
    good: rule.page.good,
    language: rule.page.language ?? "hcl",
    reasons: reasonsOf(rule).map(([reason, words]) => ({
      reason,
      level: words.level ?? rule.level,
      message: words.message,
      remedy: words.remedy,
      ...(words.remedies === undefined ? {} : { remedies: words.remedies }),
    })),
  });
}

/** The page, with a newline at its end. */
export function renderRulePage(rule: ExplainedRule, format: RulePageFormat): string {
  switch (format) {
    case "text":
      return `${textPage(rule)}\n`;
    case "markdown":
      return `${markdownPage(rule)}\n`;
    case "json":
      return jsonPage(rule);
  }
}
