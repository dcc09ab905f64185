/** From written files to the policy that holds: defaults, order, levels, origins, digest. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { PolicyLevel } from "../../../src/model/finding.ts";
import { noOwnCredentials, type Policy } from "../../../src/model/policy.ts";
import { namesPolicyFiles, policyPathsNeeded } from "../../../src/parse/configuration/policy-sources.ts";
import { resolvePolicy } from "../../../src/parse/configuration/resolve-policy.ts";
import { anyText } from "../../any-text.ts";
import { configurationPath, faultsOf, input, policyOf, rules } from "./policy-input.ts";

/** The levels of a rule's settings in order, `level` first, then its reasons. */
function levels(policy: Policy, rule: string): readonly (readonly PolicyLevel[])[] {
  return policy.settings.filter((setting) => setting.rule === rule).map((setting) => [setting.level, ...Object.values(setting.levels)]);
}

function withFile(text: string, policies = "[bakegate:recommended, web.yml]"): Policy {
  return policyOf(`policies: ${policies}\n`, { "web.yml": text });
}

describe("without a file", () => {
  const policy = policyOf(null);

  test("enforce, the recommended pack, every protected branch, static plans, no exemptions", () => {
    expect({ ...policy, settings: [], digest: "" }).toEqual({
      mode: "enforce",
      branches: null,
      release: null,
      settings: [],
      projects: [],
      exemptions: [],
      credentials: noOwnCredentials,
      digest: "",
    });
    expect(policy.settings.map((setting) => setting.rule)).toEqual(rules.filter((rule) => rule.on !== "problem").map((rule) => rule.id));
    for (const setting of policy.settings) expect(setting.origin).toEqual({ source: "bakegate:recommended", line: null });
  });

  test("an empty file and one of comments say the same", () => {
    for (const text of ["", "# nothing\n", "{}\n", "version: 1\n"]) {
      expect({ ...policyOf(text), digest: "" }).toEqual(JSON.parse(JSON.stringify({ ...policy, digest: "" })));
    }
  });
});

describe("a configuration", () => {
  const policy = policyOf(
    [
      "version: 1",
      "mode: advisory",
      'branches: [main, "release/*"]',
      "policies: [bakegate:strict]",
      "projects:",
      "  - dir: terraform/*/webserver",
      "    workspaces: [default, blue]",
      "    var_files: [prod.tfvars, ../common.tfvars]",
      "    plan: runner",
      "  - dir: .",
      "exemptions:",
      "  - id: legacy-vpn",
      "    rule: immutable/in-place-update",
      "    resource: aws_instance.vpn",
      "    reason: appliance without an image pipeline, OPS-12",
      "    expires: 2027-01-31",
      "  - { id: token, rule: credentials/*, path: test/**, fingerprint: 0123456789ab, reason: sample, approved_by: octocat, expires: 2020-01-01 }",
      "",
    ].join("\n"),
  );

  test("mode and branches", () => {
    expect(policy.mode).toBe("advisory");
    expect(policy.branches?.map((glob) => ["main", "release/1", "dev"].filter((branch) => glob.matches(branch)))).toEqual([
      ["main"],
      ["release/1"],
    ]);
  });

  test("projects", () => {
    expect(policy.projects.map(({ dir, ...rest }) => ({ dir: dir.source, ...rest }))).toEqual([
      {
        dir: "terraform/*/webserver",
        workspaces: ["default", "blue"],
        varFiles: ["prod.tfvars", "../common.tfvars"],
        plan: "runner",
        origin: { source: configurationPath, line: 6 },
      },
      { dir: ".", workspaces: ["default"], varFiles: [], plan: "static", origin: { source: configurationPath, line: 10 } },
    ]);
  });

  test("exemptions, expired ones too", () => {
    expect(
      policy.exemptions.map(({ rule, resource, path, ...rest }) => ({
        rule: rule.source,
        resource: resource?.source,
        path: path?.source,
        ...rest,
      })),
    ).toEqual([
      {
        id: "legacy-vpn",
        rule: "immutable/in-place-update",
        resource: "aws_instance.vpn",
        path: undefined,
        fingerprint: null,
        reason: "appliance without an image pipeline, OPS-12",
        approvedBy: null,
        expires: "2027-01-31",
        origin: { source: configurationPath, line: 12 },
      },
      {
        id: "token",
        rule: "credentials/*",
        resource: undefined,
        path: "test/**",
        fingerprint: "0123456789ab",
        reason: "sample",
        approvedBy: "octocat",
        expires: "2020-01-01",
        origin: { source: configurationPath, line: 17 },
      },
    ]);
  });

  test("the pack that is listed is the one that holds", () => {
    expect(new Set(policy.settings.map((setting) => `${setting.level} ${setting.origin.source}`))).toEqual(
      new Set(["block bakegate:strict"]),
    );
  });
});

describe("levels", () => {
  test("a later file comes after an earlier one, and says where it stands", () => {
    const policy = withFile("# first\nrules:\n  immutable/drift: { level: off }\n");
    expect(
      policy.settings.filter((setting) => setting.rule === "immutable/drift").map((setting) => [setting.level, setting.origin]),
    ).toEqual([
      ["warn", { source: "bakegate:recommended", line: null }],
      ["off", { source: "web.yml", line: 3 }],
    ]);
  });

  test.each<[string, PolicyLevel[]]>([
    // A reason that stands lower than its rule keeps its place.
    ["rules: { immutable/in-place-update: { level: block } }", ["block", "block", "info"]],
    ["rules: { immutable/in-place-update: { level: warn } }", ["warn", "warn", "info"]],
    ["rules: { immutable/in-place-update: { level: off } }", ["off", "off", "off"]],
    ["rules: { immutable/in-place-update: { level: block, reasons: { network-or-disk: block } } }", ["block", "block", "block"]],
    ["rules: { immutable/in-place-update: { level: block, reasons: { mutation: off } } }", ["block", "off", "info"]],
  ])("%s", (text, expected) => {
    expect(levels(withFile(text), "immutable/in-place-update").at(-1)).toEqual(expected);
  });

  test("the level is a ceiling for a reason that stood higher", () => {
    expect(levels(withFile("rules: { immutable/undecided: { level: warn } }"), "immutable/undecided").at(-1)).toEqual([
      "warn",
      "warn",
      "warn",
    ]);
    expect(levels(withFile("rules: { immutable/undecided: { level: block } }"), "immutable/undecided").at(-1)).toEqual([
      "block",
      "block",
      "block",
    ]);
  });

  test("what an earlier policy made stricter is not lost by saying the level again", () => {
    const text = "rules: { immutable/in-place-update: { level: block, except: [tags] } }";
    expect(
      levels(withFile(text, "[bakegate:recommended, a.yml, web.yml]".replace("a.yml, ", "")), "immutable/in-place-update").at(-1),
    ).toEqual(["block", "block", "info"]);
    const strict = policyOf("policies: [bakegate:recommended, a.yml, web.yml]\n", {
      "a.yml": "rules: { immutable/in-place-update: { level: block, reasons: { network-or-disk: block }, paths: [prod/**] } }",
      "web.yml": text,
    });
    expect(levels(strict, "immutable/in-place-update").at(-1)).toEqual(["block", "block", "block"]);
  });

  test("turning a rule on again brings back its author's levels, not all reasons at once", () => {
    const policy = policyOf("policies: [bakegate:recommended, a.yml, web.yml]\n", {
      "a.yml": "rules: { immutable/in-place-update: { level: off } }",
      "web.yml": "rules: { immutable/in-place-update: { level: block } }",
    });
    expect(levels(policy, "immutable/in-place-update")).toEqual([
      ["block", "block", "info"],
      ["off", "off", "off"],
      ["block", "block", "info"],
    ]);
  });

  test("without a pack, what no file mentions is off, and the list of policies says so", () => {
    const policy = withFile("rules:\n  immutable/drift: { level: block, paths: [prod/**] }\n", "[web.yml]");
    expect(policy.settings.map((setting) => [setting.rule, setting.level, setting.origin.source, setting.origin.line])).toEqual([
      ["immutable/in-place-update", "off", configurationPath, 1],
      ["immutable/undecided", "off", configurationPath, 1],
      ["immutable/drift", "off", configurationPath, 1],
      ["image/unpinned", "off", configurationPath, 1],
      ["credentials/token", "off", configurationPath, 1],
      ["immutable/drift", "block", "web.yml", 2],
    ]);
  });

  test("a rule that a pack forgot has its own level, not none", () => {
    const late = { id: "immutable/new", level: "block", on: "change", reasons: { a: {}, b: { level: "info" } } } as const;
    const resolved = resolvePolicy({ ...input(null), rules: [...rules, late] });
    if ("diagnostics" in resolved) throw new Error("refused");
    expect(levels(resolved.policy, "immutable/new")).toEqual([["block", "block", "info"]]);
  });

  test("globs are compiled for what they are held against", () => {
    const policy = withFile(
      "rules:\n  immutable/drift:\n    level: warn\n    resources: ['aws_instance.web[0]']\n    except: [tags]\n    paths: [prod]\n",
    );
    const setting = policy.settings.at(-1);
    expect(setting?.resources[0]?.matches("aws_instance.web[0]")).toBe(true);
    expect(setting?.except[0]?.matches('tags["a.b"]')).toBe(true);
    expect(setting?.paths[0]?.matches("prod/main.tf")).toBe(true);
  });
});

describe("order of files", () => {
  const files = { "p/a.yml": "rules: { immutable/drift: { level: info } }", "p/b.yml": "rules: { immutable/drift: { level: block } }" };
  const from = (policies: string) =>
    policyOf(`policies: ${policies}\n`, files)
      .settings.map((setting) => setting.origin.source)
      .filter((source) => source.startsWith("p/"));

  test("files of one glob are sorted", () => expect(from("[bakegate:recommended, p/*.yml]")).toEqual(["p/a.yml", "p/b.yml"]));
  test("one that is named again applies where it is named last", () =>
    expect(from("[bakegate:recommended, p/*.yml, p/a.yml]")).toEqual(["p/b.yml", "p/a.yml"]));
  test("a pack may come last", () => {
    const policy = policyOf("policies: [p/a.yml, bakegate:recommended]\n", files);
    expect(policy.settings.filter((setting) => setting.rule === "immutable/drift").map((setting) => setting.level)).toEqual([
      "info",
      "warn",
    ]);
  });
});

describe("the digest", () => {
  const base = policyOf("policies: [web.yml]\n", { "web.yml": "rules: {}\n" }).digest;

  test("is the same for the same files", () =>
    expect(policyOf("policies: [web.yml]\n", { "web.yml": "rules: {}\n", "other.yml": "unused" }).digest).toBe(base));
  test.each([
    ["a comment in the configuration", "policies: [web.yml] #\n", "rules: {}\n"],
    ["a comment in a policy", "policies: [web.yml]\n", "rules: {} #\n"],
    ["another pack", "policies: [bakegate:strict, web.yml]\n", "rules: {}\n"],
  ])("changes with %s", (_, text, policy) => {
    expect(policyOf(text, { "web.yml": policy }).digest).not.toBe(base);
  });
  test("changes with a pack's text", () => {
    const resolved = resolvePolicy({ ...input(null), packs: new Map([["bakegate:recommended", "rules: {}\n"]]) });
    if ("diagnostics" in resolved) throw new Error("refused");
    expect(resolved.policy.digest).not.toBe(policyOf(null).digest);
  });
});

describe("paths needed", () => {
  const tree = [".github/policies/b.yml", ".github/policies/a.yml", ".github/bakegate.yml", "main.tf", "policies/web.yml"];

  test.each<[string | null, string[]]>([
    [null, []],
    ["", []],
    ["policies: [bakegate:recommended]", []],
    [
      "policies: [bakegate:recommended, '.github/policies/*.yml', policies/web.yml, missing.yml]",
      [".github/policies/a.yml", ".github/policies/b.yml", "policies/web.yml"],
    ],
    ["policies: [1, '!x', main.tf]", ["main.tf"]],
    ["policies: x", []],
    ['{"policies": ["policies/web.yml"]}', ["policies/web.yml"]],
    ["[", []],
  ])("%j", (text, expected) => {
    expect(policyPathsNeeded(text, tree)).toEqual(expected);
    expect(namesPolicyFiles(text)).toBe(expected.length > 0);
  });
});

describe("whatever stands in the files", () => {
  const words = fc.constantFrom(
    "version",
    "mode",
    "policies",
    "rules",
    "exemptions",
    "release",
    "stages",
    "level",
    "immutable/drift",
    "block",
    "a",
    "*",
    "[",
    "2027-01-31",
    "bakegate:strict",
    "web.yml",
    "__proto__",
    "on",
    "reasons",
    "x.yml",
  );
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(words, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const texts = fc.oneof(
    value.map((data) => JSON.stringify(data)),
    anyText(100),
  );

  test("the result is a policy, or faults with places within a file", () => {
    fc.assert(
      fc.property(texts, texts, fc.boolean(), (first, second, named) => {
        const text = named ? "policies: [bakegate:recommended, web.yml]\n" : first;
        const resolved = resolvePolicy(input(text, { "web.yml": second }));
        if ("policy" in resolved) return;
        expect(resolved.diagnostics.length).toBeGreaterThan(0);
        for (const fault of resolved.diagnostics) {
          const lines = (fault.file === "web.yml" ? second : text).split(/\n|\r/);
          expect(fault.line).toBeGreaterThanOrEqual(1);
          expect(fault.line).toBeLessThanOrEqual(lines.length);
          expect(fault.column).toBeGreaterThanOrEqual(1);
          expect(fault.message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
        }
      }),
      { numRuns: 600 },
    );
  });

  test("a slip in a valid file is a policy or a fault within it", () => {
    const whole = [
      "version: 1",
      'branches: [main, "release/*"]',
      "policies: [bakegate:recommended]",
      "projects: [{ dir: terraform/*/webserver, workspaces: [default], plan: static }]",
      "exemptions:",
      "  - id: a",
      "    rule: immutable/drift",
      "    resource: 'module.x[\"a\"].aws_instance.web'",
      "    reason: |",
      "      two",
      "      lines",
      "    expires: 2027-01-31",
      "release: { workflow: w.yml, stages: [{ name: dev }, { name: prod, after: dev, soak: 10m }] }",
      "",
    ].join("\n");
    expect(faultsOf(whole)).toEqual([]);
    const slips = fc.tuple(
      fc.nat(whole.length),
      fc.nat(12),
      fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("\n", "  ", "\t", "[", "{", '"', "'", ": ", "- ", "*", "&a ", "|", "#")),
    );
    fc.assert(
      fc.property(slips, ([from, length, put]) => {
        const text = whole.slice(0, from) + put + whole.slice(from + length);
        const resolved = resolvePolicy(input(text));
        if ("policy" in resolved) return;
        expect(resolved.diagnostics.length).toBeGreaterThan(0);
        for (const fault of resolved.diagnostics) expect(fault.line).toBeLessThanOrEqual(text.split(/\n|\r/).length);
      }),
      { numRuns: 500 },
    );
  });

  test("many unknown names cost little", () => {
    const start = Date.now();
    const text = `rules:\n${Array.from({ length: 4000 }, (_, index) => `  immutable/in-place-updat${index}: { level: block }\n`).join("")}`;
    expect(faultsOf("policies: [web.yml]\n", { "web.yml": text })).toHaveLength(51);
    expect(Date.now() - start).toBeLessThan(4000);
  });
});

describe("credentials", () => {
  const one = "credentials:\n  names: { secret: [acmePin] }\n  entropy: { minimum: 4 }\n";
  const two =
    'credentials:\n  sinks: { acme_vault: [value, "a.*.b"], provider.acme: [key] }\n  names: { harmless: [seed_key], secret: [x_pin] }\n  patterns: [{ name: acme, pattern: "acme_[0-9]{9}" }]\n  entropy: { minimum: 3.25 }\n';

  test("several files add up, and the lowest entropy holds; each entry knows its line", () => {
    const { credentials } = policyOf("policies: [one.yml, two.yml]\n", { "one.yml": one, "two.yml": two });
    const named = (names: typeof credentials.secretNames) => names.map(({ name, origin }) => [name.source, origin.source, origin.line]);
    expect(named(credentials.secretNames)).toEqual([
      ["acmePin", "one.yml", 2],
      ["x_pin", "two.yml", 3],
    ]);
    expect(named(credentials.harmlessNames)).toEqual([["seed_key", "two.yml", 3]]);
    expect(credentials.sinks.map(({ of, holder, path, origin }) => [of, holder.source, path.join("/"), origin.line])).toEqual([
      ["resource", "acme_vault", "value", 2],
      ["resource", "acme_vault", "a/*/b", 2],
      ["provider", "acme", "key", 2],
    ]);
    expect(credentials.patterns.map(({ name, minEntropy, origin }) => [name, minEntropy, origin.line])).toEqual([["acme", 0, 4]]);
    expect(credentials.minimumEntropy).toBe(3.25);
  });

  test.each([
    ["{ sinks: { acme_vault: [] } }", '"acme_vault" has to hold at least one entry'],
    ["{ sinks: { acme_vault: ['a[0].b'] } }", "is not a path of an argument"],
    ["{ sinks: { acme_vault: ['*'] } }", "names every argument"],
    ["{ sinks: { 'a[': [x] } }", 'has a "[" that is never closed'],
    ["{ names: { secrets: [x_pin] } }", 'did you mean "secret"?'],
    ["{ names: { harmless: ['*'] } }", "stands for nearly every name"],
    ["{ patterns: [{ name: acme, pattern: 'a*' }] }", 'the pattern "a*" matches the empty text'],
    ["{ patterns: [{ name: acme, pattern: '(x' }] }", "lacks a )"],
    ["{ patterns: [{ pattern: abcdef }] }", 'lacks "name"'],
    ["{ patterns: [{ name: acme, pattern: abcdef, min_entropy: 9 }] }", "has to be at most 8"],
    ["{ entropy: { minimum: high } }", "has to be a number"],
    ["{ entropy: { minimum: 0 } }", "has to be at least 1"],
  ])("%s is refused with its place", (credentials, words) => {
    const [fault, ...others] = faultsOf("policies: [web.yml]\n", { "web.yml": `name: web\ncredentials: ${credentials}\n` });
    expect([fault, others]).toEqual([expect.stringMatching(/^web\.yml:2:\d+: /), []]);
    expect(fault).toContain(words);
  });
});
