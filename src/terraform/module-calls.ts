/** A short summary of one Terraform file: which local modules it calls and which files it reads. Cheap enough for every file of a large repository. */
import type { Body, Expression, ParsedFile, TemplatePart } from "../model/syntax.ts";
import { attributeNamed, bodiesOf, childrenOf, literalString } from "../model/syntax-query.ts";
import { withJsonBlocks } from "./json-blocks.ts";
import { isLocalSource } from "./modules.ts";

/**
 * What matters of a file to find projects and what they rest on. It depends on the file's contents and on whether it is JSON, on nothing
 * else, so it may be kept by blob id (and kind of syntax).
 */
export interface FileSummary {
  /** Local module sources as written: `./modules/vpc`. */
  readonly calls: readonly string[];
  readonly reads: readonly FileRead[];
  /** It sets a backend or `cloud`, as only root modules do. */
  readonly backend: boolean;
}

/**
 * A file that the code reads, by `file("…")` and its kin or by a path handed to a provider.
 * `from`: `module` is `path.module`, `root` the directory where Terraform runs (`path.root`, `path.cwd`, plain relative paths).
 * `whole`: the path is all known; else it is only the known beginning, and any file below the module or the root may be meant as well.
 * `tree`: every file below the path is read.
 */
export interface FileRead {
  readonly from: "module" | "root";
  readonly path: string;
  readonly extent: "whole" | "tree" | "unknown";
}

/** Functions whose first argument is the path of a file that they read. */
const fileFunctions: ReadonlySet<string> = new Set([
  "file",
  "filebase64",
  "filebase64sha256",
  "filebase64sha512",
  "fileexists",
  "filemd5",
  "filesha1",
  "filesha256",
  "filesha512",
  "templatefile",
]);

/** Summarises a module file. What stands in a syntax error is read as far as it can be. */
export function summarizeFile(file: ParsedFile): FileSummary {
  const body = file.path.endsWith(".json") ? withJsonBlocks(file.body) : file.body;
  const calls = new Set<string>();
  let backend = false;
  for (const block of body.blocks) {
    if (block.type === "module") {
      const source = literalString(attributeNamed(block.body, "source")?.expression);
      if (source !== undefined && isLocalSource(source)) calls.add(source);
    }
    if (block.type === "terraform") backend ||= block.body.blocks.some((inner) => inner.type === "backend" || inner.type === "cloud");
  }
  return { calls: [...calls], reads: readsOf(body), backend };
}

function readsOf(body: Body): readonly FileRead[] {
  const reads = new Map<string, FileRead>();
  const note = (read: FileRead) => reads.set(`${read.from} ${read.extent} ${read.path}`, read);
  for (const inner of bodiesOf(body)) {
    for (const attribute of inner.attributes) collectReads(attribute.expression, note);
  }
  for (const block of body.blocks) {
    const names = block.type === "data" ? pathArguments.get(block.labels[0] ?? "") : undefined;
    for (const name of names ?? []) {
      const path = attributeNamed(block.body, name)?.expression;
      if (path !== undefined) note(readOfArgument(name, path));
    }
  }
  return [...reads.values()];
}

/** Data sources that read files, with the arguments that name them: a path there needs no function around it. */
const pathArguments: ReadonlyMap<string, readonly string[]> = new Map([
  ["local_file", ["filename"]],
  ["local_sensitive_file", ["filename"]],
  ["archive_file", ["source_file", "source_dir"]],
]);

function readOfArgument(name: string, path: Expression): FileRead {
  const read = readOfPath(path) ?? readOfPlainPath(path);
  return name === "source_dir" && read.extent === "whole" ? { ...read, extent: "tree" } : read;
}

function collectReads(expression: Expression, note: (read: FileRead) => void): void {
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const read = next.kind === "call" ? readOfCall(next) : readOfPath(next);
    if (read === null) {
      open.push(...childrenOf(next));
      continue;
    }
    note(read);
    // The path itself is understood; what is computed inside it and the other arguments may read more.
    if (next.kind === "call") open.push(...next.args.slice(1), ...inside(next.args[0]));
    else open.push(...inside(next));
  }
}

/** The expressions in a path, without the `path.module` it starts with. */
function inside(path: Expression | undefined): readonly Expression[] {
  if (path?.kind !== "template") return [];
  const children = childrenOf(path);
  return children[0] !== undefined && baseOf(children[0]) !== null ? children.slice(1) : children;
}

function readOfCall(call: Extract<Expression, { kind: "call" }>): FileRead | null {
  const isSet = call.name === "fileset";
  if (!isSet && !fileFunctions.has(call.name)) return null;
  const [path] = call.args;
  if (path === undefined) return null;
  const read = readOfPath(path) ?? readOfPlainPath(path);
  return isSet && read.extent === "whole" ? { ...read, extent: "tree" } : read;
}

/** A path that starts with `path.module` and the like, wherever it stands: providers read files too. Null: not such a path. */
function readOfPath(expression: Expression): FileRead | null {
  const bare = baseOf(expression);
  if (bare !== null) return { from: bare, path: "", extent: "unknown" };
  if (expression.kind !== "template") return null;
  const [first, ...rest] = expression.parts;
  const from = first?.kind === "interpolation" ? baseOf(first.expression) : null;
  if (from === null) return null;
  const { text, whole } = knownBeginning(rest);
  return { from, path: text, extent: whole ? "whole" : "unknown" };
}

function readOfPlainPath(expression: Expression): FileRead {
  const literal = literalString(expression);
  if (literal !== undefined) return { from: "root", path: literal, extent: "whole" };
  const text = expression.kind === "template" ? knownBeginning(expression.parts).text : "";
  return { from: "root", path: text, extent: "unknown" };
}

function knownBeginning(parts: readonly TemplatePart[]): { readonly text: string; readonly whole: boolean } {
  let text = "";
  for (const part of parts) {
    if (part.kind !== "literal") return { text, whole: false };
    text += part.value;
  }
  return { text, whole: true };
}

function baseOf(expression: Expression): "module" | "root" | null {
  if (expression.kind !== "get-attribute" || expression.of.kind !== "name" || expression.of.name !== "path") return null;
  switch (expression.name) {
    case "module":
      return "module";
    case "root":
    case "cwd":
      return "root";
    default:
      return null;
  }
}
