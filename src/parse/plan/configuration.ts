/** Reads from a plan's `configuration` which expression refers to what; constants, which may be credentials, are not kept. */
import { pathBelow } from "../../model/attribute-path.ts";
import type { WrittenCall, WrittenExpression, WrittenModule, WrittenResource } from "../../model/written-plan.ts";
import { isArray, isObject, type JsonValue, member, textOf } from "./json-members.ts";

/**
 * The root module of `configuration`.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function readConfiguration(configuration: JsonValue | undefined): WrittenModule | null {
  const root = member(configuration, "root_module");
  return isObject(root) ? readModule(root) : null;
}

/** Whether any expression goes through a local value; what a local value refers to is not in a plan. */
export function refersToLocals(module: WrittenModule): boolean {
  const isLocal = (reference: string): boolean => reference.startsWith("local.");
  for (const resource of module.resources.values()) {
    if (resource.repetition.some(isLocal) || resource.expressions.some((one) => one.references.some(isLocal))) return true;
  }
  for (const output of module.outputs.values()) if (output.some(isLocal)) return true;
  for (const call of module.calls.values()) {
    if (call.repetition.some(isLocal) || [...call.inputs.values()].some((references) => references.some(isLocal))) return true;
    if (refersToLocals(call.module)) return true;
  }
  return false;
}

function readModule(module: JsonValue | undefined): WrittenModule {
  const resources = new Map<string, WrittenResource>();
  for (const resource of elements(member(module, "resources"))) {
    const address = textOf(member(resource, "address"));
    if (address !== null) resources.set(address, readResource(resource));
  }
  const calls = new Map<string, WrittenCall>();
  for (const [name, call] of members(member(module, "module_calls"))) {
    const inputs = new Map<string, readonly string[]>();
    for (const [input, expression] of members(member(call, "expressions"))) inputs.set(input, referencesBelow(expression));
    calls.set(name, { module: readModule(member(call, "module")), inputs, repetition: repetitionOf(call) });
  }
  const outputs = new Map<string, readonly string[]>();
  for (const [name, output] of members(member(module, "outputs"))) outputs.set(name, referencesBelow(member(output, "expression")));
  return { resources, calls, outputs };
}

function readResource(resource: JsonValue): WrittenResource {
  const expressions: WrittenExpression[] = [];
  for (const [name, expression] of members(member(resource, "expressions"))) {
    collectExpressions(pathBelow("", name), expression, expressions);
  }
  return { expressions, repetition: repetitionOf(resource) };
}

function repetitionOf(block: JsonValue): readonly string[] {
  return [...referencesBelow(member(block, "count_expression")), ...referencesBelow(member(block, "for_each_expression"))];
}

/** An expression stands for its path; nested blocks come as objects, or as lists of objects. */
function collectExpressions(path: string, value: JsonValue, found: WrittenExpression[]): void {
  const references = ownReferences(value);
  if (references !== null) {
    if (references.length > 0) found.push({ path, references });
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) collectExpressions(pathBelow(path, index), item, found);
  } else if (isObject(value) && !Object.hasOwn(value, "constant_value")) {
    for (const [name, item] of members(value)) collectExpressions(pathBelow(path, name), item, found);
  }
}

/** The references of an expression; null where the value is no expression. */
function ownReferences(value: JsonValue | undefined): readonly string[] | null {
  const references = member(value, "references");
  return isArray(references) && references.every((reference) => typeof reference === "string") ? (references as readonly string[]) : null;
}

function referencesBelow(value: JsonValue | undefined): readonly string[] {
  const found: WrittenExpression[] = [];
  if (value !== undefined) collectExpressions("", value, found);
  return found.flatMap((expression) => expression.references);
}

function elements(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}

function members(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isObject(value) ? Object.entries(value) : [];
}
