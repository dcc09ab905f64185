/** A pull request as its reviewer reads it, as lines for a terminal: what it is, the check, the comment, and what became of the merge. */
import type { Colors } from "picocolors/types.js";
import { visibleText } from "../../src/render/visible.ts";
import type { LocalRepository, MergeAnswer } from "../local-github/local-github.ts";
import type { Merged, Opened } from "./pull-requests.ts";
import { type Screen, wrapWords } from "./screen.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";

export function introduction({ owner, name }: LocalRepository, { colors, width }: Screen): readonly string[] {
  const text = `A GitHub on this machine, Bakegate installed as an App, and four pull requests into ${owner}/${name}, whose main branch requires the check “bakegate”.`;
  return [...wrapWords(text, width, "").map(colors.dim), ""];
}

export function pullRequestLines(one: Merged, screen: Screen): readonly string[] {
  const { colors, width } = screen;
  const number = colors.isColorSupported ? colors.bold(colors.inverse(` #${one.number} `)) : `#${one.number}`;
  const passed = one.check.conclusion === "success";
  const mark = passed ? colors.green("✓") : colors.red("✗");
  const check = wrapWords(`${mark} ${colors.bold(one.check.name)} — ${visibleText(one.check.title ?? "(no title)")}`, width, "  ");
  const comment = terminalMarkdown(one.comment.body, { colors, width: width - 4 });
  const heading = `${number} ${colors.bold(one.title)}  ${changes(one).split(" ").map(colors.dim).join(" ")}`;
  return [
    ...wrapWords(heading, width, "  "),
    ...check,
    ...comment.map((line) => `  ${colors.dim("│")} ${line}`.trimEnd()),
    ...wrapWords(mergeLine(one.merge, colors), width, "  "),
    "",
  ];
}

function changes({ files }: Opened): string {
  return files.map(({ name, added, removed }) => `${name} +${added} −${removed}`).join(", ");
}

function mergeLine({ status, message, sha }: MergeAnswer, colors: Colors): string {
  if (sha !== null) return `${colors.green("merged")} into main as ${sha.slice(0, 7)}`;
  return `${colors.red("merge refused by branch protection")}: ${status} ${visibleText(message)}`;
}
