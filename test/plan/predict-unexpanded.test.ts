/** Resources of which the code does not tell how many there are. */
import { beforeAll, expect, test } from "@jest/globals";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue } from "./configurations.ts";
import { evaluateFiles, loadParser } from "./evaluated-folder.ts";

type Files = Readonly<Record<string, string>>;

let parser: HclParser;
beforeAll(async () => {
  parser = await loadParser();
});

function story(base: Files, head: Files): readonly string[] {
  const [old, next] = [evaluateFiles(parser, base), evaluateFiles(parser, head)];
  const { changes } = predictPlan({ base: old.side, head: next.side, catalogue, hash: (text) => String(text.length) });
  return changes.map(({ address, action, doubts }) => `${address}: ${action}${doubts.map(({ kind }) => ` ${kind}`).join("")}`);
}

const database = `resource "aws_db_instance" "main" {
  count = length(data.aws_subnets.all.ids)
}
`;
const subnets = (tag: string) => ({ "main.tf": `data "aws_subnets" "all" {\n  tags = { tier = "${tag}" }\n}\n${database}` });

test("a data source that is asked something else may change how many there are", () => {
  expect(story(subnets("a"), subnets("b"))).toEqual(["aws_db_instance.main: undecided unknown-instances"]);
  expect(story(subnets("a"), { "main.tf": `${subnets("a")["main.tf"]}# a word\n` })).toEqual(["aws_db_instance.main: no-op"]);
});

test("what a server or a program answers is never taken to be what it was", () => {
  const files = (path: string) => ({
    "main.tf": `data "http" "all" {\n  url = "https://example.com"\n}\nresource "aws_db_instance" "main" {\n  count = length(data.http.all.response_body)\n  tags  = { a = "${path}" }\n}\n`,
  });
  expect(story(files("a"), files("a"))).toEqual(["aws_db_instance.main: undecided unknown-instances"]);
});

test("of a module that is called so often as somebody says later, each resource is told", () => {
  const files = (size: string, name: string) => ({
    "main.tf": 'variable "n" {}\n\nmodule "app" {\n  source = "./app"\n  count  = var.n\n}\n',
    "app/main.tf": `resource "aws_instance" "web" {\n  instance_type = "${size}"\n}\n\nresource "aws_sqs_queue" "jobs" {\n  name = "${name}"\n}\n`,
  });
  expect(story(files("t3.small", "jobs"), files("t3.large", "jobs"))).toEqual([
    "module.app.aws_instance.web: undecided unknown-instances",
    "module.app.aws_sqs_queue.jobs: no-op",
  ]);
  expect(story(files("t3.small", "jobs"), files("t3.small", "jobs"))).toEqual([
    "module.app.aws_instance.web: no-op",
    "module.app.aws_sqs_queue.jobs: no-op",
  ]);
  const gone = { "main.tf": 'variable "n" {}\n', "app/main.tf": files("t3.small", "jobs")["app/main.tf"] };
  expect(story(files("t3.small", "jobs"), gone)).toEqual([
    "module.app.aws_instance.web: undecided unknown-instances",
    "module.app.aws_sqs_queue.jobs: undecided unknown-instances",
  ]);
});

test("a module that is not in the repository is one doubt", () => {
  const files = (size: string) => ({ "main.tf": `module "app" {\n  source = "acme/app/aws"\n  size   = "${size}"\n}\n` });
  expect(story(files("s"), files("l"))).toEqual(["module.app: undecided unknown-module"]);
  expect(story(files("s"), files("s"))).toEqual(["module.app: no-op"]);
});

test("a number that only the apply tells is refused, as Terraform does", () => {
  const files = (trigger: string, count: string) => ({
    "main.tf": `resource "terraform_data" "a" {\n  triggers_replace = "${trigger}"\n}\n\nresource "terraform_data" "b" {\n  ${count}\n}\n`,
  });
  const refused = (count: string) => {
    const [old, next] = [evaluateFiles(parser, files("1", "input = 1")), evaluateFiles(parser, files("2", count))];
    const plan = predictPlan({ base: old.side, head: next.side, catalogue, hash: (text) => String(text.length) });
    return plan.refused?.map(({ address, subject }) => `${address} by ${subject}`);
  };
  expect(refused("count = length(terraform_data.a.id)")).toEqual(["terraform_data.b by terraform_data.a.id"]);
  expect(refused("for_each = toset([terraform_data.a.id])")).toEqual(["terraform_data.b by terraform_data.a.id"]);
  expect(refused("for_each = { a = terraform_data.a.id }")).toEqual([]);
});
