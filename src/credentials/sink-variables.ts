/** Follows variables to the arguments they end up in, through locals and local modules, so that a literal far away is known for what it is. */
import type { Block, Expression, ParsedFile } from "../model/syntax.ts";
import { argumentsOf } from "./argument-walk.ts";
import { type LiteralEnd, literalEnds } from "./literal-ends.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** Where a literal ends up. */
export interface Destination extends Sink {
  /** `aws_db_instance.main`, `provider.aws`. */
  readonly address: string;
  readonly attribute: string;
  /** What it passes on the way, ending in the sink: `module.db`, `aws_db_instance.main.password`. */
  readonly way: readonly string[];
}

/** An end of a sink's argument, with the file and the way it was found by. */
export interface SinkEnd {
  readonly file: string;
  readonly end: LiteralEnd & { readonly kind: "literal" };
  readonly destination: Destination;
}

/** What is known of one directory: which variables end in sinks, and which literals do. */
export interface ModuleSinks {
  readonly variables: ReadonlyMap<string, Destination>;
  readonly literals: readonly SinkEnd[];
}

export interface Configuration {
  /** Terraform files of each directory. */
  readonly files: ReadonlyMap<string, readonly ParsedFile[]>;
  /** The directory that a module call of a directory leads to; null where it is not in the repository. */
  moduleDir(dir: string, call: string): string | null;
}

/** Locals are followed this far. */
const mostLocals = 20;

export function traceSinks(configuration: Configuration, sinks: SinkCatalogue): ReadonlyMap<string, ModuleSinks> {
  const traced = new Map<string, ModuleSinks>();
  const open = new Set<string>();
  const trace = (dir: string): ModuleSinks => {
    const known = traced.get(dir);
    if (known !== undefined) return known;
    if (open.has(dir)) return { variables: new Map(), literals: [] };
    open.add(dir);
    const found = traceModule(configuration, dir, sinks, trace);
    open.delete(dir);
    traced.set(dir, found);
    return found;
  };
  for (const dir of configuration.files.keys()) trace(dir);
  return traced;
}

function traceModule(configuration: Configuration, dir: string, sinks: SinkCatalogue, trace: (dir: string) => ModuleSinks): ModuleSinks {
  const files = configuration.files.get(dir) ?? [];
  const locals = localsOf(files);
  const variables = new Map<string, Destination>();
  const literals: SinkEnd[] = [];
  for (const file of files) {
    for (const block of file.body.blocks) {
      for (const { expression, destination } of destinationsOf(block, configuration, dir, sinks, trace)) {
        follow(expression, file.path, destination, locals, variables, literals);
      }
    }
  }
  return { variables, literals };
}

/** Arguments of a block that are sinks. */
function* destinationsOf(
  block: Block,
  configuration: Configuration,
  dir: string,
  sinks: SinkCatalogue,
  trace: (dir: string) => ModuleSinks,
): Iterable<{ readonly expression: Expression; readonly destination: Destination }> {
  const [first = "", second = ""] = block.labels;
  if (block.type === "module") {
    const child = configuration.moduleDir(dir, first);
    const inside = child === null ? null : trace(child).variables;
    for (const { path, expression } of argumentsOf(block.body)) {
      const name = path.join(".");
      const known = path.length === 1 ? inside?.get(name) : undefined;
      if (known !== undefined) yield { expression, destination: { ...known, way: [`module.${first}`, ...known.way] } };
      else {
        const sink = path[0] === "source" || path[0] === "version" || path[0] === "providers" ? null : sinks.ofName(path.at(-1) ?? "");
        if (sink !== null) yield { expression, destination: destination(sink, `module.${first}`, name) };
      }
    }
    return;
  }
  for (const { path, expression } of argumentsOf(block.body)) {
    const found = sinkOf(block.type, first, second, path, sinks);
    if (found !== null) yield { expression, destination: destination(found.sink, found.address, path.join(".")) };
  }
}

function sinkOf(
  type: string,
  first: string,
  second: string,
  path: readonly string[],
  sinks: SinkCatalogue,
): { sink: Sink; address: string } | null {
  const found =
    type === "resource" || type === "ephemeral"
      ? { sink: sinks.ofResource(first, path), address: `${type === "ephemeral" ? "ephemeral." : ""}${first}.${second}` }
      : type === "data"
        ? { sink: sinks.ofResource(first, path), address: `data.${first}.${second}` }
        : type === "provider"
          ? { sink: sinks.ofProvider(first, path), address: `provider.${first}` }
          : type === "terraform"
            ? { sink: path.length > 1 ? sinks.ofName(path.at(-1) ?? "") : null, address: "terraform" }
            : null;
  return found?.sink == null ? null : { sink: found.sink, address: found.address };
}

function destination(sink: Sink, address: string, attribute: string): Destination {
  return { ...sink, address, attribute, way: [`${address}.${attribute}`] };
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

function follow(
  expression: Expression,
  file: string,
  destination: Destination,
  locals: ReadonlyMap<string, LocalValue>,
  variables: Map<string, Destination>,
  literals: SinkEnd[],
): void {
  const open: { expression: Expression; file: string; destination: Destination }[] = [{ expression, file, destination }];
  const passed = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const end of literalEnds(next.expression)) {
      if (end.kind === "literal") {
        literals.push({ file: next.file, end, destination: next.destination });
        continue;
      }
      const passing = { ...next.destination, way: [`${end.kind === "local" ? "local" : "var"}.${end.name}`, ...next.destination.way] };
      if (end.kind === "variable") {
        if (variables.get(end.name)?.strength !== "known") variables.set(end.name, passing);
        continue;
      }
      const local = locals.get(end.name);
      if (local === undefined || passed.has(end.name) || passed.size >= mostLocals) continue;
      passed.add(end.name);
      open.push({ expression: local.expression, file: local.file, destination: passing });
    }
  }
}

/** The name of a `variable` block and its default. */
export function variableDefault(block: Block): { readonly name: string; readonly value: Expression } | null {
  const [name] = block.labels;
  const value = block.body.attributes.find((attribute) => attribute.name === "default")?.expression;
  return block.type !== "variable" || name === undefined || value === undefined ? null : { name, value };
}
