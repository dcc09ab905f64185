/** The workload catalogue: its data class every attribute that providers have, once, and bad data is refused with its place. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { createWorkloadCatalogue } from "../../src/evaluate/workloads.ts";
import { documents, workloads } from "./given.ts";

const shared = new URL("../../../shared/data/", import.meta.url);
const archive = new URL("replacement-full.tar.gz", shared);
const withFacts = existsSync(archive) ? describe : describe.skip;
const where = existsSync(archive) ? "" : " (skipped: ../shared/data/replacement-full.tar.gz is not there)";

type Facts = Map<string, Set<string>>;

/** Attribute paths by resource type, of the newest providers and of older majors. */
function readFacts(): Facts {
  const facts: Facts = new Map();
  const add = (type: string, paths: object): void => {
    const known = facts.get(type) ?? new Set<string>();
    for (const path of Object.keys(paths)) if (!path.startsWith("_")) known.add(path);
    facts.set(type, known);
  };
  const names = execFileSync("tar", ["tzf", fileURLToPath(archive)], { encoding: "utf8" }).split("\n");
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const text = execFileSync("tar", ["xzOf", fileURLToPath(archive), name], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    const { resources } = JSON.parse(text) as { resources: Record<string, object> };
    for (const [type, paths] of Object.entries(resources)) add(type, paths);
  }
  const folder = new URL("replacement/", shared);
  for (const file of readdirSync(folder).filter((one) => one.startsWith("older-"))) {
    const older = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, unknown>;
    for (const part of [older.removed_resources, older.changed]) {
      for (const [type, paths] of Object.entries((part ?? {}) as Record<string, object>)) add(type, paths);
    }
  }
  return facts;
}

function classedTypes(): readonly string[] {
  return (documents as { workloads: { types: string[] }[] }[]).flatMap((document) => document.workloads.flatMap((entry) => entry.types));
}

withFacts(`against the providers' facts${where}`, () => {
  const facts: Facts = existsSync(archive) ? readFacts() : new Map();

  test("every attribute of every server, pointer and stateful type has a class", () => {
    const unclassed: string[] = [];
    let count = 0;
    for (const type of classedTypes()) {
      if (workloads.classOf(type) === "config") continue;
      for (const path of facts.get(type) ?? []) {
        count += 1;
        if (workloads.attributeClass(type, path) === "unclassed") unclassed.push(`${type}.${path}`);
      }
    }
    expect(unclassed).toEqual([]);
    expect(count).toBeGreaterThan(20_000);
  });

  test("a server has a class for each attribute without a catch-all where its attributes are all known", () => {
    for (const type of ["aws_instance", "google_compute_instance", "azurerm_linux_virtual_machine", "digitalocean_droplet"]) {
      expect(workloads.attributeClass(type, "an_argument_of_tomorrow")).toBe("unclassed");
    }
  });

  test("every compute type of the starting list is classed", () => {
    const list = JSON.parse(readFileSync(new URL("immutable-workloads.json", shared), "utf8")) as { providers: Record<string, object> };
    const types = Object.values(list.providers).flatMap((provider) => Object.keys(provider));
    const known = new Set(classedTypes());
    expect(types.filter((type) => !known.has(type))).toEqual([]);
    expect(types).toHaveLength(135);
  });
});

test("no type stands in two entries", () => {
  const types = classedTypes();
  expect(new Set(types).size).toBe(types.length);
});

describe("classes", () => {
  test.each([
    ["aws_instance", "server"],
    ["aws_ami", "config"],
    ["aws_launch_template", "pointer"],
    ["aws_ecs_task_definition", "pointer"],
    ["aws_db_instance", "stateful"],
    ["azurerm_managed_disk", "stateful"],
    ["google_compute_disk", "stateful"],
    ["kubernetes_pod", "server"],
    ["kubernetes_deployment", "pointer"],
    ["kubernetes_persistent_volume_claim_v1", "stateful"],
    ["aws_route53_record", "config"],
    ["__proto__", "config"],
  ])("%s is %s", (type, expected) => {
    expect(workloads.classOf(type)).toBe(expected);
  });

  test.each([
    ["aws_instance", "instance_type", "defining"],
    ["aws_instance", "root_block_device[0].volume_size", "network-or-disk"],
    ["aws_instance", 'root_block_device[0].tags["Name"]', "tolerated"],
    ["aws_instance", 'tags["a.b"]', "tolerated"],
    ["aws_instance", "iam_instance_profile", "identity"],
    ["aws_instance", "disable_api_termination", "protection"],
    ["google_compute_instance", 'metadata["startup-script"]', "defining"],
    ["google_compute_instance", "metadata.startup-script", "defining"],
    ["google_compute_instance", 'metadata["ssh-keys"]', "defining"],
    ["google_compute_instance", 'metadata["owner"]', "tolerated"],
    ["google_compute_instance", "metadata", "defining"],
    ["google_compute_instance", "tags[0]", "network-or-disk"],
    ["aws_autoscaling_group", "launch_template[0].version", "pointer"],
    ["aws_autoscaling_group", "mixed_instances_policy[0].instances_distribution[0].spot_max_price", "tolerated"],
    ["kubernetes_deployment", "spec[0].template[0].spec[0].container[0].image", "pointer"],
    ["kubernetes_deployment", "spec[0].replicas", "tolerated"],
    ["kubernetes_deployment", 'metadata[0].labels["app"]', "tolerated"],
    ["aws_db_instance", "allocated_storage", "size"],
    ["aws_db_instance", "engine_version", "engine"],
    ["aws_db_instance", "deletion_protection", "protection"],
    ["aws_lb", "enable_deletion_protection", "protection"],
    ["aws_lb", "idle_timeout", "unclassed"],
    ["a_type_that_nobody_knows", "deletion_protection", "protection"],
  ])("%s.%s is %s", (type, path, expected) => {
    expect(workloads.attributeClass(type, path)).toBe(expected);
  });

  test("traits", () => {
    expect(workloads.has("aws_launch_configuration", "versioned")).toBe(true);
    expect(workloads.has("aws_ami", "machine-image")).toBe(true);
    expect(workloads.has("azurerm_linux_virtual_machine", "create-first-possible")).toBe(false);
    expect(workloads.has("aws_route53_record", "serving")).toBe(false);
  });
});

describe("bad data is refused with its place", () => {
  const entry = { types: ["a_server"], class: "server", attributes: { defining: ["image"] } };
  const document = (workload: object): object => ({ schema: "bakegate.workloads/v1", workloads: [workload] });

  test.each<readonly [string, unknown, string]>([
    ["not an object", 7, "document 0 is not an object"],
    ["another schema", { schema: "x", workloads: [] }, 'document 0.schema is not "bakegate.workloads/v1"'],
    ["nothing in it", { schema: "bakegate.workloads/v1", workloads: [] }, "holds no resource type"],
    ["an unknown class", document({ ...entry, class: "serverr" }), 'document 0.workloads[0].class is "serverr"'],
    ["an unknown key", document({ ...entry, attribute: {} }), 'unknown key "attribute"'],
    ["an attribute class of another resource class", document({ ...entry, attributes: { engine: ["x"] } }), 'unknown key "engine"'],
    ["an attribute twice", document({ ...entry, attributes: { defining: ["a"], tolerated: ["a"] } }), 'classes "a" twice'],
    ["an empty part", document({ ...entry, attributes: { defining: ["a..b"] } }), "empty part"],
    ["an unknown trait", document({ ...entry, traits: ["fast"] }), "workloads[0].traits"],
    ["no types", document({ ...entry, types: [] }), "types is empty"],
    ["a type twice", document({ ...entry, types: ["a_server", "a_server"] }), "names a_server a second time"],
  ])("%s", (_name, data, message) => {
    expect(() => createWorkloadCatalogue(data)).toThrow(message);
  });

  test("several documents are one catalogue, and a type may stand in one only", () => {
    expect(createWorkloadCatalogue([document(entry), document({ ...entry, types: ["b_server"] })]).classOf("b_server")).toBe("server");
    expect(() => createWorkloadCatalogue([document(entry), document(entry)])).toThrow("document 1.workloads[0] names a_server");
  });

  test("the longest pattern decides, and a name goes before a star", () => {
    const catalogue = createWorkloadCatalogue(
      document({ types: ["s"], class: "server", attributes: { defining: ["m", "m.key"], tolerated: ["m.*"], identity: ["m.key.inner"] } }),
    );
    expect(catalogue.attributeClass("s", "m")).toBe("defining");
    expect(catalogue.attributeClass("s", "m.other")).toBe("tolerated");
    expect(catalogue.attributeClass("s", 'm["key"]')).toBe("defining");
    expect(catalogue.attributeClass("s", "m[3].key[0].inner.x")).toBe("identity");
  });
});

test("every type whose name says that it holds data or runs code stands in a class, or has a reason not to", () => {
  const folder = new URL("../../policies/catalogue/replacement/", import.meta.url);
  const telling =
    /_(?:database|bucket|disk|volume|file_?system|file_share|filestore|queue|table|vault|backup|snapshot|repository|registry|ledger|search|redis|cache|virtual_machine|function|archive|node_pool|fleet|store)$/;
  const known = new Map(
    (documents as { workloads: { types: string[]; class: string; note?: string }[] }[])
      .flatMap((document) => document.workloads)
      .flatMap((entry) => entry.types.map((type) => [type, entry] as const)),
  );
  const silent: string[] = [];
  let count = 0;
  for (const provider of ["aws", "azurerm", "google", "kubernetes"]) {
    const { resources } = JSON.parse(readFileSync(new URL(`${provider}.json`, folder), "utf8")) as { resources: object };
    for (const type of Object.keys(resources).filter((name) => telling.test(name))) {
      count += 1;
      const entry = known.get(type);
      if (entry === undefined || (entry.class === "config" && entry.note === undefined)) silent.push(type);
    }
  }
  expect(silent).toEqual([]);
  expect(count).toBeGreaterThan(200);
});
