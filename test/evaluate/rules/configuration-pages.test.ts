/** The examples on the pages of the configuration rules: the bad one is found, the good one is not. */
import { expect, test } from "@jest/globals";
import type { ConfigurationRule } from "../../../src/evaluate/rule.ts";
import { inState } from "../../../src/evaluate/rules/credentials/in-state.ts";
import { remediesByType } from "../../../src/evaluate/rules/credentials/remedies.ts";
import { writeOnlyArgument } from "../../../src/evaluate/rules/credentials/write-only-arguments.ts";
import { unpinnedImage } from "../../../src/evaluate/rules/image/unpinned.ts";
import { untestedImage } from "../../../src/evaluate/rules/image/untested.ts";
import { bootTimeConfiguration } from "../../../src/evaluate/rules/immutable/boot-time-configuration.ts";
import { floatingTemplate } from "../../../src/evaluate/rules/immutable/floating-template.ts";
import { handsOnAccess } from "../../../src/evaluate/rules/immutable/hands-on-access.ts";
import { ignoredChange } from "../../../src/evaluate/rules/immutable/ignored-change.ts";
import { liveConfiguration } from "../../../src/evaluate/rules/immutable/live-configuration.ts";
import { provisioner } from "../../../src/evaluate/rules/immutable/provisioner.ts";
import { suppressedReplacement } from "../../../src/evaluate/rules/immutable/suppressed-replacement.ts";
import { unpinnedSupply } from "../../../src/evaluate/rules/supply/unpinned.ts";
import { observations, told } from "../side-of.ts";

const pages: readonly (readonly [string, ConfigurationRule])[] = [
  ["main.tf", provisioner],
  ["main.tf", ignoredChange],
  ["main.tf", suppressedReplacement],
  ["main.tf", floatingTemplate],
  ["main.tf", bootTimeConfiguration],
  ["main.tf", handsOnAccess],
  [".gitlab-ci.yml", liveConfiguration],
  ["main.tf", unpinnedImage],
  ["web.pkr.hcl", untestedImage],
  ["main.tf", unpinnedSupply],
  ["main.tf", inState],
];

test.each(pages.map(([path, rule]) => ({ id: rule.id, path, rule })))("$id", ({ path, rule }) => {
  expect(observations(rule, { [path]: rule.page.bad }).length).toBeGreaterThan(0);
  expect(observations(rule, { [path]: rule.page.good })).toEqual([]);
});

const sources = `resource "random_password" "db" {
  count  = 2
  length = 24
}
resource "tls_private_key" "web" {}
data "aws_secretsmanager_secret_version" "db" {}
data "aws_ssm_parameter" "ami" {}
locals {
  first = random_password.db[0].result
  login = { password = local.first }
}
`;

test.each<readonly [string, string, readonly string[]]>([
  [
    "a write-only argument beside it",
    'resource "aws_db_instance" "a" {\n  password = random_password.db[0].result\n}',
    ["write-only main.tf:13 aws_db_instance.a password"],
  ],
  [
    "none beside it",
    'resource "aws_mq_broker" "a" {\n  user {\n    password = one(random_password.db[*].result)\n  }\n}',
    ["argument main.tf:14 aws_mq_broker.a user.password"],
  ],
  [
    "through locals",
    'resource "aws_mq_broker" "a" {\n  user {\n    password = local.login.password\n  }\n}',
    ["argument main.tf:14 aws_mq_broker.a user.password"],
  ],
  [
    "into a file",
    'resource "local_sensitive_file" "a" {\n  content = tls_private_key.web.private_key_pem\n}',
    ["file main.tf:13 local_sensitive_file.a content"],
  ],
  [
    "a write-only argument, filled by a resource",
    'resource "aws_db_instance" "a" {\n  password_wo = random_password.db[0].result\n}',
    ["source main.tf:13 aws_db_instance.a password_wo"],
  ],
  [
    "a data source",
    'output "a" {\n  value     = jsondecode(data.aws_secretsmanager_secret_version.db.secret_string).password\n  sensitive = true\n}',
    ["output main.tf:13 output.a value"],
  ],
  ["what is ephemeral", 'output "a" {\n  value     = random_password.db[0].result\n  ephemeral = true\n}', []],
  [
    "a digest, a length, a condition",
    'output "a" {\n  value = random_password.db[0].result == "" ? sha256(random_password.db[0].result) : length(random_password.db[0].result)\n}',
    [],
  ],
  [
    "public halves, settings and names",
    'output "a" {\n  value = [tls_private_key.web.public_key_pem, data.aws_ssm_parameter.ami.value, random_password.db[0].id]\n}',
    [],
  ],
])("credentials/in-state: %s", (_name, text, expected) => {
  expect(told(inState, { "main.tf": `${sources}${text}\n` })).toEqual(expected);
});

test("an output of a module that is called is told where it ends up", () => {
  const inner = `${sources}output "word" {\n  value = local.first\n}\n`;
  const files = { "main.tf": 'module "a" {\n  source = "./a"\n}\n', "a/main.tf": inner };
  expect(told(inState, files)).toEqual([]);
  expect(told(inState, { "a/main.tf": inner })).toEqual(["output a/main.tf:13 output.word value"]);
});

test("advice names no write-only argument that its resource has not", () => {
  const foreign = new Set(["tfe_variable", "vault_generic_secret", "postgresql_role"]);
  const named = Object.entries(remediesByType).flatMap(([type, remedy]) =>
    [...remedy.matchAll(/\b(\w+)_wo\b/g)].map((match) => ({
      type,
      argument: match[1] ?? "",
      known: writeOnlyArgument(type, match[1] ?? ""),
    })),
  );
  const unknown = named.filter(
    ({ type, argument, known }) => known !== `${argument}_wo` && !foreign.has(type) && !(type === "helm_release" && argument === "set"),
  );
  expect(unknown).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

test("a hostile configuration takes no longer than its length", () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `  l${i} = "${`$\{local.l${i + 1}}`.repeat(8)}"`).join("\n");
  const files = {
    "main.tf": `locals {\n${doubling}\n  l40 = "x"\n}\nresource "docker_container" "a" {\n  image = "$\{var.x}$\{local.l0}"\n}\nvariable "x" {}\nresource "aws_instance" "b" {\n  user_data = file(local.l0)\n}\n`,
    "boot.sh": "apt-get install x\n".repeat(20_000),
    "more.tf": 'resource "aws_instance" "c" {\n  user_data = file("boot.sh")\n}\n',
    "many.tf": Array.from(
      { length: 400 },
      (_, i) =>
        `resource "aws_security_group" "s${i}" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = ["10.0.0.0/8"]\n  }\n}\n`,
    ).join(""),
  };
  const started = Date.now();
  for (const [, rule] of pages) observations(rule, files);
  expect(Date.now() - started).toBeLessThan(9_000);
});
