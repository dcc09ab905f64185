/** Making values and asking what they are made of. */
import type { KnownValue, Unknown, Value } from "../model/value.ts";
import { nullValue } from "../model/value.ts";
import type { Numeric } from "./binary-float.ts";
import { writtenBits } from "./binary-float.ts";
import { digitsOfNumber } from "./decimal.ts";
import type { Type } from "./type.ts";

export type Collection = Extract<Value, { readonly kind: "tuple" | "list" | "set" }>;
export type Mapping = Extract<Value, { readonly kind: "object" | "map" }>;
export type UnknownValue = Extract<Value, { readonly kind: "unknown" }>;

/**
 * An object of which only some attributes are known: a resource, whose other attributes the provider computes. It lives inside the
 * evaluator only; a whole one that is handed out is unknown.
 */
export interface OpenObject {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Value>;
  readonly sensitive?: true;
  /** What an attribute that is not among the entries is. */
  readonly open: { readonly subject: string; readonly attribute: (name: string) => Value; readonly planned: Unknown["planned"] };
}

/** A null or an empty collection that was converted: it still knows its type, which nothing in it shows. It lives inside the evaluator only. */
export interface Typed {
  readonly type: Type;
}

/** The value with a type that nothing in it shows. */
export function typedValue(value: Value, type: Type): Value {
  const typed: Value & Typed = { ...value, type };
  return typed;
}

/** Undefined: it does not know one beside what it shows. */
export function keptType(value: Value): Type | undefined {
  return "type" in value ? (value as Value & Typed).type : undefined;
}

export const trueValue: Value = { kind: "bool", value: true };
export const falseValue: Value = { kind: "bool", value: false };
export { nullValue };

export function boolValue(value: boolean): Value {
  return value ? trueValue : falseValue;
}

/** Terraform's strings are in Unicode's normal form C. */
export function stringValue(text: string): Value {
  return { kind: "string", value: isAscii(text) ? text : text.normalize("NFC") };
}

/** `digits` are canonical. */
export function numberValue(digits: string): Value {
  return { kind: "number", digits };
}

/** A number that may be held with other bits than those of a written one. It knows them inside the evaluator only. */
export function numericValue({ digits, bits }: Numeric): Value {
  if (bits === writtenBits) return numberValue(digits);
  const value: Value & Pick<Numeric, "bits"> = { kind: "number", digits, bits };
  return value;
}

export function numericOf(value: Extract<Value, { kind: "number" }>): Numeric {
  return { digits: value.digits, bits: "bits" in value ? (value as typeof value & Numeric).bits : writtenBits };
}

/** A whole number that Terraform counts: a length, an index. */
export function countValue(count: number): Value {
  return numericValue({ digits: String(count), bits: 64 });
}

/** A finite number worked out in floating point. */
export function floatValue(number: number): Value {
  return numericValue({ digits: Object.is(number, -0) ? "-0" : (digitsOfNumber(number) ?? "0"), bits: 53 });
}

export function tupleValue(items: readonly Value[]): Value {
  return { kind: "tuple", items };
}

export function listValue(items: readonly Value[]): Value {
  return { kind: "list", items };
}

export function objectValue(entries: ReadonlyMap<string, Value>): Value {
  return { kind: "object", entries };
}

export function mapValue(entries: ReadonlyMap<string, Value>): Value {
  return { kind: "map", entries };
}

export function isCollection(value: Value): value is Collection {
  return value.kind === "tuple" || value.kind === "list" || value.kind === "set";
}

export function isMapping(value: Value): value is Mapping {
  return value.kind === "object" || value.kind === "map";
}

/** A list, set or map without elements: nothing in it shows the type that they would have. */
export function isEmptyCollection(value: Value): value is Value & { readonly kind: "list" | "set" | "map" } {
  if (value.kind === "list" || value.kind === "set") return value.items.length === 0;
  return value.kind === "map" && value.entries.size === 0;
}

export function isKnown(value: Value): value is KnownValue {
  return value.kind !== "unknown";
}

export function isOpen(value: Value): value is Value & OpenObject {
  return value.kind === "object" && "open" in value;
}

/** The value with the mark of another. */
export function markedAs(value: Value, sensitive: boolean): Value {
  return sensitive && value.sensitive !== true ? { ...value, sensitive: true } : value;
}

export function withoutMark(value: Value): Value {
  if (value.sensitive !== true) return value;
  const { sensitive: _, ...rest } = value;
  return rest as Value;
}

/** Values directly inside one. */
export function valuesIn(value: Value): Iterable<Value> {
  if (isCollection(value)) return value.items;
  return isMapping(value) ? value.entries.values() : [];
}

/** What is true of a value or of something inside it, kept per value because values share their parts. */
interface Contents {
  readonly sensitive: boolean;
  readonly unknown: boolean;
  /** Values inside, itself included, and a part of the length of strings: what a walk over it costs. */
  readonly weight: number;
  readonly depth: number;
}

const plainLeaf: Contents = { sensitive: false, unknown: false, weight: 1, depth: 1 };
const sensitiveLeaf: Contents = { ...plainLeaf, sensitive: true };
const unknownLeaf: Contents = { ...plainLeaf, unknown: true };
const sensitiveUnknownLeaf: Contents = { ...sensitiveLeaf, unknown: true };

const contentsOf = new WeakMap<object, Contents>();

export function contents(value: Value): Contents {
  switch (value.kind) {
    case "null":
    case "bool":
    case "number":
      return value.sensitive === true ? sensitiveLeaf : plainLeaf;
    case "string": {
      const leaf = value.sensitive === true ? sensitiveLeaf : plainLeaf;
      return value.value.length < 32 ? leaf : { ...leaf, weight: 1 + value.value.length / 32 };
    }
    case "unknown":
      return value.sensitive === true ? sensitiveUnknownLeaf : unknownLeaf;
    default:
      break;
  }
  const known = contentsOf.get(value);
  if (known !== undefined) return known;
  let sensitive = value.sensitive === true;
  let unknown = isOpen(value);
  let weight = 1;
  let depth = 0;
  for (const inner of valuesIn(value)) {
    const below = contents(inner);
    sensitive ||= below.sensitive;
    unknown ||= below.unknown;
    weight += below.weight;
    depth = Math.max(depth, below.depth);
  }
  const found = { sensitive, unknown, weight, depth: depth + 1 };
  contentsOf.set(value, found);
  return found;
}

/** Terraform orders text by its UTF-8 bytes, which is the order of code points, not of UTF-16 units. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const highX = x >= 0xd800 && x <= 0xdfff;
    const highY = y >= 0xd800 && y <= 0xdfff;
    return highX === highY ? x - y : highX ? 1 : -1;
  }
  return a.length - b.length;
}

/** Entries in Terraform's order: by key. */
export function sortedEntries(value: Mapping): readonly (readonly [string, Value])[] {
  return [...value.entries].sort(([a], [b]) => compareText(a, b));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
