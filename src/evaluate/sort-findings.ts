/** The order of findings: the same input gives the same list. */
import type { Finding } from "../model/finding.ts";

/** By project, address, rule, file, line; then by attribute, reason and fingerprint, so that no two orders are possible. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => {
    for (const [one, other] of pairs(a, b)) {
      if (one < other) return -1;
      if (one > other) return 1;
    }
    return (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0) || later(a, b);
  });
}

function pairs(a: Finding, b: Finding): readonly (readonly [string, string])[] {
  return [
    [a.project ?? "", b.project ?? ""],
    [a.address ?? "", b.address ?? ""],
    [a.rule, b.rule],
    [a.place?.file ?? "", b.place?.file ?? ""],
  ];
}

function later(a: Finding, b: Finding): number {
  const one = JSON.stringify([a.attribute, a.reason, a.fingerprint]);
  const other = JSON.stringify([b.attribute, b.reason, b.fingerprint]);
  return one < other ? -1 : one > other ? 1 : 0;
}
