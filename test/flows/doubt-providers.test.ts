/** What the code around a change says of it: a provider block that changes, and a destruction that is forbidden. */
import { describe, expect, test } from "@jest/globals";
import { doubtProviders } from "../../src/flows/doubt-providers.ts";
import { preventedChanges } from "../../src/flows/refused.ts";
import type { ResourceChange } from "../../src/model/resource-change.ts";
import { resource } from "../plan/configurations.ts";

function unchanged(type: string): ResourceChange {
  return {
    address: `${type}.one`,
    type,
    name: "one",
    mode: "managed",
    provider: null,
    action: "no-op",
    order: null,
    deposed: null,
    because: [],
    attributes: [],
    previousAddress: null,
    importId: null,
    reason: null,
    possible: [],
    doubts: [],
    place: null,
  };
}

const none = { hasTold: () => false, isOther: () => false };

function providers(blocks: Readonly<Record<string, Readonly<Record<string, string>>>>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(Object.entries(blocks).map(([key, entries]) => [key, new Map(Object.entries(entries))]));
}

const changes = [unchanged("aws_instance"), unchanged("google_sql_database_instance")];

function actions(base: Parameters<typeof providers>[0], head: Parameters<typeof providers>[0]): readonly string[] {
  return doubtProviders(changes, providers(base), providers(head), none).map(
    (change) => `${change.type} ${change.action}${change.doubts.map((doubt) => ` ${doubt.path}`).join("")}`,
  );
}

describe("resources of a provider", () => {
  test("are as certain as before when its block is the same", () => {
    expect(actions({ aws: { region: "a" } }, { aws: { region: "a" } })).toEqual([
      "aws_instance no-op",
      "google_sql_database_instance no-op",
    ]);
  });

  test("are undecided when it moves to another region, and those of others are not", () => {
    expect(actions({ aws: { region: "a" } }, { aws: { region: "b" } })).toEqual([
      "aws_instance undecided null",
      "google_sql_database_instance no-op",
    ]);
  });

  test("are undecided when the default block comes or goes", () => {
    expect(actions({}, { aws: { region: "b" } })[0]).toBe("aws_instance undecided null");
    expect(actions({ aws: { region: "b" } }, {})[0]).toBe("aws_instance undecided null");
  });

  test("may be updated in their tags when the default tags change", () => {
    expect(actions({ aws: { default_tags: "x" } }, { aws: { default_tags: "y" } })[0]).toBe("aws_instance undecided tags_all");
  });

  test("are undecided when the state is kept elsewhere", () => {
    expect(actions({ "*": { backend: "a" } }, { "*": { backend: "b" } })).toEqual([
      "aws_instance undecided null",
      "google_sql_database_instance undecided null",
    ]);
  });

  test("are undecided when their module is handed another provider", () => {
    const inModule = { ...unchanged("aws_instance"), address: "module.app.aws_instance.one" };
    const before = providers({ "module.app": { providers: "a" }, "module.other": {} });
    const after = providers({ "module.app": { providers: "b" }, "module.other": {} });
    expect(doubtProviders([inModule, ...changes], before, after, none).map((change) => change.action)).toEqual([
      "undecided",
      "no-op",
      "no-op",
    ]);
  });

  test("stay when only credentials change, or an alias is added", () => {
    expect(actions({ aws: { profile: "x" } }, { aws: { profile: "y" }, "aws.eu": { region: "c" } })[0]).toBe("aws_instance no-op");
  });
});

describe("prevent_destroy", () => {
  const kept = resource("aws_s3_bucket.logs[0]", {}, { lifecycle: { preventDestroy: true } });
  const change = (action: ResourceChange["action"], address: string): ResourceChange => ({
    ...unchanged("aws_s3_bucket"),
    action,
    address,
  });

  test("makes a predicted replacement or deletion one that terraform refuses", () => {
    const changes = [
      change("replace", "aws_s3_bucket.logs[0]"),
      change("delete", "aws_s3_bucket.logs[1]"),
      change("update", "aws_s3_bucket.logs[2]"),
    ];
    expect(preventedChanges(changes, [kept], "live").map((problem) => problem.evidence)).toEqual([
      { detail: "aws_s3_bucket.logs[0] would be replaced, which its prevent_destroy forbids: terraform plan fails" },
      { detail: "aws_s3_bucket.logs[1] would be deleted, which its prevent_destroy forbids: terraform plan fails" },
    ]);
  });

  test("says nothing of others, nor of a block that is gone with it", () => {
    expect(preventedChanges([change("delete", "aws_s3_bucket.other"), change("forget", "aws_s3_bucket.logs[0]")], [kept], "live")).toEqual(
      [],
    );
    expect(preventedChanges([change("delete", "aws_s3_bucket.logs[0]")], [], "live")).toEqual([]);
  });
});
