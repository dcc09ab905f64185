/** UUIDs made from names (RFC 4122, version 5). Random ones are impure. */
import { sha1 } from "@noble/hashes/legacy";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { fail } from "../evaluation.ts";
import { stringValue } from "../values.ts";
import { pure, textArgument } from "./pure-function.ts";

/** The namespaces of RFC 4122, appendix C. */
const namespaces: ReadonlyMap<string, string> = new Map([
  ["dns", "6ba7b8109dad11d180b400c04fd430c8"],
  ["url", "6ba7b8119dad11d180b400c04fd430c8"],
  ["oid", "6ba7b8129dad11d180b400c04fd430c8"],
  ["x500", "6ba7b8149dad11d180b400c04fd430c8"],
]);

export const identifierFunctions = [
  pure("uuidv5", 2, (args) => stringValue(nameBased(namespaceOf(textArgument(args, 0)), textArgument(args, 1)))),
];

/** 32 hex digits. A UUID may stand in braces or behind `urn:uuid:`, or have no dashes. */
function namespaceOf(text: string): string {
  const named = namespaces.get(text);
  if (named !== undefined) return named;
  const plain = text.toLowerCase().replace(/^urn:uuid:/, "");
  const bare = plain.length === 38 ? plain.slice(1, -1) : plain;
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^[0-9a-f]{32}$/.test(bare))
    return fail("uuidv5 needs a UUID, or dns, url, oid or x500");
  return bare.replaceAll("-", "");
}

function nameBased(namespace: string, name: string): string {
  const bytes = sha1(concatBytes(hexToBytes(namespace), utf8ToBytes(name))).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
