/** Functions on lists, maps and objects. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import type { Numeric } from "../binary-float.ts";
import { convert } from "../convert.ts";
import { calculate, compareNumbers, isZero } from "../decimal.ts";
import { areEqual } from "../equality.ts";
import { fail, LimitReached, spend } from "../evaluation.ts";
import type { Type } from "../type.ts";
import { anyType, boolType, isConcrete, isPrimitive, numberType, stringType, typeOf } from "../type.ts";
import { unify } from "../unify.ts";
import { isPresentText } from "../unknown-facts.ts";
import { canonicalText, derived } from "../unknowns.ts";
import type { Collection } from "../values.ts";
import {
  boolValue,
  compareText,
  contents,
  countValue,
  isCollection,
  isEmptyCollection,
  isMapping,
  isOpen,
  keptType,
  listValue,
  nullValue,
  numericValue,
  stringValue,
  typedValue,
} from "../values.ts";
import { clusterCost, graphemes } from "./characters.ts";
import type { CallSite } from "./pure-function.ts";
import {
  anyCount,
  argument,
  collectionArgument,
  itemsArgument,
  numberArgument,
  pure,
  textList,
  textsArgument,
  wholeArgument,
} from "./pure-function.ts";
import { resultOfUnknown } from "./unknown-results.ts";

const anyList: Type = { kind: "list", element: anyType };
const listOfLists: Type = { kind: "list", element: anyList };

/** The argument as a list whose elements have one type. */
function listArgument(args: readonly Value[], i: number): readonly Value[] {
  const list = convert(argument(args, i), anyList);
  return isCollection(list) ? list.items : fail("a list is required");
}

export const collectionFunctions = [
  pure("alltrue", 1, (args) => boolValue(bools(args).every((value) => value))),
  pure("anytrue", 1, (args) => boolValue(bools(args).some((value) => value))),
  pure("chunklist", 2, (args) => chunks(listArgument(args, 0), wholeArgument(args, 1)), { reads: "parts", makes: listOfLists }),
  pure("coalesce", [1, anyCount], coalesce, { reads: "own-judgement", nulls: "allowed" }),
  pure("coalescelist", [1, anyCount], coalesceList, { reads: "own-judgement", nulls: "allowed" }),
  pure("compact", 1, (args) => listValue(compacted(args)), { makes: textList }),
  pure("concat", [1, anyCount], concat, { reads: "parts" }),
  pure("contains", 2, contains, { reads: "parts" }),
  pure("distinct", 1, (args) => listValue(distinct(listArgument(args, 0)))),
  pure("element", 2, element, { reads: "parts" }),
  pure("flatten", 1, (args) => flatten(argument(args, 0)), { reads: "parts" }),
  pure("index", 2, indexOf),
  pure("length", 1, (args, site) => length(argument(args, 0), site), { reads: "parts" }),
  pure("matchkeys", 3, matchKeys),
  pure("one", 1, one, { reads: "parts" }),
  pure("range", [1, 3], range, { makes: { kind: "list", element: numberType } }),
  pure("reverse", 1, reverse, { reads: "parts" }),
  pure("slice", 3, slice, { reads: "parts" }),
  pure("sort", 1, (args) => listValue(textsArgument(args, 0).map(stringValue).sort(byText)), { makes: textList }),
  pure("sum", 1, sum),
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
    if (value.kind === "unknown") return isPresentText(value) ? value : resultOfUnknown("coalesce", args);
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
      unknown ||= item.kind === "unknown" && !isPrimitive(typeOf(item));
    }
  };
  walk(value.items);
  return unknown ? derived("flatten", [value]) : { kind: "tuple", items };
}

function indexOf(args: readonly Value[]): Value {
  const at = itemsArgument(args, 0).findIndex((item) => areEqual(item, argument(args, 1)) === true);
  return at < 0 ? fail("index does not find the value") : countValue(at);
}

function length(value: Value, site: CallSite): Value {
  if (isOpen(value)) return derived("length", [value]);
  // An unknown element of a set may be one of the others.
  if (value.kind === "set" && value.items.length > 1 && contents(value).unknown) return resultOfUnknown("length", [value]);
  if (isCollection(value)) return countValue(value.items.length);
  if (isMapping(value)) return countValue(value.entries.size);
  if (value.kind !== "string") return fail(`a ${value.kind} has no length`);
  spend(site.scope.run, clusterCost(value.value));
  return countValue(graphemes(value.value).length);
}

function matchKeys(args: readonly Value[]): Value {
  const found = listArgument(args, 0);
  const names = listArgument(args, 1);
  const wanted = listArgument(args, 2);
  if (found.length !== names.length) return fail("matchkeys needs as many keys as values");
  const common =
    unify([typeOf(listValue(names)), typeOf(listValue(wanted))]) ?? fail("the keys of matchkeys must have the type of those it looks for");
  const texts = (values: readonly Value[]) => {
    const list = convert(listValue(values), common);
    return isCollection(list) ? list.items.map(canonicalText) : [];
  };
  const [nameTexts, wantedTexts] = [texts(names), new Set(texts(wanted))];
  return listValue(found.filter((_, i) => wantedTexts.has(nameTexts[i] ?? "")));
}

function one(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const { items } = list;
  if (items.length > 1) return fail("one takes a list of at most one element");
  const type = typeOf(list);
  return items[0] ?? (type.kind === "list" || type.kind === "set" ? typedValue(nullValue, type.element) : nullValue);
}

/** Terraform itself makes no more than 1,024 values. */
function range(args: readonly Value[]): Value {
  const [first = counted("0"), second, third] = args.map((_, i) => numberArgument(args, i));
  const [start, end] = second === undefined ? [counted("0"), first] : [first, second];
  const down = compareNumbers(end, start) < 0;
  const step = third ?? counted(down ? "-1" : "1");
  if (isZero(step.digits)) return fail("the step of range must not be zero");
  if (down !== step.digits.startsWith("-") && compareNumbers(start, end) !== 0) return fail("the step of range leads away from its end");
  const items: Value[] = [];
  for (let at = start; down ? compareNumbers(at, end) > 0 : compareNumbers(at, end) < 0; ) {
    if (items.length >= 1024) return fail("range makes more than 1024 values");
    items.push(numericValue(at));
    at = calculate("+", at, step) ?? tooLarge();
  }
  return listValue(items);
}

function tooLarge(): never {
  throw new LimitReached("a number has more than 4000 digits");
}

function counted(digits: string): Numeric {
  return { digits, bits: 64 };
}

function reverse(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const items = list.items.toReversed();
  return list.kind === "tuple" ? { kind: "tuple", items } : sameType(list, listValue(items));
}

function slice(args: readonly Value[]): Value {
  const list = collectionArgument(args, 0);
  const start = wholeArgument(args, 1);
  const end = wholeArgument(args, 2);
  if (list.kind === "set") return fail("slice takes a list");
  if (start < 0 || end < start || end > list.items.length) return fail("the bounds of slice are out of range");
  return sameType(list, { kind: list.kind, items: list.items.slice(start, end) });
}

/** Elements of a list as a list of its type, which an empty one does not show. */
function sameType(list: Collection, part: Value): Value {
  const type = typeOf(list);
  return isEmptyCollection(part) && type.kind === "list" && isConcrete(type) ? typedValue(part, type) : part;
}

function byText(a: Value, b: Value): number {
  return a.kind === "string" && b.kind === "string" ? compareText(a.value, b.value) : 0;
}

function sum(args: readonly Value[]): Value {
  const items = itemsArgument(args, 0);
  if (items.length === 0) return fail("sum needs at least one number");
  let total = numberArgument(items, 0);
  for (let i = 1; i < items.length; i++) total = calculate("+", total, numberArgument(items, i)) ?? tooLarge();
  return numericValue(total);
}
