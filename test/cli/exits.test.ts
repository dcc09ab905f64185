/** The built program on bad input: each ends in the right exit code, with a sentence that says what, where and the next step. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { validateReviewJson } from "../render/validate-review.ts";
import { buildWebserver, gitIn } from "../stories/webserver.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const plans = fileURLToPath(new URL("../../fixtures/plans/", import.meta.url));

interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

let room: string;
let webserver: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-cli-"));
  webserver = join(room, "webserver");
  buildWebserver(webserver);
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

function bakegate(args: readonly string[], options: { readonly cwd?: string; readonly input?: string | Buffer } = {}): Run {
  const run = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? room,
    input: options.input ?? "",
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return { exit: run.status, out: run.stdout.toString("utf8"), err: run.stderr.toString("utf8") };
}

/** A repository with a clean base on `main` and a change on `work`. */
function repository(
  name: string,
  base: Readonly<Record<string, string | Buffer>>,
  head: Readonly<Record<string, string | Buffer>>,
): string {
  const dir = join(room, name);
  mkdirSync(dir);
  gitIn(dir, "init", "-q", "-b", "main");
  write(dir, { "README.md": "x\n", ...base });
  gitIn(dir, "add", "-A");
  gitIn(dir, "commit", "-q", "-m", "base");
  gitIn(dir, "checkout", "-q", "-b", "work");
  write(dir, head);
  gitIn(dir, "add", "-A");
  gitIn(dir, "commit", "-q", "--allow-empty", "-m", "head");
  return dir;
}

function write(dir: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

function review(dir: string, ...more: readonly string[]): Run {
  return bakegate(["review", "--repo", dir, "--base", "main", "--head", "work", ...more]);
}

const server = 'resource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d4e5f60718"\n  instance_type = "t3.small"\n}\n';
const pins = 'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "6.20.0"\n    }\n  }\n}\n';
const base = { "main.tf": pins + server };

describe("wrong usage ends in 2", () => {
  const cases: readonly (readonly [string, () => Run, RegExp])[] = [
    ["no command", () => bakegate([]), /Usage: bakegate/],
    ["an unknown command", () => bakegate(["reveiw"]), /unknown command 'reveiw'[\s\S]*review/],
    ["an unknown option", () => bakegate(["review", "--bse", "main"]), /unknown option '--bse'[\s\S]*--base/],
    ["a missing option", () => bakegate(["review", "--base", "main"]), /required option '--head <ref>'/],
    ["an unknown format", () => bakegate(["plan", "x.json", "--format", "pdf"]), /Allowed choices are text, markdown, json, sarif, html/],
    [
      "an unknown base",
      () => bakegate(["review", "--repo", webserver, "--base", "mian", "--head", "new-image"]),
      /unknown reference "mian"/,
    ],
    [
      "a reference that looks like an option",
      () => bakegate(["review", "--repo", webserver, "--base", "main", "--head=--output=x"]),
      /unknown reference "--output=x"/,
    ],
    [
      "no repository",
      () => bakegate(["review", "--repo", room, "--base", "main", "--head", "work"]),
      /not in a git repository[\s\S]*bakegate scan/,
    ],
    ["no folder", () => bakegate(["review", "--repo", join(room, "nowhere"), "--base", "main", "--head", "work"]), /does not exist/],
    [
      "a configuration that is not there",
      () => bakegate(["plan", join(plans, "x.json"), "--config", "nowhere.yml"]),
      /no configuration file nowhere\.yml/,
    ],
    ["a scan of nothing", () => bakegate(["scan", "nowhere"]), /nowhere does not exist/],
    ["an unknown rule", () => bakegate(["policy", "explain", "immutable/provisoner"]), /did you mean "immutable\/provisioner"\?/],
    [
      "a plan for no project",
      () =>
        bakegate([
          "review",
          "--repo",
          webserver,
          "--base",
          "main",
          "--head",
          "new-image",
          "--plan",
          `${join(plans, "x.json")}:terraform/nowhere`,
        ]),
      /terraform\/nowhere is no root module[\s\S]*terraform\/ap-northeast-1\/webserver/,
    ],
    [
      "two plans for one project",
      () => bakegate(["review", "--repo", webserver, "--base", "main", "--head", "new-image", "--plan", "a.json:x", "--plan", "b.json:x"]),
      /two plans for x/,
    ],
  ];

  test.each(cases)("%s", (_name, run, words) => {
    const { exit, out, err } = run();
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringMatching(words) });
    expect(out).toBe("");
  });

  test("an invalid configuration at the base, with file, line, column and suggestion", () => {
    const dir = repository(
      "badconfig",
      {
        ".github/bakegate.yml":
          "version: 1\nmdoe: enforce\nexemptions:\n  - id: a\n    rule: immutable/in-plce-update\n    reason: x\n    expires: 2027-02-30\n",
      },
      base,
    );
    const { exit, err } = review(dir);
    expect(exit).toBe(2);
    expect(err).toMatch(/\.github\/bakegate\.yml:2:1: .*"mdoe".*did you mean "mode"\?/);
    expect(err).toMatch(/\.github\/bakegate\.yml:5:11: .*did you mean "immutable\/in-place-update"\?/);
    expect(err).toMatch(/\.github\/bakegate\.yml:7:14: .*2027-02-30/);
  });

  test("a broken configuration in the head changes nothing", () => {
    const dir = repository("headconfig", base, { ".github/bakegate.yml": "][" });
    expect(review(dir).exit).toBe(0);
  });
});

describe("what cannot be completed ends in 3, whatever else is asked", () => {
  test("a shallow clone without the merge base", () => {
    const dir = repository("deep", base, { "b.tf": "" });
    for (let n = 0; n < 3; n++) gitIn(dir, "commit", "-q", "--allow-empty", "-m", `${n}`);
    gitIn(dir, "checkout", "-q", "main");
    gitIn(dir, "commit", "-q", "--allow-empty", "-m", "on");
    const shallow = join(room, "shallow");
    gitIn(room, "clone", "-q", "--depth=1", "--no-single-branch", `file://${dir}`, shallow);
    const run = bakegate(["review", "--repo", shallow, "--base", "origin/main", "--head", "origin/work"]);
    expect(run.exit).toBe(3);
    expect(run.err).toContain("git fetch --unshallow");
  });

  const broken: readonly (readonly [string, Readonly<Record<string, string | Buffer>>, RegExp, number | null])[] = [
    ["a syntax error", { "main.tf": `${pins + server}resource "x" {` }, /review\/syntax-error/, 13],
    ["5 MB on one line", { "big.tf": `locals {\n  a = [${"1,".repeat(2_500_000)}]\n}\n` }, /review\/(syntax-error|unreadable-file)/, null],
    ["10,000 nested brackets", { "deep.tf": `locals {\n  a = ${"[".repeat(10_000)}${"]".repeat(10_000)}\n}\n` }, /review\/syntax-error/, 2],
    ["a file that is not UTF-8", { "latin.tf": Buffer.from('locals {\n  a = "caf\xe9"\n}\n', "latin1") }, /review\/unreadable-file/, 1],
    ["a binary file", { "bin.tf": Buffer.from([0, 1, 2, 3]) }, /review\/unreadable-file/, 1],
    ["UTF-16", { "wide.tf": Buffer.from("\ufefflocals {}\n", "utf16le") }, /review\/unreadable-file/, 1],
    ["JSON syntax that is cut off", { "x.tf.json": '{"locals": {' }, /review\/syntax-error/, 1],
  ];

  test.each(broken)("%s", (name, head, rule, line) => {
    const dir = repository(`broken-${name.replaceAll(/\W+/g, "-")}`, base, head);
    const run = review(dir, "--format", "json", "--fail-on", "never");
    expect(run.exit).toBe(3);
    expect(validateReviewJson(run.out)).toEqual([]);
    const read = JSON.parse(run.out) as { verdict: string; findings: { rule: string; location: { file: string; line: number } | null }[] };
    expect(read.verdict).toBe("error");
    const finding = read.findings.find((one) => rule.test(one.rule));
    expect(finding?.location?.file).toBe(Object.keys(head)[0]);
    if (line !== null) expect(finding?.location?.line).toBe(line);
  });

  test("the rest is still reviewed", () => {
    const dir = repository("rest", base, { "broken.tf": "resource {", "main.tf": (pins + server).replace("t3.small", "t3.large") });
    const read = JSON.parse(review(dir, "--format", "json").out) as { verdict: string; findings: { rule: string }[] };
    expect(read.verdict).toBe("error");
    expect(read.findings.map((one) => one.rule)).toContain("immutable/in-place-update");
  });

  test("a link that leads out of the repository, and one that goes in circles", () => {
    const dir = repository("links", base, { "b.txt": "x" });
    symlinkSync("../../../../etc/hostname", join(dir, "out.tf"));
    symlinkSync("ring.tf", join(dir, "ring.tf"));
    gitIn(dir, "add", "-A");
    gitIn(dir, "commit", "-q", "-m", "links");
    const run = review(dir);
    expect(run.exit).toBe(3);
    expect(run.out).toContain("out.tf");
    expect(run.out).toContain("ring.tf");
  });

  test("advisory mode does not let it pass", () => {
    const dir = repository("advisory", { ...base, ".github/bakegate.yml": "version: 1\nmode: advisory\n" }, { "main.tf": "resource {" });
    expect(review(dir).exit).toBe(3);
  });
});

describe("plans that are no evidence end in 3", () => {
  const good = (): string => readFileSync(join(plans, "attribute-destroy-first.json"), "utf8");
  const cases: readonly (readonly [string, () => string | Buffer, RegExp])[] = [
    ["truncated", () => good().slice(0, good().length >> 1), /truncated|ends in the middle/],
    ["another major version", () => good().replace(/"format_version": ?"[^"]*"/, '"format_version":"9.0"'), /format/],
    ["errored", () => good().replace(/^\{/, '{"errored":true,'), /error/],
    [
      "incomplete",
      () =>
        good()
          .replace(/^\{/, '{"complete":false,')
          .replace(/"complete": ?true,?/, ""),
      /not complete/,
    ],
    ["not JSON", () => "Terraform will perform the following actions:", /not JSON/],
    ["binary", () => Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /terraform show -json|not JSON/],
    ["empty", () => "", /not JSON|empty|truncated/],
  ];

  test.each(cases)("%s", (name, make, words) => {
    const file = join(room, `${name.replaceAll(" ", "-")}.plan.json`);
    writeFileSync(file, make());
    const run = bakegate(["plan", file]);
    expect({ exit: run.exit, out: run.out }).toEqual({ exit: 3, out: expect.stringMatching(words) });
    expect(bakegate(["plan", file, "--fail-on", "never"]).exit).toBe(3);
    expect(validateReviewJson(bakegate(["plan", file, "--format", "json"]).out)).toEqual([]);
  });

  test("a plan that is not there, and one that comes through a pipe", () => {
    const missing = bakegate(["plan", join(room, "nowhere.json")]);
    expect(missing.exit).toBe(3);
    expect(missing.out).toContain("does not exist");
    const piped = bakegate(["plan", "-"], { input: good() });
    expect([piped.exit, piped.err]).toEqual([0, ""]);
  });
});

describe("names are shown, and do nothing", () => {
  const nasty = "x`<img src=x>@everyone\u202e\u001b[31m\n# head";

  test("in keys of for_each, file names and branches, in every format", () => {
    const head = `${pins}resource "terraform_data" "x" {\n  for_each = toset([${JSON.stringify(nasty)}])\n  input    = each.key\n}\n`;
    const dir = repository("nasty", base, {
      "main.tf": head,
      "odd`@name\n<b>.tf":
        'resource "aws_instance" "y" {\n  ami = "ami-1"\n  instance_type = "t3.small"\n  provisioner "remote-exec" {\n    inline = ["true"]\n  }\n}\n',
    });
    const text = review(dir).out;
    expect([text.includes("\u001b"), text.includes("\u202e")]).toEqual([false, false]);
    const comment = review(dir, "--format", "markdown").out;
    expect([comment.includes("\u001b"), comment.includes("\u202e"), /^# head/m.test(comment)]).toEqual([false, false, false]);
    expect(comment.split("```")[0]?.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/@everyone|<img/);
    expect(review(dir, "--format", "html").out).not.toMatch(/<img|<b>/);
    expect(validateReviewJson(review(dir, "--format", "json").out)).toEqual([]);
  });
});

describe("output that cannot be written", () => {
  test("a full disk is said, and nothing that was there is lost", () => {
    expect(
      bakegate(["review", "--repo", webserver, "--base", "main", "--head", "new-image", "--out", join(room, "no-such-folder/x.txt")]),
    ).toMatchObject({ exit: 3, err: expect.stringContaining("its folder does not exist") });
    if (!existsSync("/dev/full")) return;
    const run = spawnSync(
      "sh",
      ["-c", `exec "$0" "$1" review --repo "$2" --base main --head new-image > /dev/full`, process.execPath, cli, webserver],
      { encoding: "utf8" },
    );
    expect(run.status).toBe(3);
    expect(run.stderr).toContain("the disk is full");
  });

  test("a reader that leaves early is no fault: the exit code is the verdict's", async () => {
    const child = spawn(
      process.execPath,
      [cli, "review", "--repo", webserver, "--base", "main", "--head", "resize-in-place", "--format", "json"],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString("utf8");
    });
    const exit = await new Promise((resolve) => child.on("close", resolve));
    expect([exit, err]).toEqual([1, ""]);
  });
});

describe("the reviewed repository", () => {
  test("is not written to, and nothing in it is run", () => {
    const dir = repository("traps", base, {
      "main.tf": (pins + server).replace("t3.small", "t3.large"),
      ".gitattributes": "*.tf diff=evil filter=evil\n",
    });
    const trap = join(room, "trapped");
    for (const key of [
      "core.fsmonitor",
      "diff.evil.textconv",
      "diff.evil.command",
      "filter.evil.smudge",
      "filter.evil.clean",
      "core.pager",
    ])
      gitIn(dir, "config", key, `touch ${trap}; cat`);
    const before = gitIn(dir, "rev-parse", "--all");
    expect(review(dir).exit).toBe(1);
    expect(existsSync(trap)).toBe(false);
    expect(gitIn(dir, "rev-parse", "--all")).toBe(before);
  });

  test("gives the same bytes twice, timings aside", () => {
    const once = () =>
      bakegate(["review", "--repo", webserver, "--base", "main", "--head", "database-replaced", "--format", "json"]).out.replace(
        /"duration_ms": \d+/,
        "",
      );
    expect(once()).toBe(once());
  });
});

describe("scan, init and policy", () => {
  test("a baseline holds fingerprints only, and what it knows blocks no more", () => {
    const dir = join(room, "scanned");
    write(dir, { "main.tf": `${pins}provider "aws" {\n  region     = "eu-west-1"\n  secret_key = "kR7vd92mQpzAAbbCC12"\n}\n` });
    const first = bakegate(["scan", dir, "--write-baseline", join(room, "baseline.json")]);
    expect(first.exit).toBe(1);
    const baseline = readFileSync(join(room, "baseline.json"), "utf8");
    expect(`${first.out}${first.err}${baseline}`).not.toContain("kR7vd92mQpzAAbbCC12");
    expect(bakegate(["scan", dir, "--baseline", join(room, "baseline.json")]).exit).toBe(0);
    expect(bakegate(["scan", dir, "--baseline", join(dir, "main.tf")])).toMatchObject({
      exit: 2,
      err: expect.stringContaining("is not a baseline"),
    });
  });

  test("init writes a configuration once, and it is valid", () => {
    const dir = repository("fresh", base, {});
    expect(bakegate(["init", dir])).toMatchObject({ exit: 0, out: expect.stringContaining("1 root module") });
    expect(bakegate(["policy", "validate"], { cwd: dir })).toMatchObject({ exit: 0, out: expect.stringContaining("valid") });
    expect(bakegate(["init", dir])).toMatchObject({ exit: 2, err: expect.stringContaining("exists already") });
  });

  test("each command's help has an example", () => {
    for (const command of [["review"], ["plan"], ["scan"], ["policy", "validate"], ["policy", "list"], ["policy", "explain"], ["init"]]) {
      const run = bakegate([...command, "--help"]);
      expect([command, run.exit, run.out]).toEqual([command, 0, expect.stringContaining(`$ `)]);
      expect(run.out).toContain(`bakegate ${command.join(" ")}`);
    }
  });
});
