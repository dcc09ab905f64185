/** Waivers in comments: they count from the base branch only, at the thing that they were written for, until their day is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { defaultPolicy } from "../../src/flows/load-policy.ts";
import { silent } from "../../src/flows/progress.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import { scanFolder } from "../../src/flows/scan-command.ts";
import type { Review } from "../../src/model/review.ts";
import { plainSentence } from "../../src/render/plain.ts";
import { reviewCase } from "../stories/review-folders.ts";
import { gitIn } from "../stories/webserver.ts";

jest.setTimeout(60_000);

let room: string;
let count = 0;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-waivers-"));
});
afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

function write(dir: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

async function review(base: Files, head: Files): Promise<Review> {
  const dir = join(room, String(++count));
  write(join(dir, "base"), base);
  write(join(dir, "head"), head);
  return reviewCase(dir);
}

const waiver = "bakegate:allow immutable/in-place-update until 2999-12-31 because it has no image, OPS-12";

function server(type: string, comment = "", name = "web"): string {
  return `resource "aws_instance" "${name}" {\n  ami = "ami-0a1b2c3d4e5f60718"\n${comment}  instance_type = "${type}"\n}\n`;
}

/** What the review says of changes in place. */
function told({ findings }: Review) {
  return findings
    .filter(({ rule }) => rule === "immutable/in-place-update")
    .map(({ address, exemption, remedy }) => ({
      address,
      exemption: exemption?.id ?? null,
      pending: /waiver in \S+ (?:was added by this change|stands on the base branch beside something else)/.test(plainSentence(remedy)),
    }));
}

const web = "aws_instance.web";

describe("a waiver counts where the base branch holds it", () => {
  test.each([
    ["#", `  # ${waiver}\n`],
    ["//", `  // ${waiver}\n`],
    ["/* */", `  /* ${waiver} */\n`],
  ])("above the line, behind %s", async (_, comment) => {
    const reviewed = await review({ "main.tf": server("t3.small", comment) }, { "main.tf": server("t3.large", comment) });
    expect(told(reviewed)).toEqual([{ address: web, exemption: "main.tf:3", pending: false }]);
    expect(reviewed.findings.find(({ exemption }) => exemption !== null)?.exemption).toEqual({
      id: "main.tf:3",
      reason: "it has no image, OPS-12",
      approvedBy: null,
      expires: "2999-12-31",
    });
    expect(reviewed.verdict).not.toBe("block");
  });

  test("on the line itself, whose value is another one at the base, and after lines were added above and the file was renamed", async () => {
    const line = (type: string) => server(type).replace(`"${type}"`, `"${type}" # ${waiver}`);
    const rest = "# a line of the file that stays\n".repeat(10);
    const reviewed = await review({ "main.tf": line("t3.small") + rest }, { "web.tf": `# one\n# more\n${line("t3.large")}${rest}` });
    expect(told(reviewed)).toEqual([{ address: web, exemption: "web.tf:5", pending: false }]);
  });

  test("in a text that is no HCL, by its key and those above it", async () => {
    const image = "bakegate:allow image/unpinned until 2999-12-31 because the registry is ours";
    const file = (tag: string) => `# ${image}\nFROM registry.example.com/base:${tag}\nRUN true\n`;
    const reviewed = await review({ Dockerfile: file("1") }, { Dockerfile: file("2") });
    expect(reviewed.findings.filter(({ rule }) => rule === "image/unpinned").map(({ exemption }) => exemption?.id)).toEqual([
      "Dockerfile:1",
    ]);
  });
});

describe("a waiver of the change itself does not count, and the finding says so", () => {
  const comment = `  # ${waiver}\n`;
  const blocked = [{ address: web, exemption: null, pending: true }];

  test("a new one", async () => {
    const reviewed = await review({ "main.tf": server("t3.small") }, { "main.tf": server("t3.large", comment) });
    expect(told(reviewed)).toEqual(blocked);
    expect(reviewed.verdict).toBe("block");
  });

  test.each([
    ["the day", "2999-12-31", "2999-12-30"],
    ["the reason", "OPS-12", "OPS-13"],
  ])("one with %s changed", async (_, from, to) => {
    const changed = comment.replace(from, to);
    expect(told(await review({ "main.tf": server("t3.small", comment) }, { "main.tf": server("t3.large", changed) }))).toEqual(blocked);
  });

  test("one that was taken from another resource, argument or file, or written a second time", async () => {
    const other = server("t3.small", comment, "vpn");
    expect(
      told(
        await review({ "main.tf": server("t3.small") + other }, { "main.tf": server("t3.large", comment) + server("t3.small", "", "vpn") }),
      ),
    ).toEqual(blocked);
    expect(told(await review({ "main.tf": server("t3.small") + other }, { "main.tf": server("t3.large", comment) + other }))).toEqual(
      blocked,
    );
    expect(
      told(await review({ "main.tf": server("t3.small"), "vpn.tf": other }, { "main.tf": server("t3.large", comment), "vpn.tf": other })),
    ).toEqual(blocked);
    const above = server("t3.small").replace("  ami", `${comment}  ami`);
    expect(told(await review({ "main.tf": above }, { "main.tf": server("t3.large", comment) }))).toEqual(blocked);
    // A block in a comment or a text is none.
    const faked = `/*\nresource "aws_instance" "vpn" {\n*/\n${server("t3.large", comment)}`;
    expect(told(await review({ "main.tf": server("t3.small") + other }, { "main.tf": faked + server("t3.small", "", "vpn") }))).toEqual(
      blocked,
    );
  });

  test("it is told apart whether the waiver is new, or what it covers", async () => {
    const sentence = async (base: string, head: string) => {
      const { findings } = await review({ "main.tf": base }, { "main.tf": head });
      return findings
        .filter(({ address, rule }) => address === web && rule === "immutable/in-place-update")
        .map(({ remedy }) => /The waiver in main\.tf:\d+ (.*)/.exec(plainSentence(remedy).replaceAll("`", ""))?.[1]);
    };
    const changed = server("t3.large", comment);
    expect(await sentence(server("t3.small"), changed)).toEqual([
      "was added by this change and does not count until it stands on the base branch.",
    ]);
    const bare = server("t3.small").replace("  ami", `${comment}\n  ami`);
    const beside = [
      "stands on the base branch beside something else, or beside nothing: here it does not count until it and the line that it covers both stand on the base branch.",
    ];
    expect(await sentence(bare, changed)).toEqual(beside);
    // The base holds it once, where it counts: the second one is new.
    const vpn = server("t3.small", comment, "vpn");
    expect(await sentence(server("t3.small") + vpn, changed + vpn)).toEqual([
      "was added by this change and does not count until it stands on the base branch.",
    ]);
  });

  test("the tip of the base branch decides, not the commit that the change starts from", async () => {
    const dir = join(room, "git");
    mkdirSync(dir);
    const commit = (files: Files) => {
      write(dir, files);
      gitIn(dir, "add", "-A");
      gitIn(dir, "commit", "-q", "-m", "x");
    };
    gitIn(dir, "init", "-q", "-b", "main");
    commit({ "main.tf": server("t3.small", comment) });
    gitIn(dir, "checkout", "-q", "-b", "work");
    commit({ "main.tf": server("t3.large", comment) });
    const asked = { repo: dir, base: "main", head: "work", engine: "auto" } as const;
    expect(told(await reviewBranch(asked, silent))).toEqual([{ address: web, exemption: "main.tf:3", pending: false }]);
    gitIn(dir, "checkout", "-q", "main");
    commit({ "main.tf": server("t3.small") });
    expect(told(await reviewBranch(asked, silent))).toEqual(blocked);
  });
});

describe("what a waiver does not do", () => {
  test("hold after its last day: the finding blocks, and the waiver is named", async () => {
    const over = `  # ${waiver.replace("2999", "2020")}\n`;
    const reviewed = await review({ "main.tf": server("t3.small", over) }, { "main.tf": server("t3.large", over) });
    expect(told(reviewed)).toEqual([{ address: web, exemption: null, pending: false }]);
    const blocking = reviewed.findings.find(({ rule }) => rule === "immutable/in-place-update");
    expect(plainSentence(blocking?.remedy ?? { template: "", values: {} }).replaceAll("`", "")).toMatch(
      /The waiver in main\.tf:3 held until 2020-12-31 and does not count any more\.$/,
    );
    const [expired] = reviewed.findings.filter(({ rule }) => rule === "review/exemption-expired");
    expect([expired?.place?.file, expired?.place?.line, expired?.message.values.expires]).toEqual(["main.tf", 3, "2020-12-31"]);
  });

  test("let another rule's finding through, or one further away", async () => {
    const other = `  # ${waiver.replace("in-place-update", "undecided")}\n`;
    const far = `  # ${waiver}\n  # and\n`;
    for (const comment of [other, far])
      expect(told(await review({ "main.tf": server("t3.small", comment) }, { "main.tf": server("t3.large", comment) }))).toEqual([
        { address: web, exemption: null, pending: false },
      ]);
  });

  test("let another credential through than the one that it names", async () => {
    const database = (password: string, comment = "") =>
      `resource "aws_db_instance" "main" {\n  engine = "postgres"\n${comment}  password = "${password}"\n}\n`;
    const [one, other] = ["Wint3r-Is-Coming-42", "Summ3r-Is-Over-43"];
    const hardCoded = (reviewed: Review) => reviewed.findings.filter(({ rule }) => rule === "credentials/hard-coded");
    const [finding] = hardCoded(await review({}, { "main.tf": database(one) }));
    const comment = `  # bakegate:allow credentials/hard-coded ${finding?.fingerprint} until 2999-12-31 because it is rotated\n`;
    const before = { "main.tf": database("changeme", comment) };
    const exempted = async (password: string) =>
      hardCoded(await review(before, { "main.tf": database(password, comment) })).map(({ exemption }) => exemption?.id ?? null);
    expect(await exempted(one)).toEqual(["main.tf:3"]);
    expect(await exempted(other)).toEqual([null]);
  });
});

describe("a comment that is none is told, with what is wrong", () => {
  test.each([
    ["", "no-rule", "it names no rule"],
    [
      "immutable/in-plce-update until 2999-12-31 because x",
      "misspelt-rule",
      "there is no rule immutable/in-plce-update, but immutable/in-place-update",
    ],
    ["immutable/in-place-update: because x", "misspelt-rule", "but immutable/in-place-update"],
    ["x/y until 2999-12-31 because x", "unknown-rule", "there is no rule x/y"],
    // What looks like a credential is not repeated, even where no rule knows it for one.
    ["Zq8vKp2XwLr9TnYb4MdF until 2999-12-31 because x", "unknown-rule", "there is no rule Zq8…;"],
    ["immutable/in-place-update until Zq8vKp2XwLr9TnYb4MdF because x", "wrong-day", "Zq8… is no day"],
    ["immutable/in-place-update", "no-day", "it lacks until"],
    ["immutable/in-place-update because x", "no-day", "it lacks until"],
    ["immutable/in-place-update until tomorrow because x", "wrong-day", "tomorrow is no day"],
    ["immutable/in-place-update until 2999-02-30 because x", "wrong-day", "2999-02-30 is no day"],
    ["immutable/in-place-update until 2999-12-31", "no-reason", "it lacks because"],
    ["immutable/in-place-update until 2999-12-31 because", "no-reason", "it lacks because"],
    ["credentials/hard-coded until 2999-12-31 because x", "no-fingerprint", "fingerprint is missing"],
    ["review/syntax-error until 2999-12-31 because x", "never-passes", "never passes"],
  ])("%s", async (words, reason, wrong) => {
    const reviewed = await review({ "main.tf": server("t3.small") }, { "main.tf": server("t3.small", `  # bakegate:allow ${words}\n`) });
    const faults = reviewed.findings.filter(({ rule }) => rule === "review/waiver-unreadable");
    expect(faults.map((one) => [one.level, one.introduced, one.place?.line, one.reason])).toEqual([["warn", true, 3, reason]]);
    expect(plainSentence(faults[0]?.message ?? { template: "", values: {} }).replaceAll("`", "")).toContain(wrong);
  });

  test("one that stood there before is not introduced; in prose and in a text it is no waiver at all", async () => {
    const old = server("t3.small", "  # bakegate:allow\n");
    const standing = await review({ "main.tf": old }, { "main.tf": `${old}# more\n` });
    expect(standing.findings.filter(({ rule }) => rule === "review/waiver-unreadable").map(({ introduced }) => introduced)).toEqual([
      false,
    ]);
    const prose = await review({}, { "README.md": "# bakegate:allow\n", "main.tf": 'locals {\n  form = "bakegate:allow"\n}\n' });
    expect(prose.findings.filter(({ rule }) => rule === "review/waiver-unreadable")).toEqual([]);
  });

  test("any number of them takes no longer than the file is long", async () => {
    const many = `${"# bakegate:allow immutable/drift\n".repeat(20_000)}${"#".repeat(500_000)} bakegate:allow\n`;
    const reviewed = await review({}, { "many.sh": many });
    expect(reviewed.findings.filter(({ rule }) => rule === "review/waiver-unreadable")).toHaveLength(201);
  });
});

test("a scan has no base: the files are taken as they stand, as is the configuration", async () => {
  const dir = join(room, "scanned");
  const image = "# bakegate:allow image/unpinned until 2999-12-31 because the registry is ours\nFROM registry.example.com/base:1\n";
  write(dir, { Dockerfile: image, "other/Dockerfile": image.split("\n").slice(1).join("\n") });
  const scanned = await scanFolder(dir, [], defaultPolicy(), silent);
  expect(
    scanned.findings.filter(({ rule }) => rule === "image/unpinned").map(({ place, exemption }) => [place?.file, exemption?.id ?? null]),
  ).toEqual([
    ["Dockerfile", "Dockerfile:1"],
    ["other/Dockerfile", null],
  ]);
});
