// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terragrunt interpolates these, not JavaScript.
/** Variables that something else than a variable file sets: a prediction does not rest on a default that may not hold. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { isPipeline } from "../../src/flows/outside-variables.ts";
import { silent } from "../../src/flows/progress.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import type { Value } from "../../src/model/value.ts";
import { joinedVariables, type OutsideVariables, pipelineVariables, terragruntVariables } from "../../src/terraform/outside-variables.ts";
import { type Files, repository } from "../cli/bakegate.ts";
import { evaluated, parsed, parser } from "../terraform/reading.ts";

jest.setTimeout(60_000);

/** `literal "x"`, `unknown`, or null. */
function shown(variables: OutsideVariables, name: string): string | null {
  const value = variables(name);
  return value?.kind === "literal"
    ? `literal ${JSON.stringify("value" in value.expression ? value.expression.value : "")}`
    : (value?.kind ?? null);
}

function terragrunt(text: string, around = "around"): OutsideVariables {
  return terragruntVariables(parser.parse("live/terragrunt.hcl", text), around);
}

function source(variables: OutsideVariables, name: string): string {
  const value = variables(name);
  return value?.kind === "unknown" ? value.source : "";
}

describe("terragrunt.hcl beside a root module", () => {
  test.each<readonly [string, string, string | null, string | null]>([
    ["with literal inputs", 'inputs = {\n a = "x"\n "b" = "y"\n}', 'literal "x"', 'literal "y"'],
    ["that works one out", 'inputs = {\n a = local.a\n b = "y"\n}', "unknown", 'literal "y"'],
    ["that names one", 'inputs = {\n a = "x"\n}', 'literal "x"', null],
    [
      "that includes another and names one",
      'include "root" {\n path = find_in_parent_folders()\n}\ninputs = {\n a = "x"\n}',
      'literal "x"',
      "unknown",
    ],
    ["that merges", 'inputs = merge(local.all, { a = "x" })', "unknown", "unknown"],
    ["that works out a name", 'inputs = {\n (local.a) = "x"\n}', "unknown", "unknown"],
    ["with null", "inputs = {\n a = null\n}", "unknown", null],
    ["without inputs", "locals {}", null, null],
    ["that is broken", "inputs = {", "unknown", "unknown"],
  ])("%s", (_, text, a, b) => {
    const variables = terragrunt(text);
    expect([shown(variables, "a"), shown(variables, "b")]).toEqual([a, b]);
  });

  test("may give another value when what it is made from changes, and else does not", () => {
    const made = "inputs = {\n a = local.a\n}\n";
    expect(source(terragrunt(made), "a")).toBe(source(terragrunt(`# a comment\n${made}`), "a"));
    expect(source(terragrunt(made), "a")).not.toBe(source(terragrunt(made, "other"), "a"));
    expect(source(terragrunt(made), "a")).not.toBe(source(terragrunt(made.replace("local.a", "local.b")), "a"));
    const included = 'include {\n path = "../root.hcl"\n}\ninputs = {\n a = "x"\n}\n';
    expect(source(terragrunt(included), "b")).toBe(source(terragrunt(included.replace('"x"', '"y"')), "b"));
    expect(source(terragrunt(included), "b")).not.toBe(source(terragrunt(included.replace("root", "other")), "b"));
  });
});

describe("pipelines", () => {
  const of = (text: string) => pipelineVariables(new Map([["ci.yml", text]]));

  test("set what they name, comments of a line aside", () => {
    const text = "env:\n  TF_VAR_size: t3.large\n  # TF_VAR_old: x\nrun: TF_VAR_a=1 TF_VAR_b-c=2 terraform plan\n";
    expect([...of(text).keys()]).toEqual(["size", "a", "b-c"]);
    expect(of(text).get("size")).not.toBe(of(text.replace("large", "small")).get("size"));
    expect(of(text).get("size")).toBe(of(`name: x\n${text}`).get("size"));
  });

  test.each<readonly [string, string, readonly string[]]>([
    ["-var name=value", "terraform plan -var a=1 -var b-c=2", ["a", "b-c"]],
    ["quotes", `tofu apply -var 'a=1' -var="b=2" --var 'c = 3'`, ["a", "b", "c"]],
    ["lists of words", `sh(["terraform", "plan", "-var", "a=1"])`, ["a"]],
    ["a line that goes on", "terraform plan \\\n  -var a=1 \\\n  -var b=2", ["a", "b"]],
    ["no files", "terraform plan -var-file=x.tfvars", []],
    ["no other program's", "packer build \\\n  -var a=1 .\nterraform plan -var b=2", ["b"]],
    ["nothing where nothing runs Terraform", "run -var a=1", []],
    ["no comment", "# terraform plan -var a=1", []],
  ])("are read with %s", (_, text, names) => {
    expect([...of(text).keys()]).toEqual(names);
  });

  test("are known by their names, environment files as well", () => {
    const paths = [".github/workflows/x.yml", "run.sh", ".env", "live/.env.prod", "prod.env", "k8s/x.yml", "Dockerfile", "main.tf"];
    expect(paths.filter(isPipeline)).toEqual(paths.slice(0, 5));
  });

  test("are not overruled by Terragrunt", () => {
    const joined = joinedVariables(of("TF_VAR_a: 1"), terragrunt('inputs = {\n a = "x"\n b = "y"\n}'));
    expect([shown(joined, "a"), shown(joined, "b"), shown(joined, "c")]).toEqual(["unknown", 'literal "y"', null]);
  });
});

describe("a variable", () => {
  const files = { "main.tf": 'variable "v" {\n default = "d"\n}\noutput "o" {\n value = var.v\n}\n' };
  const value = (given: Files, outside: OutsideVariables): Value | undefined =>
    evaluated({ ...files, ...given }, {}, { outside }).outputs.get("o");
  const unknown: OutsideVariables = () => ({ kind: "unknown", source: "s" });

  test("is unknown where something else sets it, and not where a variable file does", () => {
    expect(value({}, () => null)).toEqual({ kind: "string", value: "d" });
    expect(value({}, unknown)).toMatchObject({ kind: "unknown", because: [{ kind: "input", subject: "var.v" }] });
    expect(value({ "terraform.tfvars": 'v = "t"\n' }, unknown)).toEqual({ kind: "string", value: "t" });
  });

  test("is what Terragrunt says in so many words", () => {
    const [file] = parsed({ "x.tf": 'a = "x"\n' });
    const expression = file?.body.attributes[0]?.expression;
    if (expression === undefined) throw new Error("no attribute");
    expect(value({}, () => ({ kind: "literal", expression, file: "terragrunt.hcl" }))).toEqual({ kind: "string", value: "x" });
  });
});

describe("a review", () => {
  const main = `variable "size" {\n  default = "small"\n}
resource "terraform_data" "a" {\n  triggers_replace = var.size\n}
resource "terraform_data" "b" {\n  triggers_replace = 1\n}\n`;
  let room: string;

  beforeAll(() => {
    room = mkdtempSync(join(tmpdir(), "bakegate-outside-"));
  });

  afterAll(() => {
    rmSync(room, { recursive: true, force: true });
  });

  const unit = (size: string) => `include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\ninputs = {\n  size = ${size}\n}\n`;
  const workflow = (size: string) => `env:\n  TF_VAR_size: ${size}\n`;

  test.each<readonly [string, Files, Files, readonly string[], readonly string[]]>([
    [
      "knows that Terragrunt gives another size",
      { "live/terragrunt.hcl": unit('"small"') },
      { "live/terragrunt.hcl": unit('"large"') },
      ["replace", "no-op"],
      [],
    ],
    [
      "does not know what an included file changes",
      { "live/terragrunt.hcl": unit("local.size"), "root.hcl": "a = 1\n" },
      { "root.hcl": "a = 2\n" },
      ["undecided", "no-op"],
      [],
    ],
    [
      "says what it rests on",
      { "live/terragrunt.hcl": unit("local.size") },
      { "live/main.tf": main.replace("= 1", "= 2") },
      ["no-op", "replace"],
      ["var.size"],
    ],
    [
      "does not take a default for the value that a pipeline sets",
      { ".github/workflows/x.yml": workflow("large") },
      { "live/main.tf": main.replace("small", "tiny") },
      ["undecided", "no-op"],
      [],
    ],
    [
      "rests on what a pipeline sets",
      { ".github/workflows/x.yml": workflow("large") },
      { "live/main.tf": main.replace("= 1", "= 2") },
      ["no-op", "replace"],
      ["var.size"],
    ],
    [
      "sees a pipeline set another value",
      { ".github/workflows/x.yml": workflow("large") },
      { ".github/workflows/x.yml": workflow("tiny"), "live/main.tf": main.replace("= 1", "= 2") },
      ["undecided", "replace"],
      [],
    ],
    [
      "looks at what a pipeline alone sets otherwise",
      { ".github/workflows/x.yml": "run: terraform plan\n" },
      { ".github/workflows/x.yml": "run: terraform plan -var size=large\n" },
      ["undecided", "no-op"],
      [],
    ],
  ])("%s", async (name, base, head, actions, restsOn) => {
    const review = await reviewed(name, { "live/main.tf": main, ...base }, head);
    expect(review.projects.map((project) => [project.dir, project.changes.map((change) => change.action), project.restsOn])).toEqual([
      ["live", actions, restsOn],
    ]);
  });

  const distant = (size: string, source = '"../mod"') => `terraform {\n  source = ${source}\n}\ninputs = {\n  size = ${size}\n}\n`;

  test.each<readonly [string, Files, Files, string, readonly string[]]>([
    [
      "of one of two units",
      { "unit/terragrunt.hcl": distant('"small"'), "other/terragrunt.hcl": distant('"small"') },
      { "unit/terragrunt.hcl": distant('"large"') },
      "mod",
      ["undecided", "no-op"],
    ],
    [
      "of a module that others call as well",
      { "unit/terragrunt.hcl": distant('"small"', '"${get_repo_root()}//mod"'), "top/main.tf": 'module "m" {\n  source = "../mod"\n}\n' },
      { "unit/terragrunt.hcl": distant('"large"', '"${get_repo_root()}//mod"') },
      "mod",
      ["replace", "no-op"],
    ],
  ])("follows Terragrunt to the code %s", async (name, base, head, project, actions) => {
    const review = await reviewed(name, { "mod/main.tf": main, ...base }, head);
    expect(review.projects.map(({ dir, changes }) => [dir, changes.map((change) => change.action)])).toEqual([[project, actions]]);
    expect(review.findings.filter((finding) => finding.rule.startsWith("review/"))).toEqual([]);
  });

  test.each<readonly [string, string, Files, readonly string[]]>([
    ["of a unit", '"git::https://example.com/x.git?ref=1"', {}, ["unit"]],
    ["that is worked out", "local.source", {}, ["unit"]],
    ["and leaves the root file alone", '"git::https://example.com/x.git"', { "terragrunt.hcl": "inputs = {}\n" }, ["unit"]],
  ])("says that code stands elsewhere %s", async (name, source, more, projects) => {
    const base = { "mod/main.tf": main, "unit/terragrunt.hcl": distant('"small"', source), ...more };
    const review = await reviewed(name, base, { "unit/terragrunt.hcl": distant('"large"', source) });
    const missing = review.findings.filter((finding) => finding.rule === "review/plan-missing");
    expect(missing.map((finding) => [finding.reason, finding.project, finding.level])).toEqual(
      projects.map((dir) => ["elsewhere", dir, "block"]),
    );
  });

  function reviewed(name: string, base: Files, head: Files) {
    const dir = repository(join(room, name.replaceAll(/[ ']/g, "-")), base, head);
    return reviewBranch({ repo: dir, base: "main", head: "work", engine: "auto" }, silent);
  }
});
