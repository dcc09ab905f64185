/** The provider block that each instance is made with: the tags that it adds, and where it is another one. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { evaluateFiles, loadParser } from "../plan/evaluated-folder.ts";
import { predictFolders } from "../plan/pairs.ts";

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

const queue = (name: string, body = ""): string => `resource "aws_sqs_queue" "${name}" {\n  name = "${name}"\n${body}}\n`;
const tagged = (tags: string, more = ""): string =>
  `provider "aws" {\n  region = "eu-west-1"\n${more}  default_tags {\n    tags = ${tags}\n  }\n}\n`;

/** `address action` of each resource, and what leaves it open. */
function fates(rest: string, base: string, head: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const [before, after] = [base, head].map((provider) => evaluateFiles(parser, { ...files, "main.tf": `${provider}${rest}` }));
  if (before === undefined || after === undefined) throw new Error("there are two sides");
  return predictFolders(before, after).map(
    ({ address, action, doubts }) => `${address} ${action}${doubts.map(({ path, subject }) => ` ${path} ${subject}`).join("")}`,
  );
}

const [a, b] = [tagged('{ Team = "a" }'), tagged('{ Team = "b" }')];

describe("a tag that changes", () => {
  test("updates what has tags, and leaves what has none", () => {
    const subscription = 'resource "aws_sns_topic_subscription" "s" {\n  topic_arn = "a"\n  protocol = "sqs"\n  endpoint = "b"\n}\n';
    expect(fates(queue("q") + subscription, a, b)).toEqual(["aws_sns_topic_subscription.s no-op", "aws_sqs_queue.q update"]);
  });

  test("shows which, and what they were", () => {
    const [before, after] = [a, b].map((provider) =>
      evaluateFiles(parser, { "main.tf": provider + queue("q", '  tags = { Name = "q" }\n') }),
    );
    if (before === undefined || after === undefined) throw new Error("there are two sides");
    expect(predictFolders(before, after)[0]?.attributes).toEqual([
      { path: "tags_all.Team", before: "a", after: "b", sensitive: false, unknown: false, forcesReplacement: false },
    ]);
  });

  test("changes nothing where the resource has its own, or ignores all changes", () => {
    const own = queue("own", '  tags = { Team = "c", Late = aws_sqs_queue.ignores.arn }\n');
    const ignores = queue("ignores", "  lifecycle {\n    ignore_changes = all\n  }\n");
    expect(fates(own + ignores, a, b)).toEqual(["aws_sqs_queue.ignores no-op", "aws_sqs_queue.own no-op"]);
  });

  test("is the same when it is written otherwise", () => {
    expect(fates(queue("q"), tagged('{ Team = "12" }'), tagged("{\n Team = 12\n}"))).toEqual(["aws_sqs_queue.q no-op"]);
  });

  test("comes and goes with the block", () => {
    const none = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
    expect([fates(queue("q"), none, b), fates(queue("q"), a, none)].flat()).toEqual(["aws_sqs_queue.q update", "aws_sqs_queue.q update"]);
  });

  test("triggers what is replaced by any change of it, and is passed on to who reads it", () => {
    const more =
      'resource "terraform_data" "t" {\n  lifecycle {\n    replace_triggered_by = [aws_sqs_queue.q]\n  }\n}\n' +
      'resource "terraform_data" "arn" {\n  input = aws_sqs_queue.q.arn\n}\n';
    expect(fates(queue("q") + more, a, b)).toEqual(["aws_sqs_queue.q update", "terraform_data.arn no-op", "terraform_data.t replace"]);
  });
});

describe("of another provider block", () => {
  const eu = 'provider "aws" {\n  alias  = "eu"\n  region = "eu-west-1"\n}\n';
  const module = { "m/main.tf": queue("m"), "n/main.tf": 'module "m" {\n  source = "../m"\n}\n' };

  test("resources stay", () => {
    expect(fates(eu + queue("q", "  provider = aws.eu\n"), a, b)).toEqual(["aws_sqs_queue.q no-op"]);
  });

  test("resources of modules have what they are handed", () => {
    const calls =
      'module "inherits" {\n  source = "./n"\n}\n' +
      'module "handed" {\n  source = "./n"\n  providers = { aws = aws.eu }\n}\n' +
      'module "other" {\n  source = "./m"\n  providers = { random = random }\n}\n';
    expect(fates(eu + calls, a, b, module)).toEqual([
      "module.handed.module.m.aws_sqs_queue.m no-op",
      "module.inherits.module.m.aws_sqs_queue.m update",
      "module.other.aws_sqs_queue.m undecided tags_all provider.aws",
    ]);
  });

  test("a module with a block of its own is not told", () => {
    const own = { "m/main.tf": `${tagged('{ Team = "m" }')}${queue("m")}` };
    expect(fates('module "m" {\n  source = "./m"\n}\n', a, b, own)).toEqual(["module.m.aws_sqs_queue.m undecided tags_all provider.aws"]);
  });
});

describe("a module's provider", () => {
  const child = (region: string) => `provider "aws" {\n  region = "${region}"\n}\n${queue("m")}`;
  const call = 'module "m" {\n  source = "./m"\n}\n';
  const doubted = "module.m.aws_sqs_queue.m undecided null provider.aws";

  function between(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
    return predictFolders(evaluateFiles(parser, before), evaluateFiles(parser, after)).map(
      ({ address, action, doubts }) => `${address} ${action}${doubts.map(({ path, subject }) => ` ${path} ${subject}`).join("")}`,
    );
  }

  test("of its own that changes leaves its resources in doubt, and one that stays does not", () => {
    expect(between({ "main.tf": call, "m/main.tf": child("a") }, { "main.tf": call, "m/main.tf": child("b") })).toEqual([doubted]);
    expect(between({ "main.tf": call, "m/main.tf": child("a") }, { "main.tf": `${call}# same\n`, "m/main.tf": child("a") })).toEqual([
      "module.m.aws_sqs_queue.m no-op",
    ]);
  });

  test("that may follow an argument of the call is in doubt as well", () => {
    const follows = `variable "region" {}\nprovider "aws" {\n  region = var.region\n}\n${queue("m")}`;
    const [before, after] = ["a", "b"].map((region) => ({
      "main.tf": call.replace("}", `  region = "${region}"\n}`),
      "m/main.tf": follows,
    }));
    expect(between(before ?? {}, after ?? {})).toEqual([doubted]);
  });

  test("that may follow a value handed to the root module is in doubt where that changes, and only there", () => {
    const follows = `variable "region" {}\nprovider "aws" {\n  region = var.region\n}\n${queue("m")}`;
    const files = (region: string, size: string, between = "var.region", ofRoot = "var.region") => ({
      "main.tf": `variable "region" {}\nvariable "size" {}\nlocals {\n  far = "x"\n}\nmodule "n" {\n  source = "./n"\n  region = ${ofRoot}\n}\n`,
      "terraform.tfvars": `region = "${region}"\nsize = "${size}"\n`,
      "n/main.tf": `variable "region" {}\nlocals {\n  near = "${region}"\n}\nmodule "m" {\n  source = "../m"\n  region = ${between}\n}\n`,
      "m/main.tf": follows,
    });
    const deeper = "module.n.module.m.aws_sqs_queue.m";
    expect(between(files("a", "s"), files("b", "s"))).toEqual([`${deeper} undecided null provider.aws`]);
    expect(between(files("a", "s"), files("a", "l"))).toEqual([`${deeper} no-op`]);
    // A local on the way.
    expect(between(files("a", "s", "local.near", "local.far"), files("b", "s", "local.near", "local.far"))).toEqual([
      `${deeper} undecided null provider.aws`,
    ]);
    expect(between(files("a", "s", '"c"', "local.far"), files("b", "s", '"c"', "local.far"))).toEqual([`${deeper} no-op`]);
  });

  test("that is handed on deeper within is followed", () => {
    const root = `${a}provider "aws" {\n  alias = "b"\n}\nmodule "n" {\n  source = "./n"\n  providers = { aws = aws, aws.b = aws.b }\n}\n`;
    const [before, after] = ["aws", "aws.b"].map((handed) => ({
      "main.tf": root,
      "n/main.tf": `module "m" {\n  source = "../m"\n  providers = { aws = ${handed} }\n}\n`,
      "m/main.tf": queue("m"),
    }));
    expect(between(before ?? {}, after ?? {})).toEqual(["module.n.module.m.aws_sqs_queue.m undecided null provider.aws"]);
    expect(between(before ?? {}, before ?? {})).toEqual(["module.n.module.m.aws_sqs_queue.m no-op"]);
  });
});

describe("is left open", () => {
  const open = (rest: string, base = a, head = b) => expect(fates(rest, base, head).find((fate) => fate.startsWith("aws_")));

  test.each([
    [
      "where the provider ignores tags",
      queue("q"),
      tagged('{ Team = "a" }', '  ignore_tags {\n    keys = ["Team"]\n  }\n'),
      tagged("{}", '  ignore_tags {\n    keys = ["Team"]\n  }\n'),
    ],
    ["where a tag is not known", `variable "team" {}\n${queue("q")}`, a, tagged("{ Team = var.team }")],
    ["where a tag is secret", `variable "team" {\n  default = "t"\n  sensitive = true\n}\n${queue("q")}`, a, tagged("{ Team = var.team }")],
    ["where the resource's own tag of that name is null", queue("q", "  tags = { Team = null }\n"), a, b],
    ["where the resource's own tags are not known", `variable "tags" {}\n${queue("q", "  tags = var.tags\n")}`, a, b],
    ["where some tags are ignored", queue("q", "  lifecycle {\n    ignore_changes = [tags]\n  }\n"), a, b],
    ["where tags replace the resource", 'resource "aws_ssm_activation" "q" {\n  iam_role = "r"\n}\n', a, b],
    ["where tags came to the type with a later version", 'resource "aws_s3_access_point" "q" {\n  bucket = "b"\n  name = "n"\n}\n', a, b],
    [
      "where an object may leave them out",
      'resource "aws_s3_object" "q" {\n  bucket = "b"\n  key = "k"\n  override_provider {\n    default_tags {\n      tags = {}\n    }\n  }\n}\n',
      a,
      b,
    ],
    ["for a type that the catalogue does not have", 'resource "aws_moon_base" "q" {\n}\n', a, b],
  ])("%s", (_, rest, base, head) => {
    open(rest, base, head).toMatch(/ undecided tags_all provider\.aws$/);
  });

  test("where more of the block changes, or its tags are read", () => {
    open(queue("q"), a, b.replace("eu-west-1", "eu-west-2")).toBe("aws_sqs_queue.q undecided null provider.aws");
    open(`${queue("q")}data "aws_default_tags" "d" {}\n`).toBe("aws_sqs_queue.q undecided tags_all provider.aws");
  });
});
