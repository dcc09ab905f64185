/** immutable/suppressed-replacement: user data that changes in place, triggers that were taken away. */
import { describe, expect, test } from "@jest/globals";
import { suppressedReplacement } from "../../../src/evaluate/rules/immutable/suppressed-replacement.ts";
import { introduced, storyFiles, told } from "../side-of.ts";

const id = "immutable/suppressed-replacement";

test("the bad story is introduced, the good one is quiet", () => {
  expect(introduced(suppressedReplacement, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "not-replaced main.tf:5 aws_instance.web user_data",
  ]);
  expect(told(suppressedReplacement, storyFiles(id, "bad", "base"))).toEqual([]);
  expect(told(suppressedReplacement, storyFiles(id, "good", "head"), storyFiles(id, "good", "base"))).toEqual([]);
});

function instance(body: string, type = "aws_instance"): Record<string, string> {
  return { "main.tf": `variable "on" {}\nvariable "yes" {\n  default = true\n}\nresource "${type}" "web" {\n${body}\n}\n` };
}

describe("user data", () => {
  test.each([
    ['user_data = "x"', "not-replaced main.tf:6 aws_instance.web user_data"],
    ['user_data_base64 = "eA=="', "not-replaced main.tf:6 aws_instance.web user_data_base64"],
    ['user_data = "x"\nuser_data_replace_on_change = false', "not-replaced main.tf:7 aws_instance.web user_data"],
    ['user_data = "x"\nuser_data_replace_on_change = var.on', "unsettled main.tf:7 aws_instance.web user_data"],
    ["user_data = var.on", "not-replaced main.tf:6 aws_instance.web user_data"],
  ])("%s", (body, expected) => {
    expect(told(suppressedReplacement, instance(body))).toEqual([expected]);
  });

  test.each([
    'user_data = "x"\nuser_data_replace_on_change = true',
    'user_data = "x"\nuser_data_replace_on_change = var.yes',
    "ami = var.on",
    "user_data = null",
  ])("%s is fine", (body) => {
    expect(told(suppressedReplacement, instance(body))).toEqual([]);
  });

  test("a launch template rolls by its version and needs no flag", () => {
    expect(told(suppressedReplacement, instance('user_data = "eA=="', "aws_launch_template"))).toEqual([]);
  });

  test("an old one that is only moved within its file is not introduced", () => {
    const after = { "main.tf": `# a comment\n${instance('user_data = "y"')["main.tf"]}` };
    expect(introduced(suppressedReplacement, instance('user_data = "x"'), after)).toEqual([]);
  });
});

describe("triggers", () => {
  function data(body: string): Record<string, string> {
    return { "main.tf": `resource "terraform_data" "a" {\n${body}\n}\n` };
  }

  test.each([
    [
      "lifecycle {\nreplace_triggered_by = [x.a.id, x.b]\n}",
      "lifecycle {\nreplace_triggered_by = [x.b]\n}",
      ["trigger-removed main.tf:3 terraform_data.a replace_triggered_by"],
    ],
    ["lifecycle {\nreplace_triggered_by = [x.a]\n}", "", ["trigger-removed main.tf:1 terraform_data.a replace_triggered_by"]],
    ['triggers = {\na = x.a\nb = "1"\n}', 'triggers = {\nb = "2"\n}', ["trigger-removed main.tf:2 terraform_data.a triggers"]],
    ["triggers_replace = [x.a, x.b]", "triggers_replace = [x.a]", ["trigger-removed main.tf:2 terraform_data.a triggers_replace"]],
    ["triggers_replace = x.a", "", ["trigger-removed main.tf:1 terraform_data.a triggers_replace"]],
    ["triggers_replace = x.a", "triggers_replace = x.b", []],
    ["triggers_replace = x.a", "triggers_replace = [x.a]", []],
    ['triggers_replace = ["1", x.a]', 'triggers_replace = ["2", x.a]', []],
    ['triggers_replace = ["ami-1"]', "triggers_replace = [x.a]", []],
    ['triggers_replace = ["1"]', "triggers_replace = []", ["trigger-removed main.tf:2 terraform_data.a triggers_replace"]],
    ["triggers_replace = [x.a]", 'triggers_replace = ["ami-1"]', ["trigger-removed main.tf:2 terraform_data.a triggers_replace"]],
    ["triggers = { a = 1 }", "triggers = { a = 2, b = 1 }", []],
    ["", "triggers = { a = 1 }", []],
  ])("%j to %j", (before, after, expected) => {
    expect(introduced(suppressedReplacement, data(before), data(after))).toEqual(expected);
  });

  test("a resource that goes, and a scan without a base, lose no trigger", () => {
    expect(introduced(suppressedReplacement, data("triggers = { a = 1 }"), { "main.tf": "" })).toEqual([]);
    expect(told(suppressedReplacement, data("triggers = { a = 1 }"))).toEqual([]);
  });

  test("a moved resource is followed", () => {
    const after = { "main.tf": 'resource "terraform_data" "b" {\n}\nmoved {\n  from = terraform_data.a\n  to   = terraform_data.b\n}\n' };
    expect(introduced(suppressedReplacement, data("triggers = { a = 1 }"), after)).toEqual([
      "trigger-removed main.tf:1 terraform_data.b triggers",
    ]);
  });
});
