/** What `bakegate doctor` prints: a word for each state, a mend for each gap, and hostile names that stay text. */
import { describe, expect, test } from "@jest/globals";
import type {
  Bypass,
  Protection,
  SettingsPage,
  WiringAnswer,
  WiringDetail,
  WiringReason,
  WiringReport,
  WiringState,
  WiringSubject,
} from "../../src/model/wiring.ts";
import { renderWiringJson, renderWiringMarkdown, renderWiringText, wiringTitle } from "../../src/render/wiring.ts";
import { structureOf } from "./comment-structure.ts";
import { NASTY } from "./reviews.ts";

const plain = { color: false, width: 100 };
const tool = { name: "bakegate", version: "0.1.0" };

const subject: WiringSubject = {
  repository: { owner: "acme", name: "web" },
  webUrl: "https://github.com/acme/web",
  branch: "main",
  app: { id: 42, slug: "bakegate" },
  installationUrl: "https://github.com/organizations/acme/settings/installations/1",
  server: "https://github.com",
};

const ruleset: Protection = { kind: "ruleset", id: 7, owner: { kind: "repository" } };
const evidence = {
  branch: "main",
  check: "bakegate",
  app: "bakegate",
  id: "42",
  others: ["15368"],
  missing: ["checks: write", "push"],
  approvals: 2,
  version: "1.2.3",
  wanted: ">=22",
  program: "packer",
};

function answer(state: WiringState, reason: WiringReason, more: Partial<WiringAnswer> = {}): WiringAnswer {
  return { question: "check-required", state, reason, evidence, details: [], page: null, ...more };
}

const report: WiringReport = {
  subject,
  answers: [
    answer("ok", "installed", { question: "app-installed" }),
    answer("wrong", "permissions-missing", { question: "permissions", page: { kind: "installation" } }),
    answer("warn", "queue-event-missing", { question: "events", evidence: { missing: ["merge_group"] }, page: { kind: "app" } }),
    answer("note", "policy-advisory", { question: "policy-valid" }),
    answer("wrong", "check-not-required", { page: { kind: "rulesets" } }),
    answer("wrong", "not-pinned", { question: "check-pinned", page: { kind: "protection", protection: ruleset } }),
    answer("warn", "bypass", {
      question: "bypass",
      page: { kind: "protection", protection: { kind: "classic" } },
      details: [
        { kind: "bypass", bypass: { actor: { kind: "administrators" }, extent: "everything" }, protection: { kind: "classic" } },
        { kind: "bypass", bypass: { actor: { kind: "role", id: 5 }, extent: "in-pull-requests" }, protection: ruleset },
        { kind: "said", text: "GitHub shows a ruleset's bypass list only to who may edit it" },
      ],
    }),
    answer("unknown", "reviews-hidden", { question: "reviews-required", page: { kind: "rulesets" } }),
    answer("ok", "node-fits", { question: "node", evidence: { version: "v22.1.0" } }),
    answer("note", "program-missing", { question: "program" }),
  ],
};

describe("text", () => {
  test("the decision first, then each answer with its word, and its mend below", () => {
    expect(renderWiringText(report, plain)).toBe(`acme/web at main: 3 wrong, 2 warnings, 1 unknown

  ✓ ok      The App is installed on the repository
  ✗ wrong   Permissions are missing: checks: write and push
            → In the App's settings, under Permissions & events, grant them; then accept them on the
            installation's page: https://github.com/organizations/acme/settings/installations/1
  ! warning It is not subscribed to merge_group: a merge queue would wait for the check for ever
            → On the App's page press App settings, then Permissions & events, and subscribe to
            them: https://github.com/apps/bakegate
  · note    The configuration says mode: advisory: everything is reported, nothing is blocked
  ✗ wrong   bakegate is not required on main: what it blocks can be merged all the same
            → Open the branch's rule, or make one (New ruleset, New branch ruleset, target main,
            Active): turn on Require status checks to pass, add bakegate, and choose the App as its
            source: https://github.com/acme/web/settings/rules
  ✗ wrong   bakegate counts whoever reports it: anybody with write access can forge a status of that
            name
            → Beside the check bakegate, choose the App bakegate in place of any source:
            https://github.com/acme/web/settings/rules/7
  ! warning Some may get by what main requires
            - Administrators, and roles that may bypass branch protections, may bypass the classic
            protection
            - The role Admin may, when merging a pull request, bypass the ruleset 7
            - GitHub shows a ruleset's bypass list only to who may edit it
            → Take away who need not be there from the bypass list; in classic protection, turn on
            Do not allow bypassing the above settings: https://github.com/acme/web/settings/branches
  ? unknown What approvals a pull request into main needs is not shown to the App
            → Somebody who may administer the repository can see it:
            https://github.com/acme/web/settings/rules

This machine

  ✓ ok      Node v22.1.0
  · note    packer is not installed; reviews do without it
            → To have it: apt-get install packer, or https://developer.hashicorp.com/packer/install
`);
  });

  test("colour adds nothing that the words do not say", () => {
    const colored = renderWiringText(report, { ...plain, color: true });
    expect(colored).toContain("\u001b[31m✗ wrong   \u001b[39m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are such.
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(renderWiringText(report, plain));
  });

  test("the machine alone", () => {
    const machine = { subject: null, answers: report.answers.slice(-2) };
    expect(renderWiringText(machine, plain)).toMatch(/^This machine: nothing is wrong\n\n {2}✓ ok {6}Node v22\.1\.0\n/);
  });
});

test("markdown", () => {
  const answers = report.answers.filter(({ reason }) => ["installed", "not-pinned", "bypass"].includes(reason));
  expect(renderWiringMarkdown({ subject, answers })).toBe(`**\`acme/web\` at \`main\`: 1 wrong, 1 warning**

- ✅ **ok:** The App is installed on the repository
- ❌ **wrong:** \`bakegate\` counts whoever reports it: anybody with write access can forge a status of that name
  - → Beside the check \`bakegate\`, choose the App \`bakegate\` in place of any source: [Settings → Rules → Rulesets](https://github.com/acme/web/settings/rules/7)
- ⚠️ **warning:** Some may get by what \`main\` requires
  - Administrators, and roles that may bypass branch protections, may bypass the classic protection
  - The role \`Admin\` may, when merging a pull request, bypass the ruleset \`7\`
  - \`GitHub shows a ruleset's bypass list only to who may edit it\`
  - → Take away who need not be there from the bypass list; in classic protection, turn on Do not allow bypassing the above settings: [Settings → Branches](https://github.com/acme/web/settings/branches)
`);
});

test("json", () => {
  const answers = report.answers.filter(({ reason }) => reason === "not-pinned");
  expect(JSON.parse(renderWiringJson({ subject, answers }, tool))).toEqual({
    schema: "bakegate.doctor/v1",
    tool,
    repository: "acme/web",
    branch: "main",
    app: { id: 42, slug: "bakegate" },
    state: "wrong",
    answers: [
      {
        question: "check-pinned",
        state: "wrong",
        reason: "not-pinned",
        message: "`bakegate` counts whoever reports it: anybody with write access can forge a status of that name",
        evidence,
        details: [],
        mend: "Beside the check `bakegate`, choose the App `bakegate` in place of any source",
        url: "https://github.com/acme/web/settings/rules/7",
      },
    ],
  });
  expect(JSON.parse(renderWiringJson({ subject: null, answers: [] }, tool))).toMatchObject({ repository: null, app: null, state: "ok" });
});

test("a title for a check", () => {
  expect(wiringTitle(report)).toBe("acme/web at main: 3 wrong, 2 warnings, 1 unknown");
  expect(wiringTitle({ subject, answers: [] })).toBe("acme/web at main: nothing is wrong");
  expect(wiringTitle({ subject: { ...subject, branch: null }, answers: [] })).toBe("acme/web: nothing is wrong");
});

/** Each reason that is told of a gap. */
const gaps: readonly WiringReason[] = [
  "not-installed",
  "suspended",
  "permissions-missing",
  "queue-permission-missing",
  "events-missing",
  "queue-event-missing",
  "policy-elsewhere",
  "policy-invalid",
  "policy-hidden",
  "not-protected",
  "protection-hidden",
  "branch-missing",
  "check-not-required",
  "check-hidden",
  "not-pinned",
  "pinned-elsewhere",
  "pin-hidden",
  "not-up-to-date",
  "up-to-date-hidden",
  "not-reviewed",
  "reviews-hidden",
  "approvals-stale",
  "bypass",
  "bypass-hidden",
  "node-old",
  "program-needed",
  "program-broken",
  "environment-faulty",
];

test.each(gaps)("%s has words and a mend, with every value in place", (reason) => {
  const text = renderWiringText({ subject, answers: [answer("wrong", reason)] }, plain);
  expect(text).toContain("→ ");
  expect(text).not.toMatch(/[{}]|\(no /);
});

describe("pages", () => {
  const pages: readonly [SettingsPage, Partial<WiringSubject>, string | null][] = [
    [{ kind: "install" }, {}, "https://github.com/apps/bakegate/installations/new"],
    [
      { kind: "install" },
      { server: "https://ghe.example.com", webUrl: null },
      "https://ghe.example.com/github-apps/bakegate/installations/new",
    ],
    [{ kind: "app" }, { server: "https://acme.ghe.com" }, "https://acme.ghe.com/apps/bakegate"],
    [{ kind: "installation" }, {}, "https://github.com/organizations/acme/settings/installations/1"],
    [{ kind: "installation" }, { installationUrl: null }, null],
    [{ kind: "installation" }, { installationUrl: "javascript:alert(1)" }, null],
    [{ kind: "rulesets" }, {}, "https://github.com/acme/web/settings/rules"],
    [{ kind: "rulesets" }, { webUrl: null }, null],
    [{ kind: "rulesets" }, { webUrl: "https://x/](https://evil)" }, null],
    [{ kind: "protection", protection: { kind: "classic" } }, {}, "https://github.com/acme/web/settings/branches"],
    [{ kind: "protection", protection: ruleset }, {}, "https://github.com/acme/web/settings/rules/7"],
    [{ kind: "protection", protection: { ...ruleset, id: null } }, {}, "https://github.com/acme/web/settings/rules"],
    [
      { kind: "protection", protection: { ...ruleset, owner: { kind: "organization", name: "acme" } } },
      {},
      "https://github.com/organizations/acme/settings/rules/7",
    ],
    [{ kind: "protection", protection: { ...ruleset, owner: { kind: "organization", name: "a) [x" } } }, {}, null],
    [{ kind: "protection", protection: { ...ruleset, owner: { kind: "enterprise" } } }, {}, null],
  ];

  test.each(pages)("%j with %j: %s", (page, more, url) => {
    const at = { ...subject, ...more };
    const answers = [answer("wrong", "check-not-required", { page })];
    expect(JSON.parse(renderWiringJson({ subject: at, answers }, tool)).answers[0].url).toBe(url);
    expect(structureOf(renderWiringMarkdown({ subject: at, answers })).links).toEqual(url === null ? [] : [url]);
  });
});

describe("hostile names", () => {
  function hostile(text: string): WiringReport {
    const actors: readonly Bypass["actor"][] = [
      { kind: "user", name: text },
      { kind: "team", name: text },
      { kind: "app", name: text },
    ];
    const details: readonly WiringDetail[] = [
      { kind: "said", text },
      ...actors.map((actor): WiringDetail => ({ kind: "bypass", bypass: { actor, extent: "reviews" }, protection: ruleset })),
    ];
    const values = { ...evidence, branch: text, app: text, missing: [text, text], others: [text], version: text, program: text };
    const owner = { ...ruleset, owner: { kind: "organization", name: text } } as const;
    return {
      subject: {
        ...subject,
        repository: { owner: text, name: text },
        branch: text,
        app: { id: 1, slug: text },
        installationUrl: text,
        webUrl: text,
      },
      answers: [
        answer("wrong", "permissions-missing", { evidence: values, details, page: { kind: "installation" } }),
        answer("warn", "bypass", { evidence: values, details, page: { kind: "protection", protection: owner } }),
        answer("wrong", "pinned-elsewhere", { evidence: values, page: { kind: "rulesets" } }),
        answer("unknown", "program-broken", { question: "program", evidence: values, page: { kind: "install" } }),
      ],
    };
  }

  const samples = [
    ...NASTY,
    "a\nb",
    "x`y``z",
    "a\u202eb",
    "<img src=x onerror=y>",
    "<!-- bakegate:v1 -->",
    "[x](https://evil.example)",
    "@acme/owners",
    "|a|",
    "\u001b[31mred\u001b[0m",
  ];

  test.each(samples)("%j stays on its line in a terminal", (text) => {
    const rendered = renderWiringText(hostile(text), { color: false, width: 100 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
    for (const line of rendered.split("\n").slice(1))
      expect(line).toMatch(/^$|^This machine$|^ {2}[✓·!?✗] (?:ok|note|warning|unknown|wrong) |^ {12}\S/);
  });

  test.each(samples)("%j is text in markdown", (text) => {
    const structure = structureOf(renderWiringMarkdown(hostile(text)));
    expect(structure).toMatchObject({ tags: [], images: 0, tables: [], fences: [], headings: [] });
    // A name that is a word may stand in an address, on the same server.
    for (const link of structure.links) expect(link).toMatch(/^https:\/\/github\.com\/[\w/-]+$/);
    expect(structure.text).not.toMatch(/[@#]\w|https?:|www\.|\p{Cf}|<!--/u);
  });

  test.each(samples)("%j is the same in the document", (text) => {
    const json = renderWiringJson(hostile(text), tool);
    expect(JSON.parse(json).branch).toBe(text);
    expect(json).not.toMatch(/[\u007f-\u009f\p{Cf}]/u);
  });
});

test("many and long words of others fit into a check's summary", () => {
  const details = Array.from({ length: 500 }, (_, n): WiringDetail => ({ kind: "said", text: `${n} ${"\u202e".repeat(5_000)}` }));
  const answers = [
    answer("wrong", "policy-invalid", { details }),
    answer("unknown", "check-hidden", { details }),
    answer("unknown", "bypass-hidden", { details }),
  ];
  const markdown = renderWiringMarkdown({ subject, answers });
  expect(Buffer.byteLength(markdown)).toBeLessThan(60_000);
  expect(markdown).toContain("  - and 480 more\n");
});
