/** Sets: each value once, in the order in which Terraform walks them. */
import type { Value } from "../model/value.ts";
import { compareNumbers } from "./decimal.ts";
import { refined } from "./refinement.ts";
import { typeOf } from "./type.ts";
import { canonicalText, derived } from "./unknowns.ts";
import { compareText, contents, isCollection, isMapping, numericOf, sortedEntries } from "./values.ts";

/** A set of these values; unknown where one of them is, because it could equal another. */
export function setValue(items: readonly Value[]): Value {
  if (items.length > 1 && items.some((item) => contents(item).unknown))
    return refined(derived("set", items), typeOf({ kind: "set", items }), { notNull: true, shortest: 1, longest: items.length });
  const sensitive = items.some((item) => contents(item).sensitive);
  const unique = new Map<string, Value>();
  for (const item of items) {
    const text = canonicalText(item);
    if (!unique.has(text)) unique.set(text, item);
  }
  const set: Value = { kind: "set", items: [...unique.values()].sort(compareElements) };
  return sensitive ? { ...set, sensitive: true } : set;
}

/** go-cty's order of set elements: text by bytes, numbers by value, everything else by the bytes it is hashed from; null last. */
function compareElements(a: Value, b: Value): number {
  if (a.kind === "null" || b.kind === "null") return a.kind === b.kind ? 0 : a.kind === "null" ? 1 : -1;
  if (a.kind === "string" && b.kind === "string") return compareText(a.value, b.value);
  if (a.kind === "number" && b.kind === "number") return compareNumbers(numericOf(a), numericOf(b));
  if (a.kind === "bool" && b.kind === "bool") return Number(a.value) - Number(b.value);
  return compareText(hashText(a), hashText(b));
}

function hashText(value: Value): string {
  switch (value.kind) {
    case "null":
      return "~";
    case "unknown":
      return "?";
    case "bool":
      return value.value ? "T" : "F";
    case "number":
      return value.digits;
    case "string":
      return JSON.stringify(value.value);
    default:
      break;
  }
  if (isCollection(value)) {
    const inner = value.items.map((item) => `${hashText(item)};`).join("");
    return value.kind === "tuple" ? `<${inner}>` : `[${inner}]`;
  }
  if (!isMapping(value)) return "";
  if (value.kind === "map")
    return `{${sortedEntries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${hashText(item)};`)
      .join("")}}`;
  return `<${sortedEntries(value)
    .map(([, item]) => `${hashText(item)};`)
    .join("")}>`;
}
