import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import type { Value } from "../../src/model/value.ts";
import { createReplacementCatalogue } from "../../src/plan/catalogue.ts";
import { tell } from "../../src/plan/catalogue-page.ts";
import { conditionalPaths } from "../../src/plan/conditional.ts";
import { isTriggered } from "../../src/plan/recomputed.ts";
import { factRows } from "./well-known-facts.ts";

const folder = new URL("../../policies/catalogue/replacement/", import.meta.url);
const load = (provider: string): unknown => {
  try {
    return JSON.parse(readFileSync(new URL(`${provider}.json`, folder), "utf8"));
  } catch {
    return null;
  }
};
const catalogue = createReplacementCatalogue(load);
const read = (name: string): object => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as object;

describe("well-known facts", () => {
  const rows = factRows();

  test("are many, of every provider", () => {
    const providers = new Set(rows.map(([type]) => type.slice(0, type.indexOf("_"))));
    for (const name of ["aws", "azurerm", "google", "kubernetes", "helm", "random", "null", "local", "terraform", "time", "tls"])
      expect([name, providers.has(name)]).toEqual([name, true]);
    expect(rows.length).toBeGreaterThan(400);
  });

  test("stand in the catalogue", () => {
    const wrong = rows.filter(([type, version, path, fact]) => catalogue.resource(type, version)?.fact(path) !== fact);
    expect(wrong.map((row) => [...row, catalogue.resource(row[0], row[1])?.fact(row[2])])).toEqual([]);
  });

  test.each([
    ["aws_instance", 'tags["a.b"]', null, "update"],
    ["aws_instance", "root_block_device[0].encrypted", null, "replace"],
    ["aws_instance", "user_data", "~> 5.0", "conditional"],
    ["aws_instance", "cpu_options[0].core_count", null, "conditional"],
    ["aws_instance", "no_such_argument", null, "unknown"],
    // The provider itself, asked for a plan, says otherwise than its source was read.
    ["aws_iam_server_certificate", "name", "5.100.0", "update"],
    ["aws_iam_server_certificate", "name", "~> 5.0", "conditional"],
    // An argument of version 4 that version 5 does not have any more.
    ["azurerm_key_vault", "enable_rbac_authorization", "4.55.0", "update"],
    ["azurerm_key_vault", "enable_rbac_authorization", "5.1.0", "update"],
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

  test("every reviewed fact follows its schema, and says where it is from", () => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(read("by-hand.schema.json"));
    validate(read("by-hand.json"));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("every reviewed fact speaks of arguments that the type has", () => {
    interface Entry {
      readonly versions?: string;
      readonly omitted?: object;
      readonly kept?: readonly string[];
      readonly conditions?: object;
      readonly facts?: readonly { readonly path: string; readonly versions?: string }[];
      readonly recomputed?: Readonly<Record<string, readonly string[]>>;
    }
    const byHand = read("by-hand.json") as Record<string, Record<string, Entry | readonly Entry[]>>;
    const strangers: string[] = [];
    for (const [type, written] of Object.values(byHand).flatMap((types) => Object.entries(types))) {
      if (type === "*") continue;
      for (const entry of [written].flat() as readonly Entry[]) {
        const facts = catalogue.resource(type, null);
        const triggers = Object.values(entry.recomputed ?? {}).flatMap((names) => names.map((name) => name.replace(/^[!?]|=true$/g, "")));
        const paths = [
          ...Object.keys(entry.omitted ?? {}),
          ...(entry.kept ?? []),
          ...Object.keys(entry.conditions ?? {}),
          // What earlier versions had may be gone.
          ...(entry.facts ?? []).filter(({ versions = entry.versions }) => versions?.startsWith("<") !== true).map((fact) => fact.path),
          ...triggers.filter((name) => name !== "*" && name !== ""),
        ];
        for (const path of paths) if ((facts?.fact(path) ?? "unknown") === "unknown") strangers.push(`${type}.${path}`);
      }
    }
    expect(strangers).toEqual([]);
  });

  test("every rule that decides a conditional argument is put in words", () => {
    const silent = conditionalPaths().filter((path) => {
      const dot = path.indexOf(".");
      const told = tell(load, path.slice(0, dot), path.slice(dot + 1));
      return told.kind !== "argument" || told.argument.condition === null;
    });
    expect(silent).toEqual([]);
  });

  test("a type that the provider would not create of what is required has no zeros for defaults", () => {
    const omitted = (type: string, path: string) => catalogue.resource(type, "5.100.0")?.omitted?.(path).value;
    expect(omitted("aws_lightsail_instance", "ip_address_type")).toBeUndefined();
    expect(omitted("aws_lambda_function", "package_type")).toBe("Zip");
    expect(omitted("aws_sqs_queue", "fifo_queue")).toBe(false);
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
    ["aws_instance", "vpc_security_group_ids", "5.0.0", { value: undefined, kept: true }],
    ["aws_instance", "root_block_device", "5.0.0", { value: undefined, kept: true }],
    ["aws_s3_bucket", "acl", "3.9.0", { value: "private", kept: false }],
    ["aws_s3_bucket", "acl", "5.0.0", { value: undefined, kept: true }],
    // As the provider answers: a default, a kind's zero, nothing; and of a block, that there is none.
    ["aws_sqs_queue", "max_message_size", "5.0.0", { value: 262_144, kept: false }],
    ["aws_sqs_queue", "policy", "5.0.0", { value: undefined, kept: true }],
    ["aws_elb", "cross_zone_load_balancing", "4.2.0", { value: true, kept: false }],
    ["aws_iam_user_login_profile", "password_length", "5.0.0", { value: 20, kept: false }],
    ["aws_sfn_activity", "name", "5.0.0", { value: undefined, kept: false }],
    ["aws_codebuild_project", "vpc_config", "5.0.0", { value: null, kept: false }],
    ["azurerm_storage_account", "access_tier", "4.10.0", { value: undefined, kept: true }],
    ["google_compute_address", "address", "5.1.0", { value: undefined, kept: true }],
    // As the documentation tells, of the versions that it is of.
    ["azurerm_storage_account", "account_kind", "4.10.0", { value: "StorageV2", kept: false }],
    ["azurerm_storage_account", "account_kind", "3.100.0", { value: undefined, kept: false }],
    ["google_compute_instance", "can_ip_forward", "7.1.0", { value: false, kept: false }],
  ] as const)("%s.%s at %s", (type, path, version, expected) => {
    expect(catalogue.resource(type, version)?.omitted?.(path)).toEqual(expected);
  });

  test("the schema of an earlier major version is its own", () => {
    expect(catalogue.resource("aws_instance", "3.9.0")?.argument?.("instance_type")?.required).toBe(true);
    expect(catalogue.resource("aws_instance", "6.1.0")?.argument?.("instance_type")?.computed).toBe(true);
    expect(catalogue.resource("aws_instance", "~> 5.0")?.argument?.("instance_type")?.computed).toBe(true);
    // Between the two versions that were read, where they differ.
    expect(catalogue.resource("aws_instance", "~> 4.0")?.argument?.("instance_type")).toBeNull();
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

describe("what an update computes anew", () => {
  const none = () => undefined;
  const yes = (): Value => ({ kind: "bool", value: true });
  const unclear = (): Value => ({ kind: "unknown", because: [], derivation: "input x" });

  test.each<[string, string, string, string, (name: string) => Value | undefined, string]>([
    ["aws_launch_template", "latest_version", "5.0.0", "image_id", none, "yes"],
    ["aws_launch_template", "latest_version", "5.0.0", "description", none, "no"],
    ["aws_launch_template", "default_version", "5.0.0", "image_id", none, "no"],
    ["aws_launch_template", "default_version", "5.0.0", "image_id", yes, "yes"],
    ["aws_lambda_function", "version", "5.0.0", "memory_size", yes, "yes"],
    ["aws_lambda_function", "version", "5.0.0", "memory_size", none, "no"],
    ["aws_lambda_function", "version", "5.0.0", "memory_size", unclear, "maybe"],
    ["aws_lambda_function", "version", "3.9.0", "memory_size", yes, "maybe"],
    ["aws_lambda_function", "version", "3.9.0", "source_code_hash", yes, "yes"],
    ["aws_lambda_function", "version", "5.0.0", "tags", yes, "no"],
    ["aws_ssm_parameter", "version", "5.0.0", "value", none, "yes"],
    ["aws_ssm_parameter", "version", "5.0.0", "tags", none, "no"],
    ["aws_cloudformation_stack", "outputs", "5.0.0", "template_body", none, "yes"],
    ["aws_s3_object", "version_id", "5.0.0", "content", none, "yes"],
    ["aws_s3_object", "version_id", "5.0.0", "tags", none, "no"],
    ["terraform_data", "output", "1.0.0", "input", none, "yes"],
  ])("%s.%s at %s, when %s changes", (type, attribute, version, changed, argument, expected) => {
    const triggers = catalogue.resource(type, version)?.recomputed?.get(attribute) ?? [];
    expect(isTriggered(triggers, new Set([changed]), argument)).toBe(expected);
  });

  test("of most types of AWS it is known, and of a type that is not, nothing is claimed", () => {
    const { resources } = read("aws.json") as { resources: object };
    const known = Object.keys(resources).filter((type) => (catalogue.resource(type, "5.100.0")?.recomputed ?? null) !== null);
    expect(known.length).toBeGreaterThan(1_300);
    expect(catalogue.resource("aws_cognito_user_pool_client", "5.100.0")?.recomputed).toBeNull();
  });
});
