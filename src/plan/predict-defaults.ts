/** Elements of a set without what they would have anyhow: a set is compared whole, so a default that is written out must not count. */
import { pathBelow } from "../model/attribute-path.ts";
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Value } from "../model/value.ts";
import { equalsPlain, isZero } from "./predict-values.ts";

/** The element without members that say the same as leaving them out, as far as the catalogue knows. */
export function withoutDefaults(facts: ResourceFacts, path: string, element: Value): Value {
  if (element.kind !== "object" && element.kind !== "map") return element;
  const kept = [...element.entries].filter(([name, member]) => !isDefault(facts, pathBelow(path, name), member));
  return kept.length === element.entries.size ? element : { ...element, entries: new Map(kept) };
}

function isDefault(facts: ResourceFacts, path: string, member: Value): boolean {
  if (member.kind === "unknown") return false;
  const value = facts.omitted?.(path).value;
  if (value === undefined) return false;
  if (value !== null) return equalsPlain(member, value);
  return facts.argument?.(path)?.kind !== "scalar" && isZero(member);
}
