/** What a function's result is for certain when an argument is unknown: its type, and whether it can be null. */
import type { Value } from "../../model/value.ts";
import { areEqual } from "../equality.ts";
import { refined, refinementOf, textBeginning } from "../refinement.ts";
import type { Type } from "../type.ts";
import { anyType, boolType, numberType, stringType, typeOf } from "../type.ts";
import { unify } from "../unify.ts";
import { derived } from "../unknowns.ts";
import type { UnknownValue } from "../values.ts";
import { boolValue, countValue, isCollection, listValue } from "../values.ts";
import { graphemes } from "./characters.ts";
import { textList } from "./pure-function.ts";

interface UnknownResult {
  readonly type: Type | null;
  readonly notNull: boolean;
}

const results = new Map<string, UnknownResult>();

function always(type: Type | null, names: string, notNull = true): void {
  for (const name of names.split(" ")) results.set(name, { type, notNull });
}

// As Terraform 1.11.4 plans them: asked by comparing each with null and with values of every type.
always(
  stringType,
  "abspath base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt chomp cidrhost cidrnetmask cidrsubnet dirname file " +
    "filebase64 filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 filesha512 format formatdate indent join jsonencode lower md5 " +
    "pathexpand replace rsadecrypt sha1 sha256 sha512 strrev substr templatestring textdecodebase64 textencodebase64 timestamp title trim " +
    "trimprefix trimspace trimsuffix upper urlencode uuid uuidv5",
);
always(stringType, "timeadd tostring yamlencode", false);
always(numberType, "abs ceil floor index length log max min parseint pow signum sum timecmp");
always(numberType, "tonumber", false);
always(boolType, "alltrue anytrue contains endswith fileexists startswith");
always(boolType, "issensitive strcontains tobool", false);
always(textList, "cidrsubnets compact formatlist sort split");
always({ kind: "list", element: numberType }, "range");
always({ kind: "set", element: stringType }, "fileset");
always({ kind: "set", element: anyType }, "setintersection setproduct setsubtract setunion");
always({ kind: "list", element: anyType }, "chunklist concat distinct matchkeys regexall reverse slice");
always(null, "regex transpose zipmap");

/** The result of a call with an argument that is not wholly known: known all the same where what is certain of the argument decides. */
export function resultOfUnknown(name: string, args: readonly Value[]): Value {
  const value = derived(name, args);
  const decided = deciding[name]?.(args, value) ?? null;
  if (decided !== null) return decided;
  const certain = results.get(name);
  return certain === undefined ? value : refined(value, certain.type, certain.notNull ? { notNull: true } : {});
}

const deciding: Readonly<Record<string, (args: readonly Value[], value: UnknownValue) => Value | null>> = {
  startswith: beginsWith,
  length: lengthOf,
  index: firstEqual,
  anytrue: ([list]) => (itemsOf(list).some((item) => item.kind === "bool" && item.value) ? boolValue(true) : null),
  alltrue: allTrue,
  setunion: (args, value) => {
    const longest = args.reduce((sum, arg) => sum + itemsOf(arg).length, 0);
    const bounded = longest > 0 && args.every(isCollection);
    return bounded ? refined(value, { kind: "set", element: anyType }, { notNull: true, shortest: 1, longest }) : null;
  },
  sort: ([list], value) => (list === undefined || itemsOf(list).length === 0 ? null : unknownItems(itemsOf(list).length, value)),
  format: ([pattern], value) => (pattern?.kind === "string" ? textBeginning(value, pattern.value.split("%", 1)[0] ?? "") : null),
  jsonencode: ([document], value) => (document === undefined ? null : textBeginning(value, jsonBeginning(document))),
  coalesce: (args, value) => refined(value, unify(args.map(typeOf)), { notNull: true }),
};

function itemsOf(value: Value | undefined): readonly Value[] {
  return value !== undefined && isCollection(value) ? value.items : [];
}

function beginsWith([text, wanted]: readonly Value[]): Value | null {
  if (text === undefined || wanted?.kind !== "string") return null;
  const prefix = refinementOf(text).prefix ?? "";
  if (prefix.startsWith(wanted.value)) return boolValue(true);
  return wanted.value.startsWith(prefix) ? null : boolValue(false);
}

/** An unknown tuple or object has as many parts as its type; a string has at least what it begins with. */
function lengthOf([value]: readonly Value[], unknown: UnknownValue): Value | null {
  if (value === undefined) return null;
  const type = typeOf(value);
  if (type.kind === "tuple") return countValue(type.items.length);
  if (type.kind === "object") return countValue(type.attributes.size);
  const { prefix, shortest, longest } = refinementOf(value);
  if (shortest !== undefined && shortest === longest) return countValue(shortest);
  const least = type.kind === "string" ? graphemes(prefix ?? "").length : shortest;
  return refined(unknown, numberType, {
    notNull: true,
    ...(least === undefined ? {} : { least: numberOfCount(least) }),
    ...(longest === undefined ? {} : { most: numberOfCount(longest) }),
  });
}

function numberOfCount(count: number): Extract<Value, { readonly kind: "number" }> {
  return { kind: "number", digits: String(count) };
}

/** The position of the first equal element, unless one before it may be equal as well. */
function firstEqual([list, wanted]: readonly Value[]): Value | null {
  if (wanted === undefined) return null;
  for (const [at, item] of itemsOf(list).entries()) {
    const equal = areEqual(item, wanted);
    if (equal === undefined) return null;
    if (equal) return countValue(at);
  }
  return null;
}

/** It stops at the first element that is not known to be true. */
function allTrue([list]: readonly Value[]): Value | null {
  const first = itemsOf(list).find((item) => item.kind !== "bool" || !item.value);
  return first?.kind === "bool" ? boolValue(false) : null;
}

function unknownItems(count: number, value: UnknownValue): Value {
  const items = Array.from({ length: count }, (_, at) =>
    refined({ ...value, derivation: `${value.derivation}[${at}]` }, stringType, { notNull: true }),
  );
  return listValue(items);
}

/** The character that a document of the value's type begins with; a null is written out, so it must not be one. */
function jsonBeginning(document: Value): string {
  if (document.kind === "unknown" && refinementOf(document).notNull !== true) return "";
  const { kind } = document.kind === "object" ? document : typeOf(document);
  if (kind === "object" || kind === "map") return "{";
  if (kind === "tuple" || kind === "list" || kind === "set") return "[";
  return kind === "string" ? '"' : "";
}
