/** Base64 and URL encoding. */
import { fail } from "../evaluation.ts";
import { stringValue } from "../values.ts";
import { pure, textArgument } from "./pure-function.ts";

export const encodingFunctions = [
  pure("base64encode", 1, (args) => stringValue(base64(new TextEncoder().encode(textArgument(args, 0))))),
  pure("base64decode", 1, (args) => stringValue(decodedText(textArgument(args, 0)))),
  pure("urlencode", 1, (args) => stringValue(queryEscape(textArgument(args, 0)))),
];

/** RFC 4648, with padding. */
export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** Null: not base64. Line breaks are passed over, as Go does. */
export function base64Bytes(text: string): Uint8Array | null {
  const lines = text.replace(/[\r\n]/g, "");
  if (lines.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(lines)) return null;
  return Uint8Array.from(atob(lines), (character) => character.charCodeAt(0));
}

function decodedText(text: string): string {
  const bytes = base64Bytes(text) ?? fail("the text is not base64");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail("the decoded bytes are not UTF-8");
  }
}

/** Go's `url.QueryEscape`. */
function queryEscape(text: string): string {
  let escaped = "";
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(character)) escaped += character;
    else escaped += character === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return escaped;
}
