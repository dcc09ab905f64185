import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

describe("the built files", () => {
  test("are what their sources and the reviewed facts say", () => {
    const script = fileURLToPath(new URL("../../policies/catalogue/build-replacement.mjs", import.meta.url));
    const run = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  });

  test("every reviewed fact says where it is from, and speaks of arguments that the type has", () => {
    const byHand = JSON.parse(readFileSync(new URL("by-hand.json", folder), "utf8")) as Record<string, Record<string, unknown>>;
    for (const types of Object.values(byHand)) {
      for (const [type, written] of Object.entries(types)) {
        for (const entry of [written].flat() as { source?: string; omitted?: object; kept?: string[] }[]) {
          expect({ type, source: typeof entry.source }).toEqual({ type, source: "string" });
          if (type === "*") continue;
          const facts = catalogue.resource(type, null);
          for (const path of [...Object.keys(entry.omitted ?? {}), ...(entry.kept ?? [])]) {
            expect({ type, path, fact: facts?.fact(path) ?? "no such type" }).not.toMatchObject({
              fact: expect.stringMatching(/^unknown$|^no such/),
            });
          }
        }
      }
    }
  });

  test("only the providers that are asked for are loaded, each once", () => {
    const asked: string[] = [];
    const counting = createReplacementCatalogue((provider) => {
      asked.push(provider);
      return load(provider);
    });
    counting.resource("aws_instance", null);
    counting.resource("aws_vpc", "5.0.0");
    counting.resource("nosuch_thing", null);
    counting.resource("nosuch_other", null);
    expect(asked).toEqual(["aws", "nosuch"]);
  });
});

describe("what an omitted argument stands for", () => {
  test.each([
    ["random_pet", "length", null, { value: 2, kept: false }],
    ["aws_instance", "vpc_security_group_ids", "3.9.0", { value: undefined, kept: true }],
    ["aws_instance", "vpc_security_group_ids", "5.0.0", { value: undefined, kept: false }],
    ["aws_instance", "root_block_device", "5.0.0", { value: undefined, kept: true }],
    ["aws_s3_bucket", "acl", "3.9.0", { value: "private", kept: false }],
    ["aws_s3_bucket", "acl", "5.0.0", { value: undefined, kept: false }],
  ] as const)("%s.%s at %s", (type, path, version, expected) => {
    expect(catalogue.resource(type, version)?.omitted?.(path)).toEqual(expected);
  });

  test("the schema of an earlier major version is its own", () => {
    expect(catalogue.resource("aws_instance", "3.9.0")?.argument?.("instance_type")?.required).toBe(true);
    expect(catalogue.resource("aws_instance", "6.1.0")?.argument?.("instance_type")?.computed).toBe(true);
    expect(catalogue.resource("aws_instance", "~> 5.0")?.argument?.("instance_type")).toBeNull();
  });
});

describe("versions", () => {
  test.each([
    ["5.31.0", "replace"],
    ["= 5.31", "replace"],
    ["~> 5.31", "replace"],
    ["~> 5.31.2", "replace"],
    [">= 5, < 6", "replace"],
    ["< 4.0, > 3.1", "replace"],
    [">= 6.0.0", "update"],
    ["~> 6", "update"],
    [">= 5.0", "conditional"],
    ["!= 5.0.0", "conditional"],
    ["nonsense", "conditional"],
  ] as const)("aws_instance.cpu_options.core_count at %s: %s", (version, fact) => {
    expect(catalogue.resource("aws_instance", version)?.fact("cpu_options[0].core_count")).toBe(fact);
  });
});
