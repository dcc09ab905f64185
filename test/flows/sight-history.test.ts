/** Commits of a change: what one adds and a later one removes is told, wherever it stood and however it came, and nothing else is. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { defaultPolicy } from "../../src/flows/load-policy.ts";
import { silent } from "../../src/flows/progress.ts";
import { reviewChange } from "../../src/flows/review-change.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import type { CommittedFile } from "../../src/model/commit-history.ts";
import { passedFiles } from "../../src/model/commit-history.ts";
import type { Review } from "../../src/model/review.ts";
import { gitIn } from "../stories/webserver.ts";

jest.setTimeout(60_000);

const planted = "Wint3r-Is-Coming-42";
const database = (value: string): string => `resource "aws_db_instance" "main" {\n  engine   = "postgres"\n  password = ${value}\n}\n`;
const leaky = database(`"${planted}"`);
const clean = database("var.password");

type Files = Readonly<Record<string, string | Buffer | null>>;

/** Commits by the names that the stories give them, put in by one process. */
class Stories {
  readonly ids = new Map<string, string>();
  readonly #stream: (string | Buffer)[] = [];
  readonly #marks = new Map<string, number>();
  #count = 0;

  /** The branch starts at another one where it is new; null as a content takes a file away. */
  commit(branch: string, name: string, files: Files, parents: { readonly from?: string | null; readonly merge?: string } = {}): void {
    const mark = ++this.#count;
    const from = parents.from === undefined ? (this.#marks.get(branch) ?? this.#marks.get("main")) : this.#marks.get(parents.from ?? "");
    this.#stream.push(`commit refs/heads/${branch}\nmark :${mark}\ncommitter A <a@example.com> ${1_800_000_000 + mark} +0000\ndata 1\nx\n`);
    if (from !== undefined) this.#stream.push(`from :${from}\n`);
    if (parents.merge !== undefined) this.#stream.push(`merge :${this.#marks.get(parents.merge)}\n`);
    for (const [path, content] of Object.entries(files)) {
      if (content === null) this.#stream.push(`D ${path}\n`);
      else this.#stream.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n`, content, "\n");
    }
    this.#marks.set(branch, mark);
    this.#marks.set(name, mark);
  }

  tell(repository: string): void {
    const marks = join(repository, ".git/told");
    const input = Buffer.concat(this.#stream.map((part) => Buffer.from(part)));
    execFileSync("git", ["-C", repository, "fast-import", "--quiet", `--export-marks=${marks}`], { input });
    const told = new Map(
      readFileSync(marks, "utf8")
        .trim()
        .split("\n")
        .map((line) => [Number(line.slice(1).split(" ")[0]), line.split(" ")[1] ?? ""]),
    );
    for (const [name, mark] of this.#marks) this.ids.set(name, told.get(mark) ?? "");
  }
}

const setting = `# caf\u00e9\nDB_PASSWORD=${planted}\n`;
const utf16 = Buffer.from(`\ufeff${setting}`, "utf16le");
/** The key of documentation, but for its last letters. */
const vendorKey = ["AKIA", "Q3EGRZTS", "7XUMBVWD"].join("");

/** Files that are no UTF-8, each with a credential in its second line. */
const encoded: Files = {
  "be.env": Buffer.from(utf16).swap16(),
  "bytes.env": Buffer.from(setting, "latin1"),
  "disguised.env": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(setting, "latin1")]),
  "le.env": utf16,
  "settings.yml": Buffer.from(`# caf\u00e9 \u0090\npassword: ${planted}\n`, "latin1"),
  "stray.env": Buffer.from(`PASSWORD=${planted}\n\0\n`, "latin1"),
  "tool.bin": Buffer.from(`\0\u0001\u0002\u0003\nkey=${vendorKey}\n`, "latin1"),
};

const standing = database('"Standing-In-The-B4se"');
const stories = new Stories();
let room: string;
let dir: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-history-"));
  dir = join(room, "repository");
  mkdirSync(dir);
  gitIn(dir, "init", "-q", "-b", "main");
  const commit = stories.commit.bind(stories);
  commit("main", "base", { "README.md": "a\n", "old/main.tf": standing });

  commit("passed", "leak", { "db/main.tf": leaky });
  commit("passed", "", { "db/main.tf": `${clean}variable "password" {}\n` });
  commit("standing", "", { "db/main.tf": leaky });

  commit("module", "", { "app/main.tf": `${database("var.pin")}variable "pin" {}\n` });
  commit("values", "value", { "app/prod.auto.tfvars": `pin = "${planted}"\n` }, { from: "module" });
  commit("values", "", { "app/prod.auto.tfvars": null, "README.md": "b\n" });

  commit("side", "side leak", { "side.tf": leaky });
  commit("side", "", { "side.tf": null });
  commit("merging", "", { "README.md": "c\n" });
  commit("merging", "merge leak", { "evil.tf": database('"Put-In-By-Th3-Merge"') }, { merge: "side" });
  commit("merging", "", { "evil.tf": null });
  commit("unrelated", "root leak", { "root.tf": database('"Of-An0ther-History"') }, { from: null });
  commit("unrelated", "", { "root.tf": null });
  commit("merging", "", {}, { merge: "unrelated" });

  const key = `-----BEGIN RSA PRIVATE KEY-----\n${"MIIEpAIBAAKCAQEAq1w2e3r4t5y6u7i8o9p0".repeat(4)}\n-----END RSA PRIVATE KEY-----\n`;
  commit("often", "first", { "notes.txt": key, "a.tf": leaky });
  commit("often", "", { "a.tf": `# more\n${leaky}`, "b.tf": leaky });
  commit("often", "", { "a.tf": null, "b.tf": null, "notes.txt": null });

  for (let count = 0; count < 300; count++)
    commit("many", `many ${count}`, { "many.tf": count === 150 ? leaky : `locals { n = ${count} }\n` });
  commit("uncommitted", "", { "w.tf": leaky });

  commit("moved", "", { "here.tf": leaky });
  commit("moved", "", { "here.tf": null, "there.tf": leaky.replace("main", "other") });
  commit("around", "", { "old/main.tf": `# one\n${standing}` });
  commit("around", "", { "old/main.tf": `# two\n${standing}` });
  commit("work", "", { "later.tf": database('"changeme"') });
  commit("grown", "", { "theirs.tf": leaky });
  commit("work", "", { "theirs.tf": leaky }, { merge: "grown" });
  commit("grown", "", { "theirs.tf": null });
  commit("work", "", { "theirs.tf": null }, { merge: "grown" });
  commit("work", "", { "later.tf": null });

  const large = Buffer.alloc(17 * 1024 * 1024, 120);
  commit("unreadable", "unread", { "tool.bin": Buffer.from([0, 1, 2]), "large.txt": large, "old.tf": Buffer.from([0xff, 0xfe, 97, 0]) });
  commit("unreadable", "", { "tool.bin": null, "large.txt": null, "old.tf": null });
  commit("encoded", "encoded", encoded);
  commit("encoded-gone", "", {}, { from: "encoded" });
  commit("encoded-gone", "", Object.fromEntries(Object.keys(encoded).map((path) => [path, null])));
  const nested = `${"[".repeat(200)}{"password":"${planted}"}${"]".repeat(200)}`;
  commit("partly", "partly", { "deep.json": nested, "large.txt": large });
  commit("partly-gone", "", {}, { from: "partly" });
  commit("partly-gone", "", { "deep.json": null, "large.txt": null });
  commit("deep", "", { "x.txt": "1\n" });
  for (let count = 0; count < 4; count++) commit("deep-side", "", { "y.txt": `${count}\n` });
  commit("deep", "", { "y.txt": "3\n" }, { merge: "deep-side" });
  stories.tell(dir);
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

/** How a leak is told. */
function told(name: string, place: string): string {
  return `block ${stories.ids.get(name)?.slice(0, 7)} ${place} true`;
}

async function review(head: string, base = "main", repo = dir): Promise<Review> {
  const reviewed = await reviewBranch({ repo, base, head, engine: "auto" }, silent);
  // Nothing that is told holds the text.
  expect(JSON.stringify(reviewed).includes(planted)).toBe(false);
  return reviewed;
}

function leaks({ findings }: Review): readonly string[] {
  return findings
    .filter(({ rule }) => rule === "credentials/leaked-in-history")
    .map(({ place, introduced, level }) => `${level} ${place?.commit?.slice(0, 7)} ${place?.file}:${place?.line} ${introduced}`);
}

describe("what passed is told", () => {
  test("added by one commit and removed by the next, with the fingerprint that it has where it stands", async () => {
    const reviewed = await review("passed");
    expect(leaks(reviewed)).toEqual([told("leak", "db/main.tf:3")]);
    expect(reviewed.verdict).toBe("block");
    const finding = reviewed.findings.find(({ rule }) => rule === "credentials/leaked-in-history");
    expect(finding?.message.values).toMatchObject({
      what: "password",
      length: planted.length,
      commit: stories.ids.get("leak")?.slice(0, 10),
    });
    const stands = (await review("standing")).findings.find(({ rule }) => rule === "credentials/hard-coded");
    expect(stands?.fingerprint).toBe(finding?.fingerprint);
  });

  test("a value whose name says nothing, by where the head's variable ends up, though the change touches no module", async () => {
    const reviewed = await review("values", "module");
    expect(leaks(reviewed)).toEqual([told("value", "app/prod.auto.tfvars:1")]);
    expect(reviewed.findings[0]?.message.values.way).toEqual(["app/prod.auto.tfvars:1", "var.pin", "aws_db_instance.main.password"]);
  });

  test("in a side branch that was merged, in what a merge itself put in, and in a history of its own", async () => {
    const expected = [told("side leak", "side.tf:3"), told("merge leak", "evil.tf:3"), told("root leak", "root.tf:3")];
    expect(leaks(await review("merging")).toSorted()).toEqual(expected.toSorted());
  });

  test("in the first of several commits that held it, once, and in any text file", async () => {
    expect(leaks(await review("often")).toSorted()).toEqual([told("first", "a.tf:3"), told("first", "notes.txt:1")].toSorted());
  });

  test("among three hundred commits, and under a work tree that holds it no more", async () => {
    expect(leaks(await review("many"))).toEqual([told("many 150", "many.tf:3")]);
    gitIn(dir, "checkout", "-q", "uncommitted");
    writeFileSync(join(dir, "w.tf"), clean);
    expect(leaks(await review("WORKTREE"))).toEqual([told("uncommitted", "w.tf:3")]);
  });
});

describe("what is no UTF-8 is searched all the same", () => {
  test("where it stands", async () => {
    const reviewed = await review("encoded");
    const places = reviewed.findings.map(({ rule, place }) => `${rule} ${place?.file}:${place?.line}`);
    expect(places.toSorted()).toEqual([
      "credentials/hard-coded be.env:2",
      "credentials/hard-coded bytes.env:2",
      "credentials/hard-coded disguised.env:2",
      "credentials/hard-coded le.env:2",
      "credentials/hard-coded settings.yml:2",
      "credentials/hard-coded stray.env:1",
      "credentials/token tool.bin:2",
    ]);
    expect(reviewed.unread.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(
      Object.keys(encoded).map((file) => `${file}: ${file === "tool.bin" ? "binary" : "not-utf8, searched for credentials only"}`),
    );
  });

  test("where it passed, each credential once", async () => {
    const at = stories.ids.get("encoded");
    const leaked = (await review("encoded-gone")).findings.map(({ rule, place }) => [rule, place?.file, place?.line, place?.commit]);
    expect(leaked.toSorted()).toEqual([
      ["credentials/leaked-in-history", "be.env", 2, at],
      ["credentials/leaked-in-history", "tool.bin", 2, at],
    ]);
  });
});

describe("what is no news is not told", () => {
  test("what only moved is told where it stands at the head", async () => {
    const reviewed = await review("moved");
    expect(leaks(reviewed)).toEqual([]);
    expect(reviewed.findings.some(({ rule, place }) => rule === "credentials/hard-coded" && place?.file === "there.tf")).toBe(true);
  });

  test("what the base holds, around which the commits change the file", async () => {
    expect(leaks(await review("around"))).toEqual([]);
  });

  test("what a merge of the base branch brings, and stand-ins", async () => {
    expect(leaks(await review("work", "grown"))).toEqual([]);
  });
});

describe("what cannot be looked at is told", () => {
  test("binary, overlong and illegible files of a commit are named with it", async () => {
    const at = `in the commit ${stories.ids.get("unread")?.slice(0, 10)}`;
    expect((await review("unreadable")).unread.toSorted((a, b) => (a.file < b.file ? -1 : 1))).toEqual([
      { file: "large.txt", reason: `too-large, ${at}` },
      { file: "old.tf", reason: `not-utf8, searched for credentials only, ${at}` },
      { file: "tool.bin", reason: `binary, ${at}` },
    ]);
  });

  test.each([
    { head: "partly", at: undefined },
    { head: "partly-gone", at: "partly" },
  ])("$head: a file that is too large or was searched only in part blocks", async ({ head, at }) => {
    const reviewed = await review(head);
    const commit = at === undefined ? undefined : stories.ids.get(at);
    const told = reviewed.findings.map(({ rule, reason, level, place }) => [rule, reason, level, place?.file, place?.commit]);
    expect(told.toSorted()).toEqual([
      ["review/search-incomplete", "in-part", "block", "deep.json", commit],
      ["review/search-incomplete", "too-large", "block", "large.txt", commit],
    ]);
    expect(reviewed.verdict).toBe("block");
    expect(reviewed.unread.map(({ file }) => file).toSorted()).toEqual(["deep.json", "large.txt"]);
  });

  test('a clone that lacks commits is blocked by "review/search-incomplete"', async () => {
    const clone = join(room, "shallow");
    gitIn(room, "clone", "-q", "--depth=3", "--no-single-branch", `file://${dir}`, clone);
    const reviewed = await review("origin/deep", "origin/main", clone);
    const blocking = reviewed.findings.filter(({ level }) => level === "block").map(({ rule, reason }) => `${rule} ${reason}`);
    expect(blocking).toEqual(["review/search-incomplete shallow"]);
    expect(reviewed.verdict).toBe("block");
  });
});

test("more files than are searched, and files that are not to be had, are told once", async () => {
  const files = Array.from(
    { length: 20_001 },
    (_, index): CommittedFile => ({ commit: "c".repeat(40), path: `${index}.txt`, legible: true, id: `${index}`, mode: "file" }),
  );
  const none = { entries: new Map() };
  const reader = {
    tree: async () => none,
    readBlobs: async (ids: Iterable<string>) => new Map([...ids].map((id) => [id, { kind: "missing" } as const])),
  };
  const reviewed = await reviewChange({
    reader,
    base: none,
    head: none,
    history: Promise.resolve({ files, gap: { kind: "too-many-commits", count: 7_000, read: 5_000 } }),
    policy: defaultPolicy(),
    subject: { repository: "acme/web", base: "b", head: "h", pullRequest: null, blobUrl: null, baseName: null, headName: null },
    plans: new Map(),
    engine: "auto",
    onlyProject: null,
    progress: silent,
  });
  expect(
    reviewed.findings.map(({ rule, reason, level, message }) => [rule, reason, level, message.values.count ?? message.values.path]),
  ).toEqual([
    ["review/search-incomplete", "missing", "block", "0.txt"],
    ["review/search-incomplete", "too-many-commits", "block", 7_000],
    ["review/search-incomplete", "too-many-files", "block", 20_001],
  ]);
  expect(reviewed.verdict).toBe("block");
});

test("a submodule and a link are no files, also where nobody says what they are", () => {
  const file = (path: string, mode: CommittedFile["mode"]): CommittedFile => ({ commit: "c", path, legible: true, id: path, mode });
  const entry = (path: string, mode: "file" | "submodule") => [path, { path, legible: true, id: "other", mode }] as const;
  const base = { entries: new Map([entry("vendored", "submodule")]) };
  const files = [file("vendored", null), file("module", "submodule"), file("link", "symlink"), file("a.tf", null), file("b.tf", "file")];
  expect(passedFiles({ files, gap: null }, base, { entries: new Map() }).map(({ path }) => path)).toEqual(["a.tf", "b.tf"]);
});
