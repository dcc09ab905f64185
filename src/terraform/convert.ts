/** Conversion of values to types, by the rules of Terraform's documentation ("Types and Values", "Type Constraints"). */
import type { Value } from "../model/value.ts";
import { isLargeNumber, parseNumber } from "./decimal.ts";
import { fail, LimitReached } from "./evaluation.ts";
import { setValue } from "./set.ts";
import type { AttributeType, Type } from "./type.ts";
import { anyType, attributeNames, isConcrete, mayConvert, typeOf } from "./type.ts";
import { unify } from "./unify.ts";
import { derived } from "./unknowns.ts";
import type { Collection, Mapping } from "./values.ts";
import {
  boolValue,
  isCollection,
  isEmptyCollection,
  isMapping,
  isOpen,
  keptType,
  markedAs,
  nullValue,
  numberValue,
  sortedEntries,
  stringValue,
  typedValue,
} from "./values.ts";

/** The value as a value of the type. Unknown values, and a null that was given none, have every type. Fails where Terraform would. */
export function convert(value: Value, type: Type): Value {
  if (type.kind === "any") return value;
  if (value.kind === "unknown") return isConcrete(type) ? typedValue(value, type) : value;
  if (isOpen(value)) return derived("convert", [value]);
  const kept = value.kind === "null" || isEmptyCollection(value) ? keptType(value) : undefined;
  if (kept !== undefined && !mayConvert(kept, type))
    return fail(`a ${type.kind} is required, but this is a ${kept.kind} of something else`);
  if (value.kind === "null") return typedValue(value, type);
  return markedAs(withKeptType(value, convertKnown(value, type), type), value.sensitive === true);
}

/** What is empty does not show the type of its elements; `tolist([])` has elements of any type, and that is a type of its own. */
function withKeptType(source: Value, value: Value, type: Type): Value {
  if (!isEmptyCollection(value)) return value;
  if (isConcrete(type)) return typedValue(value, type);
  const kept = keptType(source);
  if (kept?.kind === "list" || kept?.kind === "set" || kept?.kind === "map")
    return typedValue(value, { kind: value.kind, element: kept.element });
  return source.kind === "tuple" || source.kind === "object" ? typedValue(value, type) : value;
}

function convertKnown(value: Value, type: Exclude<Type, { kind: "any" }>): Value {
  switch (type.kind) {
    case "string":
      return toText(value);
    case "number":
      return toNumber(value);
    case "bool":
      return toBool(value);
    case "list":
    case "set":
      return toElements(value, type.kind, type.element);
    case "map":
      return toMap(value, type.element);
    case "tuple":
      return toTuple(value, type.items);
    case "object":
      return toObject(value, type);
  }
}

/** `5` → `"5"`, `true` → `"true"`. */
export function toText(value: Value): Value {
  switch (value.kind) {
    case "string":
    case "unknown":
    case "null":
      return value;
    case "number":
      return { ...stringValue(value.digits), ...(value.sensitive === true ? { sensitive: true } : {}) };
    case "bool":
      return { ...stringValue(String(value.value)), ...(value.sensitive === true ? { sensitive: true } : {}) };
    default:
      return fail(`string required, but this is a ${value.kind}`);
  }
}

export function toNumber(value: Value): Value {
  if (value.kind === "number" || value.kind === "unknown" || value.kind === "null") return value;
  if (value.kind !== "string") return fail(`a number is required, but this is a ${value.kind}`);
  const digits = parseNumber(value.value);
  if (digits === null && isLargeNumber(value.value)) throw new LimitReached("a number has more than 4000 digits, or an exponent of two");
  if (digits === null) return fail("a number is required");
  return markedAs(numberValue(digits), value.sensitive === true);
}

/** `"true"` and `"false"`; older spellings (`"1"`, `"0"`) are taken as Terraform takes them. */
export function toBool(value: Value): Value {
  if (value.kind === "bool" || value.kind === "unknown" || value.kind === "null") return value;
  if (value.kind !== "string") return fail(`a bool is required, but this is a ${value.kind}`);
  if (value.value === "true" || value.value === "1") return markedAs(boolValue(true), value.sensitive === true);
  if (value.value === "false" || value.value === "0") return markedAs(boolValue(false), value.sensitive === true);
  return fail("a bool is required");
}

function toElements(value: Value, kind: "list" | "set", element: Type): Value {
  if (!isCollection(value)) return fail(`a ${kind} is required, but this is a ${value.kind}`);
  const items = value.items.map((item) => convert(item, element));
  const converted = element.kind === "any" || !isConcrete(element) ? sameItems(value, items) : items;
  return kind === "list" ? { kind: "list", items: converted } : setValue(converted);
}

/** `list(any)`: all elements become one type. */
function sameItems(value: Collection, items: readonly Value[]): readonly Value[] {
  if (value.kind !== "tuple") return items;
  const common = unify(items.map(typeOf));
  return common === null ? fail("all elements must have the same type") : items.map((item) => convert(item, common));
}

function toMap(value: Value, element: Type): Value {
  if (!isMapping(value)) return fail(`a map is required, but this is a ${value.kind}`);
  const entries = new Map([...value.entries].map(([key, inner]) => [key, convert(inner, element)]));
  if (isConcrete(element) || value.kind === "map") return { kind: "map", entries };
  const common = unify([...entries.values()].map(typeOf));
  if (common === null) return fail("all map elements must have the same type");
  return { kind: "map", entries: new Map([...entries].map(([key, inner]) => [key, convert(inner, common)])) };
}

function toTuple(value: Value, items: readonly Type[]): Value {
  if (!isCollection(value) || value.kind === "set") return fail(`a tuple is required, but this is a ${value.kind}`);
  if (value.items.length !== items.length) return fail(`a tuple of ${items.length} elements is required`);
  return { kind: "tuple", items: value.items.map((item, i) => convert(item, items[i] ?? anyType)) };
}

/** Attributes that the type does not name are dropped. Defaults of `optional` are put in where an attribute is absent or null. */
function toObject(value: Value, type: Extract<Type, { kind: "object" }>): Value {
  if (!isMapping(value)) return fail(`an object is required, but this is a ${value.kind}`);
  const entries = new Map<string, Value>();
  for (const name of attributeNames(type)) {
    const attribute = type.attributes.get(name);
    if (attribute !== undefined) entries.set(name, attributeOf(value, name, attribute));
  }
  return { kind: "object", entries };
}

function attributeOf(value: Mapping, name: string, attribute: AttributeType): Value {
  const given = value.entries.get(name);
  if (given === undefined && !attribute.optional) return fail(`attribute ${JSON.stringify(name.slice(0, 80))} is required`);
  if (given === undefined || given.kind === "null") return convert(attribute.default ?? nullValue, attribute.type);
  return convert(given, attribute.type);
}

/** Entries by key in order, of a mapping that is wholly there. */
export function entriesOf(value: Mapping): readonly (readonly [string, Value])[] {
  return sortedEntries(value);
}
