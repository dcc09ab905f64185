/** Powers and logarithms to the last bit, as Go's `math` works them out on x86-64. */

/** Parts of ln 2 and coefficients of the approximation, from FreeBSD's `e_log.c`, which Go follows. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const odd = [0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586] as const;
const even = [0.3999999999940942, 0.22222198432149784, 0.15313837699209373] as const;

/** The quotient of the natural logarithms, as Terraform has it: `log(1000, 10)` is 2.9999999999999996. */
export function logarithm(number: number, base: number): number {
  return naturalLogarithm(number) / naturalLogarithm(base);
}

function naturalLogarithm(x: number): number {
  if (x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  let { fraction, exponent } = split(x);
  if (fraction < Math.SQRT2 / 2) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const r = s2 * (odd[0] + s4 * (odd[1] + s4 * (odd[2] + s4 * odd[3]))) + s4 * (even[0] + s4 * (even[1] + s4 * even[2]));
  const half = 0.5 * f * f;
  return exponent * ln2High - (half - (s * (half + r) + exponent * ln2Low) - f);
}

/**
 * Null: the exponent is no whole number and no half, where Go's result depends on the processor. The others are repeated products, which
 * are the same everywhere, though not always the nearest to the true power.
 */
export function power(base: number, exponent: number): number | null {
  if (exponent === 0 || base === 1) return 1;
  if (exponent === 1) return base;
  if (exponent === 0.5) return Math.sqrt(base);
  if (exponent === -0.5) return 1 / Math.sqrt(base);
  if (base === 0) return zeroPower(base, exponent);
  const magnitude = Math.abs(exponent);
  if (!Number.isInteger(exponent)) return base < 0 ? Number.NaN : null;
  if (magnitude >= 2 ** 63) return null;
  const { mantissa, exponent: shift } = repeatedProduct(base, BigInt(magnitude));
  return exponent < 0 ? scaled(1 / mantissa, -shift) : scaled(mantissa, shift);
}

/** A negative zero keeps its sign where the exponent is odd. */
function zeroPower(base: number, exponent: number): number {
  const isOdd = Number.isInteger(exponent) && Math.abs(exponent) % 2 === 1;
  const result = exponent < 0 ? Number.POSITIVE_INFINITY : 0;
  return isOdd && Object.is(base, -0) ? -result : result;
}

function repeatedProduct(base: number, times: bigint): { readonly mantissa: number; readonly exponent: number } {
  let mantissa = 1;
  let exponent = 0;
  let { fraction: factor, exponent: factorExponent } = split(base);
  for (let left = times; left !== 0n; left >>= 1n) {
    // Far beyond what a double can hold; Go stops here as well.
    if (factorExponent < -(1 << 12) || factorExponent > 1 << 12) return { mantissa, exponent: exponent + factorExponent };
    if ((left & 1n) === 1n) {
      mantissa *= factor;
      exponent += factorExponent;
    }
    factor *= factor;
    factorExponent *= 2;
    if (factor < 0.5) {
      factor += factor;
      factorExponent -= 1;
    }
  }
  return { mantissa, exponent };
}

/** A finite number that is not zero as a fraction of at least a half and less than one, and a power of two. */
function split(x: number): { readonly fraction: number; readonly exponent: number } {
  let fraction = x;
  let exponent = 0;
  // Subnormal numbers are brought into the range where doubles have all their bits.
  if (Math.abs(x) < 2 ** -1022) {
    fraction *= 2 ** 54;
    exponent -= 54;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, fraction);
  const high = view.getUint32(0);
  exponent += ((high >>> 20) & 0x7ff) - 1022;
  view.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  return { fraction: view.getFloat64(0), exponent };
}

/** `fraction` × 2^`exponent`, in steps that do not overflow before the end. */
function scaled(fraction: number, exponent: number): number {
  let result = fraction;
  let left = exponent;
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** left;
}
