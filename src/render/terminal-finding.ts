/** Findings in the terminal. */
import type { Place } from "../model/place.ts";
import { terminalCode, terminalMedium, unmarked, wrapped } from "./escape-terminal.ts";
import { changeSentence, type FindingGroup } from "./finding-group.ts";
import { sideWords } from "./place-url.ts";
import { FULL, fill, mentions, type SentenceLimits } from "./sentence.ts";
import { shorten } from "./shorten.ts";
import type { Page } from "./terminal-page.ts";
import { visibleText } from "./visible.ts";

const LIMITS: SentenceLimits = { value: 160, items: 12 };
const MOST_VALUE = 100;

/** ` (base)` */
function sideOf(place: Place): string {
  const words = sideWords(place).replace(/^ of (?:the )?/, "");
  return words === "" ? "" : ` (${words})`;
}

/** `main.tf:31`, as editors and terminals open it. */
function placeText(place: Place): string {
  return `${visibleText(shorten(place.file, 160))}:${place.line}${sideOf(place)}`;
}

function wayText(group: FindingGroup): string | null {
  const way = group.first.message.values.way;
  if (!Array.isArray(way) || way.length === 0 || mentions(group.message, "way")) return null;
  return way.map((step: string) => terminalCode(shorten(step, MOST_VALUE))).join(" → ");
}

function fullBlock(group: FindingGroup, number: number, page: Page): string {
  const { colors, width } = page;
  const label = `${String(number).padStart(2)}. `;
  const indent = " ".repeat(label.length);
  const put = (text: string): string => indent + wrapped(text, width, indent);
  const lines = [colors.red(colors.bold(label)) + wrapped(fill(group.message, terminalMedium, LIMITS), width, indent)];
  if (group.first.place !== null) lines.push(indent + colors.cyan(placeText(group.first.place)));
  const change = changeSentence(group, MOST_VALUE);
  if (change !== null) lines.push(put(unmarked(fill(change, terminalMedium))));
  const way = wayText(group);
  if (way !== null) lines.push(put(unmarked(way)));
  lines.push(put(fill(group.remedy, terminalMedium, FULL)));
  lines.push(indent + colors.dim(visibleText(group.first.rule)));
  return lines.join("\n");
}

function levelWord(group: FindingGroup, page: Page): string {
  const { colors } = page;
  switch (group.first.level) {
    case "block":
      return group.first.introduced && group.first.exemption === null ? colors.red("block") : "block";
    case "warn":
      return colors.yellow("warn ");
    case "info":
      return colors.blue("info ");
  }
}

function exemptionText(group: FindingGroup): string {
  const { exemption } = group.first;
  if (exemption === null) return "";
  return ` (exempted by ${visibleText(shorten(exemption.id, 80))} until ${visibleText(exemption.expires)}: ${visibleText(shorten(exemption.reason, 160))})`;
}

/** What to do, as far as one sentence says it: `policy explain` has the rest. */
function firstSentence(group: FindingGroup): string {
  const { template, values } = group.remedy;
  const end = /[.;:](?= )/.exec(template);
  const short = end === null ? template.replace(/\.$/, "") : template.slice(0, end.index);
  return unmarked(fill({ template: short, values }, terminalMedium, LIMITS));
}

/** One finding on a few lines: level, place, rule; the sentence; with `remedies` what to do. */
export function lineFindings(groups: readonly FindingGroup[], page: Page, remedies: boolean): string[] {
  return groups.map((group) => {
    const place = group.first.place === null ? "" : `${page.colors.cyan(placeText(group.first.place))}  `;
    const indent = "         ";
    const sentence = wrapped(fill(group.message, terminalMedium, LIMITS) + exemptionText(group), page.width, indent);
    const advice = remedies ? `\n${indent}${page.colors.dim(wrapped(`→ ${firstSentence(group)}`, page.width, `${indent}  `))}` : "";
    return `  ${levelWord(group, page)}  ${place}${page.colors.dim(visibleText(group.first.rule))}\n${indent}${sentence}${advice}`;
  });
}

/** What blocks is shown in full up to this many; nobody reads the same advice a hundred times. */
const MOST_FULL = 50;

function shortBlock(group: FindingGroup, number: number, page: Page): string {
  const label = `${String(number).padStart(2)}. `;
  const place = group.first.place === null ? "" : `${placeText(group.first.place)}  `;
  const text = `${place}${fill(group.message, terminalMedium, LIMITS)}`;
  return page.colors.red(page.colors.bold(label)) + wrapped(text, page.width, " ".repeat(label.length));
}

/** What blocks, each in full as long as there are few, the others by place and sentence; in quiet mode one line each. */
export function blockLines(groups: readonly FindingGroup[], page: Page, quiet: boolean): string[] {
  if (quiet) {
    return groups.map((group) => {
      const place = group.first.place === null ? "" : `${placeText(group.first.place)}: `;
      return `${place}${fill(group.message, terminalMedium, LIMITS)} [${visibleText(group.first.rule)}]`;
    });
  }
  const full = groups
    .slice(0, MOST_FULL)
    .map((group, index) => `${fullBlock(group, index + 1, page)}${index < groups.length - 1 ? "\n" : ""}`);
  return [...full, ...groups.slice(MOST_FULL).map((group, index) => shortBlock(group, MOST_FULL + index + 1, page))];
}

export function unreadLines(unread: readonly { readonly file: string; readonly reason: string }[], page: Page): string[] {
  return unread.map(
    ({ file, reason }) =>
      `  ${page.colors.cyan(visibleText(shorten(file, 160)))}  ${visibleText(shorten(reason.replaceAll("-", " "), 100))}`,
  );
}
