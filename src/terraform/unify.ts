/** The one type that several can become, as for the branches of a conditional (go-cty's `convert.Unify`). */
import type { AttributeType, Type } from "./type.ts";
import { anyType, attributeNames, isPrimitive, mayConvert } from "./type.ts";

/** Null: there is none. Types that are not known yet do not object. */
export function unify(types: readonly Type[]): Type | null {
  const known = types.filter((type) => type.kind !== "any");
  const [first] = known;
  if (first === undefined) return anyType;
  if (known.every(isPrimitive)) return unifyPrimitives(known);
  const kinds = new Set(known.map((type) => type.kind));
  const only = (...allowed: readonly Type["kind"][]) => [...kinds].every((kind) => allowed.includes(kind));
  if (only("map", "object")) return kinds.has("map") ? unifyAsMap(known) : unifyObjects(known);
  if (only("list", "tuple")) return kinds.has("list") ? unifyElements("list", known) : unifyTuples(known);
  if (!only("set", "list", "tuple")) return null;
  // Lists win over sets, sets over tuples; the elements of what loses have to follow.
  const winner = kinds.has("list") ? "list" : "set";
  const found = unifyElements(
    winner,
    known.filter((type) => type.kind === winner),
  );
  return found !== null && known.every((type) => mayConvert(type, found)) ? found : null;
}

/** A string can say a number and a bool; those two have nothing in common. */
function unifyPrimitives(types: readonly Type[]): Type | null {
  const [first = anyType] = types;
  if (types.every((type) => type.kind === first.kind)) return first;
  return types.some((type) => type.kind === "string") ? { kind: "string" } : null;
}

function unifyElements(kind: "list" | "set", types: readonly Type[]): Type | null {
  const element = unify(types.flatMap(elementTypes));
  return element === null ? null : { kind, element };
}

function elementTypes(type: Type): readonly Type[] {
  if (type.kind === "tuple") return type.items;
  if (type.kind === "list" || type.kind === "set" || type.kind === "map") return [type.element];
  return type.kind === "object" ? [...type.attributes.values()].map((attribute) => attribute.type) : [];
}

function unifyAsMap(types: readonly Type[]): Type | null {
  const element = unify(types.flatMap(elementTypes));
  return element === null ? null : { kind: "map", element };
}

function unifyTuples(types: readonly Type[]): Type | null {
  const tuples = types.filter((type) => type.kind === "tuple");
  const [first] = tuples;
  if (first === undefined) return null;
  if (tuples.every((tuple) => tuple.items.length === first.items.length)) {
    const items = first.items.map((_, i) => unify(tuples.map((tuple) => tuple.items[i] ?? anyType)));
    return items.every((item) => item !== null) ? { kind: "tuple", items } : null;
  }
  return unifyElements("list", tuples);
}

function unifyObjects(types: readonly Type[]): Type | null {
  const objects = types.filter((type) => type.kind === "object");
  const [first] = objects;
  if (first === undefined) return null;
  const names = attributeNames(first);
  if (objects.every((object) => sameNames(names, attributeNames(object)))) {
    const attributes = new Map<string, AttributeType>();
    for (const name of names) {
      const type = unify(objects.map((object) => object.attributes.get(name)?.type ?? anyType));
      if (type === null) return null;
      attributes.set(name, { type, optional: false, default: null });
    }
    return { kind: "object", attributes };
  }
  return unifyAsMap(objects);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
