/** Finds out how a plan's bytes are encoded, and what a file that is no JSON is instead. */

export type PlanBytes =
  | { readonly kind: "utf-8"; readonly bytes: Uint8Array; readonly start: number; readonly recoded: boolean }
  | { readonly kind: "not-json"; readonly detail: string }
  | { readonly kind: "not-a-plan"; readonly detail: string };

/**
 * The bytes as UTF-8, with the first byte after a byte order mark. PowerShell's `>` writes UTF-16; such a file is recoded, and its
 * offsets then count in UTF-8.
 */
export function decodePlanBytes(bytes: Uint8Array): PlanBytes {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x1f, 0x8b])) {
    return {
      kind: "not-a-plan",
      detail: "a compressed file, as `terraform plan -out` writes it; hand in what `terraform show -json FILE` prints",
    };
  }
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return { kind: "utf-8", bytes, start: 3, recoded: false };
  if (startsWith(bytes, [0xff, 0xfe]) || (bytes[0] === 0x7b && bytes[1] === 0)) return recode(bytes, "utf-16le");
  if (startsWith(bytes, [0xfe, 0xff]) || (bytes[0] === 0 && bytes[1] === 0x7b)) return recode(bytes, "utf-16be");
  if (bytes.subarray(0, 1024).includes(0)) return { kind: "not-json", detail: "a binary file" };
  return { kind: "utf-8", bytes, start: 0, recoded: false };
}

function recode(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): PlanBytes {
  // A cut surrogate or a half unit at the end becomes U+FFFD, at which the scan then ends.
  const text = new TextDecoder(encoding).decode(bytes);
  return { kind: "utf-8", bytes: new TextEncoder().encode(text), start: 0, recoded: true };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
