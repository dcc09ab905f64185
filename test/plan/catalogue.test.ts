import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { createReplacementCatalogue } from "../../src/plan/catalogue.ts";

const folder = new URL("../../policies/catalogue/replacement/", import.meta.url);
const load = (provider: string): unknown => {
  try {
    return JSON.parse(readFileSync(new URL(`${provider}.json`, folder), "utf8"));
  } catch {
    return null;
  }
};
const catalogue = createReplacementCatalogue(load);

describe("well-known facts", () => {
  test.each([
    ["aws_instance", "ami", null, "replace"],
    ["aws_instance", "instance_type", null, "conditional"],
    ["aws_instance", "tags", null, "update"],
    ["aws_instance", 'tags["a.b"]', null, "update"],
    ["aws_instance", "root_block_device[0].encrypted", null, "replace"],
    ["aws_instance", "root_block_device[0].volume_size", null, "update"],
    ["aws_instance", "user_data", "3.9.0", "replace"],
    ["aws_instance", "user_data", "~> 5.0", "conditional"],
    ["aws_instance", "cpu_options[0].core_count", "5.31.0", "replace"],
    ["aws_instance", "cpu_options[0].core_count", "6.1.0", "update"],
    ["aws_instance", "cpu_options[0].core_count", null, "conditional"],
    ["aws_instance", "no_such_argument", null, "unknown"],
    ["aws_security_group", "name", null, "replace"],
    ["aws_vpc", "cidr_block", null, "replace"],
    ["aws_launch_template", "image_id", null, "update"],
    ["aws_launch_configuration", "image_id", null, "replace"],
    ["aws_db_instance", "instance_class", null, "update"],
    ["terraform_data", "triggers_replace", null, "replace"],
    ["terraform_data", "input", null, "update"],
    ["null_resource", 'triggers["v"]', null, "replace"],
    ["random_pet", "length", null, "replace"],
    ["google_compute_instance", "machine_type", null, "update"],
    ["azurerm_linux_virtual_machine", "location", null, "replace"],
    ["kubernetes_deployment", "metadata[0].name", null, "replace"],
  ] as const)("%s.%s at %s: %s", (type, path, version, fact) => {
    expect(catalogue.resource(type, version)?.fact(path)).toBe(fact);
  });
});
