/** The title of a review: one sentence from which a reader decides whether to open it. */
import type { Finding, Sentence } from "../model/finding.ts";
import type { JudgedChange } from "../model/resource-change.ts";
import { joinSentences } from "./cause.ts";
import type { FindingGroup } from "./finding-group.ts";
import { findingCount } from "./finding-group.ts";
import type { Outline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";
import { shortenValue } from "./shorten.ts";

/** What the verdict means for the merge. */
export type Mark = "pass" | "warn" | "block" | "error";

export interface Title {
  readonly mark: Mark;
  /** `Blocked`, `Could not be evaluated`; empty on a pass, where the sentence says it all. */
  readonly lead: string;
  readonly sentence: Sentence;
}

/** Words for the findings of one rule: one, many. `{what}` is the kind of credential. */
const RULE_WORDS = new Map<string, readonly [string, string]>([
  ["immutable/in-place-update", ["server would change in place", "servers would change in place"]],
  ["immutable/stateful-loss", ["data store would be lost", "data stores would be lost"]],
  ["immutable/undecided", ["change is undecided", "changes are undecided"]],
  ["immutable/provisioner", ["provisioner", "provisioners"]],
  ["immutable/ignored-change", ["change hidden by `ignore_changes`", "changes hidden by `ignore_changes`"]],
  ["immutable/suppressed-replacement", ["replacement suppressed", "replacements suppressed"]],
  ["immutable/pointer-without-rollout", ["new version without a controlled roll-out", "new versions without a controlled roll-out"]],
  ["immutable/floating-template", ["floating template version", "floating template versions"]],
  ["immutable/drift", ["server changed by hand", "servers changed by hand"]],
  ["immutable/destroy-first", ["replacement that stops traffic", "replacements that stop traffic"]],
  ["immutable/protection-removed", ["protection removed", "protections removed"]],
  ["immutable/boot-time-configuration", ["server configured at boot", "servers configured at boot"]],
  ["immutable/hands-on-access", ["way in by hand", "ways in by hand"]],
  ["immutable/live-configuration", ["run against live hosts", "runs against live hosts"]],
  ["image/unpinned", ["unpinned image", "unpinned images"]],
  ["image/untested", ["untested image", "untested images"]],
  ["image/not-from-bake", ["image that was not baked here", "images that were not baked here"]],
  ["supply/unpinned", ["unpinned dependency", "unpinned dependencies"]],
  ["credentials/private-key", ["private key in the code", "private keys in the code"]],
  ["credentials/placeholder", ["placeholder credential", "placeholder credentials"]],
  ["review/syntax-error", ["file has a syntax error", "files have syntax errors"]],
  ["review/unreadable-file", ["file could not be read", "files could not be read"]],
  ["review/configuration-invalid", ["fault in the configuration", "faults in the configuration"]],
  ["review/parsers-disagree", ["file is read differently by two parsers", "files are read differently by two parsers"]],
  ["review/plan-incomplete", ["plan is not complete", "plans are not complete"]],
  ["review/rule-failed", ["rule broke off", "rules broke off"]],
  ["review/exemption-expired", ["exemption is over", "exemptions are over"]],
  ["immutable/action", ["action on a server", "actions on servers"]],
  ["review/plan-unreadable", ["plan could not be read", "plans could not be read"]],
  ["review/plan-missing", ["plan missing", "plans missing"]],
  ["review/plan-stale", ["plan of another change", "plans of another change"]],
  ["review/plan-mismatch", ["plan that contradicts the code", "plans that contradict the code"]],
]);

/** Counted by what they are about: attributes of one server are one server, two faults in a file are one file. */
function subjectsOf(findings: readonly Finding[]): number {
  const byFile = findings[0]?.rule === "review/syntax-error" || findings[0]?.rule === "review/unreadable-file";
  const subjects = new Set(
    findings.map((finding) => {
      if (byFile && finding.place !== null) return finding.place.file;
      if (finding.address !== null)
        return `${finding.project ?? ""} ${finding.address} ${finding.project === null ? finding.place?.line : ""}`;
      return finding.fingerprint;
    }),
  );
  return subjects.size;
}

function credentialWords(findings: readonly Finding[]): readonly [string, string] {
  const kinds = new Set(findings.map((finding) => finding.message.values.what));
  const [what] = kinds;
  const isWord = kinds.size === 1 && typeof what === "string" && /^[A-Za-z]+(?: [A-Za-z]+){0,4}$/.test(what) && what.length < 40;
  return isWord ? [`${what} in the code`, `${what}s in the code`] : ["credential in the code", "credentials in the code"];
}

function ruleSentence(rule: string, findings: readonly Finding[]): Sentence {
  const isCredential = rule === "credentials/hard-coded" || rule === "credentials/token";
  const words = isCredential ? credentialWords(findings) : RULE_WORDS.get(rule);
  if (words === undefined) return { template: `${counted(findings.length, "finding")} of {rule}`, values: { rule } };
  const count = isCredential ? findings.length : subjectsOf(findings);
  return { template: counted(count, words[0], words[1]), values: {} };
}

const MOST_PHRASES = 3;

/** `2 servers would change in place, 1 password in the code` */
export function findingsSentence(groups: readonly FindingGroup[]): Sentence {
  const byRule = new Map<string, Finding[]>();
  for (const group of groups) {
    const same = byRule.get(group.first.rule);
    if (same === undefined) byRule.set(group.first.rule, [...group.findings]);
    else for (const finding of group.findings) same.push(finding);
  }
  const rules = [...byRule.entries()];
  const phrases = rules.slice(0, MOST_PHRASES).map(([rule, findings]) => ruleSentence(rule, findings));
  const others = rules.slice(MOST_PHRASES).reduce((count, [, findings]) => count + findings.length, 0);
  if (others > 0) phrases.push({ template: `${grouped(others)} more`, values: {} });
  return joinSentences(phrases, ", ");
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
  say(counts.get("pointer-roll"), "resource points to a new version", "resources point to new versions");
  say(counts.get("undecided"), "change is undecided", "changes are undecided");
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
  if (roll !== null && !counts.has("mutation") && !counts.has("in-place") && !counts.has("undecided")) {
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
        lead: counted(findingCount(findings.warnings), "warning"),
        sentence: findings.warnings.length > 0 ? findingsSentence(findings.warnings) : passSentence(outline),
      };
    case "pass":
      return { mark: "pass", lead: "", sentence: passSentence(outline) };
  }
}
