/** `rsadecrypt`: RSA with the padding of PKCS#1 v1.5. */
import type { Value } from "../../model/value.ts";
import { fail, spend } from "../evaluation.ts";
import { stringValue } from "../values.ts";
import { base64Bytes } from "./encodings.ts";
import type { RsaKey } from "./private-key.ts";
import { rsaKeyOf } from "./private-key.ts";
import type { CallSite } from "./pure-function.ts";
import { pure, textArgument } from "./pure-function.ts";

/** Keys of other sizes are not calculated with: smaller ones are refused by newer versions of Go, larger ones take long. */
const keyBytes = { least: 128, most: 1024 };

export const decryptionFunctions = [pure("rsadecrypt", 2, decryptedText)];

function decryptedText(args: readonly Value[], site: CallSite): Value | null {
  const ciphertext = base64Bytes(textArgument(args, 0)) ?? fail("the ciphertext of rsadecrypt is not base64");
  const key = rsaKeyOf(textArgument(args, 1));
  if (key === "absent") return fail("rsadecrypt needs a private key in PEM");
  if (key === null || key.size < keyBytes.least || key.size > keyBytes.most || ciphertext.length !== key.size) return null;
  // A power of so many bits takes about as long as so many steps.
  spend(site.scope.run, key.size ** 2);
  const message = messageIn(decrypted(ciphertext, key)) ?? fail("rsadecrypt cannot decrypt the text with that key");
  try {
    return stringValue(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(message));
  } catch {
    return null;
  }
}

function decrypted(ciphertext: Uint8Array, key: RsaKey): Uint8Array {
  let factor = bytesToNumber(ciphertext);
  if (factor >= key.modulus) return fail("rsadecrypt cannot decrypt the text with that key");
  let result = 1n;
  for (const bit of [...key.exponent.toString(2)].reverse()) {
    if (bit === "1") result = (result * factor) % key.modulus;
    factor = (factor * factor) % key.modulus;
  }
  const hex = result.toString(16).padStart(key.size * 2, "0");
  return Uint8Array.from({ length: key.size }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

/** RFC 8017, section 7.2.2: 0, 2, at least eight bytes that are not 0, 0, the message. Null: padded otherwise. */
function messageIn(block: Uint8Array): Uint8Array | null {
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : null;
}

function bytesToNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}
