/** The labelled corpora: what is claimed of them now has to stay true. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sightTokens } from "../../src/credentials/sight-tokens.ts";
import { sightFiles } from "./sighted.ts";

const archive = fileURLToPath(new URL("../../../shared/corpora/credentials.tar.gz", import.meta.url));
const found = existsSync(archive);
const about = found ? describe : describe.skip;

/** Classes of tokens that are found whatever stands around them. */
const claimed = new Set(
  (
    "1password-service-account-token azure-ad-client-secret curl-auth-header curl-auth-user databricks-api-token facebook-secret flyio-access-token " +
    "grafana-cloud-api-token grafana-service-account-token heroku-api-key hubspot-api-key infracost-api-token mailchimp-api-key octopus-deploy-api-key " +
    "openshift-user-token private-key sentry-org-token sidekiq-secret slack-app-token slack-config-access-token slack-legacy-token slack-user-token " +
    "sourcegraph-access-token square-secret stripe-access-token sumologic-access-id vault-batch-token"
  ).split(" "),
);

interface Labelled {
  readonly file: string;
  readonly expected_lines: readonly number[];
}

interface Score {
  readonly hits: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

about(found ? "the labelled corpora" : "the labelled corpora (skipped: ../shared/corpora/credentials.tar.gz is not there)", () => {
  const dir = mkdtempSync(join(tmpdir(), "bakegate-corpora-"));
  beforeAll(() => {
    execFileSync("tar", ["-xzf", archive, "-C", dir]);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  function rows<T>(path: string): readonly T[] {
    return readFileSync(join(dir, "credentials", path), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as T);
  }

  /** By line, one line off allowed, contested lines left out; placeholders count. */
  function scoreOf(ending: RegExp): Score {
    const contested = new Set(rows<{ file: string; line: number }>("iac/contested.jsonl").map(({ file, line }) => `${file}:${line}`));
    const score = { hits: 0, wrong: [] as string[], missed: [] as string[] };
    for (const { file, expected_lines } of rows<Labelled>("iac/manifest.jsonl").filter((one) => ending.test(one.file))) {
      const open = (line: number) => !contested.has(`${file}:${line}`);
      const lines = new Set(
        sightFiles({ [file]: readFileSync(join(dir, "credentials/iac", file), "utf8") }).map((sighting) => sighting.place.line),
      );
      const expected = expected_lines.filter(open);
      for (const line of expected) {
        if ([line - 1, line, line + 1].some((near) => lines.has(near))) score.hits++;
        else score.missed.push(`${file}:${line}`);
      }
      for (const line of lines) if (open(line) && !expected.some((one) => Math.abs(one - line) <= 1)) score.wrong.push(`${file}:${line}`);
    }
    return score;
  }

  test("every credential of the Terraform files, and nothing else in them", () => {
    expect(scoreOf(/\.tf$/)).toEqual({ hits: 25, wrong: [], missed: [] });
  });

  test("nothing wrong in files of any kind", () => {
    expect(scoreOf(/./).wrong).toEqual([]);
  });

  test("tokens: the vendors that are claimed, and none of the strings that are no tokens", () => {
    const tokens = rows<{ rule: string; label: string; text: string; virtual_path: string | null }>("tokens.jsonl").map(
      ({ rule, label, text, virtual_path }) => ({
        rule,
        label,
        text,
        seen: sightTokens(virtual_path ?? "a.txt", text).some((sighting) => sighting.kind !== "placeholder"),
      }),
    );
    expect(tokens.filter(({ label, seen }) => label === "negative" && seen)).toEqual([]);
    const missed = tokens.filter(({ rule, label, seen }) => claimed.has(rule) && label === "positive" && !seen);
    expect(missed).toEqual([]);
    expect(tokens.filter(({ label, seen }) => label === "positive" && seen).length).toBeGreaterThanOrEqual(111);
  });
});
