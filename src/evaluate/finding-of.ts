/** Makes a finding of an observation that has its level. */
import type { Finding, Level, Observation } from "../model/finding.ts";
import { fingerprint, type Hash } from "./fingerprint.ts";
import type { Words } from "./words.ts";

/** @param renames head path → base path; a renamed file keeps its findings' fingerprints. */
export function findingOf(
  rule: string,
  observation: Observation,
  standing: { readonly level: Level; readonly introduced: boolean },
  words: Words,
  renames: ReadonlyMap<string, string>,
  hash: Hash,
): Finding {
  const { reason, place, address, attribute, project } = observation;
  const file = place === null ? null : (renames.get(place.file) ?? place.file);
  return {
    rule,
    reason,
    level: standing.level,
    message: words.message,
    remedy: words.remedy,
    place,
    address,
    attribute,
    project: project ?? null,
    introduced: standing.introduced,
    fingerprint: observation.fingerprint ?? fingerprint(rule, observation, file, hash),
    exemption: null,
  };
}
