/** The texts that an argument is made of (literals, heredocs, files it reads), each with the file and line where it is written. */
import { type Place, placeOf } from "../model/place.ts";
import type { Side } from "../model/subject.ts";
import type { Expression, TemplatePart } from "../model/syntax.ts";
import { attributeNamed, traversalOf } from "../model/syntax-query.ts";
import type { TerraformModule } from "../model/terraform-module.ts";

export interface WrittenText {
  readonly text: string;
  readonly file: string;
  /** The file's line of the text's first one. */
  readonly firstLine: number;
  /** Each line of the text is a line of the file. Otherwise all of it stands on `firstLine`. */
  readonly linear: boolean;
}

/** Expressions are followed through this many references and calls, and yield at most so many texts. */
const depthLimit = 24;
const textLimit = 200;
/** A path is put together from at most so many expressions. */
const pathStepLimit = 100;

/** A file's line for a line of the text, counted from 0. */
export function lineIn(text: WrittenText, line: number): Place {
  const at = text.linear ? text.firstLine + line : text.firstLine;
  return { file: text.file, line: at, endLine: at };
}

/** Where an expression stands: names in it belong to this module, spans to this file. */
export interface Standing {
  readonly module: TerraformModule | undefined;
  readonly dir: string;
  readonly file: string;
  readonly side: Side;
}

/**
 * Texts below an expression: literals and heredocs, the contents of files that it reads, and those behind locals, variables' defaults,
 * `template_file` and `cloudinit_config`. Both branches of a condition count. What is not in the repository is left out.
 */
export function writtenTexts(expression: Expression, standing: Standing): readonly WrittenText[] {
  const found: WrittenText[] = [];
  visit(expression, standing, depthLimit, new Set(), found);
  return found;
}

function visit(expression: Expression, standing: Standing, depth: number, seen: Set<Expression>, found: WrittenText[]): void {
  if (depth === 0 || found.length >= textLimit || seen.has(expression)) return;
  seen.add(expression);
  const below = (inner: Expression, at: Standing = standing) => visit(inner, at, depth - 1, seen, found);
  switch (expression.kind) {
    case "string":
      found.push(literalText(expression.value, expression, standing.file));
      return;
    case "template":
      found.push(literalText(templateText(expression.parts, depthLimit), expression, standing.file));
      for (const inner of interpolations(expression.parts, depthLimit)) below(inner);
      return;
    case "parentheses":
      below(expression.inner);
      return;
    case "conditional":
      below(expression.then);
      below(expression.otherwise);
      return;
    case "tuple":
      for (const item of expression.items) below(item);
      return;
    case "object":
      for (const item of expression.items) below(item.value);
      return;
    case "for":
      below(expression.value);
      below(expression.collection);
      return;
    case "call":
      visitCall(expression.name, expression.args, standing, found, below);
      return;
    case "index":
    case "get-attribute":
    case "splat":
      for (const target of targetsOf(expression, standing)) below(target.expression, target.standing);
      if (expression.kind === "splat") below(expression.of);
      return;
    default:
      return;
  }
}

const fileFunctions = new Set(["file", "templatefile", "filebase64"]);

function visitCall(
  name: string,
  args: readonly Expression[],
  standing: Standing,
  found: WrittenText[],
  below: (inner: Expression) => void,
): void {
  const first = args[0];
  if (!fileFunctions.has(name) || first === undefined) {
    for (const arg of args) below(arg);
    return;
  }
  const path = filePath(first, standing, { left: pathStepLimit });
  const file = path === undefined ? undefined : fileAt(path, standing);
  if (file !== undefined) found.push(file);
}

function fileAt(path: string, standing: Standing): WrittenText | undefined {
  // A path below the root module is tried from the module itself, from the repository's root and from every module.
  for (const dir of [standing.dir, ".", ...standing.side.modules.keys()]) {
    const from = normalised(dir, path);
    const source = from === null ? undefined : standing.side.files.get(from);
    if (source?.text != null) return { text: source.text, file: source.path, firstLine: 1, linear: true };
  }
  return undefined;
}

/** A path with `path.module`, `path.root` and `path.cwd` left out: they are the directories it is tried from. */
function filePath(expression: Expression, standing: Standing, steps: { left: number }): string | undefined {
  if (steps.left-- <= 0) return undefined;
  switch (expression.kind) {
    case "string":
      return expression.value;
    case "parentheses":
      return filePath(expression.inner, standing, steps);
    case "template": {
      let text = "";
      for (const part of expression.parts) {
        const piece =
          part.kind === "literal" ? part.value : part.kind === "interpolation" ? filePath(part.expression, standing, steps) : undefined;
        if (piece === undefined) return undefined;
        text += piece;
      }
      return text;
    }
    case "get-attribute": {
      if (traversalOf(expression)?.[0] === "path") return ".";
      const target = targetsOf(expression, standing)[0];
      return target === undefined ? undefined : filePath(target.expression, target.standing, steps);
    }
    default:
      return undefined;
  }
}

/** `relative` from `dir`; null where it leaves the repository. */
function normalised(dir: string, relative: string): string | null {
  const parts = dir === "." ? [] : dir.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

export interface Target {
  readonly expression: Expression;
  readonly standing: Standing;
}

/** Where the text behind a reference is written. */
export function targetsOf(expression: Expression, standing: Standing): readonly Target[] {
  const path = traversalOf(expression);
  const { module } = standing;
  if (path === null || module === undefined) return [];
  const [root, name] = path;
  if (typeof name !== "string") return [];
  if (root === "local") {
    const local = module.locals.get(name);
    return local === undefined ? [] : [{ expression: local.expression, standing: { ...standing, file: local.place.file } }];
  }
  if (root === "var") {
    return variableTargets(module, name, standing);
  }
  const address = root === "data" ? `data.${name}.${String(path[2])}` : `${String(root)}.${name}`;
  return renderedBy(module, address, standing);
}

/** A variable's default, and what calls of the module in this repository hand in. */
function variableTargets(module: TerraformModule, name: string, standing: Standing): readonly Target[] {
  const targets: Target[] = [];
  const variable = module.variables.get(name);
  if (variable?.default != null) targets.push({ expression: variable.default, standing: { ...standing, file: variable.place.file } });
  for (const caller of standing.side.modules.values()) {
    for (const call of caller.calls.values()) {
      if (call.dir !== module.dir) continue;
      const given = attributeNamed(call.body, name);
      const at = { ...standing, module: caller, dir: caller.dir, file: call.place.file };
      if (given !== undefined) targets.push({ expression: given.expression, standing: at });
    }
  }
  return targets;
}

/** Arguments that hold the text of a resource that only renders one. */
const renderers: ReadonlyMap<string, readonly string[]> = new Map([
  ["template_file", ["template"]],
  ["local_file", ["content"]],
  ["template_cloudinit_config", ["content"]],
  ["cloudinit_config", ["content"]],
]);

function renderedBy(module: TerraformModule, address: string, standing: Standing): readonly Target[] {
  const resource = module.resources.get(address);
  const names = resource === undefined ? undefined : renderers.get(resource.type);
  if (resource === undefined || names === undefined) return [];
  const bodies = [resource.body, ...resource.body.blocks.filter((block) => block.type === "part").map((block) => block.body)];
  const targets: Target[] = [];
  for (const body of bodies) {
    for (const name of names) {
      const attribute = attributeNamed(body, name);
      if (attribute === undefined) continue;
      targets.push({ expression: attribute.expression, standing: { ...standing, file: resource.place.file } });
    }
  }
  return targets;
}

/** A heredoc's text begins on the line after its opening; a quoted string stands on one line. */
function literalText(text: string, expression: Expression, file: string): WrittenText {
  const place = placeOf(file, expression.span);
  const heredoc = place.endLine > place.line;
  return { text, file, firstLine: heredoc ? place.line + 1 : place.line, linear: heredoc };
}

/** The text with `${…}` where something is put in; every branch of a directive is there. */
function templateText(parts: readonly TemplatePart[], depth: number): string {
  if (depth === 0) return "";
  let text = "";
  for (const part of parts) {
    if (part.kind === "literal") text += part.value;
    else if (part.kind === "interpolation") text += `\${…}`;
    else if (part.kind === "if") text += templateText(part.then, depth - 1) + templateText(part.otherwise, depth - 1);
    else text += templateText(part.parts, depth - 1);
  }
  return text;
}

function interpolations(parts: readonly TemplatePart[], depth: number): readonly Expression[] {
  if (depth === 0) return [];
  return parts.flatMap((part) => {
    if (part.kind === "literal") return [];
    if (part.kind === "interpolation") return [part.expression];
    if (part.kind === "if") return [...interpolations(part.then, depth - 1), ...interpolations(part.otherwise, depth - 1)];
    return interpolations(part.parts, depth - 1);
  });
}
