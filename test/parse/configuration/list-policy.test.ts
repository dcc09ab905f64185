/** What `policy list` says, and which rule `policy explain` is asked for. */
import { describe, expect, test } from "@jest/globals";
import { findRule } from "../../../src/parse/configuration/explain-rule.ts";
import { listPolicy, unclassedNote } from "../../../src/parse/configuration/list-policy.ts";
import { writePolicyList } from "../../../src/parse/configuration/write-policy-list.ts";
import { policyOf, rules } from "./policy-input.ts";

const configuration = [
  "policies: [bakegate:recommended, web.yml, prod.yml]",
  "branches: [main]",
  "exemptions:",
  "  - { id: late, rule: immutable/*, path: legacy/**, reason: going away, expires: 2027-01-31, approved_by: octocat }",
  '  - { id: today, rule: immutable/drift, resource: aws_instance.vpn, reason: "one\\nmore \\e[31mday", expires: 2026-11-21 }',
  "  - { id: gone, rule: immutable/drift, reason: forgotten, expires: 2026-11-20 }",
  "",
].join("\n");
const policy = policyOf(configuration, {
  "web.yml": "rules:\n  immutable/drift: { level: off }\n  immutable/undecided: { level: block }\n",
  "prod.yml":
    "rules:\n  immutable/undecided: { level: warn, paths: [dev/**] }\n  image/unpinned: { level: block, except: [image], resources: [aws_ecs_*] }\n",
});
const list = listPolicy(policy, rules, "2026-11-21");

describe("the list", () => {
  test("shows each rule's settings from the last one that holds everywhere on, sorted by rule", () => {
    expect(list.rules).toEqual([
      {
        rule: "credentials/token",
        off: false,
        settings: [{ level: "block", reasons: {}, resources: [], paths: [], except: [], from: "bakegate:recommended" }],
      },
      {
        rule: "image/unpinned",
        off: false,
        settings: [
          { level: "block", reasons: { "no-digest": "warn" }, resources: [], paths: [], except: [], from: "bakegate:recommended" },
          { level: "block", reasons: { "no-digest": "warn" }, resources: ["aws_ecs_*"], paths: [], except: ["image"], from: "prod.yml:3" },
        ],
      },
      {
        rule: "immutable/drift",
        off: true,
        settings: [{ level: "off", reasons: {}, resources: [], paths: [], except: [], from: "web.yml:2" }],
      },
      {
        rule: "immutable/in-place-update",
        off: false,
        settings: [
          { level: "block", reasons: { "network-or-disk": "info" }, resources: [], paths: [], except: [], from: "bakegate:recommended" },
        ],
      },
      {
        rule: "immutable/undecided",
        off: false,
        settings: [
          { level: "block", reasons: {}, resources: [], paths: [], except: [], from: "web.yml:3" },
          { level: "warn", reasons: {}, resources: [], paths: ["dev/**"], except: [], from: "prod.yml:2" },
        ],
      },
    ]);
  });

  test("exemptions come by the day on which they end", () => {
    expect(list.exemptions.map(({ id, days_left, expired }) => [id, days_left, expired])).toEqual([
      ["gone", -1, true],
      ["today", 0, false],
      ["late", 71, false],
    ]);
    expect(list.exemptions[2]).toMatchObject({ approved_by: "octocat", path: "legacy/**", resource: null, from: ".github/bakegate.yml:4" });
  });

  test("says what holds for types without a class, and that advisory blocks nothing", () => {
    expect(list.notes[0]).toBe(unclassedNote);
    expect(listPolicy(policyOf("mode: advisory\n"), rules, "2026-11-21").notes[0]).toBe(
      "The mode is advisory: everything is reported, nothing is blocked.",
    );
  });

  test("is plain JSON", () => expect(JSON.parse(JSON.stringify(list))).toEqual(list));
});

describe("the list as text", () => {
  const text = writePolicyList(list);

  test("reads as meant", () => {
    expect(text).toBe(`mode      enforce
branches  main

RULE                       LEVEL  FROM
credentials/token          block  bakegate:recommended
image/unpinned             block  bakegate:recommended
                           warn   by reason: no-digest
  then                     block  prod.yml:3
                           warn   by reason: no-digest
                                  only resources: aws_ecs_*
                                  not attributes: image
immutable/in-place-update  block  bakegate:recommended
                           info   by reason: network-or-disk
immutable/undecided        block  web.yml:3
  then                     warn   prod.yml:2
                                  only files: dev/**

Off: immutable/drift (web.yml:2).

Exemptions:
  gone   EXPIRED on 2026-11-20            immutable/drift
         forgotten (.github/bakegate.yml:6)
  today  until today, 2026-11-21          immutable/drift on aws_instance.vpn
         one\\u{a}more \\u{1b}[31mday (.github/bakegate.yml:5)
  late   until 2027-01-31 (71 days left)  immutable/* on legacy/**
         going away; approved by octocat (.github/bakegate.yml:4)

A resource type that stands in no class of the catalogue counts as "config" (mutable by nature): its updates in place are shown, not blocked.
What could not be evaluated (the rules review/…) ends in an error whatever the policy says.
`);
  });

  test("says so where there is nothing to say", () => {
    const plainText = writePolicyList(listPolicy(policyOf(null), rules, "2026-11-21"));
    expect(plainText).toContain("branches  every protected branch\n");
    expect(plainText).toContain("\nNo rule is off.\n");
    expect(plainText).toContain("\nNo exemptions.\n");
  });
});

describe("the rule to explain", () => {
  test("finds it by its id, or by its last part where only one has it", () => {
    expect(findRule("immutable/drift", rules)).toBe(rules[2]);
    expect(findRule("drift", rules)).toBe(rules[2]);
    expect(findRule("immutable/drfit", rules)).toEqual({ problem: 'unknown rule "immutable/drfit"; did you mean "immutable/drift"?' });
    expect(findRule("drift", [...rules, { id: "image/drift", level: "warn", on: "change", reasons: {} }])).toHaveProperty("problem");
    expect(findRule("drft", rules)).toEqual({ problem: 'unknown rule "drft"; did you mean "immutable/drift"?' });
    expect(findRule("xyz", rules)).toEqual({ problem: 'unknown rule "xyz"; "bakegate policy list" names them all' });
  });
});
