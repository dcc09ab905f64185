/** Texts of any code points, also half of a pair. */
import fc from "fast-check";

/**
 * As fast-check's unit "binary", which puts each of the million code points into a map for every place that asks for one (0.3 s).
 * @param most code points at the most.
 */
export function anyText(most: number): fc.Arbitrary<string> {
  return fc.array(point, { maxLength: most }).map((points) => String.fromCodePoint(...points));
}

/** Every other one of ASCII. */
const point = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10ffff }));
