/** Reads the texts that a plan's copy of the configuration holds as constants: what the code says, whatever the plan marks as sensitive. */
import type { PlanConstant } from "../../model/plan.ts";
import { Secret } from "../../model/sighting.ts";
import { isArray, isObject, type JsonValue, member, textOf } from "./json-members.ts";

/** Of one plan; a larger configuration is generated, and what is behind them is not looked at. */
const mostConstants = 100_000;
/** Longer texts are documents, in UTF-16 units. */
const longest = 20_000;

/**
 * Constants of the arguments of resources and providers, and the defaults that variables of the root module are planned with.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function readConstants(configuration: JsonValue | undefined, variables: JsonValue | undefined): readonly PlanConstant[] {
  const found: PlanConstant[] = [];
  for (const provider of membersOf(member(configuration, "provider_config"))) {
    const name = textOf(member(provider, "name"));
    if (name !== null) collect(member(provider, "expressions"), { found, address: `provider.${name}`, type: name, path: [] });
  }
  const root = member(configuration, "root_module");
  readModule(root, "", found);
  const declared = member(root, "variables");
  for (const [name, declaration] of isObject(declared) ? Object.entries(declared) : []) {
    const value = member(declaration, "default");
    // Another value was handed in: the default does not reach the plan.
    if (textOf(value) === null || textOf(member(member(variables, name), "value")) !== textOf(value)) continue;
    add(textOf(value) ?? "", { found, address: `var.${name}`, type: null, path: [name] }, new Map());
  }
  return found;
}

function readModule(module: JsonValue | undefined, above: string, found: PlanConstant[]): void {
  for (const resource of membersOf(member(module, "resources"))) {
    const [address, type] = [textOf(member(resource, "address")), textOf(member(resource, "type"))];
    if (address !== null && type !== null) collect(member(resource, "expressions"), { found, address: above + address, type, path: [] });
  }
  const calls = member(module, "module_calls");
  for (const [name, call] of isObject(calls) ? Object.entries(calls) : [])
    readModule(member(call, "module"), `${above}module.${name}.`, found);
}

interface Walk {
  readonly found: PlanConstant[];
  readonly address: string;
  /** Of a resource, or the name of a provider; null: a variable. */
  readonly type: string | null;
  readonly path: readonly string[];
}

/** Expressions by argument; nested blocks come as objects, or as lists of objects. */
function collect(expressions: JsonValue | undefined, walk: Walk): void {
  if (isArray(expressions)) for (const block of expressions) collect(block, walk);
  if (!isObject(expressions)) return;
  const beside = new Map<string, string>();
  for (const [name, expression] of Object.entries(expressions)) {
    const constant = textOf(member(expression, "constant_value"));
    if (constant !== null) beside.set(name, constant);
  }
  for (const [name, expression] of Object.entries(expressions)) {
    const below = { ...walk, path: [...walk.path, name] };
    if (isObject(expression) && Object.hasOwn(expression, "constant_value")) leaves(member(expression, "constant_value"), below, beside);
    else if (!isArray(member(expression, "references"))) collect(expression, below);
  }
}

function leaves(value: JsonValue | undefined, walk: Walk, beside: ReadonlyMap<string, string>): void {
  if (typeof value === "string") add(value, walk, beside);
  else if (isArray(value)) for (const item of value) leaves(item, walk, beside);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) leaves(item, { ...walk, path: [...walk.path, key] }, new Map());
}

function add(text: string, { found, address, type, path }: Walk, beside: ReadonlyMap<string, string>): void {
  if (text === "" || text.length > longest || found.length >= mostConstants) return;
  found.push({ address, type, path, beside, text: new Secret(text) });
}

function membersOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
