/** Walks over JSON text byte by byte without building values, so that only what is needed of a large file is ever read. */

/** Why the text is not JSON, and at which byte. */
export interface JsonFault {
  readonly kind: "truncated" | "invalid" | "too-deep";
  readonly at: number;
}

/** A place in a text that moves on. `fault` is set once and ends the walk. */
export interface JsonCursor {
  readonly bytes: Uint8Array;
  at: number;
  fault: JsonFault | null;
  /** Start and end of every number of 16 characters or more that was passed: a double may not hold it. Cleared by whoever uses it. */
  readonly longNumbers: number[];
  /** Opening bytes of the containers that a walk is in. */
  readonly open: Uint8Array;
}

/** Deeper values nobody writes; the bound keeps every walk over a parsed value within the stack. */
export const MAX_DEPTH = 500;

const LONG_NUMBER = 16;

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, PLUS, DOT] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x2b, 0x2e];
/** Closing ones are two higher: `}` is `{` + 2, and `]` is `[` + 2. */
const [OPEN_BRACE, OPEN_BRACKET] = [0x7b, 0x5b];
/** What may follow a backslash, other than `u`. */
const ESCAPES: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** 1: a byte that stands for itself within a string. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0));

export function cursorAt(bytes: Uint8Array, at: number): JsonCursor {
  return { bytes, at, fault: null, longNumbers: [], open: new Uint8Array(MAX_DEPTH) };
}

/** Notes why the walk ends; the end of the text counts as `truncated`. Always false. */
export function fail(cursor: JsonCursor, at: number, kind: JsonFault["kind"] = "invalid"): false {
  cursor.fault ??= { kind: at >= cursor.bytes.length ? "truncated" : kind, at };
  return false;
}

/** Moves over white space and answers the byte there; -1 at the end. */
export function nextByte(cursor: JsonCursor): number {
  const { bytes } = cursor;
  let at = cursor.at;
  let byte = bytes[at];
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
    at += 1;
    byte = bytes[at];
  }
  cursor.at = at;
  return byte ?? -1;
}

/**
 * Moves over one JSON value, white space before it included. It accepts what RFC 8259 (and `JSON.parse`) accepts,
 * nested up to {@link MAX_DEPTH}; the bytes of strings are not checked for being UTF-8. False: see `fault`.
 */
export function skipValue(cursor: JsonCursor): boolean {
  const { open } = cursor;
  let depth = 0;
  for (;;) {
    const byte = nextByte(cursor);
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === MAX_DEPTH) return fail(cursor, cursor.at, "too-deep");
      cursor.at += 1;
      if (nextByte(cursor) === byte + 2) {
        cursor.at += 1; // an empty one
      } else {
        open[depth] = byte;
        depth += 1;
        if (byte === OPEN_BRACE && !skipKey(cursor)) return false;
        continue;
      }
    } else if (!skipScalar(cursor, byte)) {
      return false;
    }
    depth = closeValues(cursor, depth);
    if (depth === 0) return true;
    if (depth < 0) return false;
  }
}

/** After a value: closes what ends here. Answers how many containers are still open (a next value follows), -1 on a fault. */
function closeValues(cursor: JsonCursor, from: number): number {
  let depth = from;
  while (depth > 0) {
    const inner = cursor.open[depth - 1] as number;
    const byte = nextByte(cursor);
    if (byte === COMMA) {
      cursor.at += 1;
      return inner === OPEN_BRACE && !skipKey(cursor) ? -1 : depth;
    }
    if (byte !== inner + 2) {
      fail(cursor, cursor.at);
      return -1;
    }
    cursor.at += 1;
    depth -= 1;
  }
  return 0;
}

/** A member's name and its colon. */
function skipKey(cursor: JsonCursor): boolean {
  return nextByte(cursor) === QUOTE ? skipString(cursor) && skipColon(cursor) : fail(cursor, cursor.at);
}

export function skipColon(cursor: JsonCursor): boolean {
  if (nextByte(cursor) !== COLON) return fail(cursor, cursor.at);
  cursor.at += 1;
  return true;
}

function skipScalar(cursor: JsonCursor, byte: number): boolean {
  if (byte === QUOTE) return skipString(cursor);
  if (byte === MINUS || isDigit(byte)) return skipNumber(cursor);
  if (byte === 0x74) return skipWord(cursor, "true");
  if (byte === 0x66) return skipWord(cursor, "false");
  return byte === 0x6e ? skipWord(cursor, "null") : fail(cursor, cursor.at);
}

function skipWord(cursor: JsonCursor, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (cursor.bytes[cursor.at] !== word.charCodeAt(index)) return fail(cursor, cursor.at);
    cursor.at += 1;
  }
  return true;
}

/** Stands on the opening quote. */
export function skipString(cursor: JsonCursor): boolean {
  const { bytes } = cursor;
  const end = bytes.length;
  let at = cursor.at + 1;
  for (;;) {
    while (at < end && PLAIN[bytes[at] as number] === 1) at += 1;
    if (at >= end) return fail(cursor, end);
    const byte = bytes[at];
    if (byte === QUOTE) {
      cursor.at = at + 1;
      return true;
    }
    if (byte !== BACKSLASH) return fail(cursor, at);
    const length = escapeLength(bytes, at);
    if (length < 0) return fail(cursor, at - length);
    at += length;
  }
}

/** Bytes of the escape that starts at `at`; negative: how far from it the fault stands. */
function escapeLength(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1];
  if (kind === undefined) return -1;
  if (ESCAPES.has(kind)) return 2;
  if (kind !== 0x75) return -1;
  for (let digit = 2; digit < 6; digit += 1) {
    const byte = bytes[at + digit];
    if (byte === undefined || !isHexDigit(byte)) return -digit;
  }
  return 6;
}

function skipNumber(cursor: JsonCursor): boolean {
  const { bytes } = cursor;
  const start = cursor.at;
  if (bytes[cursor.at] === MINUS) cursor.at += 1;
  if (bytes[cursor.at] === 0x30) cursor.at += 1;
  else if (!skipDigits(cursor)) return false;
  if (bytes[cursor.at] === DOT) {
    cursor.at += 1;
    if (!skipDigits(cursor)) return false;
  }
  const exponent = bytes[cursor.at];
  if (exponent === 0x65 || exponent === 0x45) {
    cursor.at += 1;
    const sign = bytes[cursor.at];
    if (sign === PLUS || sign === MINUS) cursor.at += 1;
    if (!skipDigits(cursor)) return false;
  }
  if (cursor.at - start >= LONG_NUMBER) cursor.longNumbers.push(start, cursor.at);
  return true;
}

/** One digit or more. */
function skipDigits(cursor: JsonCursor): boolean {
  const start = cursor.at;
  while (isDigit(cursor.bytes[cursor.at] ?? -1)) cursor.at += 1;
  return cursor.at > start || fail(cursor, cursor.at);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
