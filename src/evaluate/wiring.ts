/** Judges how the App is wired to a repository: facts in, answers out. What could not be seen is `unknown`, never `ok`. */
import { CHECK_NAME } from "../model/check-run.ts";
import {
  type Access,
  type Installation,
  type MachineFacts,
  type PolicyState,
  type Program,
  type ProtectionFacts,
  queueNeeds,
  requiredEvents,
  requiredPermissions,
  type Seen,
  type SettingsPage,
  type WiringAnswer,
  type WiringDetail,
  type WiringFacts,
} from "../model/wiring.ts";

/** What stands between pull requests and the branch, put together. */
interface Guard {
  /** All that is known to hold. */
  readonly all: readonly ProtectionFacts[];
  /** Those that require the check. */
  readonly requiring: readonly ProtectionFacts[];
  /** Why there may be more. */
  readonly hidden: readonly string[];
}

type Extra = Partial<Pick<WiringAnswer, "evidence" | "details" | "page">>;

function answer(
  question: WiringAnswer["question"],
  state: WiringAnswer["state"],
  reason: WiringAnswer["reason"],
  extra: Extra = {},
): WiringAnswer {
  return { question, state, reason, evidence: {}, details: [], page: null, ...extra };
}

function said(lines: readonly string[]): readonly WiringDetail[] {
  return [...new Set(lines)].map((text) => ({ kind: "said", text }));
}

/** Every question about a repository on which the App is installed, in the order in which they are mended. */
export function judgeWiring(facts: WiringFacts, policy: PolicyState): readonly WiringAnswer[] {
  const guard = guardOf(facts);
  return [
    ...judgeInstallation(facts.installation, hasMergeQueue(guard)),
    judgePolicy(policy, facts.branch),
    judgeProtection(facts, guard),
    judgeRequired(facts, guard),
    // Of a check that is not required, nothing more can be asked.
    ...(guard.requiring.length > 0 ? [judgePin(facts, guard), judgeFreshness(facts, guard), judgeBypass(facts, guard)] : []),
    ...judgeReviews(facts, guard),
  ];
}

/** The one answer where the App cannot look: it is not installed, or its installation is suspended. */
export function judgeAbsence(installation: Installation | null): readonly WiringAnswer[] {
  if (installation === null) return [answer("app-installed", "wrong", "not-installed", { page: { kind: "install" } })];
  return [answer("app-installed", "wrong", "suspended", { page: { kind: "installation" } })];
}

function guardOf({ classic, rulesets }: WiringFacts): Guard {
  const all = [
    ...(classic.kind === "known" && classic.value !== null ? [classic.value] : []),
    ...(rulesets.kind === "known" ? rulesets.value : []),
  ];
  const requiring = all.filter(({ checks }) => checks.some(({ context }) => context === CHECK_NAME));
  return { all, requiring, hidden: whysOf([classic, rulesets]) };
}

function whysOf(seen: readonly Seen<unknown>[]): readonly string[] {
  return seen.flatMap((one) => (one.kind === "hidden" ? [one.why] : []));
}

function isKnown<T>(seen: Seen<T>, value: T): boolean {
  return seen.kind === "known" && seen.value === value;
}

function hasMergeQueue(guard: Guard): boolean {
  return guard.all.some(({ mergeQueue }) => isKnown(mergeQueue, true));
}

const accesses: readonly string[] = ["read", "write", "admin"] satisfies readonly Access[];

function judgeInstallation({ permissions, events }: Installation, queue: boolean): readonly WiringAnswer[] {
  const lacking = Object.entries(requiredPermissions).filter(
    ([name, access]) => accesses.indexOf(permissions[name] ?? "none") < accesses.indexOf(access),
  );
  const unsubscribed = requiredEvents.filter((event) => !events.includes(event));
  const missing = (names: readonly string[], page: SettingsPage): Extra => ({ evidence: { missing: names }, page });
  const grants = () => missing(lacking.map(written), { kind: "installation" });
  const subscriptions = () => missing(unsubscribed, { kind: "app" });
  return [
    answer("app-installed", "ok", "installed"),
    lacking.length === 0
      ? answer("permissions", "ok", "permissions-granted")
      : !queue && lacking.every(([name]) => name === queueNeeds.permission)
        ? answer("permissions", "warn", "queue-permission-missing", grants())
        : answer("permissions", "wrong", "permissions-missing", grants()),
    unsubscribed.length === 0
      ? answer("events", "ok", "events-subscribed")
      : !queue && unsubscribed.every((event) => event === queueNeeds.event)
        ? answer("events", "warn", "queue-event-missing", subscriptions())
        : answer("events", "wrong", "events-missing", subscriptions()),
  ];
}

function written([name, access]: readonly [string, Access]): string {
  return `${name}: ${access}`;
}

function judgePolicy(policy: PolicyState, branch: string): WiringAnswer {
  switch (policy.kind) {
    case "hidden":
      return answer("policy-valid", "unknown", "policy-hidden", { details: said([policy.why]) });
    case "invalid":
      return answer("policy-valid", "wrong", "policy-invalid", { details: said(policy.faults) });
    case "valid":
      if (!policy.reviewsBranch) return answer("policy-valid", "warn", "policy-elsewhere", { evidence: { branch } });
      if (policy.advisory) return answer("policy-valid", "note", "policy-advisory");
      return answer("policy-valid", "ok", policy.written ? "policy-valid" : "policy-default");
  }
}

function judgeProtection({ branch, tip }: WiringFacts, guard: Guard): WiringAnswer {
  const evidence = { branch };
  if (guard.all.length > 0) return answer("branch-protected", "ok", "protected", { evidence });
  if (isKnown(tip, null)) return answer("branch-protected", "unknown", "branch-missing", { evidence });
  if (guard.hidden.length > 0)
    return answer("branch-protected", "unknown", "protection-hidden", {
      evidence,
      details: said(guard.hidden),
      page: { kind: "rulesets" },
    });
  return answer("branch-protected", "wrong", "not-protected", { evidence, page: { kind: "rulesets" } });
}

function judgeRequired({ branch }: WiringFacts, guard: Guard): WiringAnswer {
  const evidence = { branch, check: CHECK_NAME };
  if (guard.requiring.length > 0) return answer("check-required", "ok", "check-required", { evidence });
  const page = pageOf(guard.all);
  if (guard.hidden.length > 0) return answer("check-required", "unknown", "check-hidden", { evidence, details: said(guard.hidden), page });
  return answer("check-required", "wrong", "check-not-required", { evidence, page });
}

/** Where there is one protection it is edited, else the list is shown. */
function pageOf(protections: readonly ProtectionFacts[]): SettingsPage {
  const [first, ...more] = protections;
  return first === undefined || more.length > 0 ? { kind: "rulesets" } : { kind: "protection", protection: first.protection };
}

/** All requirements have to be met: one that expects the check from this App suffices, one that expects it from another can never be met. */
function judgePin({ app }: WiringFacts, { requiring }: Guard): WiringAnswer {
  const sources = requiring.flatMap(({ checks }) => checks.filter(({ context }) => context === CHECK_NAME).map(({ source }) => source));
  const evidence = { check: CHECK_NAME, app: app.slug, id: String(app.id) };
  const page = pageOf(requiring);
  const others = sources.flatMap((source) =>
    source.kind === "known" && source.value !== null && source.value !== app.id ? [source.value] : [],
  );
  if (others.length > 0)
    return answer("check-pinned", "wrong", "pinned-elsewhere", {
      evidence: { ...evidence, others: [...new Set(others)].map(String) },
      page,
    });
  if (sources.some((source) => isKnown(source, app.id))) return answer("check-pinned", "ok", "pinned", { evidence });
  const whys = whysOf(sources);
  if (whys.length > 0) return answer("check-pinned", "unknown", "pin-hidden", { evidence, details: said(whys), page });
  return answer("check-pinned", "wrong", "not-pinned", { evidence, page });
}

/** Whether what is merged is what was checked: the branch has to be up to date, or a queue builds the result. */
function judgeFreshness({ branch }: WiringFacts, guard: Guard): WiringAnswer {
  const evidence = { branch };
  const page = pageOf(guard.requiring);
  if (hasMergeQueue(guard) || guard.requiring.some(({ strict }) => isKnown(strict, true)))
    return answer("up-to-date", "ok", "up-to-date", { evidence });
  const whys = [
    ...guard.hidden,
    ...whysOf(guard.requiring.map(({ strict }) => strict)),
    ...whysOf(guard.all.map(({ mergeQueue }) => mergeQueue)),
  ];
  if (whys.length > 0) return answer("up-to-date", "unknown", "up-to-date-hidden", { evidence, details: said(whys), page });
  return answer("up-to-date", "warn", "not-up-to-date", { evidence, page });
}

/**
 * Only who may bypass every protection that requires the check from this App gets by it; where one is known to hold for all, nobody does.
 * One that takes the check from anybody holds nobody who can forge it, and counts only where there is no other.
 */
function judgeBypass({ app, branch }: WiringFacts, guard: Guard): WiringAnswer {
  const pinned = guard.requiring.filter(({ checks }) => checks.some((one) => one.context === CHECK_NAME && isKnown(one.source, app.id)));
  const requiring = pinned.length > 0 ? pinned : guard.requiring;
  const evidence = { branch, check: CHECK_NAME };
  const page = pageOf(requiring);
  const holdsForAll = requiring.some(({ bypass }) => bypass.kind === "known" && bypass.value.every(({ extent }) => extent === "reviews"));
  const found = requiring.flatMap(({ bypass, protection }) =>
    bypass.kind === "known" ? bypass.value.map((one): WiringDetail => ({ kind: "bypass", bypass: one, protection })) : [],
  );
  const counted = holdsForAll ? found.filter((detail) => detail.kind === "bypass" && detail.bypass.extent === "reviews") : found;
  const hidden = said(holdsForAll ? [] : whysOf(requiring.map(({ bypass }) => bypass)));
  if (counted.length > 0) return answer("bypass", "warn", "bypass", { evidence, details: [...counted, ...hidden], page });
  if (holdsForAll) return answer("bypass", "ok", "no-bypass", { evidence });
  return answer("bypass", "unknown", "bypass-hidden", { evidence, details: hidden, page });
}

function judgeReviews({ branch }: WiringFacts, guard: Guard): readonly WiringAnswer[] {
  const evidence = { branch };
  const page = pageOf(guard.all);
  const required = guard.all.flatMap(({ reviews }) => (reviews.kind === "known" && reviews.value !== null ? [reviews.value] : []));
  const demanding = required.filter(({ approvals }) => approvals > 0);
  const hidden = said([...guard.hidden, ...whysOf(guard.all.map(({ reviews }) => reviews))]);
  if (demanding.length === 0)
    return [
      hidden.length > 0
        ? answer("reviews-required", "unknown", "reviews-hidden", { evidence, details: hidden, page })
        : answer("reviews-required", "warn", "not-reviewed", { evidence, page }),
    ];
  const approvals = Math.max(...demanding.map((one) => one.approvals));
  const reviewed = answer("reviews-required", "ok", "reviewed", { evidence: { branch, approvals } });
  if (demanding.some(({ fresh }) => fresh)) return [reviewed, answer("stale-approvals", "ok", "approvals-fresh", { evidence })];
  if (hidden.length > 0) return [reviewed, answer("stale-approvals", "unknown", "reviews-hidden", { evidence, details: hidden, page })];
  return [reviewed, answer("stale-approvals", "warn", "approvals-stale", { evidence, page })];
}

/** What is asked of the machine that the command runs on. */
export function judgeMachine({ node, programs, environment }: MachineFacts): readonly WiringAnswer[] {
  const evidence = { version: node.version, wanted: node.wanted };
  const fits = fitsRange(node.version, node.wanted);
  const answers = [answer("node", fits ? "ok" : "wrong", fits ? "node-fits" : "node-old", { evidence }), ...programs.map(judgeProgram)];
  if (environment === null) return answers;
  switch (environment.kind) {
    case "complete":
      return [...answers, answer("environment", "ok", "environment-complete")];
    case "empty":
      return [...answers, answer("environment", "note", "environment-empty")];
    case "faulty":
      return [...answers, answer("environment", "wrong", "environment-faulty", { details: said(environment.faults) })];
  }
}

/** Without git no change in a repository can be reviewed; without the others only what needs them is left out. */
function judgeProgram({ name, state }: Program): WiringAnswer {
  const needed = name === "git";
  const evidence = { program: name };
  switch (state.kind) {
    case "found":
      return answer("program", "ok", "program-found", { evidence: { program: name, version: state.version } });
    case "missing":
      return needed
        ? answer("program", "wrong", "program-needed", { evidence })
        : answer("program", "note", "program-missing", { evidence });
    case "broken":
      return answer("program", needed ? "wrong" : "warn", "program-broken", { evidence, details: said([state.why]) });
  }
}

/** Whether a version lies in a range of the forms that package.json uses: `^20.18.1 || >=22`. Any other form fits nothing. */
export function fitsRange(version: string, range: string): boolean {
  const [major, ...rest] = numbersOf(version);
  return range.split("||").some((part) => {
    const found = /^(\^|>=)(\d+(?:\.\d+){0,2})$/.exec(part.trim());
    if (found === null || major === undefined) return false;
    const wanted = numbersOf(found[2] ?? "");
    if (found[1] === "^" && major !== wanted[0]) return false;
    return compareNumbers([major, ...rest], wanted) >= 0;
  });
}

function numbersOf(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+){0,2})/.exec(version)?.[1] ?? "").split(".").filter(Boolean).map(Number);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
