/** Names that a configuration uses and does not declare, and arguments that a module does not take: Terraform refuses to plan either. */
import type { Place, Span } from "../model/place.ts";
import { placeOf } from "../model/place.ts";
import type { Body } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { placedReferencesIn } from "../model/syntax-references.ts";
import type { EvaluationProblem, ModuleCall, TerraformModule } from "../model/terraform-module.ts";
import { isOverrideFile } from "./repository-path.ts";

/** Roots of references that name no block of the module, or blocks that a module is not read for. */
const otherRoots: ReadonlySet<string> = new Set([
  "action",
  "arg",
  "count",
  "each",
  "ephemeral",
  "lazy",
  "list",
  "path",
  "resource",
  "self",
  "template",
  "terraform",
  "tofu",
]);

/** Arguments of a call that Terraform keeps for itself, and the comment of JSON syntax. */
const callArguments: ReadonlySet<string> = new Set(["source", "version", "count", "for_each", "providers", "depends_on", "//"]);

/** Arguments whose names are no references to blocks: configurations of providers, attributes of the block itself, comments. */
const notReferences: ReadonlySet<string> = new Set(["provider", "providers", "to", "//"]);

/** Longer names are cut in messages, in characters. */
const longestName = 100;

/**
 * What Terraform would refuse in a root module and in those of the repository that it calls, each once. A module that has problems of its
 * own is passed over: what it declares may stand in the part that cannot be read.
 * @param isWhole whether a directory holds everything that is declared there: nothing is generated into it before Terraform runs.
 */
export function undeclaredNames(
  modules: ReadonlyMap<string, TerraformModule>,
  rootDir: string,
  isWhole: (dir: string) => boolean,
): readonly EvaluationProblem[] {
  const problems: EvaluationProblem[] = [];
  const reached = new Set([rootDir]);
  const readable = (dir: string) => {
    const module = modules.get(dir);
    return module !== undefined && module.problems.length === 0 && isWhole(dir) ? module : null;
  };
  // The set grows while it is walked.
  for (const dir of reached) {
    const module = readable(dir);
    if (module !== null) problems.push(...undeclaredIn(module));
    for (const call of modules.get(dir)?.calls.values() ?? []) {
      if (call.dir === null) continue;
      reached.add(call.dir);
      const called = readable(call.dir);
      if (module !== null && called !== null) problems.push(...misfits(call, called));
    }
  }
  return problems;
}

function undeclaredIn(module: TerraformModule): readonly EvaluationProblem[] {
  const problems: EvaluationProblem[] = [];
  // What an override file changes no longer stands in the file of its block.
  const merged = module.files.some(isOverrideFile);
  for (const { body, place } of written(module)) {
    for (const [reference, span] of placedReferencesIn(body)) {
      const message = whyUndeclared(module, reference);
      if (message !== null) problems.push({ kind: "failure", message, place: merged ? place : placeOf(place.file, span) });
    }
  }
  return problems;
}

/** Every body in which names of the module are used. */
function written(module: TerraformModule): readonly { readonly body: Body; readonly place: Place }[] {
  const locals = [...module.locals].map(([name, { expression, place }]) => {
    const { span } = expression;
    return { body: { attributes: [{ name, expression, span }], blocks: [], span }, place };
  });
  const variables = [...module.variables.values()].map(({ body, place }) => ({ body: { ...body, attributes: [] }, place }));
  const blocks = [
    ...module.resources.values(),
    ...module.calls.values(),
    ...module.outputs.values(),
    ...module.providers,
    ...module.imports,
  ].map(({ body, place }) => ({ body: withoutOthers(body), place }));
  return [...locals, ...variables, ...blocks];
}

function withoutOthers(body: Body): Body {
  const attributes = body.attributes.filter(({ name }) => !notReferences.has(name));
  const blocks = body.blocks.map((block) => {
    if (block.type !== "lifecycle") return block;
    const triggers = attributeNamed(block.body, "replace_triggered_by");
    return { ...block, body: { ...block.body, attributes: triggers === undefined ? [] : [triggers] } };
  });
  return { ...body, attributes, blocks };
}

function whyUndeclared(module: TerraformModule, reference: string): string | null {
  const dot = reference.indexOf(".");
  const [root, name] = [reference.slice(0, dot), reference.slice(dot + 1)];
  const isNamed = (declared: ReadonlyMap<string, unknown>, noun: string) =>
    declared.has(name) ? null : `${shortened(reference)} names a ${noun} that the module does not declare`;
  if (otherRoots.has(root)) return null;
  if (root === "var") return isNamed(module.variables, "variable");
  if (root === "local") return isNamed(module.locals, "local value");
  if (root === "module") return isNamed(module.calls, "module call");
  if (module.resources.has(reference)) return null;
  return `${shortened(reference)} names a ${root === "data" ? "data source" : "resource"} that the module does not declare`;
}

/** Arguments that the called module does not take, and those that it asks for and does not get. */
function misfits(call: ModuleCall, called: TerraformModule): readonly EvaluationProblem[] {
  const at = (span: Span) => placeOf(call.place.file, span);
  const given = new Set(call.body.attributes.map(({ name }) => name));
  const strange = call.body.attributes
    .filter(({ name }) => !callArguments.has(name) && !called.variables.has(name))
    .map(({ name, span }) => ({ message: `module.${shortened(call.name)} does not take an argument ${shortened(name)}`, place: at(span) }));
  const missing = [...called.variables.values()]
    .filter(({ name, default: value }) => value === null && !given.has(name))
    .map(({ name }) => ({ message: `module.${shortened(call.name)} needs the argument ${shortened(name)}`, place: call.place }));
  return [...strange, ...missing].map((problem) => ({ kind: "failure", ...problem }));
}

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`;
}
