/** A resource as other resources refer to it: what is set is known, what the provider computes is not. */
import type { ResourceBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { openObject } from "./access.ts";
import { unknownBecause } from "./unknowns.ts";
import { isCollection, isMapping } from "./values.ts";

/** Providers without a normalisation of their own: what is set is what is planned, to the last character. */
const exactProviders: ReadonlySet<string> = new Set(["terraform", "null", "random", "time", "local"]);

/** Arguments of which providers keep something else than what is set: a digest, or a document in their own spelling. */
const rewritten = /^(?:user_data|user_data_base64|custom_data|.*policy|.*_json|.*document|.*definitions?|template_body)$/;

/**
 * An argument that is set in the code has that value in the plan: Terraform demands it of providers (a plan must not contradict the
 * configuration). Left out, and so unknown, is what providers may fill in or spell anew: null and empty values, documents, and lists of
 * several blocks, whose order a provider may not keep.
 */
export function resourceView(resource: ResourceBlock, address: string, values: Value): Value {
  const kind = resource.mode === "data" ? "data" : "computed";
  const attribute = (name: string) => unknownBecause(kind, `${address}.${name}`);
  if (values.kind !== "object") return openObject(address, new Map(), attribute);
  const exact = exactProviders.has(resource.type.split("_")[0] ?? "");
  const blockTypes = new Set(resource.body.blocks.map((block) => (block.type === "dynamic" ? block.labels[0] : block.type)));
  const entries = new Map<string, Value>();
  for (const [name, value] of values.entries) {
    const seen = blockTypes.has(name) ? blocksView(value, `${address}.${name}`, kind, exact) : exact || isKept(name, value) ? value : null;
    if (seen !== null && seen.kind !== "null") entries.set(name, seen);
  }
  return openObject(address, entries, attribute);
}

function blocksView(value: Value, address: string, kind: "data" | "computed", exact: boolean): Value | null {
  const only = isCollection(value) && value.items.length === 1 ? value.items[0] : undefined;
  if (only === undefined || only.kind !== "object") return null;
  const inner = `${address}[0]`;
  const entries = new Map<string, Value>();
  for (const [name, nested] of only.entries) {
    const isBlocks = nested.kind === "list" && nested.items.every((item) => item.kind === "object");
    if (!isBlocks && nested.kind !== "null" && (exact || isKept(name, nested))) entries.set(name, nested);
  }
  return { kind: "list", items: [openObject(inner, entries, (name) => unknownBecause(kind, `${inner}.${name}`))] };
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
