/** The title of a review: one sentence from which a reader decides whether to open it. */
import type { Finding, Sentence } from "../model/finding.ts";
import type { JudgedChange } from "../model/resource-change.ts";
import { joinSentences } from "./cause.ts";
import type { FindingGroup } from "./finding-group.ts";
import { findingCount } from "./finding-group.ts";
import type { Outline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";
import { shortenValue } from "./shorten.ts";
import { ANY_CREDENTIAL, countSubjects, isCredential, type TitleWords, titleWords } from "./title-words.ts";

/** What the verdict means for the merge. */
export type Mark = "pass" | "warn" | "block" | "error";

export interface Title {
  readonly mark: Mark;
  /** `Blocked`, `Could not be evaluated`; empty on a pass, where the sentence says it all. */
  readonly lead: string;
  readonly sentence: Sentence;
}

/** Words that several findings have in common, as one phrase of the title. */
interface Phrase {
  readonly words: TitleWords | null;
  readonly findings: Finding[];
}

function phraseSentence({ words, findings }: Phrase): Sentence {
  if (words === null) return { template: `${counted(findings.length, "finding")} of {rule}`, values: { rule: findings[0]?.rule ?? "" } };
  return { template: counted(countSubjects(findings, words.by), words.one, words.many), values: {} };
}

/** In the order in which they come; credentials of several kinds are one phrase. */
function phrasesOf(groups: readonly FindingGroup[]): readonly Phrase[] {
  const kinds = new Set(groups.flatMap(({ first }) => (isCredential(first) ? [titleWords(first)?.one] : [])));
  const phrases = new Map<string, Phrase>();
  for (const { first, findings } of groups) {
    const words = isCredential(first) && kinds.size > 1 ? ANY_CREDENTIAL : titleWords(first);
    const key = words?.one ?? `\n${first.rule}`;
    const phrase = phrases.get(key) ?? { words, findings: [] };
    phrases.set(key, phrase);
    for (const finding of findings) phrase.findings.push(finding);
  }
  return [...phrases.values()];
}

const MOST_PHRASES = 3;

/** `2 servers would change in place, 1 password in the code` */
export function findingsSentence(groups: readonly FindingGroup[]): Sentence {
  const phrases = phrasesOf(groups);
  const sentences = phrases.slice(0, MOST_PHRASES).map(phraseSentence);
  const others = phrases.slice(MOST_PHRASES).reduce((count, { findings }) => count + findings.length, 0);
  if (others > 0) sentences.push({ template: `${grouped(others)} more`, values: {} });
  return joinSentences(sentences, ", ");
}

function failureSentence(outline: Outline): Sentence {
  const { failures, blockers } = outline.findings;
  const unread = outline.review.unread.length;
  const why =
    failures.length > 0
      ? findingsSentence(failures)
      : {
          template: unread > 0 ? counted(unread, "file could not be read", "files could not be read") : "the review is incomplete",
          values: {},
        };
  return blockers.length === 0 ? why : joinSentences([why, findingsSentence(blockers)], "; also blocked: ");
}

/** The one value that all rolls go to, where there is one: the new image. */
function commonTarget(changes: readonly JudgedChange[]): string | null {
  const targets = new Set<string>();
  for (const change of changes) {
    const forcing = change.attributes.filter((attribute) => attribute.forcesReplacement && !attribute.sensitive);
    const image = forcing.find((attribute) => /(?:^|\.)(?:ami|image|image_id|source_image)$/.test(attribute.path));
    if (image === undefined || image.unknown || typeof image.after !== "string") return null;
    targets.add(image.after);
  }
  const [target] = targets;
  return targets.size === 1 && target !== undefined ? shortenValue(target, 32) : null;
}

/** Machines, by the last word of their type; managed databases are called instances too. */
function isServer(change: JudgedChange): boolean {
  return (
    /_(?:instance|virtual_machine|server|droplet|linode)$/.test(change.type) && !/_(?:db|rds|sql|database|cache|redis)_/.test(change.type)
  );
}

function rollSentence(outline: Outline): Sentence | null {
  const replaced = outline.projects.flatMap((project) => project.lists.get("replace") ?? []);
  if (replaced.length === 0) return null;
  const servers = replaced.filter(isServer);
  const target = servers.length > 0 ? commonTarget(servers) : null;
  const others = replaced.length - servers.length;
  const parts: Sentence[] = [];
  if (servers.length > 0) {
    const rolls = counted(servers.length, "server is replaced", "servers are replaced");
    parts.push(
      target === null
        ? { template: rolls, values: {} }
        : { template: `${counted(servers.length, "server rolls", "servers roll")} to {target}`, values: { target } },
    );
  }
  if (others > 0)
    parts.push({ template: servers.length > 0 ? `${grouped(others)} more replaced` : counted(others, "replacement"), values: {} });
  return joinSentences(parts, ", ");
}

/** What happens, in the order in which it matters. */
function passSentence(outline: Outline): Sentence {
  const { counts, review } = outline;
  if (review.kind === "scan") return { template: "Nothing found", values: {} };
  const parts: Sentence[] = [];
  const say = (count: number | undefined, one: string, many: string): void => {
    if (count !== undefined && count > 0) parts.push({ template: counted(count, one, many), values: {} });
  };
  const roll = rollSentence(outline);
  if (roll !== null) parts.push(roll);
  say(counts.get("pointer-roll"), "resource rolls to a new version", "resources roll to a new version");
  say(counts.get("unrolled"), "new version without a sure roll-out", "new versions without a sure roll-out");
  if (!counts.has("pointer-roll")) say(counts.get("template"), "new template version", "new template versions");
  say(counts.get("undecided"), "change is undecided", "changes are undecided");
  say(counts.get("open"), "resource may change", "resources may change");
  say(counts.get("create"), "new resource", "new resources");
  const gone = outline.projects.flatMap((project) => project.lists.get("delete") ?? []);
  const deposed = gone.filter((change) => change.deposed !== null).length;
  say(gone.length - deposed, "resource goes", "resources go");
  say(deposed, "deposed object is destroyed", "deposed objects are destroyed");
  say(counts.get("forget"), "resource is forgotten", "resources are forgotten");
  say(counts.get("mutation"), "change in place let through", "changes in place let through");
  say(counts.get("in-place"), "allowed change in place", "allowed changes in place");
  if (parts.length < 3) {
    say(counts.get("move"), "resource is moved", "resources are moved");
    say(counts.get("import"), "resource is imported", "resources are imported");
  }
  if (parts.length === 0) return quietSentence(outline);
  if (roll !== null && !counts.has("mutation") && !counts.has("in-place") && !counts.has("undecided") && !counts.has("open")) {
    parts.push({ template: "nothing changes in place", values: {} });
  }
  return joinSentences(parts, ", ");
}

function quietSentence(outline: Outline): Sentence {
  if (outline.projects.length > 0) return { template: "No resource changes", values: {} };
  return { template: "No infrastructure changes", values: {} };
}

/** The title of a review in its parts. */
export function titleOf(outline: Outline): Title {
  const { review, findings } = outline;
  switch (review.verdict) {
    case "error":
      return { mark: "error", lead: "Could not be evaluated", sentence: failureSentence(outline) };
    case "block": {
      const sentence = findingsSentence(findings.blockers);
      if (review.mode === "advisory") return { mark: "warn", lead: "Advisory, would be blocked", sentence };
      return { mark: "block", lead: "Blocked", sentence };
    }
    case "warn":
      return {
        mark: "warn",
        lead: `Passes with ${counted(findingCount(findings.warnings), "warning")}`,
        sentence: findings.warnings.length > 0 ? findingsSentence(findings.warnings) : passSentence(outline),
      };
    case "pass":
      return { mark: "pass", lead: "", sentence: passSentence(outline) };
  }
}
