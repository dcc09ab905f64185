/** The sentences of a finding: the rule's words for its reason, with the values that fill them. */
import type { Evidence, Observation, Sentence } from "../model/finding.ts";
import { typeOf } from "./address.ts";
import type { Rule } from "./rule.ts";

export interface Words {
  readonly message: Sentence;
  readonly remedy: Sentence;
}

const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The words for an observation. A reason that the rule has no words for is named as it is: it must not vanish. */
export function wordsFor(rule: Rule, observation: Observation): Words {
  const reason = Object.hasOwn(rule.reasons, observation.reason) ? rule.reasons[observation.reason] : undefined;
  const values = valuesOf(observation);
  if (reason === undefined) return unworded(rule.id, observation.reason, values);
  const special = reason.remedies === undefined ? undefined : specialRemedy(reason.remedies, observation.address ?? "");
  return { message: { template: reason.message, values }, remedy: { template: special ?? reason.remedy, values } };
}

/** By the type of the resource; what is no resource is named by its whole address (`provider.aws`). */
function specialRemedy(remedies: Readonly<Record<string, string>>, address: string): string | undefined {
  const key = [typeOf(address), address].find((name) => Object.hasOwn(remedies, name));
  return key === undefined ? undefined : remedies[key];
}

/** For a reason, or a whole rule, that has no words. */
export function unworded(rule: string, reason: string, values: Evidence): Words {
  const named: Evidence = { ...values, rule, reason };
  return {
    message: { template: "{rule} reports {reason}, for which this version of Bakegate has no words.", values: named },
    remedy: { template: "Treat it as a finding, and report it to Bakegate's maintainers.", values: named },
  };
}

/** Names that a sentence speaks of and its values lack. Empty for a sound sentence. */
export function missingPlaceholders(sentence: Sentence): readonly string[] {
  const missing = new Set<string>();
  for (const match of sentence.template.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? "";
    if (!Object.hasOwn(sentence.values, name)) missing.add(name);
  }
  return [...missing];
}

/** The evidence, and the four names that every sentence may use. */
function valuesOf(observation: Observation): Evidence {
  const general: Record<string, string | number> = {};
  if (observation.address !== null) general.address = observation.address;
  if (observation.attribute !== null) general.attribute = observation.attribute;
  if (observation.place !== null) {
    general.file = observation.place.file;
    general.line = observation.place.line;
  }
  return { ...general, ...observation.evidence };
}
