// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.
import { describe, expect, test } from "@jest/globals";
import type { ProjectSetting } from "../../src/model/policy.ts";
import { affectedProjects } from "../../src/terraform/affected-projects.ts";
import type { FileSummary } from "../../src/terraform/module-calls.ts";
import { summarizeFile } from "../../src/terraform/module-calls.ts";
import { findProjects } from "../../src/terraform/projects.ts";
import { isModuleFile } from "../../src/terraform/repository-path.ts";
import type { Files } from "./reading.ts";
import { parsed } from "./reading.ts";

function summariesOf(files: Files): ReadonlyMap<string, FileSummary> {
  return new Map(parsed(files).flatMap((file) => (isModuleFile(file.path) ? [[file.path, summarizeFile(file)] as const] : [])));
}

function dirsOf(files: Files, settings: readonly ProjectSetting[] = []): readonly string[] {
  return findProjects(summariesOf(files), settings).map((project) => project.dir);
}

function setting(dir: RegExp, workspaces: readonly string[] = [], varFiles: readonly string[] = []): ProjectSetting {
  return {
    dir: { source: dir.source, matches: (text) => dir.test(text) },
    workspaces,
    varFiles,
    plan: "static",
    origin: { source: "bakegate.yml", line: 1 },
  };
}

const calling = (source: string) => `module "m" {\n  source = "${source}"\n}\n`;

describe("projects", () => {
  test("are the directories that no other calls", () => {
    const files = {
      "prod/main.tf": calling("../modules/a"),
      "modules/a/main.tf": calling("../b"),
      "modules/b/main.tf": "",
      "modules/unused/main.tf": "",
    };
    expect(dirsOf(files)).toEqual(["modules/unused", "prod"]);
  });

  test("include what sets a backend, though it is called", () => {
    expect(dirsOf({ "main.tf": 'terraform {\n  backend "s3" {}\n}', "test/main.tf": calling("../") })).toEqual([".", "test"]);
  });

  test("include one of a ring that nothing enters", () => {
    expect(dirsOf({ "b/main.tf": calling("../c"), "c/main.tf": calling("../b"), "d/main.tf": calling("./") })).toEqual(["b", "d"]);
  });

  test("take workspaces and variable files from every setting that matches", () => {
    const files = { "prod/main.tf": calling("../modules/a"), "modules/a/main.tf": "" };
    const projects = findProjects(summariesOf(files), [
      setting(/^prod$/, ["blue", "green"], ["green.tfvars"]),
      setting(/^prod$/, [], ["../x.tfvars"]),
      setting(/^modules/),
    ]);
    expect(projects.map(({ dir, workspace, varFiles }) => [dir, workspace, ...varFiles])).toEqual([
      ["modules/a", "default"],
      ["prod", "blue", "prod/green.tfvars"],
      ["prod", "default", "x.tfvars"],
      ["prod", "green", "prod/green.tfvars"],
    ]);
  });
});

describe("summaries", () => {
  test("hold local calls and the files that code reads", () => {
    const [file] = parsed({
      "main.tf": `
module "local" {
  source = "./m"
}
module "registry" {
  source = "hashicorp/x/aws"
}
resource "a_b" "c" {
  a = file("\${path.module}/a.txt")
  b = templatefile("\${path.root}/b.tpl", { k = file("c.txt") })
  c = fileset("\${path.module}/d", "*.json")
  d = file("\${path.module}/e/\${var.name}.txt")
  e = "\${path.module}/lambda.zip"
  f = file(var.path)
  g = join("/", [path.module, "x"])
}`,
    });
    const summary = file === undefined ? undefined : summarizeFile(file);
    expect(summary?.calls).toEqual(["./m"]);
    expect(summary?.reads.map((read) => `${read.from} ${read.extent} ${read.path}`).sort()).toEqual([
      "module tree /d",
      "module unknown ",
      "module unknown /e/",
      "module whole /a.txt",
      "module whole /lambda.zip",
      "root unknown ",
      "root whole /b.tpl",
      "root whole c.txt",
    ]);
  });

  test("JSON is read as well", () => {
    const [file] = parsed({ "main.tf.json": JSON.stringify({ module: { m: { source: "./m" } }, locals: { a: '${file("x")}' } }) });
    expect(file === undefined ? undefined : summarizeFile(file)).toMatchObject({ calls: ["./m"], reads: [{ from: "root", path: "x" }] });
  });
});

describe("affected projects", () => {
  const files = {
    "prod/main.tf": calling("../modules/a"),
    "prod/terraform.tfvars": "",
    "dev/main.tf": calling("../modules/a"),
    "other/main.tf": "",
    "modules/a/main.tf": calling("../b"),
    "modules/b/main.tf": `${calling("../a")}locals {\n  x = file("\${path.module}/files/x.txt")\n  y = file("\${path.module}/../shared/\${var.y}")\n}`,
  };
  const summaries = summariesOf(files);
  const projects = findProjects(summaries, [setting(/^dev$/, [], ["../vars/dev.tfvars"]), setting(/^(?:prod|other)$/)]);
  const touched = (...paths: readonly string[]) => affectedProjects(projects, summaries, paths).map((project) => project.dir);

  test.each([
    [["prod/main.tf"], ["prod"]],
    [["prod/removed.tf"], ["prod"]],
    [["modules/a/main.tf"], ["dev", "prod"]],
    [["modules/b/new.tf"], ["dev", "prod"]],
    [["vars/dev.tfvars"], ["dev"]],
    [["prod/terraform.tfvars"], ["prod"]],
    [["prod/x.auto.tfvars.json"], ["prod"]],
    [["prod/.terraform.lock.hcl"], ["prod"]],
    [["modules/b/files/x.txt"], ["dev", "prod"]],
    [["modules/shared/anything"], ["dev", "prod"]],
    // A path that is not known may lead anywhere below the module or the project.
    [["prod/readme.md"], ["prod"]],
    [["other/readme.md"], []],
    [
      ["other/main.tf", "dev/main.tf"],
      ["dev", "other"],
    ],
    [["docs/readme.md"], []],
  ])("%j", (paths, expected) => {
    expect(touched(...paths)).toEqual(expected);
  });

  test("10,000 files are found through in a moment", () => {
    const many: Record<string, FileSummary> = {};
    for (let i = 0; i < 5000; i++) {
      many[`roots/r${i}/main.tf`] = {
        calls: [`../../modules/m${i % 100}`, "../../modules/common"],
        reads: [{ from: "module", path: "/x.txt", extent: "whole" }],
        backend: false,
      };
      many[`modules/m${i % 100}/f${i}.tf`] = { calls: ["../common"], reads: [], backend: false };
    }
    many["modules/common/main.tf"] = { calls: [], reads: [{ from: "module", path: "/t/", extent: "unknown" }], backend: false };
    const all = new Map(Object.entries(many));
    const before = performance.now();
    const found = findProjects(all);
    const affected = affectedProjects(found, all, ["modules/m7/f7.tf", "roots/r1/x.txt"]);
    expect(found).toHaveLength(5000);
    expect(affected).toHaveLength(51);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
