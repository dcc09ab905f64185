/** Follows variables to the arguments they end up in, through locals and local modules, so that a literal far away is known for what it is. */
import type { Block, Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { type Argument, argumentsOf, type Iterators } from "./argument-walk.ts";
import type { WrittenExpression } from "./fold-literal.ts";
import { type Destination, type Following, follow, type SinkLiteral } from "./follow-literals.ts";
import type { ReadEmbedded } from "./sight-embedded.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** What is known of one directory: which variables end in sinks, and which literals do. */
export interface ModuleSinks {
  /** Each way begins with the variable. By name, for a value inside by name and keys joined by dots, `*` for any key: `db.password`, `passwords.*`. */
  readonly variables: ReadonlyMap<string, Destination>;
  readonly literals: readonly SinkLiteral[];
  readonly locals: ReadonlyMap<string, WrittenExpression>;
}

export interface Configuration {
  /** Terraform files of each directory. */
  readonly files: ReadonlyMap<string, readonly ParsedFile[]>;
  /** The directory that a module call of a directory leads to; null where it is not in the repository. */
  moduleDir(dir: string, call: string): string | null;
  /** The text of a file of the repository; null where there is none, or it was not read. */
  textOf(path: string): string | null;
  readonly readEmbedded: ReadEmbedded;
}

/** Modules in modules in modules: nobody goes further, and the stack does not either. */
const deepestModule = 100;

const nothing: ModuleSinks = { variables: new Map(), literals: [], locals: new Map() };

export function traceSinks(configuration: Configuration, sinks: SinkCatalogue): ReadonlyMap<string, ModuleSinks> {
  const traced = new Map<string, ModuleSinks>();
  const open = new Set<string>();
  const trace = (dir: string): ModuleSinks => {
    const known = traced.get(dir);
    if (known !== undefined) return known;
    if (open.has(dir) || open.size >= deepestModule) return nothing;
    open.add(dir);
    const found = traceModule({ configuration, dir, sinks, trace });
    open.delete(dir);
    traced.set(dir, found);
    return found;
  };
  for (const dir of configuration.files.keys()) trace(dir);
  return traced;
}

interface Tracing {
  readonly configuration: Configuration;
  readonly dir: string;
  readonly sinks: SinkCatalogue;
  readonly trace: (dir: string) => ModuleSinks;
}

function traceModule(tracing: Tracing): ModuleSinks {
  const files = tracing.configuration.files.get(tracing.dir) ?? [];
  const locals = localsOf(files);
  const following: Following = { locals, variables: new Map(), literals: new Map(), textOf: tracing.configuration.textOf };
  for (const file of files) {
    for (const block of file.body.blocks) {
      const forEach = attributeNamed(block.body, "for_each")?.expression ?? null;
      for (const { expression, destination, iterators } of destinationsOf(block, tracing)) {
        const all: Iterators = forEach === null ? iterators : new Map([...iterators, ["each", { collection: forEach, kind: "block" }]]);
        follow({ expression, path: [], file: file.path, destination, iterators: all }, following);
      }
    }
  }
  return { variables: following.variables, literals: [...following.literals.values()], locals };
}

interface Arrival {
  readonly expression: Expression;
  readonly destination: Destination;
  readonly iterators: Iterators;
}

/** Arguments of a block that are sinks. */
function* destinationsOf(block: Block, tracing: Tracing): Generator<Arrival, void, undefined> {
  const ignored = ignoredArguments(block);
  for (const argument of argumentsOf(block.body)) {
    const found = block.type === "module" ? moduleDestination(block, argument, tracing) : plainDestination(block, argument, tracing.sinks);
    if (found === null) continue;
    const isIgnored = ignored === "all" || ignored.has(argument.path[0] ?? "");
    const { expression, iterators } = argument;
    yield { expression, destination: isIgnored ? { ...found, ignored: true } : found, iterators };
  }
}

const moduleSettings = new Set(["source", "version", "providers", "count", "for_each", "depends_on"]);

function moduleDestination(block: Block, { path }: Argument, { configuration, dir, sinks, trace }: Tracing): Destination | null {
  const [call = ""] = block.labels;
  if (moduleSettings.has(path[0] ?? "")) return null;
  const child = configuration.moduleDir(dir, call);
  const inside = child === null ? undefined : destinationAt(trace(child).variables, path);
  if (inside !== undefined) return { ...inside, way: [`module.${call}`, ...inside.way.slice(1)] };
  const sink = sinks.ofPath(path);
  return sink === null ? null : destination(sink, `module.${call}`, path.join("."));
}

/** Where the value of a variable, or what stands in it under those keys, ends up. */
export function destinationAt(variables: ReadonlyMap<string, Destination>, path: readonly string[]): Destination | undefined {
  const [name = "", ...keys] = path;
  return (
    variables.get(path.join(".")) ??
    (keys.length === 0
      ? variables.get(`${name}.*`)
      : (variables.get([name, ...keys.slice(0, -1), "*"].join(".")) ?? variables.get([name, "*", ...keys.slice(1)].join("."))))
  );
}

/** Blocks whose values are judged by their own names, and blocks without any. */
const readElsewhere = new Set(["variable", "locals", "output", "moved", "import", "removed", "packer", "local"]);

function plainDestination(block: Block, { path, siblings }: Argument, sinks: SinkCatalogue): Destination | null {
  const [first = "", second = ""] = block.labels;
  const attribute = path.join(".");
  const make = (sink: Sink | null, address: string) => (sink === null ? null : destination(sink, address, attribute));
  switch (block.type) {
    case "resource":
      return make(sinks.ofResource(first, path, siblings), `${first}.${second}`);
    case "ephemeral":
    case "action":
    case "data":
      return make(sinks.ofResource(first, path, siblings), `${block.type}.${first}.${second}`);
    case "source":
      return make(sinks.ofResource(first, path, siblings), `source.${first}.${second}`);
    case "build":
      return make(sinks.ofResource("", path, siblings), "build");
    case "provider":
      return make(sinks.ofProvider(first, path), `provider.${first}`);
    case "terraform":
      return path.length > 1 ? make(sinks.ofProvider("terraform", path.slice(1)), "terraform") : null;
    default:
      return readElsewhere.has(block.type) ? null : make(sinks.ofPath(path), [block.type, ...block.labels].join("."));
  }
}

function destination(sink: Sink, address: string, attribute: string): Destination {
  return { ...sink, address, attribute, way: [`${address}.${attribute}`], ignored: false };
}

/** Arguments named in `lifecycle { ignore_changes = […] }`. */
function ignoredArguments(block: Block): ReadonlySet<string> | "all" {
  const names = new Set<string>();
  for (const lifecycle of block.body.blocks.filter((inner) => inner.type === "lifecycle")) {
    const written = attributeNamed(lifecycle.body, "ignore_changes")?.expression;
    if (written?.kind === "name" && written.name === "all") return "all";
    if (written?.kind !== "tuple") continue;
    for (const item of written.items) {
      const name = rootName(item);
      if (name !== null) names.add(name);
    }
  }
  return names;
}

function rootName(expression: Expression): string | null {
  let next = expression;
  while (next.kind === "get-attribute" || next.kind === "index") next = next.of;
  return next.kind === "name" ? next.name : next.kind === "string" ? (next.value.split(/[.[]/)[0] ?? null) : null;
}

function localsOf(files: readonly ParsedFile[]): ReadonlyMap<string, WrittenExpression> {
  const locals = new Map<string, WrittenExpression>();
  for (const file of files) {
    for (const block of file.body.blocks) {
      if (block.type !== "locals") continue;
      for (const attribute of block.body.attributes) locals.set(attribute.name, { file: file.path, expression: attribute.expression });
    }
  }
  return locals;
}
