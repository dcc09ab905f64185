/** What makes two observations the same one: stable over lines and renames. */
import type { Evidence, Observation } from "../model/finding.ts";

/** SHA-256, hex, of a text's UTF-8. */
export type Hash = (text: string) => string;

/**
 * 12 hex digits over rule, project, address (or file, where there is none), attribute and what the observation counts as its identity.
 * @param file the file that stands for it at the base, so that a rename keeps the fingerprint.
 */
export function fingerprint(rule: string, observation: Observation, file: string | null, hash: Hash): string {
  const parts = [rule, observation.project ?? "", observation.address ?? file ?? "", observation.attribute ?? "", identityOf(observation)];
  return hash(JSON.stringify(parts)).slice(0, 12);
}

/** What has to be equal for two observations of a rule at one place to be the same: their own word for it, else reason and evidence. */
export function identityOf(observation: Observation): string {
  return observation.identity === undefined
    ? JSON.stringify([observation.reason, evidenceText(observation.evidence)])
    : `=${observation.identity}`;
}

/** Equal for equal evidence, whatever the order of its names. */
function evidenceText(evidence: Evidence): readonly unknown[] {
  return Object.entries(evidence).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
