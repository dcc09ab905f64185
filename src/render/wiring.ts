/** Renders what `bakegate doctor` found: each answer with its state in words, and each gap with the exact place where it is mended. */
import pc from "picocolors";
import type { Evidence, Sentence } from "../model/finding.ts";
import { fullName } from "../model/repository-name.ts";
import {
  type Bypass,
  type Protection,
  type SettingsPage,
  type WiringAnswer,
  type WiringDetail,
  type WiringReason,
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
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

interface Words {
  readonly message: string;
  /** What to do, before the address of the page; null: nothing. */
  readonly mend: string | null;
}

const REQUIRE =
  "Open the branch's rule, or make one (New ruleset, New branch ruleset, target {branch}, Active): turn on Require status checks to pass, add {check}, and choose the App as its source";
const ACCEPT = "In the App's settings, under Permissions & events, grant them; then accept them on the installation's page";
const SUBSCRIBE = "On the App's page press App settings, then Permissions & events, and subscribe to them";
const LOOK = "Somebody who may administer the repository can see it";

const WORDS: Readonly<Record<WiringReason, Words>> = {
  installed: { message: "The App is installed on the repository", mend: null },
  "not-installed": {
    message: "The App is not installed on the repository, or there is no such repository",
    mend: "Check the name, and install the App for this repository",
  },
  suspended: { message: "The installation is suspended: nothing is reviewed", mend: "Press Unsuspend on the installation's page" },
  "permissions-granted": { message: "All permissions that it needs are granted", mend: null },
  "permissions-missing": { message: "Permissions are missing: {missing}", mend: ACCEPT },
  "queue-permission-missing": { message: "A permission is missing that a merge queue would need: {missing}", mend: ACCEPT },
  "events-subscribed": { message: "It is subscribed to all events that it needs", mend: null },
  "events-missing": { message: "It is not subscribed to {missing}, and does not hear of what they tell", mend: SUBSCRIBE },
  "queue-event-missing": { message: "It is not subscribed to {missing}: a merge queue would wait for the check for ever", mend: SUBSCRIBE },
  "policy-valid": { message: "The configuration and its policies are valid", mend: null },
  "policy-default": { message: "There is no configuration: the defaults hold", mend: null },
  "policy-advisory": { message: "The configuration says `mode: advisory`: everything is reported, nothing is blocked", mend: null },
  "policy-elsewhere": {
    message: "The configuration's `branches` leave {branch} out: its pull requests are not reviewed",
    mend: "Add it to `branches` in `.github/bakegate.yml`, or ask doctor about a repository whose default branch is reviewed",
  },
  "policy-invalid": {
    message: "The configuration is invalid, and no pull request passes until it is corrected",
    mend: "Correct it, and check with `bakegate policy validate`",
  },
  "policy-hidden": {
    message: "The configuration could not be read",
    mend: "Grant the App `contents: read`, and check that the branch holds a commit",
  },
  protected: { message: "{branch} is protected", mend: null },
  "not-protected": {
    message: "{branch} is not protected: whoever has write access can push to it",
    mend: "Make a ruleset for it: New ruleset, New branch ruleset, target {branch}, Active",
  },
  "protection-hidden": { message: "Whether {branch} is protected is not shown to the App", mend: LOOK },
  "branch-missing": {
    message: "There is no branch {branch} yet, so its protection cannot be told",
    mend: "Push a first commit to it, then ask again",
  },
  "check-required": { message: "{check} is required on {branch}", mend: null },
  "check-not-required": { message: "{check} is not required on {branch}: what it blocks can be merged all the same", mend: REQUIRE },
  "check-hidden": { message: "Whether {check} is required on {branch} is not shown to the App", mend: LOOK },
  pinned: { message: "{check} counts only where the App {app} reports it", mend: null },
  "not-pinned": {
    message: "{check} counts whoever reports it: anybody with write access can forge a status of that name",
    mend: "Beside the check {check}, choose the App {app} in place of any source",
  },
  "pinned-elsewhere": {
    message: "{check} is expected from the App with the id {others}, and this one is {app} with the id {id}: nothing can be merged",
    mend: "Beside the check {check}, choose the App {app} as its source",
  },
  "pin-hidden": { message: "From which App {check} is expected is not shown", mend: LOOK },
  "up-to-date": { message: "What is merged into {branch} is what was checked", mend: null },
  "not-up-to-date": {
    message:
      "A pull request can be merged into {branch} without its newest commits: two good ones can add up to a bad one, which is seen only after the merge",
    mend: "Turn on Require branches to be up to date before merging, or a merge queue",
  },
  "up-to-date-hidden": { message: "Whether a pull request has to be up to date with {branch} is not shown to the App", mend: LOOK },
  reviewed: { message: "Approvals that a pull request into {branch} needs: {approvals}", mend: null },
  "not-reviewed": {
    message: "A pull request into {branch} needs no approval: its author alone can change the policy",
    mend: "Turn on Require a pull request before merging, with at least one approval",
  },
  "reviews-hidden": { message: "What approvals a pull request into {branch} needs is not shown to the App", mend: LOOK },
  "approvals-fresh": { message: "An approval does not outlive the commit that it was given for", mend: null },
  "approvals-stale": {
    message: "An approval still counts after new commits were pushed",
    mend: "Turn on Dismiss stale pull request approvals when new commits are pushed",
  },
  "no-bypass": { message: "Nobody may merge into {branch} without {check}", mend: null },
  bypass: {
    message: "Some may get by what {branch} requires",
    mend: "Take away who need not be there from the bypass list; in classic protection, turn on Do not allow bypassing the above settings",
  },
  "bypass-hidden": { message: "Who may merge into {branch} without {check} is not shown to the App", mend: `${LOOK}, under Bypass list` },
  "node-fits": { message: "Node {version}", mend: null },
  "node-old": { message: "Node {version} does not run Bakegate, which needs {wanted}", mend: "Install it from https://nodejs.org" },
  "program-found": { message: "`{program}` {version}", mend: null },
  "program-missing": { message: "`{program}` is not installed; reviews do without it", mend: null },
  "program-needed": { message: "`{program}` is not installed; `bakegate review` needs it", mend: null },
  "program-broken": {
    message: "`{program}` is there and does not say its version",
    mend: "Start `{program} --version` by hand, and mend what it says",
  },
  "environment-complete": { message: "The environment of `bakegate serve` is complete", mend: null },
  "environment-empty": {
    message: "The environment of the App is not set; only `bakegate serve` and `bakegate doctor OWNER/REPO` need it",
    mend: null,
  },
  "environment-faulty": {
    message: "The environment of the App is not complete",
    mend: "Set what is named; the README says where each comes from",
  },
};

/** How each program is got. */
const GET_PROGRAM: ReadonlyMap<string, string> = new Map([
  ["git", "Install git 2.25 or newer: `apt-get install git`, `brew install git`, or https://git-scm.com/downloads"],
  ["terraform", "To have it: https://developer.hashicorp.com/terraform/install"],
  ["packer", "To have it: `apt-get install packer`, or https://developer.hashicorp.com/packer/install"],
  ["rspec", "To have it with serverspec: `apt-get install ruby-serverspec`, or `gem install serverspec`"],
]);

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

/** A page, by the words that lead there and by its address; the latter null where it is not known, or is none to be linked. */
interface Place {
  readonly label: string;
  readonly url: string | null;
}

function placeOf(page: SettingsPage | null, subject: WiringSubject | null): Place | null {
  if (page === null || subject === null) return null;
  const { webUrl, server, app } = subject;
  // An Enterprise Server has its Apps below another path.
  const apps = /^https:\/\/(?:github\.com|[\w-]+\.ghe\.com)$/.test(server) ? "apps" : "github-apps";
  const below = (path: string): string | null => (webUrl === null ? null : linkable(`${webUrl}/settings/${path}`));
  switch (page.kind) {
    case "install":
      return { label: "Install", url: linkable(`${server}/${apps}/${app.slug}/installations/new`) };
    case "app":
      return { label: "The App's page", url: linkable(`${server}/${apps}/${app.slug}`) };
    case "installation":
      return { label: "The installation's page", url: subject.installationUrl === null ? null : linkable(subject.installationUrl) };
    case "rulesets":
      return { label: "Settings → Rules → Rulesets", url: below("rules") };
    case "protection":
      return protectionPlace(page.protection, server, below);
  }
}

function protectionPlace(protection: Protection, server: string, below: (path: string) => string | null): Place {
  if (protection.kind === "classic") return { label: "Settings → Branches", url: below("branches") };
  const rules = protection.id === null ? "rules" : `rules/${protection.id}`;
  switch (protection.owner.kind) {
    case "repository":
      return { label: "Settings → Rules → Rulesets", url: below(rules) };
    case "organization":
      return {
        label: "The organization's Settings → Repository → Rulesets",
        url: linkable(`${server}/organizations/${protection.owner.name}/settings/${rules}`),
      };
    case "enterprise":
      return { label: "The enterprise's Settings → Policies → Code → Rulesets", url: null };
  }
}

function linkable(url: string): string | null {
  return /^https?:\/\/[A-Za-z0-9.:/_%~-]+$/.test(url) ? url : null;
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
