/** Functions on lists, maps and objects. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import { convert } from "../convert.ts";
import { calculate } from "../decimal.ts";
import { areEqual } from "../equality.ts";
import { fail } from "../evaluation.ts";
import type { Type } from "../type.ts";
import { anyType, boolType, stringType, typeOf } from "../type.ts";
import { unify } from "../unify.ts";
import { canonicalText, derived } from "../unknowns.ts";
import {
  boolValue,
  contents,
  isCollection,
  isMapping,
  isOpen,
  keptType,
  listValue,
  markedAs,
  nullValue,
  numberOf,
  numberValue,
  sortedEntries,
  stringValue,
} from "../values.ts";
import { graphemes } from "./characters.ts";
import {
  anyCount,
  argument,
  collectionArgument,
  digitsArgument,
  itemsArgument,
  mappingArgument,
  pure,
  textArgument,
  textsArgument,
  wholeArgument,
} from "./pure-function.ts";

const anyList: Type = { kind: "list", element: anyType };

/** The argument as a list whose elements have one type. */
function listArgument(args: readonly Value[], i: number): readonly Value[] {
  const list = convert(argument(args, i), anyList);
  return isCollection(list) ? list.items : fail("a list is required");
}

export const collectionFunctions = [
  pure("alltrue", 1, (args) => boolValue(bools(args).every((value) => value))),
  pure("anytrue", 1, (args) => boolValue(bools(args).some((value) => value))),
  pure("chunklist", 2, (args) => chunks(listArgument(args, 0), wholeArgument(args, 1)), { reads: "parts" }),
  pure("coalesce", [1, anyCount], coalesce, { reads: "own-judgement", nulls: "allowed" }),
  pure("coalescelist", [1, anyCount], coalesceList, { reads: "own-judgement", nulls: "allowed" }),
  pure("compact", 1, (args) => listValue(compacted(args))),
  pure("concat", [1, anyCount], concat, { reads: "parts" }),
  pure("contains", 2, contains, { reads: "parts" }),
  pure("distinct", 1, (args) => listValue(distinct(listArgument(args, 0)))),
  pure("element", 2, element, { reads: "parts" }),
  pure("flatten", 1, (args) => flatten(argument(args, 0)), { reads: "parts" }),
  pure("index", 2, indexOf),
  pure("keys", 1, keys, { reads: "parts" }),
  pure("length", 1, (args) => length(argument(args, 0)), { reads: "parts" }),
  pure("lookup", [2, 3], lookup, { reads: "own-judgement", nulls: "allowed" }),
  pure("matchkeys", 3, matchKeys),
  pure("merge", [0, anyCount], merge, { reads: "own-judgement", nulls: "allowed" }),
  pure("one", 1, one, { reads: "parts" }),
  pure("range", [1, 3], range),
  pure("reverse", 1, reverse, { reads: "parts" }),
  pure("slice", 3, slice, { reads: "parts" }),
  pure("sort", 1, (args) => listValue(textsArgument(args, 0).map(stringValue).sort(byText))),
  pure("sum", 1, sum),
  pure("transpose", 1, transpose),
  pure("values", 1, values, { reads: "parts" }),
  pure("zipmap", 2, zipmap, { reads: "parts" }),
];

function bools(args: readonly Value[]): readonly boolean[] {
  const list = convert(argument(args, 0), { kind: "list", element: boolType });
  if (!isCollection(list)) return fail("a list of bools is required");
  return list.items.map((item) => item.kind === "bool" && item.value);
}

function chunks(items: readonly Value[], size: number): Value {
  if (size < 0) return fail("the size of a chunk must not be negative");
  const step = size === 0 ? Math.max(1, items.length) : size;
  const lists: Value[] = [];
  for (let at = 0; at < items.length; at += step) lists.push(listValue(items.slice(at, at + step)));
  return listValue(lists);
}

/** The first that is neither null nor an empty string, in the type that all have in common. */
function coalesce(args: readonly Value[]): Value {
  const common = unify(args.map(typeOf));
  if (common === null) return fail("the arguments of coalesce must have one type");
  for (const arg of args) {
    const value = convert(arg, common);
    if (value.kind === "unknown") return derived("coalesce", args);
    if (value.kind === "null" || (value.kind === "string" && value.value === "")) continue;
    return value;
  }
  return fail("coalesce has no argument that is not null or empty");
}

function coalesceList(args: readonly Value[]): Value {
  if (args.some((arg) => arg.kind !== "null" && arg.kind !== "unknown" && (!isCollection(arg) || arg.kind === "set"))) {
    return fail("coalescelist takes lists");
  }
  for (const arg of args) {
    // A null is passed over where it has a type, and refused where it has none.
    if (arg.kind === "null" && keptType(arg) === undefined) return fail("coalescelist takes lists");
    if (arg.kind === "unknown") return derived("coalescelist", args);
    if (isCollection(arg) && arg.items.length > 0) return arg;
  }
  return fail("coalescelist has no argument that is not empty");
}

function compacted(args: readonly Value[]): readonly Value[] {
  const list = convert(argument(args, 0), { kind: "list", element: stringType });
  return isCollection(list) ? list.items.filter((item) => item.kind === "string" && item.value !== "") : fail("a list is required");
}

function concat(args: readonly Value[]): Value {
  const lists = args.map((_, i) => collectionArgument(args, i));
  const items = lists.flatMap((list) => list.items);
  if (lists.some((list) => list.kind === "set")) return fail("concat takes lists");
  if (!lists.every((list) => list.kind === "list")) return { kind: "tuple", items };
  const common = unify(lists.map(typeOf));
  return common === null ? { kind: "tuple", items } : convert({ kind: "list", items }, common);
}

function contains(args: readonly Value[]): Value {
  const items = itemsArgument(args, 0);
  const needle = argument(args, 1);
  let uncertain = false;
  for (const item of items) {
    const equal = areEqual(item, needle);
    if (equal === true) return boolValue(true);
    uncertain ||= equal === undefined;
  }
  return uncertain ? derived("contains", args) : boolValue(false);
}

/** Elements of a list have one type, so equal text means equal values. */
function distinct(items: readonly Value[]): readonly Value[] {
  const found = new Map<string, Value>();
  for (const item of items) {
    const text = canonicalText(item);
    if (!found.has(text)) found.set(text, item);
  }
  return [...found.values()];
}

function element(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const index = wholeArgument(args, 1);
  const { items } = list;
  if (list.kind === "set") return fail("element takes a list");
  if (items.length === 0) return fail("element needs a list that is not empty");
  const at = index % items.length;
  // Terraform 1.11 counts from the end of a list, not of a tuple.
  if (at < 0 && list.kind === "tuple") return fail("element needs an index that is not negative");
  return items[at < 0 ? at + items.length : at] ?? nullValue;
}

/** Lists in lists become one; an unknown one leaves the length unknown. */
function flatten(value: Value): Value {
  if (!isCollection(value)) return fail("flatten takes a list");
  const items: Value[] = [];
  let unknown = false;
  const walk = (list: readonly Value[]): void => {
    for (const item of list) {
      if (isCollection(item)) walk(item.items);
      else items.push(item);
      unknown ||= item.kind === "unknown";
    }
  };
  walk(value.items);
  return unknown ? derived("flatten", [value]) : { kind: "tuple", items };
}

function indexOf(args: readonly Value[]): Value {
  const at = itemsArgument(args, 0).findIndex((item) => areEqual(item, argument(args, 1)) === true);
  return at < 0 ? fail("index does not find the value") : numberOf(at);
}

function keys(args: readonly Value[]): Value {
  const map = mappingArgument(args, 0);
  if (isOpen(map)) return derived("keys", args);
  const items = sortedEntries(map).map(([key]) => stringValue(key));
  return map.kind === "map" ? listValue(items) : { kind: "tuple", items };
}

function values(args: readonly Value[]): Value {
  const map = mappingArgument(args, 0);
  if (isOpen(map)) return derived("values", args);
  const items = sortedEntries(map).map(([, value]) => value);
  return map.kind === "map" ? listValue(items) : { kind: "tuple", items };
}

function length(value: Value): Value {
  if (isOpen(value)) return derived("length", [value]);
  if (isCollection(value)) return numberOf(value.items.length);
  if (isMapping(value)) return numberOf(value.entries.size);
  return value.kind === "string" ? numberOf(graphemes(value.value).length) : fail(`a ${value.kind} has no length`);
}

function lookup(args: readonly Value[]): Value {
  const map = argument(args, 0);
  const key = argument(args, 1);
  const otherwise = args[2];
  const sensitive = map.sensitive === true || key.sensitive === true;
  if (map.kind === "unknown" || key.kind === "unknown" || isOpen(map)) return derived("lookup", args);
  if (map.kind === "null" || key.kind === "null") return fail("lookup needs a map and a key, not null");
  const found = mappingArgument(args, 0).entries.get(textArgument(args, 1));
  const type = typeOf(map);
  // The default of a map has to have the type of its elements, whether it is needed or not.
  const converted = otherwise !== undefined && type.kind === "map" ? convert(otherwise, type.element) : otherwise;
  return markedAs(found ?? converted ?? fail("lookup finds no such key and has no default"), sensitive);
}

function matchKeys(args: readonly Value[]): Value {
  const found = listArgument(args, 0);
  const names = listArgument(args, 1);
  const wanted = listArgument(args, 2);
  if (found.length !== names.length) return fail("matchkeys needs as many keys as values");
  const isWanted = (name: Value | undefined) => name !== undefined && wanted.some((each) => areEqual(each, name) === true);
  return listValue(found.filter((_, i) => isWanted(names[i])));
}

/** Later arguments win; null ones are skipped. */
function merge(args: readonly Value[]): Value {
  const given = args.filter((arg) => arg.kind !== "null");
  const sensitive = given.some((arg) => arg.sensitive === true);
  if (given.some((arg) => arg.kind === "unknown" || isOpen(arg))) return derived("merge", args);
  const entries = new Map<string, Value>();
  for (const [i] of given.entries()) for (const [key, value] of mappingArgument(given, i).entries) entries.set(key, value);
  const types = given.map(typeOf);
  const maps = given.length > 0 && given.every((arg) => arg.kind === "map");
  const common = maps ? unify(types) : null;
  const same =
    common !== null &&
    types.every((type) => type.kind === "map" && (type.element.kind === elementKind(common) || type.element.kind === "any"));
  return markedAs(same ? { kind: "map", entries } : { kind: "object", entries }, sensitive);
}

function elementKind(type: Type): string {
  return type.kind === "map" ? type.element.kind : type.kind;
}

function one(args: readonly Value[]): Value {
  const { items } = collectionArgument(args, 0);
  return items.length > 1 ? fail("one takes a list of at most one element") : (items[0] ?? nullValue);
}

/** Terraform itself makes no more than 1,024 values. */
function range(args: readonly Value[]): Value {
  const digits = args.map((_, i) => digitsArgument(args, i));
  const [first = "0", second, third] = digits;
  const [start, end] = second === undefined ? ["0", first] : [first, second];
  const down = compare(end, start) < 0;
  const step = third ?? (down ? "-1" : "1");
  if (step === "0") return fail("the step of range must not be zero");
  if (down !== step.startsWith("-") && start !== end) return fail("the step of range leads away from its end");
  const items: Value[] = [];
  for (let at = start; down ? compare(at, end) > 0 : compare(at, end) < 0; ) {
    if (items.length >= 1024) return fail("range makes more than 1024 values");
    items.push(numberValue(at));
    at = calculate("+", at, step) ?? fail("a number is too large");
  }
  return listValue(items);
}

function compare(a: string, b: string): number {
  const difference = calculate("-", a, b) ?? fail("a number is too large");
  return difference === "0" ? 0 : difference.startsWith("-") ? -1 : 1;
}

function reverse(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const items = list.items.toReversed();
  return list.kind === "tuple" ? { kind: "tuple", items } : listValue(items);
}

function slice(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const start = wholeArgument(args, 1);
  const end = wholeArgument(args, 2);
  if (list.kind === "set") return fail("slice takes a list");
  if (start < 0 || end < start || end > list.items.length) return fail("the bounds of slice are out of range");
  return { kind: list.kind, items: list.items.slice(start, end) };
}

function byText(a: Value, b: Value): number {
  return a.kind === "string" && b.kind === "string" ? compareStrings(a.value, b.value) : 0;
}

function compareStrings(a: string, b: string): number {
  const left = [...a].map((character) => character.codePointAt(0) ?? 0);
  const right = [...b].map((character) => character.codePointAt(0) ?? 0);
  for (const [i, point] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return left.length - right.length;
}

function sum(args: readonly Value[]): Value {
  const items = itemsArgument(args, 0);
  if (items.length === 0) return fail("sum needs at least one number");
  let total = "0";
  for (const [i] of items.entries()) total = calculate("+", total, digitsArgument(items, i)) ?? fail("a number is too large");
  return numberValue(total);
}

function transpose(args: readonly Value[]): Value {
  const turned = new Map<string, string[]>();
  for (const [key, list] of sortedEntries(mappingArgument(args, 0))) {
    for (const text of textsArgument([list], 0)) turned.set(text, [...(turned.get(text) ?? []), key]);
  }
  const entries = [...turned].sort(([a], [b]) => compareStrings(a, b));
  return { kind: "map", entries: new Map(entries.map(([key, names]) => [key, listValue(names.sort(compareStrings).map(stringValue))])) };
}

function zipmap(args: readonly Value[]): Value {
  const names = collectionArgument(args, 0);
  const list = collectionArgument(args, 1);
  if (names.items.some((name) => contents(name).unknown)) return derived("zipmap", args);
  const keyTexts = textsArgument(args, 0);
  if (keyTexts.length !== list.items.length) return fail("zipmap needs as many keys as values");
  const entries = new Map(keyTexts.map((key, i) => [key, list.items[i] ?? nullValue]));
  return { kind: list.kind === "tuple" ? "object" : "map", entries };
}
