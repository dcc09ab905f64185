/** `textencodebase64` and `textdecodebase64`, for encodings whose tables are short. Terraform knows those that IANA lists. */
import type { Value } from "../../model/value.ts";
import { fail } from "../evaluation.ts";
import { stringValue } from "../values.ts";
import { base64, base64Bytes } from "./encodings.ts";
import { pure, textArgument } from "./pure-function.ts";

interface TextEncoding {
  /** Null: a character that the encoding does not have. */
  readonly encode: (text: string) => Uint8Array | null;
  /** Null: bytes that mean nothing. */
  readonly decode: (bytes: Uint8Array) => string | null;
}

/** The characters of windows-1252 from 0x80 on, U+FFFD where there is none (unicode.org, CP1252.TXT). */
const windows1252 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";

const utf8: TextEncoding = { encode: (text) => new TextEncoder().encode(text), decode: (bytes) => decodedBy("utf-8", bytes) };
const ascii = singleBytes((byte) => (byte < 0x80 ? byte : null));
const latin1 = singleBytes((byte) => byte);
const western = singleBytes((byte) => {
  const point = byte >= 0x80 && byte < 0xa0 ? (windows1252.codePointAt(byte - 0x80) ?? 0xfffd) : byte;
  return point === 0xfffd ? null : point;
});

/** By IANA's names and aliases in lower case. */
const encodings: ReadonlyMap<string, TextEncoding> = new Map([
  ...named(utf8, "utf-8", "csutf8"),
  ...named(utf16("le", false), "utf-16le", "csutf16le"),
  ...named(utf16("be", false), "utf-16be", "csutf16be"),
  ...named(utf16("be", true), "utf-16", "csutf16"),
  ...named(ascii, "us-ascii", "iso-ir-6", "ansi_x3.4-1968", "iso646-us", "us", "ibm367", "cp367", "csascii"),
  ...named(latin1, "iso-8859-1", "iso-ir-100", "iso_8859-1", "iso_8859-1:1987", "latin1", "l1", "ibm819", "cp819", "csisolatin1"),
  ...named(western, "windows-1252", "cswindows1252"),
]);

export const textEncodingFunctions = [pure("textencodebase64", 2, encoded), pure("textdecodebase64", 2, decoded)];

function encoded(args: readonly Value[]): Value | null {
  const encoding = encodings.get(textArgument(args, 1).toLowerCase());
  if (encoding === undefined) return null;
  const bytes = encoding.encode(textArgument(args, 0));
  return bytes === null ? fail("the encoding does not have a character of the text") : stringValue(base64(bytes));
}

function decoded(args: readonly Value[]): Value | null {
  const encoding = encodings.get(textArgument(args, 1).toLowerCase());
  if (encoding === undefined) return null;
  const bytes = base64Bytes(textArgument(args, 0)) ?? fail("the text is not base64");
  const text = encoding.decode(bytes);
  // Terraform takes the replacement character for a sign that something was wrong.
  if (text === null || text.includes("\ufffd")) return fail("the bytes are no text of that encoding");
  return stringValue(text);
}

function named(encoding: TextEncoding, ...names: readonly string[]): readonly (readonly [string, TextEncoding])[] {
  return names.map((name) => [name, encoding] as const);
}

function singleBytes(pointOf: (byte: number) => number | null): TextEncoding {
  const points = Array.from({ length: 256 }, (_, byte) => pointOf(byte));
  const bytesOf = new Map(points.map((point, byte) => [point, byte]));
  return {
    encode: (text) => {
      const bytes = Array.from(text, (character) => bytesOf.get(character.codePointAt(0) ?? null));
      return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : null;
    },
    decode: (bytes) => {
      const found = Array.from(bytes, (byte) => points[byte] ?? null);
      return found.every((point) => point !== null) ? found.map((point) => String.fromCodePoint(point)).join("") : null;
    },
  };
}

/** With a mark, a text says its order of bytes at its beginning; Go writes the big end first. */
function utf16(order: "le" | "be", marked: boolean): TextEncoding {
  const encode = (text: string): Uint8Array => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), order === "le");
    return bytes;
  };
  if (!marked) return { encode, decode: (bytes) => decodedBy(`utf-16${order}`, bytes) };
  return {
    encode: (text) => encode(`\ufeff${text}`),
    decode: (bytes) => {
      const [first, second] = bytes;
      if (first === 0xff && second === 0xfe) return decodedBy("utf-16le", bytes.subarray(2));
      return decodedBy("utf-16be", first === 0xfe && second === 0xff ? bytes.subarray(2) : bytes);
    },
  };
}

function decodedBy(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
