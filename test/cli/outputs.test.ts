/** Where results go: full disks, closed pipes, files that are there already, colours. */
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { gitIn } from "../stories/webserver.ts";
import { bakegate, documentOf, faultsOfSarif, planJson, type Run, repository, resized } from "./bakegate.ts";

const formats = ["text", "markdown", "json", "sarif", "html"] as const;
const color = "\u001b[";

jest.setTimeout(60_000);

let room: string;
let plan: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-outputs-"));
  plan = join(room, "plan.json");
  writeFileSync(plan, planJson({ resource_changes: [resized] }));
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

/** A command that ends in 1. */
const asked = (...more: readonly string[]): readonly string[] => ["plan", plan, ...more];
const run = (...more: readonly string[]): Promise<Run> => bakegate(asked(...more));
const unknownRule = ["policy", "explain", "immutable/provisoner"];

describe("a full disk", () => {
  test("is told in every format, never taken for the verdict", async () => {
    const runs = await Promise.all(formats.map((format) => bakegate(asked("--format", format), { shell: '"$@" > /dev/full' })));
    for (const { exit, err } of runs) expect([exit, err]).toEqual([3, expect.stringContaining("standard output: the disk is full")]);
  });

  test("is told where a device is named, and the device stays one", async () => {
    const link = join(room, "full");
    symlinkSync("/dev/full", link);
    const { exit, err } = await run("--out", link);
    expect([exit, err]).toEqual([3, expect.stringContaining("the disk is full")]);
    expect([lstatSync(link).isSymbolicLink(), statSync("/dev/full").isCharacterDevice()]).toEqual([true, true]);
  });

  test("is told of help, the version and lists as well", async () => {
    const commands = [["--help"], ["--version"], ["policy", "list"], ["policy", "explain", "immutable/provisioner"]];
    for (const done of await Promise.all(commands.map((args) => bakegate(args, { shell: '"$@" > /dev/full' }))))
      expect([done.exit, done.err]).toEqual([3, expect.stringContaining("the disk is full")]);
  });

  test("below standard error leaves the exit code as it is", async () => {
    const { exit } = await bakegate(unknownRule, { shell: '"$@" 2> /dev/full' });
    expect(exit).toBe(2);
  });
});

describe("a reader that leaves", () => {
  const early = '{ "$@"; echo "exit $?" >&2; } | true';

  test("is no fault, in any format", async () => {
    const runs = await Promise.all(formats.map((format) => bakegate(asked("--format", format), { shell: early })));
    for (const { err } of runs) expect(err).toBe("exit 1\n");
  });

  test("is no fault of help, and of a usage error that nobody reads", async () => {
    expect((await bakegate(["--help"], { shell: early })).err).toBe("exit 0\n");
    const unread = await bakegate(unknownRule, {
      shell: '{ "$@" 2>&1 3>&-; echo "exit $?" >&3; } 3>&2 | true',
    });
    expect(unread.err).toBe("exit 2\n");
  });
});

describe("--out", () => {
  test("in a folder that is not there, or at a folder, is told with the next step", async () => {
    const missing = await run("--out", join(room, "nowhere/review.txt"));
    expect([missing.exit, missing.err]).toEqual([
      3,
      expect.stringMatching(/nowhere\/review\.txt: its folder does not exist\n.*run the command again/),
    ]);
    const folder = await run("--out", room);
    expect([folder.exit, folder.err]).toEqual([3, expect.stringContaining("it is a folder")]);
  });

  test("keeps what was there when writing fails, and leaves nothing behind", async () => {
    const file = join(room, "kept", "review.html");
    repository(join(room, "kept"), {}, {});
    writeFileSync(file, "as it was");
    const done = await bakegate(asked("--format", "html", "--out", file), { shell: 'ulimit -f 1; "$@"' });
    expect([done.exit, done.err]).toEqual([3, expect.stringContaining("could not be written")]);
    expect(readFileSync(file, "utf8")).toBe("as it was");
    expect(gitIn(join(room, "kept"), "status", "--porcelain")).toBe("?? review.html");
  });

  test("writes through a link, keeps the file's permissions, and prints nothing else", async () => {
    const file = join(room, "real.json");
    writeFileSync(file, "old", { mode: 0o600 });
    symlinkSync(file, join(room, "link.json"));
    const done = await run("--format", "json", "--out", join(room, "link.json"));
    expect([done.exit, done.out, done.err]).toEqual([1, "", ""]);
    expect(documentOf({ ...done, out: readFileSync(file, "utf8") }).verdict).toBe("block");
    expect([statSync(file).mode & 0o777, lstatSync(join(room, "link.json")).isSymbolicLink()]).toEqual([0o600, true]);
  });

  test("a pipe is written to as it is", async () => {
    const pipe = join(room, "pipe");
    const done = await bakegate(asked("--format", "sarif", "--out", pipe), {
      shell: `mkfifo ${pipe}; cat ${pipe} & "$@"; code=$?; wait; exit $code`,
    });
    expect([done.exit, faultsOfSarif(done.out)]).toEqual([1, null]);
  });
});

describe("colours", () => {
  test("come where they are asked for, and nowhere else", async () => {
    const env = { PATH: process.env.PATH ?? "" };
    const [plain, forced, refused, off, file] = await Promise.all([
      bakegate(asked(), { env }),
      bakegate(asked(), { env: { ...env, FORCE_COLOR: "1" } }),
      bakegate(asked(), { env: { ...env, FORCE_COLOR: "1", NO_COLOR: "1" } }),
      bakegate(asked("--no-color"), { env: { ...env, FORCE_COLOR: "1" } }),
      bakegate(asked("--out", join(room, "colourless.txt")), { env: { ...env, FORCE_COLOR: "1" } }),
    ]);
    expect(forced.out).toContain(color);
    for (const done of [plain, refused, off]) expect([done.exit, done.out.includes(color)]).toEqual([1, false]);
    expect([file.exit, readFileSync(join(room, "colourless.txt"), "utf8").includes(color)]).toEqual([1, false]);
  });
});

describe("the same input", () => {
  test("gives the same bytes, timings aside", async () => {
    for (const format of ["markdown", "html"]) {
      const [first, second] = await Promise.all([run("--format", format), run("--format", format)]);
      const timeless = (text: string): string => text.replace(/"duration_ms": \d+/, "");
      expect(timeless(second.out)).toBe(timeless(first.out));
    }
  });
});
