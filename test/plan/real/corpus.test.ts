/** Every plan of the corpora and of the fixtures, held against the independent reading. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { Plan } from "../../../src/model/plan.ts";
import { parsePlanJson } from "../../../src/parse/plan/plan-json.ts";
import { readWrittenPlan } from "../../../src/plan/real-plan.ts";
import { type RawPlan, readIndependently } from "./independent-reading.ts";

const shared = fileURLToPath(new URL("../../../../shared/corpora/", import.meta.url));
const archive = join(shared, "plans.tar.gz");
const pairs = join(shared, "pairs");
const fixtures = fileURLToPath(new URL("../../../fixtures/plans/", import.meta.url));

function jsonBelow(dir: string, name = /\.json$/): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => name.test(file))
    .sort()
    .map((file) => join(dir, file));
}

function readPlan(bytes: Uint8Array): Plan {
  return readWrittenPlan(parsePlanJson(bytes), "digest");
}

/** Actions, orders, replacing paths and problems are those of the independent reading. */
function check(file: string): Plan {
  const bytes = readFileSync(file);
  const raw = JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, "")) as RawPlan;
  const plan = readPlan(bytes);
  for (const [read, written] of [
    [plan.changes, raw.resource_changes],
    [plan.drift, raw.resource_drift],
  ] as const) {
    const mine = read.map((change) => ({
      address: change.address,
      deposed: change.deposed,
      action: change.action,
      order: change.order,
      replacing: change.because.flatMap((cause) => (cause.path === null ? [] : [cause.path])),
    }));
    expect([file, mine]).toEqual([file, readIndependently(written)]);
  }
  for (const change of plan.changes) {
    expect([file, change.address, change.because.length > 0]).toEqual([file, change.address, change.action === "replace"]);
    expect(change.attributes.map((attribute) => attribute.path)).toEqual(change.attributes.map((attribute) => attribute.path).sort());
  }
  expect([file, plan.problems.map((problem) => problem.kind)]).toEqual([
    file,
    [...(raw.errored === true ? ["errored"] : []), ...(raw.complete === false ? ["incomplete"] : [])],
  ]);
  return plan;
}

test("fixtures/plans", () => {
  const files = jsonBelow(fixtures);
  expect(files.length).toBeGreaterThan(40);
  for (const file of files) check(file);
});

const describePairs = existsSync(pairs) ? describe : describe.skip;
describePairs("corpora/pairs (skipped where ../shared is missing)", () => {
  test("every plan", () => {
    const files = existsSync(pairs) ? jsonBelow(pairs, /(^|\/)[^/]+\/plan\.json$/) : [];
    expect(files.length).toBeGreaterThanOrEqual(34);
    for (const file of files) check(file);
  });

  test.each([
    ["aws-blue-green-group", "aws_autoscaling_group.g", [["upstream", "name", "aws_launch_configuration.c"]]],
    ["aws-volume-attachment-follows", "aws_volume_attachment.a", [["upstream", "instance_id", "aws_instance.web"]]],
    [
      "aws-vpc-cidr",
      "aws_subnet.s",
      [
        ["upstream", "vpc_id", "aws_vpc.v"],
        ["attribute", "cidr_block", null],
      ],
    ],
    ["random-upstream", "local_file.f", [["upstream", "content", "random_pet.p"]]],
    ["cbd-spreads", "terraform_data.top", [["upstream", "triggers_replace", "terraform_data.base"]]],
    ["replace-triggered-by", "terraform_data.vm", [["triggered", null, "terraform_data.cfg"]]],
  ] as const)("%s: why %s is replaced", (pair, address, because) => {
    const plan = readPlan(readFileSync(join(pairs, pair, "plan.json")));
    const change = plan.changes.find((one) => one.address === address);
    expect(change?.because.map((cause) => [cause.kind, cause.path, cause.via])).toEqual(because);
  });
});

const describeArchive = existsSync(archive) ? describe : describe.skip;
describeArchive("corpora/plans.tar.gz (skipped where ../shared is missing)", () => {
  const folders: string[] = [];
  let unpacked: string | null = null;

  function folder(): string {
    if (unpacked !== null) return unpacked;
    const dir = mkdtempSync(join(tmpdir(), "bakegate-corpus-"));
    folders.push(dir);
    const tar = spawnSync("tar", ["-xzf", archive, "-C", dir], { encoding: "utf8" });
    if (tar.status !== 0) throw new Error(`tar: ${tar.stderr}`);
    unpacked = dir;
    return dir;
  }

  afterAll(() => {
    for (const dir of folders) rmSync(dir, { recursive: true, force: true });
  });

  test("every plan", () => {
    const files = jsonBelow(folder());
    expect(files.length).toBeGreaterThanOrEqual(132);
    const seen = new Set<string>();
    for (const file of files) for (const change of check(file).changes) seen.add(change.action);
    expect([...seen].sort()).toEqual(["create", "delete", "forget", "move", "no-op", "read", "replace", "update"]);
  });

  test("nothing of the password in sensitive.json survives", () => {
    const bytes = readFileSync(jsonBelow(folder(), /sensitive\.json$/)[0] ?? "");
    expect(bytes.toString("utf8")).toMatch(/s3cret-one.*s3cret-two/s);
    const written = parsePlanJson(bytes);
    expect(JSON.stringify([written, readWrittenPlan(written, "d")])).not.toMatch(/s3cret/);
    const secret = readPlan(bytes).changes.find((change) => change.address === "terraform_data.secret");
    expect(secret?.attributes).toEqual([
      { path: "input.password", before: null, after: null, sensitive: true, unknown: false, forcesReplacement: false },
      { path: "output", before: null, after: null, sensitive: true, unknown: true, forcesReplacement: false },
    ]);
  });
});
