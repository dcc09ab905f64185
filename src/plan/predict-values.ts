/** Values compared, written canonically, and reduced to what may be shown. */
import type { PlainValue } from "../model/resource-change.ts";
import type { Value } from "../model/value.ts";

/** Values nested deeper than this are not looked into; they compare as different. */
export const maxValueDepth = 100;

/** Absent, or null. */
export function isNothing(value: Value | undefined): boolean {
  return value === undefined || value.kind === "null";
}

/** Equal text for equal values, sets in any order; unknown values by their derivation. `loose`: `1`, `"1"` and lists, tuples alike. */
export function canonical(value: Value | undefined, loose: boolean, depth = 0): string {
  if (value === undefined || depth > maxValueDepth) return "null";
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return loose ? JSON.stringify(String(value.value)) : String(value.value);
    case "number":
      return loose ? JSON.stringify(value.digits) : value.digits;
    case "string":
      return JSON.stringify(value.value);
    case "tuple":
    case "list":
      return `${loose ? "" : value.kind}[${value.items.map((item) => canonical(item, loose, depth + 1)).join(",")}]`;
    case "set":
      return `${loose ? "" : "set"}[${value.items
        .map((item) => canonical(item, loose, depth + 1))
        .sort()
        .join(",")}]`;
    case "object":
    case "map":
      return `${loose ? "" : value.kind}{${canonicalEntries(value.entries, loose, depth)}}`;
    case "unknown":
      return `?${JSON.stringify(value.derivation)}`;
  }
}

function canonicalEntries(entries: ReadonlyMap<string, Value>, loose: boolean, depth: number): string {
  const texts: string[] = [];
  for (const key of [...entries.keys()].sort()) {
    const entry = entries.get(key);
    if (!(loose && isNothing(entry))) texts.push(`${JSON.stringify(key)}:${canonical(entry, loose, depth + 1)}`);
  }
  return texts.join(",");
}

/** Whether a value is unknown or holds something unknown. */
export function holdsUnknown(value: Value | undefined, depth = 0): boolean {
  if (value === undefined) return false;
  if (depth > maxValueDepth) return true;
  switch (value.kind) {
    case "unknown":
      return true;
    case "tuple":
    case "list":
    case "set":
      return value.items.some((item) => holdsUnknown(item, depth + 1));
    case "object":
    case "map":
      return [...value.entries.values()].some((entry) => holdsUnknown(entry, depth + 1));
    default:
      return false;
  }
}

/** False, zero, the empty text, and collections of nothing: what a schema may take for "left out". */
export function isZero(value: Value | undefined): boolean {
  if (value === undefined) return true;
  switch (value.kind) {
    case "null":
      return true;
    case "bool":
      return !value.value;
    case "number":
      return value.digits === "0";
    case "string":
      return value.value === "" || value.value === "0" || value.value === "false";
    case "tuple":
    case "list":
    case "set":
      return value.items.length === 0;
    case "object":
    case "map":
      return value.entries.size === 0;
    case "unknown":
      return false;
  }
}

/** Whether a known scalar is what a schema's default says. */
export function equalsPlain(value: Value, plain: string | number | boolean | null): boolean {
  if (plain === null) return value.kind === "null";
  return canonical(value, true) === JSON.stringify(String(plain));
}

export function isScalar(value: Value): boolean {
  return value.kind === "bool" || value.kind === "number" || value.kind === "string";
}

export function itemsOf(value: Value | undefined): readonly Value[] | null {
  return value !== undefined && (value.kind === "tuple" || value.kind === "list" || value.kind === "set") ? value.items : null;
}

export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> | null {
  return value !== undefined && (value.kind === "object" || value.kind === "map") ? value.entries : null;
}

/** A scalar as JSON; containers are walked by their caller. A number that JSON cannot hold exactly stays a text. */
export function plainScalar(value: Value): PlainValue {
  switch (value.kind) {
    case "bool":
      return value.value;
    case "string":
      return value.value;
    case "number": {
      const number = Number(value.digits);
      return String(number) === value.digits ? number : value.digits;
    }
    default:
      return null;
  }
}

/** The paths of what is marked sensitive, the outermost of each; indexes and keys written plainly, for comparison only. */
export function sensitivePaths(value: Value | undefined, path = "", depth = 0): readonly string[] {
  if (value === undefined || depth > maxValueDepth) return [];
  if (value.sensitive === true) return [path];
  const entries = entriesOf(value);
  if (entries !== null) return [...entries].flatMap(([key, entry]) => sensitivePaths(entry, `${path}.${key}`, depth + 1));
  // Terraform marks a set as a whole for any of its elements.
  const inner = (itemsOf(value) ?? []).flatMap((item, at) => sensitivePaths(item, `${path}[${at}]`, depth + 1));
  return value.kind === "set" && inner.length > 0 ? [path] : inner;
}
