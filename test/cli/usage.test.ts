/** What the command line says of itself, and of arguments and configurations that are wrong. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { gitIn } from "../stories/webserver.ts";
import { bakegate, base, commitAll, planJson, repository, review, writeFiles } from "./bakegate.ts";

jest.setTimeout(60_000);

let room: string;
let dir: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-usage-"));
  dir = repository(join(room, "repository"), { ...base, "other/main.tf": 'resource "terraform_data" "x" {}\n' }, { "README.md": "x\n" });
  writeFileSync(join(room, "plan.json"), planJson());
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

describe("help", () => {
  const commands = ["", "review", "plan", "scan", "policy", "policy validate", "policy list", "policy explain", "init", "help"];

  test("of each command has an example", async () => {
    const pages = await Promise.all(commands.map((command) => bakegate([...command.split(" "), "--help"].filter((word) => word !== ""))));
    for (const [index, command] of commands.entries()) {
      const page = pages[index];
      expect([page?.exit, page?.err]).toEqual([0, ""]);
      expect(page?.out).toMatch(new RegExp(`^Usage: bakegate ${command}[\\s\\S]*\nExample:\n {2}\\$ .*bakegate ${command}`));
    }
    expect(await bakegate(["help", "policy", "list"])).toEqual(pages[commands.indexOf("policy list")]);
  });

  test("names nothing that is not built", async () => {
    const { out } = await bakegate(["--help"]);
    for (const word of ["release", "images"]) expect(out).not.toMatch(new RegExp(`^ {2}${word}\\b`, "m"));
  });
});

const wrong: readonly (readonly [string, readonly string[], string])[] = [
  ["an unknown command", ["revew"], "unknown command 'revew'\n(Did you mean review?)\nSee: bakegate --help\n"],
  ["help of one", ["help", "policy", "lst"], "unknown command 'lst'\n(Did you mean list?)\nSee: bakegate policy --help\n"],
  ["an unknown option, before one that is missing", ["review", "--bsae", "main"], "unknown option '--bsae'\n(Did you mean --base?)\n"],
  ["a missing argument", ["plan"], "missing required argument 'file'\nSee: bakegate plan --help\n"],
  ["an argument too many", ["review", "--base", "a", "--head", "b", "c"], "too many arguments for 'review'"],
  ["an empty value", ["review", "--base", "", "--head", "b"], "It may not be empty."],
  ["a level that is none", ["scan", "--fail-on", "all"], "Allowed choices are block, warn, never."],
  ["what contradicts itself", ["scan", "--quiet", "--verbose"], "'-q, --quiet' cannot be used with option '-v, --verbose'"],
  ["control characters", ["\u001b[31mx\u202e"], "unknown command '\ufffd[31mx\ufffd'"],
];

test("wrong arguments are told with the next step", async () => {
  const runs = await Promise.all(wrong.map(([, args]) => bakegate(args)));
  for (const [index, [name, , words]] of wrong.entries()) {
    const run = runs[index];
    expect([name, run?.exit, run?.out, run?.err]).toEqual([name, 2, "", expect.stringContaining(words)]);
    expect(run?.err).toMatch(/^bakegate: /);
  }
});

describe("root modules and plans", () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["a project that is none", ["--project", "../.."], /\.\.\/\.\. is no root module[\s\S]*\. \(the repository's root\), other\./],
    ["a plan that may be of several", ["--plan", "plan.json"], /not clear which root module[\s\S]*other\n.*--plan FILE:DIR/],
    ["a plan of one that is left out", ["--project", "other", "--plan", "plan.json:."], /a review of other alone/],
    ["two plans without a name", ["--plan", "plan.json", "--plan", "plan.json"], /two plans that name no root module/],
    ["two plans of one", ["--plan", "plan.json:./other/", "--plan", "plan.json:other"], /two plans for other/],
    ["a plan where none is read", ["--plan", "plan.json:.", "--engine", "static"], /--engine static predicts plans/],
  ];

  test("are named, and told apart: exit 2", async () => {
    const asked = ["review", "--repo", dir, "--base", "main", "--head", "work"];
    const runs = await Promise.all(cases.map(([, more]) => bakegate([...asked, ...more], { cwd: room })));
    for (const [index, [name, , words]] of cases.entries()) {
      const run = runs[index];
      expect([name, run?.exit, run?.out, run?.err]).toEqual([name, 2, "", expect.stringMatching(words)]);
    }
  });

  test("a file that is not there is told, and what else is wrong as well", async () => {
    const run = await review(dir, "--plan", join(room, "nowhere.json:."));
    expect([run.exit, run.out]).toEqual([3, expect.stringMatching(/could not be read \(it does not exist\)/)]);
  });
});

describe("configurations at the base", () => {
  const cases: readonly (readonly [string, string | Buffer, string])[] = [
    ["no YAML", "version: 1\nmode: [enforce\n", ".github/bakegate.yml:3:1: not valid YAML"],
    ["a list", "- version: 1\n", ".github/bakegate.yml:1:1: the file has to be a mapping"],
    ["an unknown mode", "version: 1\nmode: advisry\n", '.github/bakegate.yml:2:7: "mode" cannot be "advisry"; did you mean "advisory"?'],
    ["an unknown pack", "version: 1\npolicies: [bakegate:strit]\n", '2:12: unknown pack "bakegate:strit"; did you mean "bakegate:strict"?'],
    ["a policy that is not there", "version: 1\npolicies: [.github/p.yml]\n", '2:12: there is no file ".github/p.yml"'],
    ["an invalid glob", 'version: 1\nbranches: ["rel[ease"]\n', '2:12: entry 1 of "branches": "rel[ease" has a "[" that is never closed'],
    [
      "an exemption without an end",
      "version: 1\nexemptions:\n  - id: a\n    rule: immutable/provisioner\n    reason: b\n",
      '3:5: entry 1 of "exemptions" lacks "expires"',
    ],
    ["a key twice", "version: 1\nmode: enforce\nmode: advisory\n", '3:1: the key "mode" stands here twice'],
    ["a key of JavaScript", "__proto__: {}\nversion: 1\n", '1:1: the key "__proto__" is not allowed'],
    ["binary", Buffer.from([0, 1, 2]), ".github/bakegate.yml:1:1: the configuration cannot be read: it is binary"],
    ["no UTF-8", Buffer.from([0xff, 0xfe]), "the configuration cannot be read: it is not UTF-8"],
  ];

  test("that are wrong end in 2, with the place", async () => {
    const runs = await Promise.all(
      cases.map(([name, text]) => review(repository(join(room, name.replaceAll(" ", "-")), { ...base, ".github/bakegate.yml": text }, {}))),
    );
    for (const [index, [name, , words]] of cases.entries()) {
      const run = runs[index];
      expect([name, run?.exit, run?.out, run?.err]).toEqual([name, 2, "", expect.stringContaining(words)]);
      expect(run?.err.trimEnd().split("\n")).toHaveLength(2);
    }
  });

  test("a link, another ending, and a folder are not passed over", async () => {
    const link = repository(join(room, "link"), base, {});
    gitIn(link, "checkout", "-q", "main");
    mkdirSync(join(link, ".github"));
    symlinkSync("/etc/passwd", join(link, ".github/bakegate.yml"));
    commitAll(link, "a link");
    gitIn(link, "checkout", "-q", "work");
    const ending = repository(join(room, "ending"), { ".github/bakegate.yaml": "version: 1\n" }, {});
    const folder = repository(join(room, "folder"), { ".github/bakegate.yml/a.yml": "version: 1\n" }, {});
    const [first, second, third] = await Promise.all([review(link), review(ending), review(folder)]);
    expect([first.exit, first.err]).toEqual([2, expect.stringContaining("it is a symbolic link")]);
    expect([second.exit, second.err]).toEqual([2, expect.stringContaining(".github/bakegate.yaml:1:1:")]);
    expect([third.exit, third.err]).toEqual([2, expect.stringContaining(".github/bakegate.yml is a folder")]);
  });

  test("an exemption that has run out lets nothing through", async () => {
    const exempt = (day: string): string =>
      `version: 1\nexemptions:\n  - id: a\n    rule: "immutable/*"\n    resource: aws_instance.web\n    reason: b\n    expires: ${day}\n`;
    const config = (name: string, day: string): string => {
      writeFileSync(join(room, name), exempt(day));
      return join(room, name);
    };
    const plan = join(room, "plan.json");
    const [past, future] = await Promise.all([
      bakegate(["plan", plan, "--config", config("past.yml", "2026-01-31")]),
      bakegate(["plan", plan, "--config", config("future.yml", "2999-01-31")]),
    ]);
    expect([past.exit, future.exit]).toEqual([1, 0]);
  });
});

describe("policy", () => {
  test("validate names every fault of every file, and what cannot be read", async () => {
    writeFiles(room, {
      "good.yml": "name: good\nrules:\n  immutable/provisioner:\n    level: warn\n",
      "bad.yml": "name: bad\nrules:\n  immutable/provisoner:\n    level: wran\n",
    });
    const [both, json, missing, folder, nothing] = await Promise.all([
      bakegate(["policy", "validate", "good.yml", "bad.yml"], { cwd: room }),
      bakegate(["policy", "validate", "bad.yml", "--format", "json"], { cwd: room }),
      bakegate(["policy", "validate", "nowhere.yml"], { cwd: room }),
      bakegate(["policy", "validate", room]),
      bakegate(["policy", "validate"], { cwd: room }),
    ]);
    expect(both.exit).toBe(2);
    expect(both.out).toMatch(/bad\.yml:3:3: .*did you mean "immutable\/provisioner"\?/);
    expect(both.out).toMatch(/bad\.yml:4:12: .*did you mean "warn"\?/);
    expect([json.exit, JSON.parse(json.out).valid, JSON.parse(json.out).diagnostics.length]).toEqual([2, false, 2]);
    expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining("nowhere.yml cannot be read: it does not exist")]);
    expect([folder.exit, folder.err]).toEqual([2, expect.stringContaining("it is a folder")]);
    expect([nothing.exit, nothing.err]).toEqual([2, expect.stringContaining("bakegate init")]);
  });

  test("list and explain speak JSON too, and explain helps with a name", async () => {
    const [list, page, unknown, argument, stranger] = await Promise.all([
      bakegate(["policy", "list", "--format", "json"], { cwd: room }),
      bakegate(["policy", "explain", "credentials/hard-coded", "--format", "json"]),
      bakegate(["policy", "explain", "credentials/hardcoded"]),
      bakegate(["policy", "explain", "aws_instance.user_data"]),
      bakegate(["policy", "explain", "aws_instance.userdata"]),
    ]);
    expect([list.exit, page.exit]).toEqual([0, 0]);
    expect(JSON.parse(list.out)).toMatchObject({ mode: "enforce" });
    expect(page.out).toContain("credentials/hard-coded");
    expect(JSON.parse(page.out)).toEqual(expect.any(Object));
    expect([unknown.exit, unknown.err]).toEqual([2, expect.stringContaining('did you mean "credentials/hard-coded"?')]);
    expect([argument.exit, argument.out]).toEqual([0, expect.stringContaining("user_data_replace_on_change = true")]);
    expect([stranger.exit, stranger.err]).toEqual([2, expect.stringContaining('did you mean "user_data"?')]);
  });
});

describe("init", () => {
  test("in an empty repository and without git; a second time it changes nothing", async () => {
    const [empty, plain] = [join(room, "empty"), join(room, "plain")];
    for (const one of [empty, plain]) mkdirSync(one);
    gitIn(empty, "init", "-q");
    for (const one of [empty, plain]) {
      const first = await bakegate(["init", "--format", "json"], { cwd: one });
      expect([first.exit, JSON.parse(first.out).file]).toEqual([0, ".github/bakegate.yml"]);
      const written = readFileSync(join(one, ".github/bakegate.yml"), "utf8");
      const second = await bakegate(["init", one]);
      expect([second.exit, second.err]).toEqual([2, expect.stringContaining("exists already; nothing was changed")]);
      expect(readFileSync(join(one, ".github/bakegate.yml"), "utf8")).toBe(written);
      expect((await bakegate(["policy", "validate"], { cwd: one })).exit).toBe(0);
    }
  });

  test("what is no folder is told", async () => {
    const [missing, file] = await Promise.all([bakegate(["init", join(room, "nowhere")]), bakegate(["init", join(room, "plan.json")])]);
    for (const run of [missing, file]) expect([run.exit, run.err]).toEqual([2, expect.stringContaining("there is no folder")]);
    expect(existsSync(join(room, "nowhere"))).toBe(false);
  });
});
