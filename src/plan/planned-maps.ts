/**
 * Maps of which an element is known only after the apply. A provider made with terraform-plugin-sdk plans such an argument as unknown as a
 * whole (`diffMap` of helper/schema), so its other elements are not known either; one made with terraform-plugin-framework keeps them.
 */
import { pathBelow } from "../model/attribute-path.ts";
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Value } from "../model/value.ts";
import { isOpenTo, plannedAs, plannedWithin } from "../terraform/planned.ts";
import { derived } from "../terraform/unknowns.ts";
import { entriesOf, maxValueDepth } from "./predict-values.ts";

/** The planned arguments of a resource as others see them. */
export function withWholeMaps(planned: Value, facts: ResourceFacts | null): Value {
  if (facts === null || facts.sdk === false) return planned;
  return wholeWithin(planned, facts, "", 0);
}

/** The argument at the path, and those of the blocks within it. */
function wholeWithin(value: Value, facts: ResourceFacts, path: string, depth: number): Value {
  if (depth > maxValueDepth || !isOpenTo(plannedWithin(value))) return value;
  if (value.kind === "list" || value.kind === "tuple")
    return { ...value, items: value.items.map((item) => wholeWithin(item, facts, path, depth + 1)) };
  const entries = entriesOf(value);
  if (entries === null || value.kind === "unknown") return value;
  if (path !== "" && (facts.members?.(path) ?? []).length === 0) return isMap(facts, path) ? wholeMap(value, facts) : value;
  const seen = [...entries].map(([name, entry]) => [name, wholeWithin(entry, facts, pathBelow(path, name), depth + 1)] as const);
  return { kind: "object", entries: new Map(seen) };
}

function isMap(facts: ResourceFacts, path: string): boolean {
  const schema = facts.argument?.(path) ?? null;
  return schema?.kind === "collection" && !schema.block;
}

function wholeMap(value: Value, facts: ResourceFacts): Value {
  const state = plannedWithin(value);
  if (!isOpenTo(state)) return value;
  return plannedAs(derived("map", [value]), facts.sdk === true ? state : "perhaps");
}
