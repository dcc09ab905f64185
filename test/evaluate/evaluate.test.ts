/** From observations to findings and a verdict: levels, excepts, exemptions, problems. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { judgeChanges } from "../../src/evaluate/judgement.ts";
import type { ChangeRule, ConfigurationRule, Rule, TransitionRule } from "../../src/evaluate/rule.ts";
import { inPlaceUpdate } from "../../src/evaluate/rules/immutable/in-place-update.ts";
import { exemptionExpired } from "../../src/evaluate/rules/review/exemption-expired.ts";
import { planMissing } from "../../src/evaluate/rules/review/plan-missing.ts";
import { ruleFailed } from "../../src/evaluate/rules/review/rule-failed.ts";
import { syntaxError } from "../../src/evaluate/rules/review/syntax-error.ts";
import { rules } from "../../src/evaluate/rules.ts";
import { missingPlaceholders } from "../../src/evaluate/words.ts";
import type { Observation } from "../../src/model/finding.ts";
import type { Exemption } from "../../src/model/policy.ts";
import type { Problem } from "../../src/model/problem.ts";
import { attribute, change, glob, observation, policy, project, setting, side, subject, workloads } from "./given.ts";

const context = { now: "2026-11-21T12:00:00Z", hash: (text: string): string => createHash("sha256").update(text).digest("hex") };

const page = { title: "t", why: "w", bad: "b", good: "g" };
const reasons = { r: { message: "`{address}` does it", remedy: "Stop." }, soft: { message: "m", remedy: "r", level: "warn" as const } };

/** A rule that sees what each side's files say: `block a`, one per line. */
const says: ConfigurationRule = {
  on: "configuration",
  id: "acme/says",
  level: "block",
  page,
  reasons,
  *judge(one) {
    for (const file of one.files.values()) {
      for (const [index, line] of (file.text ?? "").split("\n").entries()) {
        if (line === "") continue;
        const [reason = "", name = ""] = line.split(" ");
        yield observation({ reason, place: { file: file.path, line: index + 1, endLine: index + 1 }, address: name, evidence: { name } });
      }
    }
  },
};

const files = (texts: Readonly<Record<string, string>>): ReturnType<typeof side> =>
  side({ files: new Map(Object.entries(texts).map(([path, text]) => [path, { path, id: "0", text, unreadable: null }])) });

function saying(base: string, head: string): ReturnType<typeof subject> {
  return subject({ base: files({ "main.tf": base }), head: files({ "main.tf": head }) });
}

const problem: Problem = {
  rule: "review/syntax-error",
  reason: "invalid",
  place: { file: "main.tf", line: 3, endLine: 3 },
  evidence: { detail: "Missing brace" },
  project: null,
};

describe("verdict", () => {
  test.each<readonly [string, string, string, string]>([
    ["nothing found", "", "", "pass"],
    ["a block that the change brought", "", "r a", "block"],
    ["a block that stood there already", "r a", "r a", "pass"],
    ["one more of the same", "r a", "r a\nr a", "block"],
    ["a warning", "", "soft a", "warn"],
    ["a warning and a block", "", "soft a\nr b", "block"],
  ])("%s", (_name, base, head, verdict) => {
    expect(evaluate(saying(base, head), policy(), [says], context).verdict).toBe(verdict);
  });

  test("advisory mode changes nothing about what was found", () => {
    expect(evaluate(saying("", "r a"), policy({ mode: "advisory" }), [says], context).verdict).toBe("block");
  });

  test("a scan has no base: everything is introduced", () => {
    const { findings, verdict } = evaluate({ ...saying("", "r a"), base: null }, policy(), [says], context);
    expect(findings.map((one) => one.introduced)).toEqual([true]);
    expect(verdict).toBe("block");
  });
});

describe("problems", () => {
  test("any at the head makes an error, in every mode, also where the base had it too", () => {
    for (const base of [side(), side({ problems: [problem] })]) {
      const off = policy({ mode: "advisory", settings: [setting("review/syntax-error", { level: "off" })] });
      const result = evaluate(subject({ base, head: side({ problems: [problem] }) }), off, [syntaxError], context);
      expect(result.verdict).toBe("error");
      expect(result.findings).toHaveLength(1);
      expect(result.findings[0]).toMatchObject({ rule: "review/syntax-error", level: "block", introduced: base.problems.length === 0 });
    }
  });

  test("one at the base alone is mended by the change", () => {
    expect(evaluate(subject({ base: side({ problems: [problem] }) }), policy(), [syntaxError], context).verdict).toBe("pass");
  });

  test("one whose rule nobody listed counts all the same", () => {
    const result = evaluate(subject({ head: side({ problems: [{ ...problem, rule: "review/new" }] }) }), policy(), [], context);
    expect(result.verdict).toBe("error");
    expect(result.findings[0]?.rule).toBe("review/new");
  });

  test("no exemption reaches it", () => {
    const result = evaluate(
      subject({ head: side({ problems: [problem] }) }),
      policy({ exemptions: [exemption({ rule: glob("*") })] }),
      [syntaxError],
      context,
    );
    expect(result).toMatchObject({ verdict: "error", findings: [{ exemption: null }] });
  });

  test("a rule that throws is an error, and the others still run", () => {
    const broken: Rule = {
      ...says,
      id: "acme/broken",
      judge: () => {
        throw new RangeError("no");
      },
    };
    const result = evaluate(saying("", "r a"), policy(), [broken, says, ruleFailed], context);
    expect(result.verdict).toBe("error");
    expect(result.findings.map((one) => one.rule).sort()).toEqual(["acme/says", "review/rule-failed"]);
    expect(result.findings.find((one) => one.rule === "review/rule-failed")?.message.values).toMatchObject({
      rule: "acme/broken",
      what: "RangeError",
    });
  });

  test("a missing plan is a matter of policy: it blocks, and the policy may soften it", () => {
    const missing: Problem = {
      rule: "review/plan-missing",
      reason: "missing",
      place: null,
      evidence: { project: "prod" },
      project: "prod",
    };
    const one = subject({ head: side({ problems: [missing] }) });
    expect(evaluate(one, policy(), [planMissing], context).verdict).toBe("block");
    expect(evaluate(one, policy({ settings: [setting("review/plan-missing", { level: "warn" })] }), [planMissing], context).verdict).toBe(
      "warn",
    );
  });
});

describe("policy", () => {
  const levels = (settings: Parameters<typeof policy>[0]): readonly string[] =>
    evaluate(saying("", "r a\nsoft b"), policy(settings), [says], context).findings.map((one) => `${one.address} ${one.level}`);

  test("a rule that no setting mentions has its own levels", () => {
    expect(levels({ settings: [setting("acme/other", { level: "off" })] })).toEqual(["a block", "b warn"]);
  });

  test("the last setting that applies decides", () => {
    expect(levels({ settings: [setting("acme/says", { level: "info" }), setting("acme/says", { level: "warn" })] })).toEqual([
      "a warn",
      "b warn",
    ]);
    expect(
      levels({ settings: [setting("acme/says", { level: "info" }), setting("acme/says", { level: "warn", resources: [glob("a")] })] }),
    ).toEqual(["a warn", "b info"]);
  });

  test("off leaves it out, also for one reason", () => {
    expect(levels({ settings: [setting("acme/says", { level: "off" })] })).toEqual([]);
    expect(levels({ settings: [setting("acme/says", { levels: { soft: "off" } })] })).toEqual(["a block"]);
  });

  test("levels by reason", () => {
    expect(levels({ settings: [setting("acme/says", { level: "warn", levels: { soft: "info" } })] })).toEqual(["a warn", "b info"]);
  });

  test("a rule whose settings all speak of others is not meant here", () => {
    expect(levels({ settings: [setting("acme/says", { paths: [glob("prod/*")] })] })).toEqual([]);
    expect(levels({ settings: [setting("acme/says", { paths: [glob("main.tf")] })] })).toEqual(["a block", "b block"]);
  });

  test("a glob on resources names types too", () => {
    const typed: ConfigurationRule = {
      ...says,
      *judge() {
        yield observation({ address: 'module.app["a.b"].aws_instance.web[0]' });
      },
    };
    const found = (source: string): number =>
      evaluate(subject({ base: null }), policy({ settings: [setting("acme/says", { resources: [glob(source)] })] }), [typed], context)
        .findings.length;
    expect([found("aws_instance"), found("*.aws_instance.web*"), found("google_*")]).toEqual([1, 1, 0]);
  });
});

describe("several attributes of one change", () => {
  const attributes = [
    attribute("instance_type", "t3.micro", "t3.large"),
    attribute("user_data", "a", "b"),
    attribute("iam_instance_profile", "p", "q"),
  ];
  const resize = (): ReturnType<typeof subject> =>
    subject({ projects: [project(judgeChanges([change("aws_instance", { attributes })], { workloads, resources: [], instances: [] }))] });

  test("are one finding per level, with all attributes in its evidence", () => {
    const { findings, verdict } = evaluate(resize(), policy(), [inPlaceUpdate], context);
    expect(verdict).toBe("block");
    expect(findings.map((one) => [one.level, one.reason, one.message.values.attributes])).toEqual([
      ["warn", "identity", ["iam_instance_profile"]],
      ["block", "several", ["instance_type", "user_data"]],
    ]);
    expect(findings.flatMap((one) => [...missingPlaceholders(one.message), ...missingPlaceholders(one.remedy)])).toEqual([]);
  });

  test("are let through one by one", () => {
    const except = (...sources: readonly string[]): ReturnType<typeof policy> =>
      policy({ settings: [setting("immutable/in-place-update", { levels: { identity: "warn" }, except: sources.map(glob) })] });
    const one = evaluate(resize(), except("instance_type"), [inPlaceUpdate], context);
    expect(one.findings.map((finding) => [finding.level, finding.reason])).toEqual([
      ["warn", "identity"],
      ["block", "boot-script"],
    ]);
    const all = evaluate(resize(), except("instance_type", "user_data", "iam_instance_profile"), [inPlaceUpdate], context);
    expect(all).toEqual({ findings: [], verdict: "pass" });
  });

  test("of two workspaces are two findings", () => {
    const changes = resize().projects[0]?.changes ?? [];
    const projects = [project(changes), project(changes, { workspace: "prod" })];
    const { findings } = evaluate(subject({ projects }), policy(), [inPlaceUpdate], context);
    expect(findings.filter((one) => one.reason === "several")).toHaveLength(2);
  });
});

function exemption(fields: Partial<Exemption> = {}): Exemption {
  return {
    id: "legacy",
    rule: glob("acme/says"),
    resource: null,
    path: null,
    fingerprint: null,
    reason: "OPS-12",
    approvedBy: "ana",
    expires: "2026-11-21",
    origin: { source: ".github/bakegate.yml", line: 7 },
    ...fields,
  };
}

describe("exemptions", () => {
  const run = (fields: Partial<Exemption>, now = context.now): ReturnType<typeof evaluate> =>
    evaluate(saying("", "r a"), policy({ exemptions: [exemption(fields)] }), [says, exemptionExpired], { ...context, now });

  test("one that holds is shown, and the finding does not count", () => {
    const { findings, verdict } = run({});
    expect(verdict).toBe("pass");
    expect(findings).toMatchObject([
      { level: "block", exemption: { id: "legacy", reason: "OPS-12", approvedBy: "ana", expires: "2026-11-21" } },
    ]);
  });

  test("holds through its last day in UTC and not a second longer", () => {
    expect(run({}, "2026-11-21T23:59:59Z").verdict).toBe("pass");
    expect(run({}, "2026-11-22T00:00:00Z").verdict).toBe("block");
    expect(run({ expires: "soon" }).verdict).toBe("block");
  });

  test("one that has expired is named", () => {
    const { findings } = run({ expires: "2026-01-31" });
    expect(findings.map((one) => [one.rule, one.level])).toEqual([
      ["review/exemption-expired", "info"],
      ["acme/says", "block"],
    ]);
    expect(findings[0]).toMatchObject({
      place: { file: ".github/bakegate.yml", line: 7 },
      message: { values: { id: "legacy", rules: ["acme/says"] } },
    });
  });

  test("one that has expired and would not have held is not", () => {
    expect(run({ expires: "2026-01-31", rule: glob("acme/other") }).findings.map((one) => one.rule)).toEqual(["acme/says"]);
  });

  test.each<readonly [string, Partial<Exemption>, string]>([
    ["another rule", { rule: glob("acme/other") }, "block"],
    ["its resource", { resource: glob("a") }, "pass"],
    ["another resource", { resource: glob("b") }, "block"],
    ["its file", { path: glob("main.tf") }, "pass"],
    ["another file", { path: glob("prod/*") }, "block"],
    ["another fingerprint", { fingerprint: "000000000000" }, "block"],
  ])("%s", (_name, fields, verdict) => {
    expect(run(fields).verdict).toBe(verdict);
  });

  test("a fingerprint binds it to one finding", () => {
    const [found] = run({ rule: glob("acme/other") }).findings;
    expect(found?.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(run({ fingerprint: found?.fingerprint ?? "" }).verdict).toBe("pass");
  });
});

describe("fingerprints", () => {
  const prints = (one: ReturnType<typeof subject>): readonly string[] =>
    evaluate(one, policy(), [says], context).findings.map((finding) => finding.fingerprint);

  test("stay over lines and renames", () => {
    const before = prints(saying("", "r a"));
    expect(prints(saying("", "\n\n\nr a"))).toEqual(before);
    const renamed = { ...saying("", ""), head: files({ "web.tf": "r a" }), renames: new Map([["web.tf", "main.tf"]]) };
    expect(prints(renamed)).toEqual(before);
  });

  test("differ by what was found", () => {
    expect(new Set(prints(saying("", "r a\nr b\nsoft a"))).size).toBe(3);
  });
});

test("findings are sorted, whatever the order of the rules", () => {
  const one = saying("", "r b\nr a\nsoft a");
  const second: ConfigurationRule = { ...says, id: "acme/first" };
  const forward = evaluate(one, policy(), [says, second], context).findings;
  expect(evaluate(one, policy(), [second, says], context).findings).toEqual(forward);
  expect(forward.map((finding) => `${finding.address} ${finding.rule}`)).toEqual([
    "a acme/first",
    "a acme/first",
    "a acme/says",
    "a acme/says",
    "b acme/first",
    "b acme/says",
  ]);
});

test("transitions are not run by a scan, and by a plan alone see no change of code", () => {
  const seen: boolean[] = [];
  const rule: TransitionRule = {
    on: "transition",
    id: "acme/transition",
    level: "block",
    page,
    reasons,
    *judge(base, head): Iterable<Observation> {
      seen.push(base === head);
      yield observation();
    },
  };
  expect(evaluate(subject({ base: null }), policy(), [rule], context).findings).toEqual([]);
  expect(evaluate(subject({ base: null, projects: [project([])] }), policy(), [rule], context).findings).toHaveLength(1);
  expect(evaluate(subject(), policy(), [rule], context).findings).toHaveLength(1);
  expect(seen).toEqual([true, false]);
});

test("a planned finding belongs to its project", () => {
  const rule: ChangeRule = {
    on: "change",
    id: "acme/change",
    level: "block",
    page,
    reasons,
    *judge(one) {
      yield observation({ address: one.address });
    },
  };
  const changes = judgeChanges([change("aws_instance")], { workloads, resources: [], instances: [] });
  const { findings } = evaluate(subject({ projects: [project(changes, { dir: "prod" })] }), policy(), [rule], context);
  expect(findings).toMatchObject([{ project: "prod", introduced: true }]);
});

test("a reason without words does not vanish", () => {
  const { findings } = evaluate(saying("", "unheard a"), policy(), [says], context);
  expect(findings).toMatchObject([{ reason: "unheard", level: "block" }]);
  expect(findings[0]?.message.values).toMatchObject({ rule: "acme/says", reason: "unheard" });
});

describe("the list of rules", () => {
  test("each has an id of its own, a page with words, and words for each reason", () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/);
      for (const text of [rule.page.title, rule.page.why, rule.page.bad, rule.page.good]) expect(text.trim()).not.toBe("");
      expect(rule.page.bad).not.toBe(rule.page.good);
      expect(Object.keys(rule.reasons).length).toBeGreaterThan(0);
      for (const reason of Object.values(rule.reasons)) {
        for (const text of [reason.message, reason.remedy, ...Object.values(reason.remedies ?? {})]) {
          expect(text.trim()).not.toBe("");
          expect((text.match(/`/g) ?? []).length % 2).toBe(0);
        }
      }
      if (rule.fold !== undefined) expect(Object.keys(rule.reasons)).toContain(rule.fold);
    }
  });
});
