/** Exemptions: which one holds for a finding, and which would have if it had not expired. */
import type { AppliedExemption, Finding } from "../model/finding.ts";
import type { Exemption } from "../model/policy.ts";
import { matchesResource } from "./level.ts";

export interface Exempted {
  readonly applied: AppliedExemption | null;
  /** Matched, but its last day is over. Only told where none holds. */
  readonly expired: readonly Exemption[];
}

/**
 * @param today the day in UTC, `2027-01-31`. An exemption holds through the whole of its last day; one whose date is not a date never holds.
 */
export function exempt(finding: Finding, exemptions: readonly Exemption[], today: string): Exempted {
  const matching = exemptions.filter((exemption) => covers(exemption, finding));
  const holding = matching.find((exemption) => holds(exemption, today));
  if (holding === undefined) return { applied: null, expired: matching };
  const { id, reason, approvedBy, expires } = holding;
  return { applied: { id, reason, approvedBy, expires }, expired: [] };
}

function holds(exemption: Exemption, today: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(exemption.expires) && today <= exemption.expires;
}

/** Everything that the exemption names has to match. */
function covers(exemption: Exemption, finding: Finding): boolean {
  if (!exemption.rule.matches(finding.rule)) return false;
  if (exemption.resource !== null && (finding.address === null || !matchesResource(exemption.resource, finding.address))) return false;
  if (exemption.path !== null && (finding.place === null || !exemption.path.matches(finding.place.file))) return false;
  return exemption.fingerprint === null || exemption.fingerprint === finding.fingerprint;
}
