/** Durations in Go's notation: `1h30m`, `-1.5s`. */

const nanosecondsPer: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["µs", 1_000n],
  ["μs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

/** Go keeps durations in 64 bits. */
const largest = 2n ** 63n - 1n;

/** Nanoseconds. Null: no duration. */
export function parseDuration(text: string): bigint | null {
  const unsigned = text.replace(/^[+-]/, "");
  const sign = text.startsWith("-") ? -1n : 1n;
  if (unsigned === "0") return 0n;
  if (unsigned === "" || text.length > 200) return null;
  const pattern = /([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/y;
  let total = 0n;
  while (pattern.lastIndex < unsigned.length) {
    const found = pattern.exec(unsigned);
    const [, whole = "", fraction = "", unit = ""] = found ?? [];
    const size = nanosecondsPer.get(unit);
    if (size === undefined || whole + fraction === "") return null;
    total += BigInt(whole === "" ? "0" : whole) * size + fractionOf(fraction, size);
    if (total > largest + (sign < 0n ? 1n : 0n)) return null;
  }
  return sign * total;
}

/** Worked out in floating point and cut off after whole nanoseconds, as Go does; digits beyond 64 bits do not count. */
function fractionOf(fraction: string, size: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of fraction) {
    const next = value * 10n + BigInt(digit);
    if (value > largest / 10n || next > largest) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(size) / scale)));
}
