/** SHA-512 over bytes (FIPS 180-4), for Terraform's function of that name. */

const mask = (1n << 64n) - 1n;

/** FIPS 180-4: fractional parts of the cube roots of the first 80 primes, and of the square roots of the first 8. */
const primes = firstPrimes(80);
const roundConstants = primes.map((prime) => root(prime, 3n));
const initialState = primes.slice(0, 8).map((prime) => root(prime, 2n));

export function sha512(bytes: Uint8Array): Uint8Array {
  const length = bytes.length + 17;
  const padded = new Uint8Array(length + ((128 - (length % 128)) % 128));
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = [...initialState];
  for (let at = 0; at < padded.length; at += 128) compress(state, view, at);
  const digest = new DataView(new ArrayBuffer(64));
  for (const [i, word] of state.entries()) digest.setBigUint64(i * 8, word);
  return new Uint8Array(digest.buffer);
}

function compress(state: bigint[], block: DataView, at: number): void {
  const w: bigint[] = [];
  for (let i = 0; i < 16; i++) w.push(block.getBigUint64(at + i * 8));
  for (let i = 16; i < 80; i++) {
    const a = w[i - 15] ?? 0n;
    const b = w[i - 2] ?? 0n;
    const s0 = rotate(a, 1n) ^ rotate(a, 8n) ^ (a >> 7n);
    const s1 = rotate(b, 19n) ^ rotate(b, 61n) ^ (b >> 6n);
    w.push(((w[i - 16] ?? 0n) + s0 + (w[i - 7] ?? 0n) + s1) & mask);
  }
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
  for (let i = 0; i < 80; i++) {
    const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & mask & g)) + (roundConstants[i] ?? 0n) + (w[i] ?? 0n);
    const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) & mask;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) & mask;
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] ?? 0n) + word) & mask;
}

function rotate(word: bigint, by: bigint): bigint {
  return ((word >> by) | (word << (64n - by))) & mask;
}

function firstPrimes(count: number): readonly bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((prime) => n % prime !== 0n)) found.push(n);
  return found;
}

/** The first 64 bits behind the point of a root: the whole root of the number times 2 to the power of 64 × degree. */
function root(number: bigint, degree: bigint): bigint {
  const target = number << (64n * degree);
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return low & mask;
}
