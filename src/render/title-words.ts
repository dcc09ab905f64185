/** The words in which a title counts findings: by rule, and by reason where one rule says different things. */
import type { Finding } from "../model/finding.ts";

/** What a title counts: five findings about two servers are two servers. */
export type Counted = "resource" | "file" | "project" | "finding";

export interface TitleWords {
  readonly one: string;
  readonly many: string;
  readonly by: Counted;
}

function words(by: Counted, one: string, many: string): TitleWords {
  return { one, many, by };
}

const inPlace = words("resource", "server would change in place", "servers would change in place");
const lost = words("resource", "data store would be lost", "data stores would be lost");
const detached = words("resource", "data store would be detached", "data stores would be detached");
const notRolled = words("resource", "new version that nothing rolls out", "new versions that nothing rolls out");
const notPublished = words("resource", "function without a version to go back to", "functions without a version to go back to");
const unpinnedImage = words("finding", "unpinned image", "unpinned images");
const unpinnedBase = words("finding", "unpinned base image", "unpinned base images");
const unpinnedModule = words("resource", "unpinned module", "unpinned modules");
const unpinnedProvider = words("finding", "unpinned provider", "unpinned providers");
const unpinnedPlugin = words("finding", "unpinned plugin", "unpinned plugins");
const protection = words("finding", "protection removed", "protections removed");

/** By rule, for every reason that has no words of its own. */
export const WORDS_OF_RULES: ReadonlyMap<string, TitleWords> = new Map([
  ["immutable/in-place-update", inPlace],
  ["immutable/stateful-loss", lost],
  ["immutable/undecided", words("resource", "change is undecided", "changes are undecided")],
  ["immutable/provisioner", words("finding", "provisioner", "provisioners")],
  [
    "immutable/ignored-change",
    words("resource", "resource hides changes with `ignore_changes`", "resources hide changes with `ignore_changes`"),
  ],
  ["immutable/suppressed-replacement", words("resource", "replacement suppressed", "replacements suppressed")],
  ["immutable/pointer-without-rollout", notRolled],
  ["immutable/floating-template", words("resource", "floating template version", "floating template versions")],
  ["immutable/drift", words("resource", "server changed by hand", "servers changed by hand")],
  ["immutable/destroy-first", words("resource", "replacement that stops traffic", "replacements that stop traffic")],
  ["immutable/protection-removed", protection],
  ["immutable/boot-time-configuration", words("resource", "resource configured at boot", "resources configured at boot")],
  ["immutable/hands-on-access", words("resource", "way in by hand", "ways in by hand")],
  ["immutable/live-configuration", words("finding", "run against live hosts", "runs against live hosts")],
  ["immutable/action", words("resource", "action on a server", "actions on servers")],
  ["image/unpinned", unpinnedImage],
  ["image/untested", words("file", "untested image", "untested images")],
  ["supply/unpinned", words("finding", "unpinned dependency", "unpinned dependencies")],
  ["credentials/private-key", words("finding", "private key in the code", "private keys in the code")],
  ["credentials/leaked-in-history", words("finding", "credential in an earlier commit", "credentials in earlier commits")],
  ["credentials/in-url", words("finding", "credential in a URL", "credentials in URLs")],
  ["credentials/in-plan", words("finding", "credential in the plan", "credentials in the plan")],
  ["credentials/in-state", words("finding", "secret kept in the state", "secrets kept in the state")],
  ["credentials/placeholder", words("finding", "placeholder credential", "placeholder credentials")],
  ["review/syntax-error", words("file", "file has a syntax error", "files have syntax errors")],
  ["review/unreadable-file", words("file", "file could not be read", "files could not be read")],
  ["review/configuration-invalid", words("finding", "fault in the configuration", "faults in the configuration")],
  ["review/parsers-disagree", words("file", "file is read differently by two parsers", "files are read differently by two parsers")],
  ["review/plan-incomplete", words("project", "plan is not complete", "plans are not complete")],
  ["review/search-incomplete", words("finding", "search for credentials left incomplete", "searches for credentials left incomplete")],
  ["review/waiver-unreadable", words("finding", "waiver that lets nothing through", "waivers that let nothing through")],
  ["review/rule-failed", words("finding", "rule broke off", "rules broke off")],
  ["review/exemption-expired", words("finding", "exemption is over", "exemptions are over")],
  ["review/plan-unreadable", words("project", "plan could not be read", "plans could not be read")],
  ["review/plan-missing", words("project", "plan missing", "plans missing")],
  ["review/plan-stale", words("project", "plan of another change", "plans of another change")],
  ["review/plan-mismatch", words("project", "plan that contradicts the code", "plans that contradict the code")],
]);

/** By rule and reason. */
export const WORDS_OF_REASONS: ReadonlyMap<string, TitleWords> = new Map([
  ["immutable/in-place-update identity", words("resource", "server would get another identity", "servers would get another identity")],
  [
    "immutable/in-place-update network-or-disk",
    words("resource", "server would get other network or disk settings", "servers would get other network or disk settings"),
  ],
  ["immutable/stateful-loss forget", words("resource", "data store would no longer be managed", "data stores would no longer be managed")],
  ["immutable/stateful-loss shrink", words("resource", "data store would shrink", "data stores would shrink")],
  ["immutable/stateful-loss detach", detached],
  ["immutable/stateful-loss detach-whole", detached],
  [
    "immutable/stateful-loss downgrade",
    words("resource", "data store would go back to an older engine", "data stores would go back to an older engine"),
  ],
  [
    "immutable/stateful-loss engine-changed",
    words("resource", "data store would get another engine", "data stores would get another engine"),
  ],
  [
    "immutable/stateful-loss value-unknown",
    words("resource", "data store with an unknown size or engine", "data stores with an unknown size or engine"),
  ],
  [
    "immutable/suppressed-replacement unsettled",
    words("resource", "replacement that may be suppressed", "replacements that may be suppressed"),
  ],
  ["immutable/pointer-without-rollout publish-missing", notPublished],
  [
    "immutable/pointer-without-rollout rollout-unknown",
    words("resource", "new version whose roll-out is not known", "new versions whose roll-out is not known"),
  ],
  [
    "immutable/pointer-without-rollout rollout-manual",
    words("resource", "new version that is rolled out by hand", "new versions that are rolled out by hand"),
  ],
  ["immutable/provisioner connection", words("finding", "`connection` block", "`connection` blocks")],
  ["immutable/protection-removed unknown", words("finding", "protection not known before apply", "protections not known before apply")],
  [
    "immutable/live-configuration container",
    words("finding", "change of a running workload by hand", "changes of running workloads by hand"),
  ],
  ["immutable/action elsewhere", words("resource", "action with effects outside the plan", "actions with effects outside the plan")],
  ["image/unpinned unsettled", words("finding", "image that the code does not settle", "images that the code does not settle")],
  ["image/unpinned base-latest", unpinnedBase],
  ["image/unpinned base-untagged", unpinnedBase],
  ["image/unpinned base-tag", unpinnedBase],
  ["image/unpinned bake-source", unpinnedBase],
  ["image/untested no-manifest", words("file", "bake without a record", "bakes without a record")],
  ["supply/unpinned module-version", unpinnedModule],
  ["supply/unpinned module-range", unpinnedModule],
  ["supply/unpinned module-ref", unpinnedModule],
  ["supply/unpinned module-branch", unpinnedModule],
  ["supply/unpinned provider-version", unpinnedProvider],
  ["supply/unpinned provider-undeclared", unpinnedProvider],
  ["supply/unpinned plugin-version", unpinnedPlugin],
  ["supply/unpinned plugin-range", unpinnedPlugin],
  ["supply/unpinned lock-missing", words("finding", "lock file missing", "lock files missing")],
  ["supply/unpinned lock-alone", words("finding", "provider changed by the lock file alone", "providers changed by the lock file alone")],
  ["supply/unpinned lock-checksums", words("finding", "provider with other checksums", "providers with other checksums")],
]);

/** The kind of credential, where its rule names it in a few plain words. */
function credentialWords(finding: Finding): TitleWords {
  const { what } = finding.message.values;
  const isWord = typeof what === "string" && /^[A-Za-z]+(?: [A-Za-z]+){0,4}$/.test(what) && what.length < 40;
  return isWord ? words("finding", `${what} in the code`, `${what}s in the code`) : ANY_CREDENTIAL;
}

/** The words for a finding's rule and reason; null: a rule that the maintainers wrote. */
export function titleWords(finding: Finding): TitleWords | null {
  if (isCredential(finding)) return credentialWords(finding);
  return WORDS_OF_REASONS.get(`${finding.rule} ${finding.reason}`) ?? WORDS_OF_RULES.get(finding.rule) ?? null;
}

const KIND_NAMED = new Set(["credentials/hard-coded", "credentials/token", "credentials/sensitive-default"]);

/** Whether a title names the kind of what was found. */
export function isCredential(finding: Finding): boolean {
  return KIND_NAMED.has(finding.rule);
}

/** The words for credentials of several kinds. */
export const ANY_CREDENTIAL = words("finding", "credential in the code", "credentials in the code");

/** How many different things the findings are about. */
export function countSubjects(findings: readonly Finding[], by: Counted): number {
  switch (by) {
    case "finding":
      return findings.length;
    case "file":
      return new Set(findings.map((finding) => finding.place?.file ?? finding.fingerprint)).size;
    case "project":
      return new Set(findings.map((finding) => finding.project ?? finding.fingerprint)).size;
    case "resource":
      return countResources(findings);
  }
}

/**
 * Of a planned change the project tells equal addresses apart; of the code the folder does, which a script that is read from elsewhere
 * does not have in common with its resource.
 */
function countResources(findings: readonly Finding[]): number {
  const folders = new Map<string, Set<string>>();
  for (const finding of findings) {
    const key = finding.address === null ? `\n${finding.fingerprint}` : `${finding.project ?? ""}\n${finding.address}`;
    const known = folders.get(key) ?? new Set<string>();
    folders.set(key, known);
    const file = finding.project === null ? (finding.place?.file ?? "") : "";
    if (/\.tf(?:\.json)?$/.test(file)) known.add(file.slice(0, file.lastIndexOf("/") + 1));
  }
  let count = 0;
  for (const known of folders.values()) count += Math.max(1, known.size);
  return count;
}
