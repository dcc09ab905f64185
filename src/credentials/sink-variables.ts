/** Follows variables to the arguments they end up in, through locals and local modules, so that a literal far away is known for what it is. */
import type { Block, Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { type Argument, argumentsOf } from "./argument-walk.ts";
import { type LiteralText, literalEnds, type ReferenceEnd } from "./literal-ends.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** Where a literal ends up. */
export interface Destination extends Sink {
  /** `aws_db_instance.main`, `provider.aws`. */
  readonly address: string;
  readonly attribute: string;
  /** What it passes on the way, ending in the sink: `module.db`, `aws_db_instance.main.password`. */
  readonly way: readonly string[];
  /** Somebody else changes the value after it was created: a stand-in is meant to be replaced outside of the code. */
  readonly ignored: boolean;
}

/** A literal that ends in a sink, with the file it stands in. */
export interface SinkLiteral {
  readonly file: string;
  readonly literal: LiteralText;
  readonly destination: Destination;
}

/** What is known of one directory: which variables end in sinks, and which literals do. */
export interface ModuleSinks {
  /** Each way begins with the variable. By name, for a value inside by name and keys joined by dots, `*` for any key: `db.password`, `passwords.*`. */
  readonly variables: ReadonlyMap<string, Destination>;
  readonly literals: readonly SinkLiteral[];
}

export interface Configuration {
  /** Terraform files of each directory. */
  readonly files: ReadonlyMap<string, readonly ParsedFile[]>;
  /** The directory that a module call of a directory leads to; null where it is not in the repository. */
  moduleDir(dir: string, call: string): string | null;
}

/** Locals are followed this far. */
const mostLocals = 20;
/** Modules in modules in modules: nobody goes further, and the stack does not either. */
const deepestModule = 100;

const nothing: ModuleSinks = { variables: new Map(), literals: [] };

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
  const following: Following = { locals: localsOf(files), variables: new Map(), literals: new Map() };
  for (const file of files) {
    for (const block of file.body.blocks) {
      const forEach = attributeNamed(block.body, "for_each")?.expression ?? null;
      for (const { expression, destination } of destinationsOf(block, tracing))
        follow(expression, file.path, destination, forEach, following);
    }
  }
  return { variables: following.variables, literals: [...following.literals.values()] };
}

interface Arrival {
  readonly expression: Expression;
  readonly destination: Destination;
}

/** Arguments of a block that are sinks. */
function* destinationsOf(block: Block, tracing: Tracing): Generator<Arrival, void, undefined> {
  const ignored = ignoredArguments(block);
  for (const argument of argumentsOf(block.body)) {
    const found = block.type === "module" ? moduleDestination(block, argument, tracing) : plainDestination(block, argument, tracing.sinks);
    if (found === null) continue;
    const isIgnored = ignored === "all" || ignored.has(argument.path[0] ?? "");
    yield { expression: argument.expression, destination: isIgnored ? { ...found, ignored: true } : found };
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

function plainDestination(block: Block, { path, siblings }: Argument, sinks: SinkCatalogue): Destination | null {
  const [first = "", second = ""] = block.labels;
  const attribute = path.join(".");
  const make = (sink: Sink | null, address: string) => (sink === null ? null : destination(sink, address, attribute));
  switch (block.type) {
    case "resource":
      return make(sinks.ofResource(first, path, siblings), `${first}.${second}`);
    case "ephemeral":
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
      return null;
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

interface LocalValue {
  readonly file: string;
  readonly expression: Expression;
}

function localsOf(files: readonly ParsedFile[]): ReadonlyMap<string, LocalValue> {
  const locals = new Map<string, LocalValue>();
  for (const file of files) {
    for (const block of file.body.blocks) {
      if (block.type !== "locals") continue;
      for (const attribute of block.body.attributes) locals.set(attribute.name, { file: file.path, expression: attribute.expression });
    }
  }
  return locals;
}

interface Following {
  readonly locals: ReadonlyMap<string, LocalValue>;
  readonly variables: Map<string, Destination>;
  /** Each literal once, with the destination that says most. */
  readonly literals: Map<Expression, SinkLiteral>;
}

interface Step {
  readonly expression: Expression;
  readonly path: readonly string[];
  readonly file: string;
  readonly destination: Destination;
  readonly forEach: Expression | null;
}

function follow(expression: Expression, file: string, destination: Destination, forEach: Expression | null, following: Following): void {
  const open: Step[] = [{ expression, path: [], file, destination, forEach }];
  const passed = new Set<string>();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const end of literalEnds(step.expression, step.path)) {
      if (end.kind === "literal") keepLiteral(following, { file: step.file, literal: end, destination: step.destination });
      else {
        const next = nextStep(end, step, following);
        const key = `${end.kind} ${end.name} ${end.path.join(".")}`;
        if (next === null || passed.has(key) || passed.size >= mostLocals) continue;
        passed.add(key);
        open.push(next);
      }
    }
  }
}

/** The value that a reference stands for; a variable's is kept for whoever sets it. */
function nextStep(end: ReferenceEnd, step: Step, following: Following): Step | null {
  switch (end.kind) {
    case "variable": {
      const name = [end.name, ...end.path].join(".");
      const passing = { ...step.destination, way: [`var.${name}`, ...step.destination.way] };
      if (strengthOf(passing) > strengthOf(following.variables.get(name))) following.variables.set(name, passing);
      return null;
    }
    case "local": {
      const local = following.locals.get(end.name);
      if (local === undefined) return null;
      const passing = { ...step.destination, way: [`local.${end.name}`, ...step.destination.way] };
      return { expression: local.expression, path: end.path, file: local.file, destination: passing, forEach: null };
    }
    case "each":
      // `for_each = toset(["…"])`: the value is the key.
      return end.name === "value" && step.forEach !== null
        ? { expression: step.forEach, path: ["*", ...end.path], file: step.file, destination: step.destination, forEach: null }
        : null;
  }
}

function keepLiteral(following: Following, found: SinkLiteral): void {
  const { expression } = found.literal;
  if (strengthOf(found.destination) > strengthOf(following.literals.get(expression)?.destination))
    following.literals.set(expression, found);
}

const strengths: Readonly<Record<Sink["strength"], number>> = { known: 3, named: 2, hinted: 1 };

function strengthOf(sink: Sink | undefined): number {
  return sink === undefined ? 0 : strengths[sink.strength];
}
