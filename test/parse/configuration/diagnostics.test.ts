/** Every fault that a maintainer can make has one exact sentence at the place where it stands. */
import { describe, expect, test } from "@jest/globals";
import { configurationFaults, faultsOf, policyFaults } from "./policy-input.ts";

describe("a configuration", () => {
  test.each<[string, string[]]>([
    ["version: 2\n", ['1:10: "version" has to be 1, but is the number 2']],
    ['version: "1"\n', ['1:10: "version" has to be a whole number, but is the text "1"']],
    ["modee: enforce\n", ['1:1: unknown key "modee"; did you mean "mode"?']],
    ["zzz: 1\n", ['1:1: unknown key "zzz"; known here: version, mode, branches, policies, projects, exemptions and release']],
    ["mode: advisry\n", ['1:7: "mode" cannot be "advisry"; did you mean "advisory"?']],
    ["mode: Zq8vKp2XwLr9TnYb4MdF\n", ['1:7: "mode" cannot be "Zq8…"; it is one of enforce or advisory']],
    ["mode: off\n", ['1:7: "mode" cannot be "off"; it is one of enforce or advisory']],
    ["mode:\n", ['1:6: "mode" has to be text, but is empty; it is one of enforce or advisory']],
    ["mode: true\n", ['1:7: "mode" has to be text, but is true; it is one of enforce or advisory']],
    ["branches: main\n", ['1:11: "branches" has to be a list, but is the text "main"; write ["main"]']],
    ["branches: [1.0]\n", ['1:12: entry 1 of "branches" has to be text, but is the number 1; write it in quotes: "1"']],
    ["branches: [main, '']\n", ['1:18: entry 2 of "branches" is empty']],
    ["policies: []\n", ['1:11: "policies" has to hold at least one entry; leave it out for the default']],
    ["policies: [bakegate:recomended]\n", ['1:12: unknown pack "bakegate:recomended"; did you mean "bakegate:recommended"?']],
    ["policies: [bakegate:pci]\n", ['1:12: unknown pack "bakegate:pci"; known packs: bakegate:recommended and bakegate:strict']],
    [
      "projects: [{plan: runer}]\n",
      [
        '1:12: entry 1 of "projects" lacks "dir": glob on directories, relative to the repository\'s root',
        '1:19: "plan" cannot be "runer"; did you mean "runner"?',
      ],
    ],
    ["projects: [{dir: ../x}]\n", ['1:18: "dir": "../x" holds ".."; it cannot leave the repository']],
    ["projects: [{dir: x, var_files: [-x]}]\n", ['1:33: entry 1 of "var_files": "-x" starts with "-"']],
    ["projects: [{dir: x, workspaces: [a/b]}]\n", ['1:34: entry 1 of "workspaces": "a/b" is not a name of a Terraform workspace']],
    ["- a\n", ["1:1: the file has to be a mapping of keys to values, but is a list"]],
    ["release: yes\n", ['1:10: "release" has to be a mapping of keys to values, but is the text "yes"']],
    ["a: [1\n", ["2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]"]],
  ])("%j", (text, expected) => {
    expect(configurationFaults(text)).toEqual(expected);
  });

  test("an unknown key shows nothing that could move text on a terminal", () => {
    expect(configurationFaults('"\\e[31m\\u202e": 1\n')[0]).toBe(
      '1:1: unknown key "\\u{1b}[31m\\u{202e}"; known here: version, mode, branches, policies, projects, exemptions and release',
    );
  });

  test("many faults are cut, and the last line says how many more there are", () => {
    const faults = configurationFaults(`branches:\n${"  - '!'\n".repeat(80)}`);
    expect(faults).toHaveLength(51);
    expect(faults[50]).toBe("51:5: and 30 more faults after this one");
  });
});

describe("an exemption", () => {
  const whole = "id: a\n    rule: immutable/drift\n    reason: why\n    expires: 2027-01-31";
  const faults = (text: string) => configurationFaults(`exemptions:\n  - ${text}\n`);

  test("that is whole has no fault, also on its last day and long after", () => {
    expect(faults(whole)).toEqual([]);
    expect(faults(whole.replace("2027-01-31", "2020-02-29"))).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["expires: 2027-01-31", "expires: 2027-02-30", '5:14: "expires": "2027-02-30" is not a real date: that month has 28 days'],
    ["expires: 2027-01-31", "expires: 2100-02-29", '5:14: "expires": "2100-02-29" is not a real date: that month has 28 days'],
    ["expires: 2027-01-31", "expires: 2027-13-01", '5:14: "expires": "2027-13-01" is not a real date: there are 12 months'],
    ["expires: 2027-01-31", "expires: 2027-1-31", '5:14: "expires": "2027-1-31" is not a date as YYYY-MM-DD'],
    ["expires: 2027-01-31", "expires: 2027-01-31T00:00:00Z", '5:14: "expires": "2027-01-31T00:00:00Z" is not a date as YYYY-MM-DD'],
    [
      "expires: 2027-01-31",
      "expires: 20270131",
      '5:14: "expires" has to be text, but is the number 20270131, which is not a date as YYYY-MM-DD',
    ],
    ["expires: 2027-01-31", "expires: never", '5:14: "expires": "never" is not a date as YYYY-MM-DD'],
    [
      "expires: 2027-01-31",
      "approved_by: me",
      '2:5: entry 1 of "exemptions" lacks "expires": the last day on which it holds, as YYYY-MM-DD (UTC)',
    ],
    ["reason: why", 'reason: " "', '4:13: "reason" is empty'],
    ["rule: immutable/drift", "rule: immutable/drfit", '3:11: unknown rule "immutable/drfit"; did you mean "immutable/drift"?'],
    ["rule: immutable/drift", "rule: xyz/*", '3:11: unknown rule "xyz/*"; "bakegate policy list" names them all'],
    [
      "rule: immutable/drift",
      "rule: review/syntax-error",
      '3:11: "review/syntax-error" cannot be exempted: it says that something could not be evaluated, and that never passes',
    ],
    [
      "rule: immutable/drift",
      "rule: credentials/token",
      '3:11: an exemption from "credentials/token" needs the "fingerprint" of the finding, so that no other credential passes with it',
    ],
    [
      "rule: immutable/drift",
      "rule: '*'",
      '3:11: "*" includes "credentials/token", and an exemption from that needs the "fingerprint" of the finding, so that no other credential passes with it',
    ],
    ["id: a", "id: a b", '2:9: "id": "a b" is not a name: letters, digits, dots, dashes and underscores, at most 100'],
    ["reason: why", "reason: why\n    resource: 'a[0'", '5:15: "resource": "a[0" has a "[" that is never closed'],
    ["reason: why", "reason: why\n    path: '!x'", '5:11: "path": "!x" starts with "!": negation is not read; name what is meant'],
    [
      "reason: why",
      "reason: why\n    fingerprint: XYZ",
      '5:18: "fingerprint": "XYZ" is not a fingerprint: 12 hex digits in lower case, as the finding shows them',
    ],
    [
      "reason: why",
      "reason: why\n    until: 2027-01-31",
      '5:5: unknown key "until"; known here: id, rule, resource, path, fingerprint, reason, approved_by and expires',
    ],
  ])("%s → %s", (from, to, fault) => {
    expect(faults(whole.replace(from, to))).toEqual([fault]);
  });

  test("ids are not used twice", () => {
    expect(faults(`${whole}\n  - ${whole}`)).toEqual(['6:9: the id "a" is already that of entry 1; each exemption needs its own']);
  });

  test("a credential is exempted by its fingerprint", () => {
    expect(faults(whole.replace("immutable/drift", "credentials/token\n    fingerprint: 0123456789ab"))).toEqual([]);
  });
});

describe("a policy file", () => {
  test.each<[string, string[]]>([
    [
      "rules:\n  immutable/in-plce-update:\n    level: block\n",
      ['2:3: unknown rule "immutable/in-plce-update"; did you mean "immutable/in-place-update"?'],
    ],
    ["rules:\n  drift: { level: block }\n", ['2:3: unknown rule "drift"; did you mean "immutable/drift"?']],
    ["rules:\n  other/thing: { level: block }\n", ['2:3: unknown rule "other/thing"; "bakegate policy list" names them all']],
    [
      "rules:\n  acme/no-public-subnet:\n    level: warn\n    on: change\n    when: 'true'\n    message: no\n    remedy: no\n",
      [
        '2:3: "acme/no-public-subnet" is a rule of your own, and this version does not evaluate those yet; take it out, so that nobody relies on it',
      ],
    ],
    [
      "rules:\n  immutable/drift: { level: warn, when: 'true' }\n",
      ['2:35: "when" belongs to rules of your own; "immutable/drift" is one of Bakegate\'s'],
    ],
    [
      "rules:\n  review/syntax-error: { level: off }\n",
      ['2:3: "review/syntax-error" has no level to set: it says that something could not be evaluated, and that never passes'],
    ],
    ["rules:\n  immutable/drift: { level: blok }\n", ['2:29: "level" of "immutable/drift" cannot be "blok"; did you mean "block"?']],
    ["rules:\n  immutable/drift: { level: warning }\n", ['2:29: "level" of "immutable/drift" cannot be "warning"; did you mean "warn"?']],
    [
      "rules:\n  immutable/drift: { level: error }\n",
      ['2:29: "level" of "immutable/drift" cannot be "error"; it is one of block, warn, info or off'],
    ],
    [
      "%YAML 1.1\n---\nrules:\n  immutable/drift: { level: off }\n",
      ['4:29: "level" of "immutable/drift" has to be text, but is false; it is one of block, warn, info or off'],
    ],
    [
      "rules:\n  immutable/drift: off\n",
      ['2:20: the setting of "immutable/drift" has to be a mapping of keys to values, but is the text "off"; write "level: off" below it'],
    ],
    ["rules:\n  immutable/drift:\n", ['2:19: the setting of "immutable/drift" has to be a mapping of keys to values, but is empty']],
    [
      "rules:\n  immutable/drift: {}\n",
      ['2:3: the setting of "immutable/drift" lacks "level": the most that the rule does: block, warn, info or off'],
    ],
    [
      "rules:\n  immutable/undecided:\n    level: warn\n    reasons: { defning: off }\n",
      ['4:16: "immutable/undecided" has no reason "defning"; did you mean "defining"?'],
    ],
    [
      "rules:\n  immutable/undecided: { level: warn, reasons: { xxx: off } }\n",
      ['2:50: "immutable/undecided" has no reason "xxx"; its reasons: elsewhere and defining'],
    ],
    [
      "rules:\n  immutable/drift: { level: off, reasons: { drift: warn } }\n",
      [
        '2:45: "level: off" turns every reason off, so "drift" cannot stay on; set "level" for the rule and "off" for the reasons that are not wanted',
      ],
    ],
    ["rules:\n  immutable/drift: { level: warn, resource: [a] }\n", ['2:35: unknown key "resource"; did you mean "resources"?']],
    ["rules:\n  immutable/drift: { level: warn, paths: ['a[b'] }\n", ['2:43: entry 1 of "paths": "a[b" has a "[" that is never closed']],
    [
      "rules:\n  immutable/drift: { level: warn, except: ['a..b'] }\n",
      ['2:44: entry 1 of "except": "a..b" has an empty part between dots'],
    ],
    [
      "rules:\n  immutable/drift: { level: warn, resources: [] }\n",
      ['2:46: "resources" of "immutable/drift" has to hold at least one entry; leave it out for the default'],
    ],
    [
      "rules:\n  immutable/drift: { level: warn }\n  immutable/drift: { level: off }\n",
      ['3:3: the key "immutable/drift" stands here twice'],
    ],
    [
      "rules:\n  immutable/drift:\n    level:block\n",
      [
        '3:5: the setting of "immutable/drift" has to be a mapping of keys to values, but is the text "level:block"; a space is missing after the colon',
      ],
    ],
    ["rules: [immutable/drift]\n", ['1:8: "rules" has to be a mapping of keys to values, but is a list']],
    [
      "tests: [{name: a, plan: b, expect: [{rule: immutable/drft}]}]\n",
      ['1:44: unknown rule "immutable/drft"; did you mean "immutable/drift"?'],
    ],
    [
      "tests: [{name: a}]\n",
      [
        '1:9: entry 1 of "tests" lacks "expect": the findings that the plan must yield; an empty list: none',
        '1:9: entry 1 of "tests" lacks "plan": a plan as `terraform show -json` writes it, relative to the policy file',
      ],
    ],
    ["", ['1:1: the file is empty; a policy file holds "rules:" with a level for each rule']],
    ["__proto__: {}\n", ['1:1: the key "__proto__" is not allowed']],
    ["rules: { __proto__: { level: off } }\n", ['1:10: the key "__proto__" is not allowed']],
    ["rules: { constructor: { level: off } }\n", ['1:10: unknown rule "constructor"; "bakegate policy list" names them all']],
    [
      "rules:\n  immutable/drift: { level: warn, reasons: { toString: off } }\n",
      ['2:46: "immutable/drift" has no reason "toString"; its reasons: drift'],
    ],
  ])("%j", (text, expected) => {
    expect(policyFaults(text)).toEqual(expected);
  });

  test("the contract's own example is understood but for the rule in CEL", () => {
    const example = [
      "name: immutable",
      "description: Servers are replaced, never changed in place.",
      "rules:",
      "  immutable/in-place-update:",
      "    level: block",
      '    resources: [aws_instance, "google_compute_instance*"]',
      '    except: [tags, tags_all, "metadata.labels.*"]',
      '    paths: ["terraform/prod/**"]',
      "tests:",
      "  - name: a resize in place is blocked",
      "    plan: fixtures/resize.plan.json",
      "    expect: [{ rule: immutable/in-place-update, address: aws_instance.web }]",
      "",
    ];
    expect(policyFaults(example.join("\n"))).toEqual([]);
  });
});

describe("policy files that a configuration names", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["x.yml", {}, ['1:12: there is no file "x.yml" at the tip of the base branch; add the policy file there, or take this entry out']],
    ["'p/*.yml'", {}, ['1:12: no file matches "p/*.yml" at the tip of the base branch; add the policy file there, or take this entry out']],
    ["'*.md'", { "README.md": "x" }, ['1:12: "README.md" is not a policy file: its name has to end in .yml or .yaml']],
    [
      "'.github/*.yml'",
      { ".github/bakegate.yml": "x" },
      ["1:12: this entry names the configuration file itself; keep policy files in a folder of their own"],
    ],
    ["/x.yml", {}, ['1:12: entry 1 of "policies": "/x.yml" starts with "/"; write it relative to the root of the repository']],
  ])("%s", (entry, files, expected) => {
    expect(faultsOf(`policies: [${entry}]\n`, files).map((line) => line.replace(".github/bakegate.yml:", ""))).toEqual(expected);
  });

  test("one that cannot be read is a fault in that file", () => {
    expect(faultsOf("policies: [x.yml]\n", { "x.yml": { unreadable: "not UTF-8" } })).toEqual([
      "x.yml:1:1: the policy file cannot be read: not UTF-8",
    ]);
  });

  test("faults of several files come together, in order", () => {
    const faults = faultsOf("policies: [b.yml, a.yml]\n", { "a.yml": "x: 1\n", "b.yml": "rules: {a: {level: off}}\n" });
    expect(faults.map((line) => line.split(" ")[0])).toEqual(["a.yml:1:1:", "b.yml:1:9:"]);
  });
});

describe("release", () => {
  const whole = [
    "release:",
    "  backend: github-actions",
    "  workflow: bake-and-deploy.yml",
    "  images:",
    "    webserver:",
    "      template: packer/webserver/app.json",
    "      variables: packer/webserver/vars.json",
    "      test: packer/serverspec",
    "      inputs: [packer/**, app/**]",
    "      consumed_by: { project: terraform/*/webserver, variable: ami_id }",
    "      keep: 5",
    "  stages:",
    "    - { name: dev,   projects: [terraform/dev/*] }",
    "    - { name: stage, after: dev,  soak: 10m, strategy: blue-green }",
    '    - { name: prod,  after: stage, approval: { team: sre, count: 1 }, strategy: canary, window: "Mon-Thu 09:00-16:00 Europe/London" }',
    "  artifacts:",
    "    - { s3: app-releases/webserver/, image: webserver }",
    "",
  ].join("\n");

  test("the documented example is valid", () => expect(configurationFaults(whole)).toEqual([]));

  test.each<[string, string, string]>([
    ["workflow: bake-and-deploy.yml", "images: {}", '4:3: the key "images" stands here twice'],
    [
      "  workflow: bake-and-deploy.yml\n",
      "",
      '1:1: "release" lacks "workflow": the workflow file that the github-actions backend dispatches',
    ],
    ["backend: github-actions", "backend: jenkins", '3:3: "workflow" is for the backend github-actions; the backend here is "jenkins"'],
    ["backend: github-actions", "backend: github-action", '2:12: "backend" cannot be "github-action"; did you mean "github-actions"?'],
    [
      "workflow: bake",
      "workflow: .github/workflows/bake",
      '3:13: "workflow": ".github/workflows/bake-and-deploy.yml" is not the name of a workflow file, such as bake-and-deploy.yml, without its folder',
    ],
    [
      "app.json",
      "app.txt",
      '6:17: "template": "packer/webserver/app.txt" is not a Packer template: its name ends in .json, .pkr.json or .pkr.hcl',
    ],
    ["keep: 5", "keep: 0", '11:13: "keep" has to be at least 1, but is the number 0'],
    ["keep: 5", "keep: 1.5", '11:13: "keep" has to be a whole number, but is the number 1.5'],
    [
      "    webserver:",
      "    web server:",
      '5:5: the key "web server" is not a name: letters, digits, dots, dashes and underscores, at most 100',
    ],
    [", variable: ami_id", "", '10:7: "consumed_by" lacks "variable": the Terraform variable that receives the image\'s id or digest'],
    ["after: dev", "after: dve", '14:29: unknown stage "dve"; did you mean "dev"?'],
    [
      "soak: 10m",
      "soak: 10",
      '14:41: "soak" has to be text, but is the number 10, which is not a duration: a whole number with s, m, h or d, such as 10m',
    ],
    ["after: dev,  soak", "soak", '14:22: "soak" is the time that the stage before has to stay healthy; name that stage with "after"'],
    ["name: stage, after: dev", "name: dev, after: dev", '14:15: there is already a stage "dev"'],
    [
      "team: sre",
      'team: "@acme/sre"',
      '15:54: "team": "@acme/sre" is not a team\'s slug: lower-case letters, digits, dashes and underscores, without the organisation',
    ],
    ["16:00", "08:00", '15:97: "window": "Mon-Thu 09:00-08:00 Europe/London" ends before it starts; a window lies within one day'],
    [
      "Mon-Thu",
      "Mo-Thu",
      '15:97: "window": "Mo-Thu 09:00-16:00 Europe/London" names days other than Mon, Tue, Wed, Thu, Fri, Sat and Sun; write Mon-Thu or Mon,Wed',
    ],
    [
      "Europe/London",
      "Europe/Lundon",
      '15:97: "window": "Mon-Thu 09:00-16:00 Europe/Lundon" names a time zone that is not known; write one such as Europe/London or UTC',
    ],
    [
      "16:00",
      "25:00",
      '15:97: "window": "Mon-Thu 09:00-25:00 Europe/London" names a time that does not exist; hours go from 00:00 to 24:00',
    ],
    ["image: webserver }", "image: webservr }", '17:45: unknown image "webservr"; did you mean "webserver"?'],
    ["s3: app-releases/webserver/", "s3: s3://x/", '17:13: "s3": "s3://x/" is not a bucket with a prefix, such as app-releases/webserver/'],
  ])("%s → %s", (from, to, fault) => {
    expect(configurationFaults(whole.replace(from, to))).toContain(fault);
  });

  test("stages do not go round in circles", () => {
    expect(configurationFaults(whole.replace("name: dev,  ", "name: dev, after: prod,"))).toEqual([
      '13:27: the stage "dev" would come after itself',
      '14:29: the stage "stage" would come after itself',
      '15:29: the stage "prod" would come after itself',
    ]);
  });
});
