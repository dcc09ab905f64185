/** Waivers in comments: which one holds for a finding, which would have, and which does not count yet. */
import type { AppliedExemption, Finding } from "../model/finding.ts";
import type { InlineWaiver } from "../model/waiver.ts";

export interface Waived {
  readonly applied: AppliedExemption | null;
  /** Its last day is over. Only told where none holds. */
  readonly expired: readonly InlineWaiver[];
  /** The change itself brought it; null: there is none, or another one holds. */
  readonly pending: InlineWaiver | null;
}

/** @param today the day in UTC, `2027-01-31`. A waiver holds through the whole of its last day. */
export function waive(finding: Finding, waivers: readonly InlineWaiver[], today: string): Waived {
  const beside = waivers.filter((waiver) => stands(waiver, finding));
  const counting = beside.filter((waiver) => waiver.counts);
  const holding = counting.find((waiver) => today <= waiver.expires);
  if (holding !== undefined) {
    const { reason, expires } = holding;
    return { applied: { id: waiverName(holding), reason, approvedBy: null, expires }, expired: [], pending: null };
  }
  return { applied: null, expired: counting, pending: beside.find((waiver) => !waiver.counts) ?? null };
}

/** `main.tf:12` */
export function waiverName({ place }: InlineWaiver): string {
  return `${place.file}:${place.line}`;
}

/** On the finding's line or the line above it, at the head. */
function stands(waiver: InlineWaiver, { rule, place, fingerprint }: Finding): boolean {
  if (place === null || place.at !== undefined || waiver.rule !== rule || waiver.place.file !== place.file) return false;
  if (waiver.place.line !== place.line && waiver.place.line !== place.line - 1) return false;
  return waiver.fingerprint === null || waiver.fingerprint === fingerprint;
}

/** The finding, with the word that its waiver does not count yet. */
export function withPending(finding: Finding, pending: InlineWaiver | null): Finding {
  if (pending === null) return finding;
  const { template, values } = finding.remedy;
  const told = "The waiver in {waiver} was added by this change and does not count until it stands on the base branch.";
  return {
    ...finding,
    remedy: { template: `${template.replace(/\.?$/, ".")} ${told}`, values: { ...values, waiver: waiverName(pending) } },
  };
}
