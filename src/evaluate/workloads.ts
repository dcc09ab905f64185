/** The workload catalogue: what a resource type is for, and what a change of each of its attributes means. Data lives under `policies/catalogue/workloads/`. */
import type { AttributeClass, ResourceClass, Trait, WorkloadCatalogue } from "../model/catalogue.ts";
import { namesOf } from "./attribute-path.ts";

/** What one type's data says, ready to be asked. */
interface Workload {
  readonly class: ResourceClass;
  readonly traits: ReadonlySet<Trait>;
  readonly patterns: PatternTree;
  /** Class of what no pattern names; null: such an attribute is `unclassed`. */
  readonly otherwise: AttributeClass | null;
  readonly note: string | null;
}

/** Patterns by their names, outermost first. A pattern stands for its path and everything below it. */
interface PatternTree {
  class: AttributeClass | null;
  readonly children: Map<string, PatternTree>;
}

const schema = "bakegate.workloads/v1";
const resourceClasses: readonly ResourceClass[] = ["server", "pointer", "stateful", "config"];
const traits: readonly Trait[] = [
  "serving",
  "versioned",
  "create-first-possible",
  "machine-image",
  "attaches-data",
  "protected-by-default",
];

/** Attribute classes that mean something on a resource class; `protection` and `tolerated` do everywhere. */
const meaningful: Readonly<Record<ResourceClass, readonly AttributeClass[]>> = {
  server: ["defining", "network-or-disk", "identity", "protection", "tolerated"],
  pointer: ["pointer", "rollout", "protection", "tolerated"],
  stateful: ["size", "engine", "attachment", "protection", "tolerated"],
  config: ["protection", "tolerated"],
};

/**
 * A catalogue from its data: one document, or several that share the work. An entry names types, their class and traits, and attributes by
 * class as patterns: names with dots, indexes left out, `*` for any one name (`metadata.*`), each standing for its path and everything
 * below it; the longest one decides. `otherwise` is the class of what no pattern names. `everywhere` holds patterns for all types, which
 * come after a type's own and before its `otherwise`. Throws `TypeError` with the path of what is wrong;
 * the data is Bakegate's own, so that is a broken installation and not a user's mistake.
 */
export function createWorkloadCatalogue(data: unknown): WorkloadCatalogue {
  const workloads = new Map<string, Workload>();
  const everywhere: PatternTree = newTree();
  for (const [index, document] of (Array.isArray(data) ? data : [data]).entries()) {
    readDocument(document, `document ${index}`, workloads, everywhere);
  }
  if (workloads.size === 0) throw new TypeError("workload catalogue: it holds no resource type");
  return {
    classOf: (type) => workloads.get(type)?.class ?? "config",
    attributeClass: (type, path) => attributeClass(workloads.get(type), everywhere, namesOf(path)),
    has: (type, trait) => workloads.get(type)?.traits.has(trait) ?? false,
    entryOf(type) {
      const workload = workloads.get(type);
      return workload === undefined ? null : { traits: [...workload.traits], note: workload.note };
    },
    types: () => [...workloads.keys()],
  };
}

function attributeClass(workload: Workload | undefined, everywhere: PatternTree, names: readonly string[]): AttributeClass {
  const own = workload === undefined ? null : lookUp(workload.patterns, names);
  if (own !== null) return own;
  const general = lookUp(everywhere, names);
  if (general !== null) return general;
  return workload?.otherwise ?? "unclassed";
}

/** The class of the longest pattern that the path starts with; at each step a literal name goes before `*`. */
function lookUp(tree: PatternTree, names: readonly string[]): AttributeClass | null {
  let found: AttributeClass | null = tree.class;
  let depth = 0;
  const open: { readonly tree: PatternTree; readonly depth: number }[] = [{ tree, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.tree.class !== null && (next.depth > depth || found === null)) {
      found = next.tree.class;
      depth = next.depth;
    }
    const name = names[next.depth];
    if (name === undefined) continue;
    const any = next.tree.children.get("*");
    const literal = next.tree.children.get(name);
    // The literal branch is looked at first, so that it wins over a `*` pattern of equal length.
    if (any !== undefined) open.push({ tree: any, depth: next.depth + 1 });
    if (literal !== undefined) open.push({ tree: literal, depth: next.depth + 1 });
  }
  return found;
}

function newTree(): PatternTree {
  return { class: null, children: new Map() };
}

function readDocument(data: unknown, at: string, workloads: Map<string, Workload>, everywhere: PatternTree): void {
  const document = record(data, at, ["schema", "note", "everywhere", "workloads"]);
  if (document.get("schema") !== schema) fail(`${at}.schema`, `is not "${schema}"`);
  if (document.has("everywhere")) readPatterns(document.get("everywhere"), `${at}.everywhere`, ["protection", "tolerated"], everywhere);
  const entries = document.get("workloads");
  if (!Array.isArray(entries)) fail(`${at}.workloads`, "is not a list");
  for (const [index, entry] of entries.entries()) {
    const { types, workload } = readEntry(entry, `${at}.workloads[${index}]`);
    for (const type of types) {
      if (workloads.has(type)) fail(`${at}.workloads[${index}]`, `names ${type} a second time`);
      workloads.set(type, workload);
    }
  }
}

function readEntry(data: unknown, at: string): { readonly types: readonly string[]; readonly workload: Workload } {
  const entry = record(data, at, ["types", "class", "traits", "attributes", "otherwise", "note"]);
  const types = strings(entry.get("types"), `${at}.types`);
  if (types.length === 0) fail(`${at}.types`, "is empty");
  const resourceClass = oneOf(entry.get("class"), resourceClasses, `${at}.class`);
  const allowed = meaningful[resourceClass];
  const patterns = newTree();
  if (entry.has("attributes")) readPatterns(entry.get("attributes"), `${at}.attributes`, allowed, patterns);
  return {
    types,
    workload: {
      class: resourceClass,
      traits: new Set(strings(entry.get("traits") ?? [], `${at}.traits`).map((trait) => oneOf(trait, traits, `${at}.traits`))),
      patterns,
      otherwise: entry.has("otherwise") ? oneOf(entry.get("otherwise"), allowed, `${at}.otherwise`) : null,
      note: entry.has("note") ? textOf(entry.get("note"), `${at}.note`) : null,
    },
  };
}

function readPatterns(data: unknown, at: string, allowed: readonly AttributeClass[], tree: PatternTree): void {
  for (const [name, patterns] of record(data, at, allowed)) {
    const attributeClass = oneOf(name, allowed, at);
    for (const pattern of strings(patterns, `${at}.${name}`)) plant(tree, pattern, attributeClass, at);
  }
}

function plant(tree: PatternTree, pattern: string, attributeClass: AttributeClass, at: string): void {
  let node = tree;
  const names = pattern.split(".");
  for (const name of names) {
    if (name === "") fail(at, `has the pattern "${pattern}" with an empty part`);
    let child = node.children.get(name);
    if (child === undefined) {
      child = newTree();
      node.children.set(name, child);
    }
    node = child;
  }
  if (node.class !== null) fail(at, `classes "${pattern}" twice`);
  node.class = attributeClass;
}

function record(data: unknown, at: string, known: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) fail(at, "is not an object");
  const entries = new Map<string, unknown>(Object.entries(data));
  for (const key of entries.keys()) {
    if (!known.includes(key)) fail(at, `has the unknown key "${key}" (known: ${known.join(", ")})`);
  }
  return entries;
}

function strings(data: unknown, at: string): readonly string[] {
  if (!Array.isArray(data)) fail(at, "is not a list");
  const texts: string[] = [];
  for (const item of data) {
    if (typeof item !== "string") fail(at, "holds something that is not a text");
    texts.push(item);
  }
  return texts;
}

function textOf(data: unknown, at: string): string {
  if (typeof data !== "string" || data === "") fail(at, "is not a text");
  return data;
}

function oneOf<T extends string>(data: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((value) => value === data);
  if (found === undefined) fail(at, `is ${JSON.stringify(data)}, not one of ${allowed.join(", ")}`);
  return found;
}

function fail(at: string, what: string): never {
  throw new TypeError(`workload catalogue: ${at} ${what}`);
}
