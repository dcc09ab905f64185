/** The examples on the pages of the configuration rules: the bad one is found, the good one is not. */
import { expect, test } from "@jest/globals";
import type { ConfigurationRule } from "../../../src/evaluate/rule.ts";
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
import { observations } from "../side-of.ts";

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
];

test.each(pages.map(([path, rule]) => ({ id: rule.id, path, rule })))("$id", ({ path, rule }) => {
  expect(observations(rule, { [path]: rule.page.bad }).length).toBeGreaterThan(0);
  expect(observations(rule, { [path]: rule.page.good })).toEqual([]);
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
