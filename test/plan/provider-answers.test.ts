/** Predictions held against what a real provider planned for changes of common resources: fixtures/answers. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { ResourceChange } from "../../src/model/resource-change.ts";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue } from "./configurations.ts";
import { evaluateText, loadParser } from "./evaluated-folder.ts";

interface Answered {
  readonly name: string;
  readonly base: string;
  readonly head: string;
  /** By address: the action, and of a replacement its paths. */
  readonly answers: ReadonlyMap<string, string>;
}

/** A resource that the code alone does not settle, with the reason. */
const unsettled = new Map([
  ["aws_iam_policy.iam_document_p", "the data source is evaluated by the provider, so its JSON is not known before the plan"],
  ["aws_rds_cluster.rds_cluster_c", "the argument is optional and computed: what was chosen before may be the very value"],
  ["aws_acm_certificate.acm_c", "the provider puts the new name among subject_alternative_names, which then replaces as well"],
  ["aws_vpc_security_group_ingress_rule.ingress_rule_r", "a rule of the provider's own decides on ports"],
  ["aws_acm_certificate_validation.acm_v", "it rests on the certificate"],
]);

const provider = (version: string): string => `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${version}"
    }
  }
}
`;

function read(file: string): readonly Answered[] {
  const text = readFileSync(new URL(`../../fixtures/answers/${file}`, import.meta.url), "utf8");
  return text
    .split("\n## ")
    .slice(1)
    .map((section): Answered => {
      const [name = "", , ...lines] = section.split("\n");
      const code = lines.slice(1, lines.indexOf("```"));
      const side = (sign: string): string =>
        code.flatMap((line) => (line.startsWith(" ") || line.startsWith(sign) ? [line.slice(1)] : [])).join("\n");
      const answers = lines.flatMap((line) => {
        const [, address = "", story = ""] = /^- (\S+) (.+)$/.exec(line) ?? [];
        return address === "" ? [] : [[address, story] as const];
      });
      return { name, base: side("-"), head: side("+"), answers: new Map(answers) };
    });
}

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

function predicted({ base, head }: Answered, version: string): readonly ResourceChange[] {
  const sides = [base, head].map((text) => evaluateText(parser, `${provider(version)}${text}\n`));
  return predictPlan({
    base: sides[0]?.side ?? null,
    head: sides[1]?.side ?? null,
    catalogue,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    providerVersion: sides[1]?.providerVersion ?? (() => null),
  }).changes;
}

function storyOf(change: ResourceChange): string {
  const paths = change.because.flatMap((cause) => cause.path ?? []).sort();
  return change.action === "replace" ? `replace ${paths.join()}` : change.action;
}

describe("the AWS provider 5.100.0", () => {
  const all = read("aws-5.100.0.md");

  test("was asked about many changes", () => {
    expect(all.length).toBeGreaterThan(150);
    expect(all.reduce((sum, one) => sum + one.answers.size, 0)).toBeGreaterThan(270);
  });

  test.each(all.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const stories = new Map<string, string>();
    for (const change of predicted(one, "5.100.0")) {
      const answer = one.answers.get(change.address) ?? "";
      const settled = change.action !== "undecided" || !unsettled.has(change.address);
      if (!settled) expect(change.possible).toContain(answer.split(" ")[0]);
      stories.set(change.address, settled ? storyOf(change) : answer);
    }
    expect(stories).toEqual(one.answers);
  });

  test("version 3.9 answers the same where nothing changed since", () => {
    const since = new Set(["instance user data", "instance optional gone", "acm", "db identifier"]);
    const wrong: string[] = [];
    for (const one of all.filter(({ name }) => !since.has(name))) {
      for (const change of predicted(one, "3.9.0")) {
        const answer = one.answers.get(change.address) ?? "";
        if (change.action !== "undecided" && storyOf(change) !== answer)
          wrong.push(`${change.address}: ${storyOf(change)} instead of ${answer}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("what says the same in other words is no change", () => {
  const change = (type: string, base: string, head: string, version: string): string => {
    const block = (body: string): string => `resource "${type}" "x" {\n${body}\n}`;
    const [only] = predicted({ name: "", base: block(base), head: block(head), answers: new Map() }, version);
    return only === undefined ? "nothing" : storyOf(only);
  };

  test.each([
    ["aws_sqs_queue", "delay_seconds = 10", 'delay_seconds = "10"', "no-op"],
    ["aws_sqs_queue", "delay_seconds = 10", 'delay_seconds = "11"', "update"],
    ["aws_sqs_queue", "fifo_queue = true", 'fifo_queue = "true"', "no-op"],
    ["aws_sqs_queue", "", 'kms_master_key_id = ""', "no-op"],
    ["aws_sqs_queue", "", "delay_seconds = 0", "no-op"],
    ["aws_sqs_queue", "", "delay_seconds = 1", "update"],
    ["aws_sqs_queue", "visibility_timeout_seconds = 30", "", "no-op"],
    ["aws_sqs_queue", "visibility_timeout_seconds = 60", "", "update"],
    ["aws_sqs_queue", 'policy = "{}"', "", "no-op"],
    ["aws_instance", 'availability_zone = "a"', "", "no-op"],
    ["aws_launch_template", "", 'instance_type = "m5.large"', "update"],
    ["aws_codebuild_project", "", 'vpc_config {\nvpc_id = "v"\n}', "update"],
  ])("%s: %j becomes %j: %s", (type, base, head, expected) => {
    expect(change(type, base, head, "5.100.0")).toBe(expected);
  });
});
