/** Evaluated configurations by hand, for the predictor's tests. */
import { readFileSync } from "node:fs";
import { referencesIn } from "../../src/model/syntax-references.ts";
import type { EvaluatedConfiguration, Lifecycle, ResourceInstance } from "../../src/model/terraform-module.ts";
import type { Value } from "../../src/model/value.ts";
import { createReplacementCatalogue } from "../../src/plan/catalogue.ts";
import type { PredictionSide } from "../../src/plan/predict.ts";
import { addressText, blockAddress, parseAddress } from "../../src/plan/predict-addresses.ts";
import { attributeOf } from "../../src/terraform/access.ts";
import type { OpenInstance } from "../../src/terraform/module-instance.ts";
import type { Repetition } from "../../src/terraform/repetitions.ts";

type Plain = null | boolean | number | string | Value | readonly Plain[] | { readonly [key: string]: Plain };

const span = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
const place = { file: "main.tf", line: 1, endLine: 3 };

export function value(plain: Plain): Value {
  if (plain === null) return { kind: "null" };
  if (typeof plain === "boolean") return { kind: "bool", value: plain };
  if (typeof plain === "number") return { kind: "number", digits: String(plain) };
  if (typeof plain === "string") return { kind: "string", value: plain };
  if (Array.isArray(plain)) return { kind: "tuple", items: plain.map((item) => value(item as Plain)) };
  if ("kind" in plain && typeof plain.kind === "string") return plain as Value;
  return { kind: "object", entries: new Map(Object.entries(plain).map(([key, entry]) => [key, value(entry as Plain)])) };
}

/** A reference to an attribute of a resource: of one that the provider computes, where the resource's arguments do not have it. */
export function computed(subject: string): Value {
  const kind = subject.startsWith("data.") ? "data" : "computed";
  return { kind: "unknown", because: [{ kind, subject }], derivation: `${kind} ${subject}` };
}

const plainLifecycle: Lifecycle = { createBeforeDestroy: false, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };

export function resource(
  address: string,
  values: { readonly [key: string]: Plain },
  options: { readonly lifecycle?: Partial<Lifecycle>; readonly references?: readonly string[]; readonly provider?: string } = {},
): ResourceInstance {
  const parsed = parseAddress(address);
  if (parsed?.type == null) throw new Error(address);
  const body = { attributes: [], blocks: [], span };
  return {
    address,
    mode: parsed.mode,
    type: parsed.type,
    name: parsed.name,
    block: { mode: parsed.mode, type: parsed.type, name: parsed.name, address, body, place },
    values: value(values),
    lifecycle: { ...plainLifecycle, ...options.lifecycle },
    provider:
      options.provider ?? (parsed.type === "terraform_data" ? "terraform.io/builtin/terraform" : `hashicorp/${parsed.type.split("_")[0]}`),
    references: options.references ?? [],
  };
}

export function configuration(instances: readonly ResourceInstance[], more: Partial<EvaluatedConfiguration> = {}): EvaluatedConfiguration {
  return {
    project: { dir: ".", workspace: "default", varFiles: [], plan: "static" },
    instances,
    unexpanded: [],
    moved: [],
    removed: [],
    imports: [],
    outputs: new Map(),
    ...more,
  };
}

/** The configuration as a prediction asks for it. */
export function sideOf(written: EvaluatedConfiguration): PredictionSide {
  const { instances } = written;
  return {
    open: ({ view }) => ({
      ...written,
      ...opened(instances, view),
      moved: written.moved.map((block) => ({ ...block, depth: 0 })),
      repetitions: repetitionsOf(instances),
      createFirst: createFirstOf(instances),
      waits: waitsOf(instances),
    }),
  };
}

/** As the indexes of their instances have it. */
function repetitionsOf(instances: readonly ResourceInstance[]): ReadonlyMap<string, Repetition> {
  return new Map(
    instances.flatMap(({ address }): readonly [string, Repetition][] => {
      const parsed = parseAddress(address);
      if (parsed === null) return [];
      return [[blockAddress(parsed), parsed.index === null ? "single" : parsed.index.startsWith('["') ? "for_each" : "count"]];
    }),
  );
}

/** What data sources name, in `depends_on` too. */
function waitsOf(instances: readonly ResourceInstance[]): ReadonlyMap<string, readonly string[]> {
  const managed = new Set(instances.filter(({ mode }) => mode === "managed").map(({ type, name }) => `${type}.${name}`));
  const data = instances.filter(({ mode }) => mode === "data");
  return new Map(
    data.map(({ type, name, block }) => [`data.${type}.${name}`, referencesIn(block.body).filter((each) => managed.has(each))]),
  );
}

function opened(written: readonly ResourceInstance[], view: ((instance: OpenInstance) => Value) | undefined) {
  const open = new Map<string, OpenInstance & { readonly references: readonly string[] }>();
  for (const instance of written) {
    const values = () => (view === undefined ? instance.values : substituted(instance.values, open, view));
    open.set(instance.address, { ...instance, values, content: () => null, readAttribute: () => null, neighbours: () => [] });
  }
  return { instances: [...open.values()], outputs: () => new Map() };
}

/** The value with references to resources as the view has them. */
function substituted(value: Value, open: ReadonlyMap<string, OpenInstance>, view: (instance: OpenInstance) => Value): Value {
  const inner = (each: Value) => substituted(each, open, view);
  switch (value.kind) {
    case "unknown": {
      const address = parseAddress(value.because[0]?.subject ?? "");
      const instance = address === null ? undefined : open.get(addressText(address));
      return address === null || instance === undefined ? value : attributeOf(view(instance), address.rest.slice(1));
    }
    case "tuple":
    case "list":
    case "set":
      return { ...value, items: value.items.map(inner) };
    case "object":
    case "map":
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, inner(entry)])) };
    default:
      return value;
  }
}

/** Everything that a resource which is replaced create-first refers to. */
function createFirstOf(instances: readonly ResourceInstance[]): ReadonlySet<string> {
  const first = new Set<string>();
  const open = instances.filter((instance) => instance.lifecycle.createBeforeDestroy).map((instance) => instance.address);
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    first.add(address);
    open.push(...instances.filter((instance) => instance.address === address).flatMap((instance) => instance.references));
  }
  return first;
}

export function moved(from: string, to: string): EvaluatedConfiguration["moved"][number] {
  return { from, to, place };
}

export const builtFolder = new URL("../../policies/catalogue/replacement/", import.meta.url);

/** The catalogue over the built files. */
export const catalogue = createReplacementCatalogue((provider) => {
  try {
    return JSON.parse(readFileSync(new URL(`${provider}.json`, builtFolder), "utf8"));
  } catch {
    return null;
  }
});
