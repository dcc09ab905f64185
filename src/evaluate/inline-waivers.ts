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

/** The finding, with the word of why a waiver beside it does not hold: it does not count yet, or its last day is over. */
export function withWaived(finding: Finding, { pending, expired }: Waived): Finding {
  const over = expired.toSorted((a, b) => (a.expires < b.expires ? 1 : -1))[0];
  const told: string[] = [];
  const values: Record<string, string> = {};
  if (over !== undefined) {
    told.push("The waiver in {overdue} held until {lastDay} and does not count any more.");
    values.overdue = waiverName(over);
    values.lastDay = over.expires;
  }
  if (pending !== null) {
    told.push(pending.elsewhere === true ? unsettled : added);
    values.waiver = waiverName(pending);
  }
  if (told.length === 0) return finding;
  const { template, values: own } = finding.remedy;
  return { ...finding, remedy: { template: [template.replace(/\.?$/, "."), ...told].join(" "), values: { ...own, ...values } } };
}

const added = "The waiver in {waiver} was added by this change and does not count until it stands on the base branch.";
const unsettled =
  "The waiver in {waiver} stands on the base branch beside something else, or beside nothing: here it does not count until it and the line that it covers both stand on the base branch.";
