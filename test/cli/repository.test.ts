/** The reviewed folder: nothing in it is run or written, and the program works wherever it stands. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { gitIn } from "../stories/webserver.ts";
import { bakegate, base, blocked, documentOf, planJson, planted, repository, review, writeFiles } from "./bakegate.ts";

jest.setTimeout(60_000);

let room: string;
let dir: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-repository-"));
  dir = repository(join(room, "repository"), { ...base, "deep/er/main.tf": "" }, blocked);
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

describe("nothing in the repository is run or written", () => {
  test("no hook, monitor, filter, diff or pager, for commits, the work tree and a scan", async () => {
    const trapped = join(room, "traps");
    cpSync(dir, trapped, { recursive: true });
    writeFiles(trapped, { ".gitattributes": "*.tf diff=evil filter=evil\n" });
    const mark = join(room, "run");
    const trap = join(room, "trap.sh");
    writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> ${mark}\ncat\n`);
    chmodSync(trap, 0o755);
    const keys = ["core.fsmonitor", "core.pager", "core.editor", "diff.external"];
    const drivers = ["diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process"];
    for (const key of [...keys, ...drivers, "alias.ls-tree", "core.sshCommand"])
      gitIn(trapped, "config", key, key.startsWith("alias") ? `!${trap}` : trap);
    for (const hook of ["post-index-change", "post-checkout", "fsmonitor-watchman", "pre-commit"])
      cpSync(trap, join(trapped, ".git/hooks", hook));
    // Same content, other time: git has to compare it, which is when it would filter it.
    utimesSync(join(trapped, "main.tf"), new Date(1e12), new Date(1e12));
    const index = readFileSync(join(trapped, ".git/index"));
    const asked = ["review", "--repo", trapped, "--base", "main", "--head"];
    const runs = await Promise.all([bakegate([...asked, "work"]), bakegate([...asked, "WORKTREE"]), bakegate(["scan", trapped])]);
    expect(runs.map((run) => run.exit)).toEqual([1, 1, 1]);
    expect(existsSync(mark)).toBe(false);
    expect(gitIn(trapped, "-c", "core.fsmonitor=", "ls-files", "--others")).toBe(".gitattributes");
    expect(readFileSync(join(trapped, ".git/index")).equals(index)).toBe(true);
    const written = execFileSync("git", ["-C", trapped, "hash-object", "--no-filters", "main.tf"], { encoding: "utf8" });
    expect(written.trim()).toBe(gitIn(trapped, "rev-parse", "work:main.tf"));
  });

  test("a head that breaks the configuration changes nothing", async () => {
    const headed = repository(join(room, "head"), base, { ".github/bakegate.yml": "mode: ][", "README.md": "x\n" });
    expect((await review(headed)).exit).toBe(0);
  });
});

describe("what an earlier run found out of files", () => {
  test("is known to the next, by a review and a scan, and holds no credential", async () => {
    const [cache, state] = [join(room, "cache"), join(room, "state")];
    const env = { PATH: process.env.PATH ?? "", BAKEGATE_CACHE_DIR: cache, XDG_STATE_HOME: state };
    const asked = ["review", "--repo", dir, "--base", "main", "--head", "work", "--verbose"];
    const first = await bakegate(asked, { env });
    const second = await bakegate(asked, { env });
    const scan = await bakegate(["scan", dir, "--verbose"], { env });
    const known = [first, second, scan].map(({ err }) => /Parse cache: (\d+) of (\d+) answers known/.exec(err)?.slice(1));
    expect(known[0]).toEqual(["0", known[1]?.[1]]);
    expect(known[1]?.[0]).toBe(known[1]?.[1]);
    expect(Number(known[2]?.[0])).toBeGreaterThan(0);
    expect([second.exit, second.out]).toEqual([first.exit, first.out]);
    for (const path of readdirSync(cache, { recursive: true, encoding: "utf8" }))
      if (path.endsWith(".pack")) expect(readFileSync(join(cache, path)).includes(planted)).toBe(false);
  });

  test("is not kept where nothing can be written, which fails nothing", async () => {
    const env = { PATH: process.env.PATH ?? "", BAKEGATE_CACHE_DIR: "/dev/null/cache", XDG_STATE_HOME: join(room, "elsewhere") };
    const run = await bakegate(["review", "--repo", dir, "--base", "main", "--head", "work", "--verbose"], { env });
    expect([run.exit, run.err]).toEqual([1, "Parse cache: off (a part of its path is a file).\n"]);
  });
});

describe("wherever it stands", () => {
  test("in a folder below, in a bare clone, without a home", async () => {
    const bare = join(room, "bare.git");
    gitIn(room, "clone", "-q", "--bare", dir, bare);
    const asked = ["review", "--base", "main", "--head", "work", "--format", "json"];
    const [below, cloned, homeless] = await Promise.all([
      bakegate(asked, { cwd: join(dir, "deep/er") }),
      bakegate(asked, { cwd: bare }),
      bakegate(asked, { cwd: dir, env: { PATH: process.env.PATH ?? "" } }),
    ]);
    for (const run of [below, cloned, homeless]) {
      expect([run.exit, run.err]).toEqual([1, ""]);
      expect(documentOf(run).findings).toEqual(documentOf(below).findings);
    }
    const none = await bakegate(["review", "--base", "main", "--head", "WORKTREE"], { cwd: bare });
    expect([none.exit, none.err]).toEqual([2, expect.stringContaining("bare repository and has no WORKTREE")]);
  });

  test("what is no repository, what git refuses, and no git at all are told apart", async () => {
    const faulty = join(room, "faulty");
    cpSync(dir, faulty, { recursive: true });
    writeFileSync(join(faulty, ".git/config"), "[core\n");
    const owned = join(room, "owned");
    cpSync(dir, owned, { recursive: true });
    const asked = (repo: string) => ["review", "--repo", repo, "--base", "main", "--head", "work"];
    const env = { PATH: process.env.PATH ?? "" };
    const [none, missing, broken, other, without] = await Promise.all([
      bakegate(asked(room)),
      bakegate(asked(join(room, "nowhere"))),
      bakegate(asked(faulty)),
      // What git itself uses in its tests to see another owner.
      bakegate(asked(owned), { env: { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1", GIT_CONFIG_GLOBAL: "/dev/null" } }),
      bakegate(asked(dir), { env: { PATH: room } }),
    ]);
    expect([none.exit, none.err]).toEqual([2, expect.stringMatching(/not in a git repository\n.*bakegate scan/)]);
    expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining("does not exist")]);
    expect([broken.exit, broken.err]).toEqual([2, expect.stringMatching(/git cannot open .*bad config/)]);
    expect([other.exit, other.err]).toEqual([2, expect.stringContaining(`git config --global --add safe.directory ${owned}`)]);
    expect([without.exit, without.err]).toEqual([2, expect.stringContaining("Install git")]);
  });

  test("a reference that looks like an option is a reference", async () => {
    const runs = await Promise.all(
      ["--output=x", "-h", "--upload-pack=x", "main..work"].map((ref) =>
        bakegate(["review", "--repo", dir, "--base", "main", `--head=${ref}`]),
      ),
    );
    for (const run of runs) expect([run.exit, run.out]).toEqual([2, ""]);
    expect(runs[0]?.err).toContain('unknown reference "--output=x"');
    expect(existsSync(join(dir, "x"))).toBe(false);
  });
});

describe("a scan", () => {
  beforeAll(() => {
    writeFiles(join(room, "plain"), { ...blocked, "vars/prod.tfvars": `db_password = "${planted}"\n`, "clean/x.txt": "x\n" });
  });

  const files = (text: string): readonly (string | undefined)[] =>
    documentOf({ exit: 0, out: text, err: "" })
      .findings.filter((one) => one.rule === "credentials/hard-coded")
      .map((one) => one.location?.file);

  test("needs no git, takes a folder, files and several paths", async () => {
    const cwd = join(room, "plain");
    const [all, file, several, clean, outside, missing] = await Promise.all([
      bakegate(["scan", "--format", "json"], { cwd }),
      bakegate(["scan", "database.tf", "--format", "json"], { cwd }),
      bakegate(["scan", "vars", "database.tf", "--format", "json"], { cwd }),
      bakegate(["scan", "clean"], { cwd }),
      bakegate(["scan", "../plain/database.tf", "../repository/main.tf"], { cwd }),
      bakegate(["scan", "vars", "nowhere"], { cwd }),
    ]);
    expect([all.exit, file.exit, several.exit, clean.exit, outside.exit, missing.exit]).toEqual([1, 1, 1, 0, 2, 2]);
    expect(files(all.out)).toEqual(expect.arrayContaining(["database.tf", "vars/prod.tfvars"]));
    expect(files(file.out)).toEqual(["database.tf"]);
    expect([...files(several.out)].sort()).toEqual(["database.tf", "vars/prod.tfvars"]);
    expect(outside.err).toContain("is not below the current folder");
    expect(missing.err).toContain("does not exist");
  });

  test("a baseline holds fingerprints only, and what it knows blocks no more; what could not be read does", async () => {
    const known = join(room, "known.json");
    const cwd = join(room, "plain");
    const first = await bakegate(["scan", "--write-baseline", known], { cwd });
    expect([first.exit, first.err]).toEqual([1, expect.stringMatching(/Wrote .*known\.json: \d+ findings/)]);
    expect(Object.keys(JSON.parse(readFileSync(known, "utf8")))).toEqual(["schema", "fingerprints"]);
    expect(readFileSync(known, "utf8")).not.toContain(planted);
    writeFiles(join(room, "broken"), { ...blocked, "x.tf": "resource {" });
    const [second, broken, none, missing, nowhere] = await Promise.all([
      bakegate(["scan", "--baseline", known], { cwd }),
      bakegate(["scan", join(room, "broken"), "--baseline", known]),
      bakegate(["scan", "--baseline", "database.tf"], { cwd }),
      bakegate(["scan", "--baseline", "nowhere.json"], { cwd }),
      bakegate(["scan", "clean", "--write-baseline", "nowhere/known.json"], { cwd }),
    ]);
    expect([second.exit, broken.exit]).toEqual([0, 3]);
    expect([none.exit, none.err]).toEqual([2, expect.stringContaining("is not a baseline")]);
    expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining("it does not exist")]);
    expect([nowhere.exit, nowhere.err]).toEqual([3, expect.stringContaining("its folder does not exist")]);
  });

  test("names that are not UTF-8, and pipes, stop nothing", async () => {
    const odd = join(room, "odd");
    mkdirSync(odd);
    writeFileSync(Buffer.concat([Buffer.from(`${odd}/a`), Buffer.of(0xff), Buffer.from(".tf")]), "x");
    execFileSync("mkfifo", [join(odd, "pipe.tf")]);
    writeFiles(odd, blocked);
    const run = await bakegate(["scan", odd, "--format", "json"]);
    expect(run.exit).toBe(3);
    expect(files(run.out)).toEqual(["database.tf"]);
    expect(documentOf(run).findings.map((one) => one.rule)).toContain("review/unreadable-file");
  });

  test("JSON syntax, on one line, keeps nothing hidden", async () => {
    writeFiles(join(room, "json"), {
      "main.tf.json": JSON.stringify([{ resource: [{ aws_db_instance: { a: [{ password: planted }] } }] }]),
    });
    const run = await bakegate(["scan", join(room, "json"), "--format", "json"]);
    expect([run.exit, files(run.out)]).toEqual([1, ["main.tf.json"]]);
  });
});

test("a plan with a sensitive value shows it in no format", async () => {
  const file = join(room, "plan.json");
  writeFileSync(file, planJson());
  // Each run is searched for the value.
  const runs = await Promise.all(["text", "json", "html"].map((format) => bakegate(["plan", file, "--verbose", "--format", format])));
  expect(runs.map((run) => run.exit)).toEqual([1, 1, 1]);
});
