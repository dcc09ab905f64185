/** What is certain of values that are not known yet: Terraform decides by it, and so do we, no more and no less. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { evaluated } from "./reading.ts";

/** `true`, `false`, a number or `unknown` as Terraform 1.11.4 plans them, and the expression: asked with outputs of a plan in which `terraform_data.a` is still to be made. */
const rows = readFileSync(new URL("refinements.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => ({ truth: line.slice(0, 8).trim(), expression: line.slice(8) }));

const before = `
resource "terraform_data" "a" {}
resource "terraform_data" "o" { input = ["p", "q"] }
resource "terraform_data" "s" { input = "str" }
locals { id = terraform_data.a.id }
module "m" {
  source = "./m"
  s      = local.id
  any    = local.id
  n      = length(local.id)
  l      = [local.id]
  o      = { k = local.id }
}
`;

const inner = `
variable "s" { type = string }
variable "any" {}
variable "n" { type = number }
variable "l" { type = list(string) }
variable "o" { type = object({ k = string }) }
output "s" { value = var.s }
output "any" { value = var.any }
output "n" { value = var.n }
output "l" { value = var.l }
output "o" { value = var.o }
`;

test(`${rows.length} expressions on unknown values are known exactly where Terraform knows them`, () => {
  const blocks = rows.map(({ expression }, i) => `resource "terraform_data" "x${i}" {\n  input = ${expression}\n}\n`);
  const { instances } = evaluated({ "main.tf": before + blocks.join(""), "m/main.tf": inner });
  const found = new Map(instances.map((instance) => [instance.address, instance.values]));
  const wrong: string[] = [];
  for (const [i, { truth, expression }] of rows.entries()) {
    const values = found.get(`terraform_data.x${i}`);
    const input = values?.kind === "object" ? values.entries.get("input") : undefined;
    const own =
      input?.kind === "bool"
        ? String(input.value)
        : input?.kind === "number"
          ? input.digits
          : input?.kind === "unknown"
            ? "unknown"
            : "other";
    if (own !== truth) wrong.push(`${expression}: ${own}, terraform ${truth}`);
  }
  expect(wrong).toEqual([]);
});
