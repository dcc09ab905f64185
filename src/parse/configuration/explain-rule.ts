/** What `bakegate policy explain RULE` shows: the rule's page, a bad and a good example, and the levels that hold here. */
import type { KnownRule } from "./known-rule.ts";
import type { ListedRule } from "./list-policy.ts";
import { quote } from "./quote.ts";
import { didYouMean } from "./suggestion.ts";

const columns = 100;

/** A rule with its page; the rules of the evaluation fit. */
export interface ExplainedRule extends KnownRule {
  readonly page: {
    readonly title: string;
    readonly why: string;
    readonly bad: string;
    readonly good: string;
    readonly language?: string;
  };
  readonly reasons: Readonly<Record<string, { readonly level?: KnownRule["level"]; readonly message: string; readonly remedy: string }>>;
}

/** The rule of that id, or a sentence that says which one may have been meant. */
export function findRule<R extends KnownRule>(id: string, rules: readonly R[]): R | { readonly problem: string } {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const short = rules.filter((rule) => rule.id.endsWith(`/${id}`));
  if (short.length === 1 && short[0] !== undefined) return short[0];
  const ids = rules.map((rule) => rule.id);
  return { problem: `unknown rule ${quote(id)}${didYouMean(id, ids, '; "bakegate policy list" names them all')}` };
}

/**
 * The page as text; placeholders such as `{attribute}` are shown as `<attribute>`. Ends with a line break.
 * @param listed the rule in the effective policy, where there is one.
 */
export function explainRule(rule: ExplainedRule, listed: ListedRule | null): string {
  const lines = [rule.id, rule.page.title, "", ...wrapped(rule.page.why.trim(), ""), ""];
  lines.push(`Level   ${rule.on === "problem" ? "error: what could not be evaluated never passes" : `${rule.level} by default`}`);
  for (const setting of listed?.settings ?? []) {
    const narrowed = setting.resources.length + setting.paths.length > 0 ? " for some resources or files" : "";
    lines.push(`        ${setting.level}${narrowed} by ${setting.from}`);
  }
  lines.push("", "Reasons");
  for (const [code, words] of Object.entries(rule.reasons)) {
    const level = words.level === undefined || words.level === rule.level ? "" : ` (${words.level})`;
    lines.push(
      `  ${code}${level}`,
      ...wrapped(placeholders(words.message), "    "),
      ...wrapped(`Instead: ${placeholders(words.remedy)}`, "    "),
    );
  }
  lines.push("", "Bad", "", ...indented(rule.page.bad), "", "Good", "", ...indented(rule.page.good));
  if (rule.on !== "problem") {
    lines.push("", "In a policy file", "", ...indented(`rules:\n  ${rule.id}:\n    level: ${rule.level}   # block, warn, info or off`));
  }
  return `${lines.join("\n")}\n`;
}

function placeholders(template: string): string {
  return template.replace(/\{([A-Za-z_]{1,40})\}/g, "<$1>");
}

/** Paragraphs with lines of at most 100 columns; a longer word stands alone. */
function wrapped(text: string, indent: string): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
        lines.push(indent + line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line === "" ? "" : indent + line];
  });
}

function indented(text: string): readonly string[] {
  return text
    .replace(/^\n+|\s+$/g, "")
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`));
}
