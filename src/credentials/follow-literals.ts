/** Follows what ends in a sink back to the literals that it comes from. */
import type { Expression } from "../model/syntax.ts";
import { directoryOf, pathFrom } from "../terraform/repository-path.ts";
import type { Iterators } from "./argument-walk.ts";
import { foldLiteral, type WrittenExpression } from "./fold-literal.ts";
import type { TextOf } from "./literal-documents.ts";
import { type LiteralText, literalEnds, type ReferenceEnd } from "./literal-ends.ts";
import type { Sink } from "./sinks.ts";

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

/** Locals are followed this far. */
const mostLocals = 20;

/** What following collects for one module. */
export interface Following {
  readonly locals: ReadonlyMap<string, WrittenExpression>;
  readonly variables: Map<string, Destination>;
  /** Each literal once, with the destination that says most. */
  readonly literals: Map<Expression, SinkLiteral>;
  readonly textOf: TextOf;
}

export interface Step {
  readonly expression: Expression;
  readonly path: readonly string[];
  readonly file: string;
  readonly destination: Destination;
  readonly iterators: Iterators;
}

/** Follows an expression that ends in a sink back to its literals, through locals, elements and files. */
export function follow(start: Step, following: Following): void {
  const open: Step[] = [start];
  const passed = new Set<string>();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const end of literalEnds(step.expression, step.path)) {
      switch (end.kind) {
        case "literal":
          keepLiteral(following, { file: step.file, literal: end, destination: step.destination });
          break;
        case "composed":
          keepComposed(following, step, end.expression);
          break;
        case "file":
          keepFile(following, step, end.path);
          break;
        default: {
          const next = nextStep(end, step, following);
          const key = `${end.kind} ${end.name} ${end.path.join(".")}`;
          if (next === null || passed.has(key) || passed.size >= mostLocals) continue;
          passed.add(key);
          open.push(next);
        }
      }
    }
  }
}

function keepComposed(following: Following, { file, destination }: Step, expression: Expression): void {
  const folded = foldLiteral({ file, expression }, (name) => following.locals.get(name));
  if (folded === null) return;
  const { text, at } = folded;
  keepLiteral(following, { file: at.file, literal: { kind: "literal", text, expression: at.expression }, destination });
}

/** Longer texts are documents of their own, in UTF-16 units. */
const longestInFile = 1_000;

/** The one line of a file. Files of several lines are read by what stands in them. */
function keepFile(following: Following, { file, destination }: Step, path: string): void {
  const from = pathFrom(directoryOf(file), `./${path}`);
  const text = from === null ? null : following.textOf(from)?.trim();
  if (from === null || text === null || text === undefined || text === "" || text.length > longestInFile || text.includes("\n")) return;
  const span = { start: 0, end: text.length, line: 1, column: 1, endLine: 1, endColumn: text.length + 1 };
  const literal: LiteralText = { kind: "literal", text, expression: { kind: "string", value: text, span } };
  keepLiteral(following, { file: from, literal, destination });
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
      return { expression: local.expression, path: end.path, file: local.file, destination: passing, iterators: noIterators };
    }
    case "element": {
      const iterator = step.iterators.get(end.name);
      if (iterator === undefined) return null;
      const [first, ...rest] = end.path;
      if (iterator.kind === "for") return { ...step, expression: iterator.collection, path: ["*", ...end.path] };
      // `for_each = toset(["…"])`: the value is the key.
      return first === "value" ? { ...step, expression: iterator.collection, path: ["*", ...rest] } : null;
    }
  }
}

const noIterators: Iterators = new Map();

function keepLiteral(following: Following, found: SinkLiteral): void {
  const { expression } = found.literal;
  if (strengthOf(found.destination) > strengthOf(following.literals.get(expression)?.destination))
    following.literals.set(expression, found);
}

const strengths: Readonly<Record<Sink["strength"], number>> = { known: 3, named: 2, hinted: 1 };

function strengthOf(sink: Sink | undefined): number {
  return sink === undefined ? 0 : strengths[sink.strength];
}
