/** Renders what `bakegate doctor` found: each answer with its state in words, and each gap with the exact place where it is mended. */
import pc from "picocolors";
import type { Evidence, Sentence } from "../model/finding.ts";
import { fullName } from "../model/repository-name.ts";
import {
  type Bypass,
  type Protection,
  type WiringAnswer,
  type WiringDetail,
  type WiringReport,
  type WiringState,
  type WiringSubject,
  worstState,
} from "../model/wiring.ts";
import { jsonText } from "./escape-json.ts";
import { code, markdownLine } from "./escape-markdown.ts";
import { painted, terminalCode, terminalMedium, wrapped } from "./escape-terminal.ts";
import { counted } from "./phrase.ts";
import { plainSentence } from "./plain.ts";
import { FULL, fill } from "./sentence.ts";
import { type Place, placeOf } from "./settings-page.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";
import { GET_PROGRAM, WORDS } from "./wiring-words.ts";

/** The word says what the symbol and the colour say. */
const STATES: Readonly<Record<WiringState, { readonly symbol: string; readonly emoji: string; readonly word: string }>> = {
  ok: { symbol: "✓", emoji: "✅", word: "ok" },
  note: { symbol: "·", emoji: "ℹ️", word: "note" },
  warn: { symbol: "!", emoji: "⚠️", word: "warning" },
  unknown: { symbol: "?", emoji: "❔", word: "unknown" },
  wrong: { symbol: "✗", emoji: "❌", word: "wrong" },
};

function sentence(template: string, values: Evidence): Sentence {
  return { template, values };
}

function messageOf({ reason, evidence }: WiringAnswer): Sentence {
  return sentence(WORDS[reason].message, evidence);
}

function mendOf({ reason, evidence }: WiringAnswer): Sentence | null {
  const program = reason === "program-missing" || reason === "program-needed" ? GET_PROGRAM.get(String(evidence.program)) : undefined;
  const template = program ?? WORDS[reason].mend;
  return template === null ? null : sentence(template, evidence);
}

const ROLES: ReadonlyMap<number, string> = new Map([
  [1, "Read"],
  [2, "Maintain"],
  [3, "Triage"],
  [4, "Write"],
  [5, "Admin"],
]);

function detailSentence(detail: Extract<WiringDetail, { kind: "bypass" }>): Sentence {
  const { actor, extent } = detail.bypass;
  return sentence(`${actorTemplate(actor)} ${extentWords(extent)} ${protectionTemplate(detail.protection)}`, {
    name: "name" in actor ? actor.name : "id" in actor ? (ROLES.get(actor.id) ?? String(actor.id)) : "",
    ruleset: detail.protection.kind === "ruleset" ? String(detail.protection.id) : "",
  });
}

function actorTemplate(actor: Bypass["actor"]): string {
  switch (actor.kind) {
    case "administrators":
      return "Administrators, and roles that may bypass branch protections,";
    case "organization-owners":
      return "The organization's owners";
    case "deploy-keys":
      return "Deploy keys";
    case "role":
      return "The role {name}";
    case "team":
      return "The team {name}";
    case "app":
      return "The App {name}";
    case "user":
      return "The user {name}";
  }
}

function extentWords(extent: Bypass["extent"]): string {
  switch (extent) {
    case "everything":
      return "may bypass";
    case "in-pull-requests":
      return "may, when merging a pull request, bypass";
    case "reviews":
      return "may bypass the reviews of";
  }
}

function protectionTemplate(protection: Protection): string {
  if (protection.kind === "classic") return "the classic protection";
  return protection.id === null ? "a ruleset" : "the ruleset {ruleset}";
}

/** What is wrong, in one line of plain text: `acme/web at main: 1 wrong, 2 unknown`. */
export function wiringTitle(report: WiringReport): string {
  return plainSentence(titleSentence(report)).replaceAll("`", "");
}

function titleSentence({ subject, answers }: WiringReport): Sentence {
  const count = (state: WiringState): number => answers.filter((answer) => answer.state === state).length;
  const counts = [
    ...(count("wrong") > 0 ? [`${count("wrong")} wrong`] : []),
    ...(count("warn") > 0 ? [counted(count("warn"), "warning")] : []),
    ...(count("unknown") > 0 ? [`${count("unknown")} unknown`] : []),
  ];
  const found = counts.length === 0 ? "nothing is wrong" : counts.join(", ");
  const at = subject?.branch === null || subject === null ? "" : " at {branch}";
  const what = subject === null ? "This machine" : `{repository}${at}`;
  return sentence(`${what}: ${found}`, {
    repository: subject === null ? "" : fullName(subject.repository),
    branch: subject?.branch ?? "",
  });
}

const MACHINE: readonly WiringAnswer["question"][] = ["node", "program", "environment"];

function isMachine(answer: WiringAnswer): boolean {
  return MACHINE.includes(answer.question);
}

/** More lines below one answer are counted. */
const MOST_DETAILS = 20;

function shownDetails(details: readonly WiringDetail[]): { readonly shown: readonly WiringDetail[]; readonly more: string | null } {
  const more = details.length - MOST_DETAILS;
  return { shown: details.slice(0, MOST_DETAILS), more: more > 0 ? `and ${more} more` : null };
}

/** UTF-16 units of somebody else's words. */
const MOST_SAID = 500;

function saidText(text: string): string {
  return shorten(visibleText(text), MOST_SAID);
}

export interface WiringTextOptions {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

export function renderWiringText(report: WiringReport, options: WiringTextOptions): string {
  const colors = pc.createColors(options.color);
  const width = Math.min(Math.max(options.width, 40), 120);
  const line = (text: string, indent: string): string => indent + painted(wrapped(text, width, indent), colors);
  const answerLines = (answer: WiringAnswer): string[] => {
    const { symbol, word } = STATES[answer.state];
    const paint = { ok: colors.green, note: colors.dim, warn: colors.yellow, unknown: colors.yellow, wrong: colors.red }[answer.state];
    const { shown, more } = shownDetails(answer.details);
    const below = " ".repeat(12);
    const lines = [`  ${paint(`${symbol} ${word.padEnd(8)}`)}${line(fill(messageOf(answer), terminalMedium, FULL), below).trimStart()}`];
    for (const detail of shown)
      lines.push(line(`- ${detail.kind === "said" ? saidText(detail.text) : fill(detailSentence(detail), terminalMedium, FULL)}`, below));
    if (more !== null) lines.push(line(`- ${more}`, below));
    const mend = mendOf(answer);
    if (mend === null) return lines;
    const place = placeOf(answer.page, report.subject);
    const where = place === null ? "" : `: ${place.url ?? place.label}`;
    return [...lines, line(`→ ${fill(mend, terminalMedium, FULL)}${where}`, below)];
  };
  const [asked, machine] = [report.answers.filter((one) => !isMachine(one)), report.answers.filter(isMachine)];
  const title = painted(fill(titleSentence(report), { prose: visibleText, code: terminalCode }, FULL), colors);
  return [
    title,
    "",
    ...asked.flatMap(answerLines),
    ...(asked.length > 0 && machine.length > 0 ? ["", colors.bold("This machine"), ""] : []),
    ...machine.flatMap(answerLines),
    "",
  ].join("\n");
}

/** For the summary of a check run: well below its 65,535 bytes. */
export function renderWiringMarkdown(report: WiringReport): string {
  const lines = [`**${fill(titleSentence(report), markdownLine)}**`, ""];
  for (const answer of report.answers) {
    const { emoji, word } = STATES[answer.state];
    lines.push(`- ${emoji} **${word}:** ${fill(messageOf(answer), markdownLine)}`);
    const { shown, more } = shownDetails(answer.details);
    for (const detail of shown)
      lines.push(`  - ${detail.kind === "said" ? code(saidText(detail.text)) : fill(detailSentence(detail), markdownLine)}`);
    if (more !== null) lines.push(`  - ${more}`);
    const mend = mendOf(answer);
    if (mend !== null) lines.push(`  - → ${fill(mend, markdownLine)}${linkTo(placeOf(answer.page, report.subject))}`);
  }
  return `${lines.join("\n")}\n`;
}

function linkTo(place: Place | null): string {
  if (place === null) return "";
  return place.url === null ? `: ${place.label}` : `: [${place.label}](${place.url})`;
}

/** The document `bakegate.doctor/v1`. */
export function renderWiringJson(report: WiringReport, tool: { readonly name: string; readonly version: string }): string {
  const { subject } = report;
  return jsonText({
    schema: "bakegate.doctor/v1",
    tool,
    repository: subject === null ? null : fullName(subject.repository),
    branch: subject?.branch ?? null,
    app: subject === null ? null : { id: subject.app.id, slug: subject.app.slug },
    state: worstState(report.answers),
    answers: report.answers.map((answer) => jsonAnswer(answer, subject)),
  });
}

function jsonAnswer(answer: WiringAnswer, subject: WiringSubject | null) {
  const mend = mendOf(answer);
  return {
    question: answer.question,
    state: answer.state,
    reason: answer.reason,
    message: plainSentence(messageOf(answer)),
    evidence: answer.evidence,
    details: answer.details.map((detail) => (detail.kind === "said" ? saidText(detail.text) : plainSentence(detailSentence(detail)))),
    mend: mend === null ? null : plainSentence(mend),
    url: mend === null ? null : (placeOf(answer.page, subject)?.url ?? null),
  };
}
