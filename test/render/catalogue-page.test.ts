/** The pages of `bakegate policy explain TYPE[.ARGUMENT]`, over the real catalogues. */
import { describe, expect, test } from "@jest/globals";
import { explainAttribute, namesResourceType } from "../../src/flows/explain-attribute.ts";

test.each([
  ["aws_instance", true],
  ["aws_instance.user_data", true],
  ["azurerm_linux_virtual_machine.os_disk", true],
  ["immutable/in-place-update", false],
  ["in-place-update", false],
  ["drift", false],
  ["__proto__", false],
  ["aws_", false],
])("%s names a resource type: %s", (written, expected) => {
  expect(namesResourceType(written)).toBe(expected);
});

describe("a page of text", () => {
  test.each<[string, readonly (string | RegExp)[]]>([
    [
      "aws_instance.user_data",
      [
        /A change +replaces or updates: it depends/,
        /user_data_replace_on_change = true/,
        /Below 4\.0\.0 +replaces/,
        /In place +mutation/,
        /Class +server/,
      ],
    ],
    [
      "aws_instance.root_block_device[0].volume_size",
      [/^aws_instance\.root_block_device\.volume_size$/m, /updates in place/, /bakegate:strict blocks it/],
    ],
    ["aws_launch_template.latest_version", [/Computed anew +by any update, but for one of/]],
    ["aws_lambda_function.memory_size", [/Left out +stands for 128/, /Perhaps also +qualified_arn, qualified_invoke_arn, version/]],
    ["aws_lambda_function.version", [/where publish = true: by an update of/]],
    ["aws_db_instance.engine_version", [/a downgrade or another engine warns/, /Class +stateful/]],
    ["aws_security_group.ingress", [/taking it away changes nothing/, /Within it .*cidr_blocks/]],
    ["google_compute_disk.size", [/Depends on +a smaller disk replaces/]],
    ["azurerm_storage_account.account_kind", [/Left out +stands for "StorageV2"/, /documentation as of/]],
    ["terraform_data", [/Replace +triggers_replace/, /Update +input/, /config/]],
    ["null_resource", [/Replace +triggers/]],
    ["aws_sqs_queue", [/Class +stateful/, /answers of the provider\s+5\.100\.0 itself/]],
  ])("%s", (written, expected) => {
    const page = explainAttribute(written, "text");
    for (const words of expected) expect(page).toMatch(words);
    expect(page.endsWith("\n")).toBe(true);
    expect(Math.max(...page.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

test("the other formats say the same", () => {
  expect(JSON.parse(explainAttribute("aws_instance.ami", "json"))).toMatchObject({
    type: "aws_instance",
    argument: { path: "ami", fact: "replace", argument: { scalar: "string" } },
    resourceClass: "server",
    attributeClass: "defining",
  });
  expect(explainAttribute("aws_instance.ami", "markdown")).toMatch(/^# `aws_instance\.ami`\n\n- \*\*A change:\*\* replaces the resource\n/);
});

test.each([
  ["aws_instnce", 'unknown resource type "aws_instnce"; did you mean "aws_instance"?'],
  ["nosuch_thing", 'unknown resource type "nosuch_thing"; it is in no provider that the catalogue holds'],
  ["aws_instance.usr_data", 'unknown argument "usr_data" of aws_instance; did you mean "user_data"?'],
  [
    "aws_instance.root_block_device.volume_sze",
    'unknown argument "volume_sze" of aws_instance.root_block_device; did you mean "volume_size"?',
  ],
  ["aws_instance.zzzzzzzz.a", 'unknown argument "zzzzzzzz" of aws_instance; see bakegate policy explain aws_instance'],
  ["aws_instance.constructor", 'unknown argument "constructor" of aws_instance; see bakegate policy explain aws_instance'],
  ["aws_instance.\u001b[31m", "unknown argument"],
])("%j is refused with what may have been meant", (written, expected) => {
  expect(() => explainAttribute(written, "text")).toThrow(expected);
});
