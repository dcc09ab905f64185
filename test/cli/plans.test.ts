/** Plan files that are no evidence: each ends in 3 with the reason, whatever its size. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { bakegate, documentOf, faultsOfSarif, planJson, planted, resized } from "./bakegate.ts";

jest.setTimeout(60_000);

let room: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-plans-"));
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

const good = planJson();
const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

const refused: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ["truncated", good.slice(0, good.length >> 1), /ends in the middle/],
  ["cut in a credential", good.slice(0, good.indexOf(planted) + 5), /ends in the middle/],
  ["another major version", planJson({ format_version: "2.0" }), /format_version is "2\.0"/],
  ["no version", planJson({ format_version: undefined }), /has no format_version/],
  ["errored", planJson({ errored: true }), /ended in an error/],
  ["incomplete", planJson({ complete: false }), /is not complete/],
  [
    "no changes but resources",
    planJson({ resource_changes: undefined, planned_values: { root_module: { resources: [{}] } } }),
    /is missing/,
  ],
  ["changes that are no list", planJson({ resource_changes: {} }), /is no list/],
  ["changes that are none", planJson({ resource_changes: [1, null, {}] }), /it has no change/],
  ["an unknown action", planJson({ resource_changes: [{ ...resized, change: { actions: ["explode"] } }] }), /unknown actions/],
  ["a member twice", good.replace(/^\{/, '{"resource_changes":[],'), /a second/],
  ["text behind the end", `${good}\n{}`, /more text after the end/],
  ["nested too deeply", `{"format_version":"1.2","resource_changes":${nested(100_000)}}`, /nested too deeply/],
  ["the text for people", "Terraform will perform the following actions:", /is not JSON/],
  ["a list", "[]", /is not JSON/],
  ["empty", "", /an empty file/],
  ["binary", createHash("sha512").update("x").digest(), /is not JSON/],
  ["a saved plan", Buffer.from("PK\u0003\u0004\0\0\0\0"), /is no plan .*terraform show -json/],
  [
    "a state",
    JSON.stringify({ version: 4, serial: 1, lineage: "x", outputs: {}, resources: [{ password: planted }] }),
    /is no plan .*state/,
  ],
  ["a state as JSON", JSON.stringify({ format_version: "1.0", values: { root_module: {} } }), /is no plan .*state/],
  ["the log of a plan", '{"@level":"info","type":"version"}\n{"@level":"info"}\n', /is no plan .*log/],
];

test("plans that are no evidence end in 3, in a valid document that says why", async () => {
  const runs = await Promise.all(
    refused.map(([name, content]) => {
      const file = join(room, `${name.replaceAll(" ", "-")}.json`);
      writeFileSync(file, content);
      return bakegate(["plan", file, "--format", "json", "--fail-on", "never"]);
    }),
  );
  for (const [index, [name, , words]] of refused.entries()) {
    const run = runs[index];
    expect([name, run?.exit, run?.err]).toEqual([name, 3, ""]);
    if (run === undefined) continue;
    const { verdict, findings } = documentOf(run);
    const faults = findings.filter((one) => one.rule.startsWith("review/plan-"));
    expect([name, verdict, faults.map((one) => one.message)]).toEqual([name, "error", [expect.stringMatching(words)]]);
  }
});

test("the same is told in the other formats, and in advisory mode", async () => {
  const file = join(room, "truncated.json");
  writeFileSync(join(room, "advisory.yml"), "version: 1\nmode: advisory\n");
  const [text, markdown, sarif, advisory] = await Promise.all([
    bakegate(["plan", file]),
    bakegate(["plan", file, "--format", "markdown"]),
    bakegate(["plan", file, "--format", "sarif"]),
    bakegate(["plan", file, "--config", join(room, "advisory.yml")]),
  ]);
  for (const run of [text, markdown, sarif, advisory]) expect([run.exit, run.err]).toEqual([3, ""]);
  expect(text.out).toContain("Make it again: terraform show -json");
  expect(markdown.out).toContain("ends in the middle");
  expect([faultsOfSarif(sarif.out), JSON.parse(sarif.out).runs[0].invocations[0].executionSuccessful]).toEqual([null, false]);
});

test("one that is not there, a folder, and what comes through a pipe", async () => {
  const [missing, folder, piped, empty] = await Promise.all([
    bakegate(["plan", join(room, "nowhere.json")]),
    bakegate(["plan", room]),
    bakegate(["plan", "-"], { input: good }),
    bakegate(["plan", "-"]),
  ]);
  expect([missing.exit, missing.out]).toEqual([3, expect.stringContaining("it does not exist")]);
  expect([folder.exit, folder.out]).toEqual([3, expect.stringContaining("it is a folder")]);
  expect([piped.exit, piped.out]).toEqual([1, expect.stringContaining("aws_instance.web")]);
  expect([empty.exit, empty.out]).toEqual([3, expect.stringContaining("an empty file")]);
});

test("a byte order mark and UTF-16, as PowerShell writes them, are read", async () => {
  for (const [name, content] of [
    ["bom", Buffer.from(`\ufeff${good}`)],
    ["utf16", Buffer.from(`\ufeff${good}`, "utf16le")],
  ] as const) {
    writeFileSync(join(room, name), content);
    const run = await bakegate(["plan", join(room, name)]);
    expect([run.exit, run.out]).toEqual([1, expect.stringContaining("aws_instance.web")]);
  }
});

describe("100 MB", () => {
  /** Writes `count` times `piece` between a start and an end. */
  async function large(name: string, start: string, piece: string, count: number, end: string): Promise<string> {
    const file = join(room, name);
    const out = createWriteStream(file);
    out.write(start);
    const chunk = piece.repeat(1000);
    for (let left = count; left > 0; left -= 1000) if (!out.write(chunk)) await once(out, "drain");
    out.end(end);
    await finished(out);
    return file;
  }

  const env = { PATH: process.env.PATH ?? "", NODE_OPTIONS: "--max-old-space-size=512" };

  test("of a list that says nothing takes little memory, and is refused", async () => {
    const start = '{"format_version":"1.2","resource_changes":[';
    const file = await large("nothing.json", start, "{},", 33_000_000, "{}]}");
    const run = await bakegate(["plan", file, "--format", "json"], { env });
    const faults = documentOf(run).findings.map((one) => one.message);
    expect([run.exit, faults]).toEqual([3, expect.arrayContaining([expect.stringContaining("too large")])]);
    expect(run.out.length).toBeLessThan(20_000);
  });

  test("of a single value that is not looked at is read past", async () => {
    const [before, after] = JSON.stringify({ ...JSON.parse(planJson()), padding: "@" }).split("@");
    const file = await large("padding.json", before ?? "", "x".repeat(100), 1_000_000, after ?? "");
    const run = await bakegate(["plan", file], { env });
    expect([run.exit, run.err]).toEqual([1, ""]);
    expect(run.out.length).toBeLessThan(20_000);
  });
});
