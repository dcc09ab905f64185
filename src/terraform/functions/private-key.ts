/** Reads RSA private keys in PEM: PKCS#1 (`RSA PRIVATE KEY`) and PKCS#8 (`PRIVATE KEY`). */
import { base64Bytes } from "./encodings.ts";

export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Bytes of the modulus. */
  readonly size: number;
}

/** Longer texts are no key. */
const maxPem = 20_000;

/** `absent`: no PEM block at all. Null: a block that is not read here (other formats, encrypted keys, other algorithms). */
export function rsaKeyOf(pem: string): RsaKey | "absent" | null {
  if (pem.length > maxPem) return null;
  const found = /-----BEGIN ([A-Z ]{1,40})-----/.exec(pem);
  if (found === null) return "absent";
  const label = found[1] ?? "";
  const start = found.index + found[0].length;
  const end = pem.indexOf(`-----END ${label}-----`, start);
  const bytes = end < 0 ? null : base64Bytes(pem.slice(start, end).replace(/[ \t]/g, ""));
  if (bytes === null) return null;
  if (label === "RSA PRIVATE KEY") return pkcs1Key(bytes);
  return label === "PRIVATE KEY" ? pkcs8Key(bytes) : null;
}

/** RFC 5208: version, algorithm, and the key of that algorithm inside an octet string. */
function pkcs8Key(bytes: Uint8Array): RsaKey | null {
  const parts = sequenceOf(bytes);
  const algorithm = parts?.[1];
  const key = parts?.[2];
  if (algorithm?.tag !== 0x30 || key?.tag !== 0x04) return null;
  const oid = elementsOf(algorithm.content)?.[0];
  return oid?.tag === 0x06 && hex(oid.content) === rsaEncryption ? pkcs1Key(key.content) : null;
}

/** 1.2.840.113549.1.1.1 */
const rsaEncryption = "2a864886f70d010101";

/** RFC 8017, appendix A.1.2: version, n, e, d, p, q and what speeds the calculation up. */
function pkcs1Key(bytes: Uint8Array): RsaKey | null {
  const numbers = sequenceOf(bytes)?.map((each) => (each.tag === 0x02 ? unsigned(each.content) : null));
  const [version, n, e, d, p, q] = numbers ?? [];
  if (version !== 0n || n == null || e == null || d == null || p == null || q == null) return null;
  const fits = p > 1n && q > 1n && p * q === n && (d * e) % (p - 1n) === 1n && (d * e) % (q - 1n) === 1n;
  return fits ? { modulus: n, exponent: d, size: Math.ceil(n.toString(16).length / 2) } : null;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

function sequenceOf(bytes: Uint8Array): readonly Element[] | null {
  const [only, ...others] = elementsOf(bytes) ?? [];
  return only?.tag === 0x30 && others.length === 0 ? elementsOf(only.content) : null;
}

/** The elements of DER that stand one behind the other. Null: not DER. */
function elementsOf(bytes: Uint8Array): readonly Element[] | null {
  const found: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    if (first === undefined || found.length > 32) return null;
    const count = first < 0x80 ? 0 : first - 0x80;
    if (count > 3 || first === 0x80) return null;
    let length = first < 0x80 ? first : 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    const start = at + 2 + count;
    if (start + length > bytes.length) return null;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function unsigned(bytes: Uint8Array): bigint | null {
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) return null;
  return BigInt(`0x${hex(bytes)}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
