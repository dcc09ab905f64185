/** A check run: what GitHub shows beside a commit, and what branch protection asks for. */
import type { ObjectId } from "./tree.ts";

/** The name of the one check. */
export const CHECK_NAME = "bakegate";

export interface CheckRun {
  readonly id: number;
  readonly headSha: ObjectId;
  readonly completed: boolean;
  /** Null while it is not completed. */
  readonly conclusion: string | null;
  readonly externalId: string;
  /** ISO time; null while it is not completed. */
  readonly completedAt: string | null;
}

/** A sentence at the very line, beside the code. */
export interface CheckAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** In UTF-16 units from 1; only where it stands on one line. */
  readonly column?: number;
  readonly level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** Only `success` lets a merge through: `neutral` and `skipped` satisfy a required check as well, so they are never used. */
export type CheckConclusion = "success" | "failure" | "cancelled" | "action_required";

/** What a check rests on. It is written into the check's `external_id`, so that nobody has to remember it. */
export interface CheckEvidence {
  readonly base: ObjectId;
  readonly head: ObjectId;
  /** Digest of the policy, hex; `none`: it was not read yet or could not be; `unavailable`: GitHub could not be asked, to be tried again. */
  readonly policy: string;
  /** The first day (ISO, UTC) on which an exemption or a waiver that let something through ends; absent: none did. */
  readonly until?: string;
}

/** `<base>..<head> policy <digest>`, and `until <day>` where something was let through until a day. */
export function externalId({ base, head, policy, until }: CheckEvidence): string {
  return `${base}..${head} policy ${policy}${until === undefined ? "" : ` until ${until}`}`;
}

const writtenEvidence =
  /^([0-9a-f]{40,64}|none)\.\.([0-9a-f]{40,64}) policy ([0-9a-f]{64}|none|unavailable)(?: until (\d{4}-\d{2}-\d{2}))?$/;

/** What an `external_id` says; null where it is not one of ours. */
export function evidenceOf(text: string): CheckEvidence | null {
  const found = writtenEvidence.exec(text);
  const [base, head, policy, until] = [found?.[1], found?.[2], found?.[3], found?.[4]];
  if (base === undefined || head === undefined || policy === undefined) return null;
  return { base, head, policy, ...(until === undefined ? {} : { until }) };
}
