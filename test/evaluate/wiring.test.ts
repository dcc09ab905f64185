/** How the App's wiring is judged: what is seen is right or wrong, what is not seen is unknown. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitsRange, judgeAbsence, judgeMachine, judgeWiring } from "../../src/evaluate/wiring.ts";
import {
  type Bypass,
  type Installation,
  type MachineFacts,
  type PolicyState,
  type ProtectionFacts,
  requiredEvents,
  requiredPermissions,
  type Seen,
  type WiringAnswer,
  type WiringFacts,
  type WiringQuestion,
  worstState,
} from "../../src/model/wiring.ts";

const app = { id: 42, slug: "bakegate" };
const hidden: Seen<never> = { kind: "hidden", why: "not shown" };
const admins: Bypass = { actor: { kind: "administrators" }, extent: "everything" };
const reviewer: Bypass = { actor: { kind: "user", name: "eve" }, extent: "reviews" };

const installation: Installation = { id: 1, webUrl: null, suspended: false, permissions: requiredPermissions, events: requiredEvents };

function known<T>(value: T): Seen<T> {
  return { kind: "known", value };
}

/** A ruleset that leaves nothing to be wished for. */
const good: ProtectionFacts = {
  protection: { kind: "ruleset", id: 7, owner: { kind: "repository" } },
  checks: [
    { context: "test", source: known(null) },
    { context: "bakegate", source: known(42) },
  ],
  strict: known(true),
  reviews: known({ approvals: 1, fresh: true }),
  mergeQueue: known(false),
  bypass: known([]),
};

/** Classic protection as the App sees it without administration. */
const veiled: ProtectionFacts = {
  ...good,
  protection: { kind: "classic" },
  strict: hidden,
  reviews: hidden,
  mergeQueue: hidden,
  bypass: hidden,
};

const valid: PolicyState = { kind: "valid", written: true, advisory: false, reviewsBranch: true };

function wired(rulesets: Seen<readonly ProtectionFacts[]> | readonly ProtectionFacts[], more: Partial<WiringFacts> = {}): WiringFacts {
  return {
    repository: { owner: "acme", name: "web" },
    webUrl: "https://github.com/acme/web",
    branch: "main",
    tip: known("a".repeat(40)),
    app,
    installation,
    classic: known(null),
    rulesets: "kind" in rulesets ? rulesets : known(rulesets),
    ...more,
  };
}

function on(question: WiringQuestion, answers: readonly WiringAnswer[]): string {
  const found = answers.filter((one) => one.question === question);
  return found.map(({ state, reason }) => `${state} ${reason}`).join(", ");
}

function judged(question: WiringQuestion, facts: WiringFacts, policy: PolicyState = valid): string {
  return on(question, judgeWiring(facts, policy));
}

function withCheck(source: Seen<number | null>): ProtectionFacts {
  return { ...good, checks: [{ context: "bakegate", source }] };
}

test("all is well", () => {
  const answers = judgeWiring(wired([good]), valid);
  expect(worstState(answers)).toBe("ok");
  expect(answers.map(({ question }) => question)).toEqual([
    "app-installed",
    "permissions",
    "events",
    "policy-valid",
    "branch-protected",
    "check-required",
    "check-pinned",
    "up-to-date",
    "bypass",
    "reviews-required",
    "stale-approvals",
  ]);
});

describe("the installation", () => {
  const queued = [{ ...good, mergeQueue: known(true) }];
  const lacking = (name: string, access?: string): Installation => {
    const { [name]: _, ...others } = requiredPermissions;
    return { ...installation, permissions: access === undefined ? others : { ...others, [name]: access } };
  };
  const deaf = (event: string): Installation => ({ ...installation, events: requiredEvents.filter((one) => one !== event) });

  test.each([
    ["checks only to be read", lacking("checks", "read"), "wrong permissions-missing"],
    ["no contents", lacking("contents"), "wrong permissions-missing"],
    ["more than enough", lacking("contents", "write"), "ok permissions-granted"],
    ["an access that nobody knows", lacking("contents", "none"), "wrong permissions-missing"],
    ["no merge queues", lacking("merge_queues"), "warn queue-permission-missing"],
  ])("%s", (_, given, expected) => {
    expect(judged("permissions", wired([good], { installation: given }))).toBe(expected);
  });

  test.each([
    ["no pushes", deaf("push"), "wrong events-missing"],
    ["no merge groups", deaf("merge_group"), "warn queue-event-missing"],
    ["more than enough", { ...installation, events: [...requiredEvents, "star"] }, "ok events-subscribed"],
  ])("%s", (_, given, expected) => {
    expect(judged("events", wired([good], { installation: given }))).toBe(expected);
  });

  test("where there is a merge queue, what it needs is missed", () => {
    expect(judged("permissions", wired(queued, { installation: lacking("merge_queues") }))).toBe("wrong permissions-missing");
    expect(judged("events", wired(queued, { installation: deaf("merge_group") }))).toBe("wrong events-missing");
  });

  test("each one that is missing is named", () => {
    const answers = judgeWiring(wired([good], { installation: { ...installation, permissions: {}, events: [] } }), valid);
    expect(answers.find(({ question }) => question === "permissions")?.evidence.missing).toEqual([
      "contents: read",
      "checks: write",
      "pull_requests: write",
      "issues: write",
      "actions: write",
      "merge_queues: read",
      "metadata: read",
    ]);
    expect(answers.find(({ question }) => question === "events")?.evidence.missing).toEqual(requiredEvents);
  });

  test("not there, or suspended", () => {
    expect(on("app-installed", judgeAbsence(null))).toBe("wrong not-installed");
    expect(on("app-installed", judgeAbsence({ ...installation, suspended: true }))).toBe("wrong suspended");
  });
});

describe("the policy", () => {
  test.each<[string, PolicyState, string]>([
    ["valid", valid, "ok policy-valid"],
    ["none", { ...valid, written: false }, "ok policy-default"],
    ["advisory", { ...valid, advisory: true }, "note policy-advisory"],
    ["for other branches", { ...valid, reviewsBranch: false }, "warn policy-elsewhere"],
    ["invalid", { kind: "invalid", faults: ["a:1:1: x", "a:2:1: y"] }, "wrong policy-invalid"],
    ["not shown", { kind: "hidden", why: "403" }, "unknown policy-hidden"],
  ])("%s", (_, policy, expected) => {
    expect(judged("policy-valid", wired([good]), policy)).toBe(expected);
  });

  test("each fault is told", () => {
    const answers = judgeWiring(wired([good]), { kind: "invalid", faults: ["a:1:1: x", "a:2:1: y"] });
    expect(answers.find(({ question }) => question === "policy-valid")?.details).toEqual([
      { kind: "said", text: "a:1:1: x" },
      { kind: "said", text: "a:2:1: y" },
    ]);
  });
});

const empty: ProtectionFacts = { ...good, checks: [], reviews: known(null), strict: known(false) };

describe.each<[string, WiringFacts, string, string]>([
  ["a ruleset", wired([good]), "ok protected", "ok check-required"],
  ["classic protection", wired([], { classic: known(good) }), "ok protected", "ok check-required"],
  ["a ruleset without the check", wired([empty]), "ok protected", "wrong check-not-required"],
  ["a ruleset without it, classic protection hidden", wired([empty], { classic: hidden }), "ok protected", "unknown check-hidden"],
  ["nothing", wired([]), "wrong not-protected", "wrong check-not-required"],
  ["rulesets hidden", wired(hidden), "unknown protection-hidden", "unknown check-hidden"],
  ["classic protection hidden", wired([], { classic: hidden }), "unknown protection-hidden", "unknown check-hidden"],
  ["one hidden, the other requires it", wired(hidden, { classic: known(good) }), "ok protected", "ok check-required"],
  ["no branch yet", wired([], { classic: hidden, tip: known(null) }), "unknown branch-missing", "unknown check-hidden"],
  ["no branch yet, but rules for it", wired([good], { classic: hidden, tip: known(null) }), "ok protected", "ok check-required"],
  [
    "a check of nearly the same name",
    wired([{ ...good, checks: [{ context: "Bakegate", source: known(42) }] }]),
    "ok protected",
    "wrong check-not-required",
  ],
])("%s", (_, facts, isProtected, isRequired) => {
  test("is the branch protected, and the check required?", () => {
    expect(judged("branch-protected", facts)).toBe(isProtected);
    expect(judged("check-required", facts)).toBe(isRequired);
  });
});

test("of a check that is not required nothing more is asked", () => {
  const answers = judgeWiring(wired([empty]), valid);
  for (const question of ["check-pinned", "up-to-date", "bypass"] as const) expect(on(question, answers)).toBe("");
});

describe("the expected source", () => {
  test.each<[string, readonly ProtectionFacts[], string]>([
    ["this App", [withCheck(known(42))], "ok pinned"],
    ["anybody", [withCheck(known(null))], "wrong not-pinned"],
    ["another App", [withCheck(known(15368))], "wrong pinned-elsewhere"],
    ["not shown", [withCheck(hidden)], "unknown pin-hidden"],
    ["anybody and this App: both have to be met", [withCheck(known(null)), withCheck(known(42))], "ok pinned"],
    ["this App and another: cannot be met", [withCheck(known(42)), withCheck(known(1))], "wrong pinned-elsewhere"],
    ["not shown and this App", [withCheck(hidden), withCheck(known(42))], "ok pinned"],
    ["not shown and anybody", [withCheck(hidden), withCheck(known(null))], "unknown pin-hidden"],
  ])("%s", (_, rulesets, expected) => {
    expect(judged("check-pinned", wired(rulesets))).toBe(expected);
  });
});

describe("up to date", () => {
  const loose = { ...good, strict: known(false) };
  test.each<[string, WiringFacts, string]>([
    ["strict", wired([good]), "ok up-to-date"],
    ["not strict", wired([loose]), "warn not-up-to-date"],
    ["not strict, with a queue", wired([loose, { ...empty, mergeQueue: known(true) }]), "ok up-to-date"],
    ["strict without the check", wired([loose, { ...empty, strict: known(true) }]), "warn not-up-to-date"],
    ["not shown", wired([], { classic: known(veiled) }), "unknown up-to-date-hidden"],
    ["not strict, and more is hidden", wired([loose], { classic: hidden }), "unknown up-to-date-hidden"],
  ])("%s", (_, facts, expected) => {
    expect(judged("up-to-date", facts)).toBe(expected);
  });
});

describe("bypass", () => {
  const by = (...list: readonly Bypass[]): ProtectionFacts => ({ ...good, bypass: known(list) });
  const unpinned: ProtectionFacts = { ...withCheck(known(null)), bypass: known([]) };
  test.each<[string, readonly ProtectionFacts[], string, number]>([
    ["nobody", [good], "ok no-bypass", 0],
    ["administrators", [by(admins)], "warn bypass", 1],
    ["not shown", [{ ...good, bypass: hidden }], "unknown bypass-hidden", 1],
    ["some by one, nobody by the other", [by(admins), good], "ok no-bypass", 0],
    ["some by one, the other not shown", [by(admins), { ...good, bypass: hidden }], "warn bypass", 2],
    ["the reviews only", [by(reviewer)], "warn bypass", 1],
    ["the reviews of one, and the other holds for all", [by(reviewer, admins), good], "warn bypass", 1],
    ["nobody by one that takes the check from anybody", [by(admins), unpinned], "warn bypass", 1],
    ["one that does not require the check", [good, { ...empty, bypass: known([admins]) }], "ok no-bypass", 0],
  ])("%s", (_, rulesets, expected, details) => {
    const answers = judgeWiring(wired(rulesets), valid);
    expect(on("bypass", answers)).toBe(expected);
    expect(answers.find(({ question }) => question === "bypass")?.details).toHaveLength(details);
  });
});

describe("reviews", () => {
  const reviewed = (approvals: number, fresh: boolean): ProtectionFacts => ({ ...good, reviews: known({ approvals, fresh }) });
  test.each<[string, WiringFacts, string, string]>([
    ["required, and dismissed", wired([good]), "ok reviewed", "ok approvals-fresh"],
    ["required, and kept", wired([reviewed(1, false)]), "ok reviewed", "warn approvals-stale"],
    ["none", wired([empty]), "warn not-reviewed", ""],
    ["a pull request without approvals", wired([reviewed(0, true)]), "warn not-reviewed", ""],
    ["not shown", wired([], { classic: known(veiled) }), "unknown reviews-hidden", ""],
    ["none, and more is hidden", wired([empty], { classic: hidden }), "unknown reviews-hidden", ""],
    ["kept, and more is hidden", wired([reviewed(1, false)], { classic: hidden }), "ok reviewed", "unknown reviews-hidden"],
    ["two that add up", wired([reviewed(2, false), reviewed(1, true)]), "ok reviewed", "ok approvals-fresh"],
    ["dismissed where none is needed", wired([reviewed(2, false), reviewed(0, true)]), "ok reviewed", "warn approvals-stale"],
  ])("%s", (_, facts, isReviewed, areFresh) => {
    expect(judged("reviews-required", facts)).toBe(isReviewed);
    expect(judged("stale-approvals", facts)).toBe(areFresh);
  });
});

describe("unknown never looks like ok", () => {
  const seen = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Seen<T>> =>
    fc.oneof(
      value.map((one): Seen<T> => known(one)),
      fc.constant<Seen<T>>(hidden),
    );
  const protection: fc.Arbitrary<ProtectionFacts> = fc.record({
    protection: fc.constant<ProtectionFacts["protection"]>({ kind: "classic" }),
    checks: fc.array(fc.record({ context: fc.constantFrom("bakegate", "test"), source: seen(fc.constantFrom(null, 42, 7)) }), {
      maxLength: 2,
    }),
    strict: seen(fc.boolean()),
    reviews: seen(fc.constantFrom(null, { approvals: 1, fresh: true }, { approvals: 1, fresh: false }, { approvals: 0, fresh: true })),
    mergeQueue: seen(fc.boolean()),
    bypass: seen(fc.subarray([admins, reviewer])),
  });
  const facts = fc.record({ classic: seen(fc.option(protection)), rulesets: seen(fc.array(protection, { maxLength: 2 })) });

  test("with all hidden nothing but the installation and the policy is ok", () => {
    const answers = judgeWiring(wired(hidden, { classic: hidden, tip: hidden }), valid);
    expect(answers.filter(({ state }) => state === "ok").map(({ question }) => question)).toEqual([
      "app-installed",
      "permissions",
      "events",
      "policy-valid",
    ]);
  });

  test("to hide a fact makes no answer ok that was not", () => {
    const rank = (answers: readonly WiringAnswer[], question: WiringQuestion): boolean =>
      answers.some((one) => one.question === question && one.state === "ok");
    fc.assert(
      fc.property(facts, fc.constantFrom("classic", "rulesets"), ({ classic, rulesets }, which) => {
        const before = judgeWiring(wired(rulesets, { classic }), valid);
        const after = judgeWiring(
          wired(which === "rulesets" ? hidden : rulesets, { classic: which === "classic" ? hidden : classic }),
          valid,
        );
        // A source that is hidden may be the one that could not be met, or that let somebody by: it is told as unknown elsewhere.
        for (const { question } of after)
          if (question !== "check-pinned" && question !== "bypass" && rank(after, question)) expect(rank(before, question)).toBe(true);
      }),
    );
  });
});

describe("the machine", () => {
  const machine: MachineFacts = { node: { version: "v20.20.2", wanted: "^20.18.1 || >=22" }, programs: [], environment: null };

  test.each([
    ["v20.18.1", true],
    ["v20.18.0", false],
    ["v20.20.2", true],
    ["v21.9.0", false],
    ["v22.0.0", true],
    ["v24.1.0", true],
    ["v9.0.0", false],
    ["v22.0.0-nightly", true],
    ["what", false],
  ])("Node %s", (version, fits) => {
    expect(fitsRange(version, "^20.18.1 || >=22")).toBe(fits);
    expect(on("node", judgeMachine({ ...machine, node: { version, wanted: "^20.18.1 || >=22" } }))).toBe(
      fits ? "ok node-fits" : "wrong node-old",
    );
  });

  test("a range of another form fits nothing", () => {
    expect(fitsRange("v22.0.0", "22.x")).toBe(false);
    expect(fitsRange("v22.0.0", "")).toBe(false);
  });

  test.each([
    ["git", "ok program-found", "wrong program-needed", "wrong program-broken"],
    ["packer", "ok program-found", "note program-missing", "warn program-broken"],
  ])("%s found, missing, broken", (name, ...expected) => {
    const states = [{ kind: "found", version: "1.2" }, { kind: "missing" }, { kind: "broken", why: "it hung" }] as const;
    expect(states.map((state) => on("program", judgeMachine({ ...machine, programs: [{ name, state }] })))).toEqual(expected);
  });

  test.each<[MachineFacts["environment"], string]>([
    [null, ""],
    [{ kind: "complete" }, "ok environment-complete"],
    [{ kind: "empty" }, "note environment-empty"],
    [{ kind: "faulty", faults: ["APP_ID is missing"] }, "wrong environment-faulty"],
  ])("the environment %j", (environment, expected) => {
    expect(on("environment", judgeMachine({ ...machine, environment }))).toBe(expected);
  });
});
