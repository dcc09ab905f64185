/** A resource as other resources refer to it: what is set is known, what the provider computes is not. */

import { attributeNamed } from "../model/syntax-query.ts";
import type { ResourceBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { nullValue } from "../model/value.ts";
import { openObject } from "./access.ts";
import type { Planned } from "./planned.ts";
import { refined } from "./refinement.ts";
import { isConcrete, stringType, typeOf } from "./type.ts";
import { unknownBecause } from "./unknowns.ts";
import { isCollection, isMapping } from "./values.ts";

/** Providers without a normalisation of their own: what is set is what is planned, to the last character. */
const exactProviders: ReadonlySet<string> = new Set(["terraform", "null", "random", "time", "local"]);

/** Arguments of which providers keep something else than what is set: a digest, or a document in their own spelling. */
const rewritten = /^(?:user_data|user_data_base64|custom_data|.*policy|.*_json|.*document|.*definitions?|template_body)$/;

/**
 * `known` tells attributes that are known although only the provider computes them; null: it does not know.
 * An argument that is set in the code has that value in the plan: Terraform demands it of providers (a plan must not contradict the
 * configuration). Left out, and so unknown, is what providers may fill in or spell anew: null and empty values, documents, and lists of
 * several blocks, whose order a provider may not keep.
 * @param computed what an attribute is that is left out; `name` is the argument or block at the top that it belongs to.
 * @param planned what Terraform knows of what is left out, as a whole.
 */
export function resourceView(
  resource: ResourceBlock,
  address: string,
  values: Value,
  computed: (subject: string, name: string) => Value,
  planned?: Planned,
): Value {
  const attribute = (name: string) => computed(`${address}.${name}`, name);
  if (values.kind !== "object") return openObject(address, new Map(), attribute, planned);
  const exact = exactProviders.has(resource.type.split("_")[0] ?? "");
  const blockTypes = new Set(resource.body.blocks.map((block) => (block.type === "dynamic" ? block.labels[0] : block.type)));
  const entries = new Map<string, Value>();
  for (const [name, value] of values.entries) {
    const seen = blockTypes.has(name)
      ? blocksView(value, `${address}.${name}[0]`, exact, (subject) => computed(subject, name))
      : exact || isKept(name, value)
        ? value
        : null;
    if (seen !== null && seen.kind !== "null") entries.set(name, seen);
  }
  return openObject(address, entries, attribute, planned);
}

/**
 * An attribute that is left out, by the subject that names it. An `id` is a text; of the built-in resource it is known how its provider plans
 * what it computes.
 */
export function computedAttribute(resource: ResourceBlock, subject: string, name: string, values: Value): Value {
  const value = unknownBecause(resource.mode === "data" ? "data" : "computed", subject);
  if (name === "id") return refined(value, stringType, resource.type === "terraform_data" ? { notNull: true } : {});
  if (resource.type !== "terraform_data" || !isMapping(values) || ignoresChanges(resource)) return value;
  const argument = values.entries.get(name === "output" ? "input" : name) ?? nullValue;
  // Without an input there is no output, and what is not set is null.
  if (argument.kind === "null") return nullValue;
  const type = typeOf(argument);
  return isConcrete(type) ? refined(value, type, {}) : value;
}

/** What is deployed is then not what the code says. */
function ignoresChanges(resource: ResourceBlock): boolean {
  return resource.body.blocks.some((block) => block.type === "lifecycle" && attributeNamed(block.body, "ignore_changes") !== undefined);
}

function blocksView(value: Value, address: string, exact: boolean, computed: (subject: string) => Value): Value | null {
  const only = isCollection(value) && value.items.length === 1 ? value.items[0] : undefined;
  if (only === undefined || only.kind !== "object") return null;
  const entries = new Map<string, Value>();
  for (const [name, nested] of only.entries) {
    const isBlocks = nested.kind === "list" && nested.items.every((item) => item.kind === "object");
    if (!isBlocks && nested.kind !== "null" && (exact || isKept(name, nested))) entries.set(name, nested);
  }
  return { kind: "list", items: [openObject(address, entries, (name) => computed(`${address}.${name}`))] };
}

function isKept(name: string, value: Value): boolean {
  if (rewritten.test(name)) return false;
  switch (value.kind) {
    case "null":
      return false;
    case "bool":
      return value.value;
    case "number":
      return value.digits !== "0";
    case "string":
      return value.value !== "" && !/^\s*[[{]/.test(value.value);
    case "unknown":
      return true;
    default:
      return isCollection(value) ? value.items.length > 0 : isMapping(value) && value.entries.size > 0;
  }
}
