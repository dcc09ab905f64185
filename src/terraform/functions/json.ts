/** `jsonencode` and `jsondecode`, byte for byte as Terraform writes them. */
import type { Value } from "../../model/value.ts";
import { parseNumber } from "../decimal.ts";
import { fail, LimitReached } from "../evaluation.ts";
import { boolValue, isCollection, isMapping, nullValue, numberValue, sortedEntries, stringValue } from "../values.ts";
import { argument, pure, textArgument } from "./pure-function.ts";

/** Nested deeper than this, JSON is not read. */
const maxDepth = 200;

export const jsonFunctions = [
  pure("jsonencode", 1, (args) => stringValue(jsonText(argument(args, 0))), { nulls: "allowed" }),
  pure("jsondecode", 1, (args) => decodeJson(textArgument(args, 0))),
];

/** Keys in order, no white space, numbers in full, and what Go's encoder escapes for HTML escaped. */
export function jsonText(value: Value): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return String(value.value);
    case "number":
      return value.digits;
    case "string":
      return jsonString(value.value);
    case "unknown":
      return fail("an unknown value has no JSON");
    default:
      break;
  }
  if (isCollection(value)) return `[${value.items.map(jsonText).join(",")}]`;
  if (!isMapping(value)) return "";
  return `{${sortedEntries(value)
    .map(([key, inner]) => `${jsonString(key)}:${jsonText(inner)}`)
    .join(",")}}`;
}

/** Go's `encoding/json` escapes `<`, `>`, `&` and the two line separators. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Objects and lists come as objects and tuples; numbers keep their digits. */
export function decodeJson(text: string): Value {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  return reader.atEnd() ? value : fail("the JSON has something behind its end");
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  value(depth: number): Value {
    if (depth > maxDepth) throw new LimitReached("the JSON is nested too deep");
    this.#skip();
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return stringValue(this.#string());
    for (const [word, value] of words) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #object(depth: number): Value {
    const entries = new Map<string, Value>();
    this.#at++;
    this.#skip();
    if (this.#taken("}")) return { kind: "object", entries };
    do {
      this.#skip();
      const key = stringValue(this.#string());
      this.#skip();
      if (!this.#taken(":")) return fail("the JSON lacks a colon");
      if (key.kind === "string") entries.set(key.value, this.value(depth + 1));
      this.#skip();
    } while (this.#taken(","));
    return this.#taken("}") ? { kind: "object", entries } : fail("the JSON lacks a closing brace");
  }

  #array(depth: number): Value {
    const items: Value[] = [];
    this.#at++;
    this.#skip();
    if (this.#taken("]")) return { kind: "tuple", items };
    do {
      items.push(this.value(depth + 1));
      this.#skip();
    } while (this.#taken(","));
    return this.#taken("]") ? { kind: "tuple", items } : fail("the JSON lacks a closing bracket");
  }

  #string(): string {
    if (this.#text[this.#at] !== '"') return fail("the JSON lacks a string");
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === "\\" ? 2 : 1;
    const literal = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    try {
      return String(JSON.parse(literal));
    } catch {
      return fail("the JSON holds a string that is not one");
    }
  }

  #number(): Value {
    let end = this.#at;
    while (end < this.#text.length && /[-+.0-9eE]/.test(this.#text[end] ?? "")) end++;
    const literal = this.#text.slice(this.#at, end);
    this.#at = end;
    if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.test(literal)) return fail("the JSON is not valid");
    const digits = parseNumber(literal);
    if (digits === null) throw new LimitReached("a number has more than 4000 digits");
    return numberValue(digits);
  }

  #taken(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    while (/^[ \t\r\n]$/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}

const words: readonly (readonly [string, Value])[] = [
  ["null", nullValue],
  ["true", boolValue(true)],
  ["false", boolValue(false)],
];
