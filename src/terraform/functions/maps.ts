/** Functions on maps and objects. Semantics: Terraform's function reference and go-cty's `stdlib`. */
import type { Value } from "../../model/value.ts";
import { convert } from "../convert.ts";
import { fail } from "../evaluation.ts";
import { isConcrete, sameType, typeOf } from "../type.ts";
import { unify } from "../unify.ts";
import { derived } from "../unknowns.ts";
import { compareText, contents, isEmptyCollection, isOpen, listValue, markedAs, nullValue, sortedEntries, stringValue } from "../values.ts";
import { anyCount, argument, collectionArgument, mappingArgument, pure, textArgument, textList, textsArgument } from "./pure-function.ts";

export const mapFunctions = [
  pure("keys", 1, keys, { reads: "parts", makes: textList }),
  pure("lookup", [2, 3], lookup, { reads: "own-judgement", nulls: "allowed" }),
  pure("merge", [0, anyCount], merge, { reads: "own-judgement", nulls: "allowed" }),
  pure("transpose", 1, transpose, { makes: { kind: "map", element: textList } }),
  pure("values", 1, values, { reads: "parts" }),
  pure("zipmap", 2, zipmap, { reads: "parts" }),
];

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

/** Later arguments win; null ones are skipped. */
function merge(args: readonly Value[]): Value {
  if (args.some((arg) => arg.kind === "null" && !["map", "object", "any"].includes(typeOf(arg).kind)))
    return fail("merge takes maps and objects");
  const given = args.filter((arg) => arg.kind !== "null");
  const sensitive = given.some((arg) => arg.sensitive === true);
  if (given.some((arg) => arg.kind === "unknown" || isOpen(arg))) return derived("merge", args);
  const entries = new Map<string, Value>();
  for (const [i] of given.entries()) for (const [key, value] of mappingArgument(given, i).entries) entries.set(key, value);
  return markedAs({ kind: areOneMapType(args) ? "map" : "object", entries }, sensitive);
}

/** Maps of different types, an object, or a null without a type among them: the result is an object. */
function areOneMapType(args: readonly Value[]): boolean {
  const types = args.map(typeOf);
  if (types.length === 0 || types.some((type) => type.kind !== "map")) return false;
  const common = unify(types);
  if (common === null || !types.every((type) => sameType(type, common))) return false;
  // The elements of `tomap({})` have a type of their own; of others that show none it is not known.
  const bare = args.filter((arg) => isEmptyCollection(arg) && !isConcrete(typeOf(arg)));
  return bare.length === 0 || bare.length === args.length;
}

function transpose(args: readonly Value[]): Value {
  const turned = new Map<string, string[]>();
  for (const [key, list] of sortedEntries(mappingArgument(args, 0))) {
    for (const text of textsArgument([list], 0)) {
      const keys = turned.get(text);
      if (keys === undefined) turned.set(text, [key]);
      else keys.push(key);
    }
  }
  const entries = [...turned].sort(([a], [b]) => compareText(a, b));
  return { kind: "map", entries: new Map(entries.map(([key, names]) => [key, listValue(names.sort(compareText).map(stringValue))])) };
}

function zipmap(args: readonly Value[]): Value {
  const names = collectionArgument(args, 0);
  const list = collectionArgument(args, 1);
  if (list.kind === "set") return fail("zipmap takes a list of values");
  if (names.items.some((name) => contents(name).unknown)) return derived("zipmap", args);
  const keyTexts = textsArgument(args, 0);
  if (keyTexts.length !== list.items.length) return fail("zipmap needs as many keys as values");
  const entries = new Map(keyTexts.map((key, i) => [key, list.items[i] ?? nullValue]));
  return { kind: list.kind === "tuple" ? "object" : "map", entries };
}
