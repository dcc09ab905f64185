/** Elements of a set without what they would have anyhow: a set is compared whole, so a default that is written out must not count. */
import { pathBelow } from "../model/attribute-path.ts";
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Value } from "../model/value.ts";
import { equalsPlain, isZero, maxValueDepth } from "./predict-values.ts";

/** The element without members that say the same as leaving them out, blocks within it included, as far as the catalogue knows. */
export function withoutDefaults(facts: ResourceFacts, path: string, element: Value, depth = 0): Value {
  if (depth > maxValueDepth) return element;
  if (element.kind === "tuple" || element.kind === "list" || element.kind === "set")
    return { ...element, items: element.items.map((item) => withoutDefaults(facts, path, item, depth + 1)) };
  if (element.kind !== "object" && element.kind !== "map") return element;
  const kept = [...element.entries].filter(([name, member]) => !isDefault(facts, pathBelow(path, name), member));
  const members = kept.map(([name, member]) => [name, withoutDefaults(facts, pathBelow(path, name), member, depth + 1)] as const);
  return { ...element, entries: new Map(members) };
}

function isDefault(facts: ResourceFacts, path: string, member: Value): boolean {
  if (member.kind === "unknown") return false;
  const value = facts.omitted?.(path).value;
  if (value === undefined) return false;
  if (value !== null) return equalsPlain(member, value);
  // The plugin SDK reads what is left out of a set's element as its zero (`SerializeResourceForHash` in helper/schema).
  return (facts.argument?.(path)?.kind !== "scalar" || facts.sdk === true) && isZero(member);
}
