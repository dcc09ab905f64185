/** What cannot be completed ends in 3 whatever else is asked, names its place, and takes nothing else with it. */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { gitIn } from "../stories/webserver.ts";
import { bakegate, base, blocked, commitAll, documentOf, faultsOfSarif, planted, repository, review, writeFiles } from "./bakegate.ts";

jest.setTimeout(60_000);

let room: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-exits-"));
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

interface Broken {
  readonly file: string;
  readonly content: string | Buffer;
  readonly rule: string;
  readonly line: number;
}

/** Each is broken in its own way, in a folder of its own. */
const broken: readonly Broken[] = [
  { file: "argument/x.tf", content: 'locals {\n  a = \n}\nresource "x" {', rule: "review/syntax-error", line: 2 },
  { file: "quote/x.tf", content: `locals {\n  password = "${planted}\n}\n`, rule: "review/syntax-error", line: 2 },
  { file: "one-line/x.tf", content: `locals {\n  a = [${"1,".repeat(2_500_000)}]\n}\n`, rule: "review/syntax-error", line: 2 },
  { file: "one-text/x.tf", content: `locals {\n  a = "${"x".repeat(5_000_000)}"\n}\n`, rule: "review/syntax-error", line: 1 },
  {
    file: "brackets/x.tf",
    content: `locals {\n  a = ${"[".repeat(10_000)}${"]".repeat(10_000)}\n}\n`,
    rule: "review/syntax-error",
    line: 2,
  },
  { file: "blocks/x.tf", content: `${"a {\n".repeat(10_000)}${"}\n".repeat(10_000)}`, rule: "review/syntax-error", line: 200 },
  { file: "latin-1/x.tf", content: Buffer.from('locals {\n  a = "caf\xe9"\n}\n', "latin1"), rule: "review/unreadable-file", line: 1 },
  { file: "binary/x.tf", content: Buffer.from([0, 1, 2, 3]), rule: "review/unreadable-file", line: 1 },
  { file: "utf-16/x.tf", content: Buffer.from("\ufefflocals {}\n", "utf16le"), rule: "review/unreadable-file", line: 1 },
  { file: "20-mb/terraform.tfvars", content: "a = 1\n".repeat(3_400_000), rule: "review/unreadable-file", line: 1 },
  { file: "json/x.tf.json", content: '{"locals": {', rule: "review/syntax-error", line: 1 },
  {
    file: "json-key/x.tf.json",
    content: `{"resource": {"aws_instance": {"x": {\n"ami": "a",\n"ami": "${planted}"}}}}`,
    rule: "review/syntax-error",
    line: 3,
  },
];

describe("files that are broken", () => {
  let dir: string;

  beforeAll(() => {
    dir = repository(join(room, "broken"), base, { ...blocked, ...Object.fromEntries(broken.map(({ file, content }) => [file, content])) });
  });

  test("are findings at their lines, in a document that is valid; the rest is reviewed as ever", async () => {
    const run = await review(dir, "--format", "json", "--fail-on", "never");
    expect([run.exit, run.err]).toEqual([3, ""]);
    const { verdict, findings } = documentOf(run);
    expect(verdict).toBe("error");
    const found = findings.map(({ rule, location }) => ({ rule, file: location?.file, line: location?.line }));
    for (const { file, rule, line } of broken) expect(found).toContainEqual({ file, rule, line });
    expect(found).toContainEqual(expect.objectContaining({ rule: "immutable/in-place-update", file: "main.tf" }));
    expect(found).toContainEqual(expect.objectContaining({ rule: "credentials/hard-coded", file: "database.tf" }));
  });

  test("are told in other formats, with the same exit code", async () => {
    const [text, quiet, sarif] = await Promise.all([review(dir), review(dir, "--quiet"), review(dir, "--format", "sarif")]);
    for (const run of [text, quiet, sarif]) expect([run.exit, run.err]).toEqual([3, ""]);
    expect(text.out).toMatch(/^ERROR .*syntax error/);
    for (const { file, line } of broken) expect([text.out, quiet.out]).toEqual(Array(2).fill(expect.stringContaining(`${file}:${line}`)));
    expect([faultsOfSarif(sarif.out), JSON.parse(sarif.out).runs[0].invocations[0].executionSuccessful]).toEqual([null, false]);
  });

  test("do not pass in advisory mode, nor a scan", async () => {
    const advisory = { ...base, ".github/bakegate.yml": "version: 1\nmode: advisory\n" };
    const advised = repository(join(room, "advisory"), advisory, { "x.tf": "resource {" });
    const [reviewed, scanned] = await Promise.all([review(advised), bakegate(["scan", advised, "--fail-on", "never"])]);
    expect([reviewed.exit, scanned.exit]).toEqual([3, 3]);
  });
});

describe("links and submodules", () => {
  test("a link that leads out, to nothing or in circles is named; one within the repository is followed", async () => {
    const dir = repository(join(room, "links"), base, { "shared/database.tf": String(blocked["database.tf"]) });
    for (const [name, target] of [
      ["out.tf", "../../../../etc/hostname"],
      ["absolute.tf", "/etc/hostname"],
      ["nothing.tf", "nowhere.tf"],
      ["ring.tf", "ring.tf"],
      ["linked.tf", "shared/database.tf"],
    ] as const)
      symlinkSync(target, join(dir, name));
    commitAll(dir, "links");
    const run = await review(dir, "--format", "json");
    const { findings } = documentOf(run);
    const at = (rule: string) => findings.filter((one) => one.rule === rule).map((one) => one.location?.file);
    expect(run.exit).toBe(3);
    expect(at("review/unreadable-file").sort()).toEqual(["absolute.tf", "nothing.tf", "out.tf", "ring.tf"]);
    expect(at("credentials/hard-coded")).toContain("linked.tf");
  });

  test("a module that is a submodule is not taken for an empty one", async () => {
    const dir = repository(join(room, "outer"), base, {});
    repository(join(dir, "inner"), { "main.tf": "" }, {});
    writeFiles(dir, { "call.tf": 'module "inner" {\n  source = "./inner"\n}\n' });
    commitAll(dir, "a submodule");
    const run = await review(dir, "--format", "json");
    expect(run.exit).toBe(3);
    const place = expect.objectContaining({ file: "call.tf", line: 1 });
    expect(documentOf(run).findings).toContainEqual(expect.objectContaining({ rule: "review/configuration-invalid", location: place }));
  });
});

describe("histories", () => {
  test("a shallow clone without the merge base, and two that have nothing in common", async () => {
    const dir = repository(join(room, "deep"), base, { "b.tf": "" });
    for (let n = 0; n < 3; n++) gitIn(dir, "commit", "-q", "--allow-empty", "-m", `${n}`);
    gitIn(dir, "checkout", "-q", "main");
    gitIn(dir, "commit", "-q", "--allow-empty", "-m", "on");
    gitIn(dir, "checkout", "-q", "--orphan", "alone");
    gitIn(dir, "commit", "-q", "-m", "alone");
    const shallow = join(room, "shallow");
    gitIn(room, "clone", "-q", "--depth=1", "--no-single-branch", `file://${dir}`, shallow);
    const [cut, apart, named] = await Promise.all([
      bakegate(["review", "--repo", shallow, "--base", "origin/main", "--head", "origin/work"]),
      bakegate(["review", "--repo", dir, "--base", "main", "--head", "alone"]),
      bakegate(["review", "--repo", shallow, "--base", "origin/main", "--head", "work"]),
    ]);
    expect([cut.exit, cut.err]).toEqual([3, expect.stringContaining("git fetch --unshallow")]);
    expect([apart.exit, apart.err]).toEqual([3, expect.stringContaining("no commit in common")]);
    expect([named.exit, named.err]).toEqual([2, expect.stringContaining('Did you mean "origin/work"?')]);
  });
});

describe("names are shown, and do nothing", () => {
  const nasty = "x`<img src=x>@everyone\u202e\u001b[31m\n# head";
  const branch = "wei`rd<b>@octocat\u202e";

  test("in keys of for_each, files and branches", async () => {
    const dir = repository(join(room, "nasty"), base, {
      "main.tf": `resource "aws_instance" "x" {\n  for_each = toset([${JSON.stringify(nasty)}])\n  user_data = each.key\n}\n`,
      "odd`@name\n<b>.tf": 'resource "aws_instance" "y" {\n  provisioner "remote-exec" {\n    inline = ["true"]\n  }\n}\n',
    });
    gitIn(dir, "branch", branch);
    const asked = ["review", "--repo", dir, "--base", "main", "--head", branch];
    const [text, markdown, html, json, unknown] = await Promise.all([
      bakegate([...asked, "--verbose"]),
      bakegate([...asked, "--format", "markdown"]),
      bakegate([...asked, "--format", "html"]),
      bakegate([...asked, "--format", "json"]),
      bakegate(["review", "--repo", dir, "--base", "main", "--head", nasty]),
    ]);
    for (const { out } of [text, markdown, html, json]) expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^# head/mu);
    expect(markdown.out.split("```")[0]?.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/g, "")).not.toMatch(/@everyone|@octocat|@name|<img|<b>/);
    expect(html.out).not.toMatch(/<img|<b>/);
    expect(documentOf(json).findings.map((one) => one.location?.file)).toContain("odd`@name\n<b>.tf");
    expect([unknown.exit, unknown.out, unknown.err.split("\n").length]).toEqual([2, "", 3]);
    expect(unknown.err).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});
