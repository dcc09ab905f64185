/** Opens one level of a JSON text at a time: members of an object, elements of an array, and the value at a place. */
import { cursorAt, fail, type JsonCursor, nextByte, skipColon, skipString, skipValue } from "./json-scanner.ts";

/** A JSON value as `JSON.parse` gives it. Objects may have any key as their own, `__proto__` included: read them with {@link member}. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Visits the members of the object at the cursor. `visit` gets the key and the cursor in front of the value, and moves it behind the value.
 * False: `visit` said so, or the text is not an object (see `fault`).
 */
export function eachMember(cursor: JsonCursor, visit: (key: string, keyAt: number) => boolean): boolean {
  if (nextByte(cursor) !== 0x7b) return fail(cursor, cursor.at);
  cursor.at += 1;
  if (nextByte(cursor) === 0x7d) {
    cursor.at += 1;
    return true;
  }
  for (;;) {
    if (nextByte(cursor) !== 0x22) return fail(cursor, cursor.at);
    const keyAt = cursor.at;
    if (!skipString(cursor)) return false;
    const key = valueBetween(cursor.bytes, keyAt, cursor.at, []);
    if (typeof key !== "string") return fail(cursor, keyAt);
    if (!skipColon(cursor) || !visit(key, keyAt)) return false;
    const end = nextByte(cursor);
    if (end !== 0x2c && end !== 0x7d) return fail(cursor, cursor.at);
    cursor.at += 1;
    if (end === 0x7d) return true;
  }
}

/** Visits the elements of the array at the cursor, which stands in front of one, white space passed; `visit` moves it behind the element. */
export function eachElement(cursor: JsonCursor, visit: (index: number) => boolean): boolean {
  if (nextByte(cursor) !== 0x5b) return fail(cursor, cursor.at);
  cursor.at += 1;
  if (nextByte(cursor) === 0x5d) {
    cursor.at += 1;
    return true;
  }
  for (let index = 0; ; index += 1) {
    nextByte(cursor);
    if (!visit(index)) return false;
    const end = nextByte(cursor);
    if (end !== 0x2c && end !== 0x5d) return fail(cursor, cursor.at);
    cursor.at += 1;
    if (end === 0x5d) return true;
  }
}

/**
 * The value between two bytes that were scanned before; undefined: its text is not UTF-8.
 * @param longNumbers starts and ends of long numbers in it: one that a double does not hold comes as a string of its digits.
 */
export function valueBetween(bytes: Uint8Array, start: number, end: number, longNumbers: readonly number[]): JsonValue | undefined {
  try {
    let text = "";
    let from = start;
    for (let index = 0; index < longNumbers.length; index += 2) {
      const [numberStart, numberEnd] = [longNumbers[index] as number, longNumbers[index + 1] as number];
      const digits = decoder.decode(bytes.subarray(numberStart, numberEnd));
      if (isExact(digits)) continue;
      text += `${decoder.decode(bytes.subarray(from, numberStart))}"${digits}"`;
      from = numberEnd;
    }
    return JSON.parse(text + decoder.decode(bytes.subarray(from, end))) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The value that starts at a byte; undefined: it is not JSON, or not UTF-8. */
export function valueAt(bytes: Uint8Array, start: number): JsonValue | undefined {
  const cursor = cursorAt(bytes, start);
  return skipValue(cursor) ? valueBetween(bytes, start, cursor.at, cursor.longNumbers) : undefined;
}

function isExact(digits: string): boolean {
  return String(Number(digits)) === digits;
}

/** An own member of an object; undefined where there is none or the value is no object. */
export function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A text; null for anything else. */
export function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
