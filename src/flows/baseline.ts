/** A baseline: what a scan found before, as fingerprints only, so that adoption starts with what is new. */
import { BakegateError } from "../model/failure.ts";
import type { Finding } from "../model/finding.ts";
import type { Review } from "../model/review.ts";

const schema = "bakegate.baseline/v1";

/** The baseline file of a scan. What could not be evaluated is never in it. */
export function baselineOf(review: Review): string {
  const known = review.findings.filter((finding) => !finding.rule.startsWith("review/")).map((finding) => finding.fingerprint);
  return `${JSON.stringify({ schema, fingerprints: known.sort() }, null, 2)}\n`;
}

/** @throws BakegateError (usage) for anything but a baseline. */
export function readBaseline(text: string, file: string): readonly string[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw notABaseline(file, cause);
  }
  if (typeof read !== "object" || read === null || !("schema" in read) || read.schema !== schema) throw notABaseline(file);
  if (!("fingerprints" in read) || !Array.isArray(read.fingerprints)) throw notABaseline(file);
  const fingerprints: readonly unknown[] = read.fingerprints;
  if (!fingerprints.every((one): one is string => typeof one === "string" && /^[0-9a-f]{12}$/.test(one))) throw notABaseline(file);
  return fingerprints;
}

/** Findings with those that the baseline knows marked as not introduced, one for one. */
export function knownToBaseline(findings: readonly Finding[], fingerprints: readonly string[]): readonly Finding[] {
  const left = new Map<string, number>();
  for (const fingerprint of fingerprints) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
  return findings.map((finding) => {
    const count = left.get(finding.fingerprint) ?? 0;
    if (count === 0 || finding.rule.startsWith("review/")) return finding;
    left.set(finding.fingerprint, count - 1);
    return { ...finding, introduced: false };
  });
}

function notABaseline(file: string, cause?: unknown): BakegateError {
  return new BakegateError("usage", `${file} is not a baseline of bakegate`, "Make one with: bakegate scan --write-baseline FILE", {
    cause,
  });
}
