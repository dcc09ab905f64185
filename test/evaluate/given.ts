/** The workload catalogue as it is shipped, and makers of the nouns that judgements are made of. */
import { readdirSync, readFileSync } from "node:fs";
import { createWorkloadCatalogue } from "../../src/evaluate/workloads.ts";
import type { Observation } from "../../src/model/finding.ts";
import { type Glob, noOwnCredentials, type Policy, type RuleSetting } from "../../src/model/policy.ts";
import type { AttributeChange, JudgedChange, PlainValue, ResourceChange } from "../../src/model/resource-change.ts";
import type { ProjectChanges, ReviewSubject, Side } from "../../src/model/subject.ts";
import type { Body } from "../../src/model/syntax.ts";
import type { ConfiguredResource } from "../../src/model/terraform-module.ts";
import type { Value } from "../../src/model/value.ts";

const folder = new URL("../../policies/catalogue/workloads/", import.meta.url);

export const documents: readonly unknown[] = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));

export const workloads = createWorkloadCatalogue(documents);

/** `unknown`: known only after apply. */
export const unknown = Symbol("unknown");

export function attribute(path: string, before: PlainValue, after: PlainValue | typeof unknown): AttributeChange {
  const known = after === unknown ? null : after;
  return { path, before, after: known, sensitive: false, unknown: after === unknown, forcesReplacement: false };
}

/** A change of `type.x`, by default an update without attributes. */
export function change(type: string, fields: Partial<ResourceChange> = {}): ResourceChange {
  return {
    address: `${type}.x`,
    type,
    name: "x",
    mode: "managed",
    provider: null,
    action: "update",
    order: null,
    deposed: null,
    because: [],
    attributes: [],
    previousAddress: null,
    importId: null,
    reason: null,
    possible: [],
    doubts: [],
    place: { file: "main.tf", line: 1, endLine: 3 },
    ...fields,
  };
}

const span = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

export function body(lifecycle: Readonly<Record<string, boolean>> = {}): Body {
  const attributes = Object.entries(lifecycle).map(([name, value]) => ({ name, expression: { kind: "bool", value, span } as const, span }));
  const inner: Body = { attributes, blocks: [], span };
  return { attributes: [], blocks: attributes.length === 0 ? [] : [{ type: "lifecycle", labels: [], body: inner, span }], span };
}

export function resource(
  type: string,
  values: Readonly<Record<string, Value>> = {},
  fields: {
    readonly name?: string;
    readonly dir?: string;
    readonly file?: string;
    readonly lifecycle?: Readonly<Record<string, boolean>>;
  } = {},
): ConfiguredResource {
  const { name = "x", dir = ".", file = "main.tf", lifecycle = {} } = fields;
  const place = { file, line: 1, endLine: 3 };
  return {
    block: { mode: "managed", type, name, address: `${type}.${name}`, body: body(lifecycle), place },
    moduleDir: dir,
    values: { kind: "object", entries: new Map(Object.entries(values)) },
  };
}

export function side(fields: Partial<Side> = {}): Side {
  return {
    modules: new Map(),
    resources: [],
    files: new Map(),
    paths: new Set(),
    packer: [],
    scripts: [],
    images: [],
    sightings: [],
    waiverFaults: [],
    problems: [],
    ...fields,
  };
}

export function project(changes: readonly JudgedChange[], fields: Partial<ProjectChanges> = {}): ProjectChanges {
  return { dir: ".", workspace: "default", origin: "terraform", changes, drift: [], invocations: [], ...fields };
}

export function subject(fields: Partial<ReviewSubject> = {}): ReviewSubject {
  return {
    base: side(),
    head: side(),
    projects: [],
    moved: [],
    renames: new Map(),
    changed: new Set(),
    leaked: [],
    waivers: [],
    workloads,
    ...fields,
  };
}

export function glob(source: string): Glob {
  const pattern = new RegExp(`^${source.replace(/[.[\]"]/g, "\\$&").replaceAll("*", ".*")}$`);
  return { source, matches: (text) => pattern.test(text) };
}

export function setting(rule: string, fields: Partial<RuleSetting> = {}): RuleSetting {
  return {
    rule,
    level: "block",
    levels: {},
    resources: [],
    except: [],
    paths: [],
    origin: { source: "policies/web.yml", line: 3 },
    ...fields,
  };
}

export function policy(fields: Partial<Policy> = {}): Policy {
  return {
    mode: "enforce",
    branches: null,
    settings: [],
    projects: [],
    exemptions: [],
    credentials: noOwnCredentials,
    release: null,
    digest: "0".repeat(64),
    ...fields,
  };
}

export function observation(fields: Partial<Observation> = {}): Observation {
  return {
    reason: "r",
    place: { file: "main.tf", line: 1, endLine: 1 },
    address: "aws_instance.x",
    attribute: null,
    evidence: {},
    ...fields,
  };
}
