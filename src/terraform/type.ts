/** Terraform's types: of variables as they are written, and of values as they are. */
import type { Value } from "../model/value.ts";
import { compareText, contents, isOpen, keptType, sortedEntries } from "./values.ts";

export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly element: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, AttributeType> };

export interface AttributeType {
  readonly type: Type;
  readonly optional: boolean;
  /** `optional(type, default)` */
  readonly default: Value | null;
}

/** Any type; also the type of what has none yet: a null, something unknown, the element of an empty list. */
export const anyType: Type = { kind: "any" };
export const stringType: Type = { kind: "string" };
export const numberType: Type = { kind: "number" };
export const boolType: Type = { kind: "bool" };

/** The type of a value, as far as the value shows it. */
export function typeOf(value: Value): Type {
  const kept = keptType(value);
  if (kept !== undefined) return kept;
  switch (value.kind) {
    case "null":
    case "unknown":
      return anyType;
    case "bool":
    case "number":
    case "string":
      return { kind: value.kind };
    case "tuple":
      return { kind: "tuple", items: value.items.map(typeOf) };
    case "list":
    case "set":
      return { kind: value.kind, element: commonType(value.items) };
    case "object":
      if (isOpen(value)) return anyType;
      return {
        kind: "object",
        attributes: new Map(sortedEntries(value).map(([name, inner]) => [name, { type: typeOf(inner), optional: false, default: null }])),
      };
    case "map":
      return { kind: "map", element: commonType([...value.entries.values()]) };
  }
}

/** Elements of one collection have one type; the fullest description of it is the best. */
function commonType(items: readonly Value[]): Type {
  let found: Type = anyType;
  for (const item of items) {
    const type = typeOf(item);
    found = found.kind === "any" ? type : mergedType(found, type);
    if (isPrimitive(found)) return found;
  }
  return found;
}

/** Two descriptions of the same type put together. */
function mergedType(a: Type, b: Type): Type {
  if (a.kind === "any") return b;
  if (b.kind === "any" || a.kind !== b.kind) return a;
  if ((a.kind === "list" || a.kind === "set" || a.kind === "map") && a.kind === b.kind) {
    return { kind: a.kind, element: mergedType(a.element, b.element) };
  }
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length) {
    return { kind: "tuple", items: a.items.map((item, i) => mergedType(item, b.items[i] ?? anyType)) };
  }
  if (a.kind !== "object" || b.kind !== "object") return a;
  const attributes = new Map(a.attributes);
  for (const [name, attribute] of a.attributes) {
    attributes.set(name, { ...attribute, type: mergedType(attribute.type, b.attributes.get(name)?.type ?? anyType) });
  }
  return { kind: "object", attributes };
}

export function isPrimitive(type: Type): boolean {
  return type.kind === "string" || type.kind === "number" || type.kind === "bool";
}

/** Whether a type is wholly described. */
export function isConcrete(type: Type): boolean {
  switch (type.kind) {
    case "any":
      return false;
    case "string":
    case "number":
    case "bool":
      return true;
    case "list":
    case "set":
    case "map":
      return isConcrete(type.element);
    case "tuple":
      return type.items.every(isConcrete);
    case "object":
      return [...type.attributes.values()].every((attribute) => isConcrete(attribute.type));
  }
}

/** Whether two types are the same, as far as both are described. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === "any" || b.kind === "any") return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "string":
    case "number":
    case "bool":
      return true;
    case "list":
    case "set":
    case "map":
      return sameType(a.element, (b as typeof a).element);
    case "tuple": {
      const others = (b as typeof a).items;
      return a.items.length === others.length && a.items.every((item, i) => sameType(item, others[i] ?? anyType));
    }
    case "object": {
      const others = (b as typeof a).attributes;
      if (a.attributes.size !== others.size) return false;
      for (const [name, attribute] of a.attributes) {
        const other = others.get(name);
        if (other === undefined || !sameType(attribute.type, other.type)) return false;
      }
      return true;
    }
  }
}

/** Whether values of a type could be values of another: text may turn out to be a number. */
export function mayConvert(from: Type, to: Type): boolean {
  if (from.kind === "any" || to.kind === "any") return true;
  switch (to.kind) {
    case "string":
      return isPrimitive(from);
    case "number":
    case "bool":
      return from.kind === to.kind || from.kind === "string";
    case "list":
    case "set":
      if (from.kind === "tuple") return from.items.every((item) => mayConvert(item, to.element));
      return (from.kind === "list" || from.kind === "set") && mayConvert(from.element, to.element);
    case "map":
      if (from.kind === "object") return [...from.attributes.values()].every((attribute) => mayConvert(attribute.type, to.element));
      return from.kind === "map" && mayConvert(from.element, to.element);
    case "tuple":
      return from.kind === "tuple" || from.kind === "list";
    case "object":
      return from.kind === "object" || from.kind === "map";
  }
}

/** Names of an object type's attributes in Terraform's order. */
export function attributeNames(type: Extract<Type, { kind: "object" }>): readonly string[] {
  return [...type.attributes.keys()].sort(compareText);
}

/** Whether a value holds anything that is not known yet. */
export function holdsUnknown(value: Value): boolean {
  return contents(value).unknown;
}
