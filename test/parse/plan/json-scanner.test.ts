/** The scanner accepts exactly what JSON.parse accepts, and opens levels without losing a byte. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { eachElement, eachMember, valueAt, valueBetween } from "../../../src/parse/plan/json-members.ts";
import { cursorAt, MAX_DEPTH, nextByte, skipValue } from "../../../src/parse/plan/json-scanner.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Whether the text is one JSON value and nothing else, by the scanner. */
function scans(text: string): boolean {
  const cursor = cursorAt(encode(text), 0);
  return skipValue(cursor) && nextByte(cursor) === -1;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the scanner", () => {
  test("accepts every JSON text", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom("", " ", "\n\t\r "), (text, space) => {
        expect(scans(space + text + space)).toBe(true);
      }),
    );
  });

  test("agrees with JSON.parse on texts that are nearly JSON", () => {
    const piece = fc.constantFrom(
      ...'{ } [ ] : , " \\ \\" \\u \\u00e9 \\uZZZZ \\n \\x - 0 1 12 . e E + -0 01 1. .5 1e5 1E+ true false null nul tru x é \u0001 \n'.split(
        " ",
      ),
      " ",
      '"a"',
      '"a":1',
      '{"a":[1,2]}',
      "\t",
      "\u00a0",
      "\ufeff",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        expect([text, scans(text)]).toEqual([text, parses(text)]);
      }),
      { numRuns: 5000 },
    );
  });

  test("agrees with JSON.parse after one byte was changed", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.integer({ min: 0, max: 127 }), (json, at, code) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + String.fromCharCode(code) + json.slice(cut + 1);
        expect([text, scans(text)]).toEqual([text, parses(text)]);
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    ["-", 1],
    ["1.", 2],
    ["1e", 2],
    ['"a', 2],
    ['"\\u12', 5],
    ["[1", 2],
    ['{"a"', 4],
    ["tru", 3],
  ])("calls %j truncated at byte %i", (text, at) => {
    const cursor = cursorAt(encode(text), 0);
    expect(skipValue(cursor)).toBe(false);
    expect(cursor.fault).toEqual({ kind: "truncated", at });
  });

  test("names the byte of a fault", () => {
    const cursor = cursorAt(encode('{"a": [1, 2,]}'), 0);
    expect(skipValue(cursor)).toBe(false);
    expect(cursor.fault).toEqual({ kind: "invalid", at: 12 });
  });

  test("bounds the depth", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(scans(nested(MAX_DEPTH))).toBe(true);
    const cursor = cursorAt(encode(nested(MAX_DEPTH + 1)), 0);
    expect(skipValue(cursor)).toBe(false);
    expect(cursor.fault?.kind).toBe("too-deep");
  });
});

describe("one level at a time", () => {
  test("members and elements are those of JSON.parse", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.array(fc.jsonValue({ maxDepth: 3 })), (object, array) => {
        const members: [string, unknown][] = [];
        const objectBytes = encode(JSON.stringify(object, null, 1));
        const objectCursor = cursorAt(objectBytes, 0);
        const passed = eachMember(objectCursor, (key) => {
          members.push([key, valueAt(objectBytes, objectCursor.at)]);
          return skipValue(objectCursor);
        });
        expect(passed).toBe(true);
        expect(members).toEqual(Object.entries(JSON.parse(JSON.stringify(object)) as object));

        const elements: unknown[] = [];
        const arrayBytes = encode(JSON.stringify(array));
        const arrayCursor = cursorAt(arrayBytes, 0);
        eachElement(arrayCursor, () => {
          const start = arrayCursor.at;
          const scanned = skipValue(arrayCursor);
          elements.push(valueBetween(arrayBytes, start, arrayCursor.at, []));
          return scanned;
        });
        expect(elements).toEqual(JSON.parse(JSON.stringify(array)));
      }),
    );
  });

  test("a number that a double does not hold keeps its digits", () => {
    const bytes = encode("[1, 12345678901234567890, 0.30000000000000004, 1234567890123456, -12345678901234567891]");
    expect(valueAt(bytes, 0)).toEqual([1, "12345678901234567890", 0.30000000000000004, 1234567890123456, "-12345678901234567891"]);
  });

  test("bytes that are not UTF-8 give no value", () => {
    expect(valueAt(Uint8Array.of(0x22, 0xff, 0x22), 0)).toBeUndefined();
  });
});
