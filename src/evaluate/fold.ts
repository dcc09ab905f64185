/** Folds what one rule observed of one change at one level into one finding. */
import type { Evidence, Level, Observation } from "../model/finding.ts";
import type { Observed } from "./observed.ts";

export interface Leveled extends Observed {
  readonly level: Level;
}

/**
 * Observations of rules that fold are joined per project, address and level; others are passed through. Order is kept.
 * The first attribute names the finding; its evidence lists hold all of them.
 */
export function fold(leveled: readonly Leveled[]): readonly Leveled[] {
  const groups = new Map<string, Leveled[]>();
  for (const [index, one] of leveled.entries()) {
    const { address, project } = one.observation;
    const folds = one.rule.fold !== undefined && address !== null;
    const key = folds ? JSON.stringify([one.rule.id, one.scope ?? project ?? null, address, one.level, one.introduced]) : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap(joinGroup);
}

function joinGroup(group: readonly Leveled[]): readonly Leveled[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  return [
    {
      ...first,
      observation: joinObservations(
        first,
        others.map((one) => one.observation),
      ),
    },
  ];
}

function joinObservations(first: Leveled, others: readonly Observation[]): Observation {
  const all = [first.observation, ...others];
  const sameReason = all.every((one) => one.reason === first.observation.reason);
  const attributes = all.map((one) => one.attribute);
  return {
    ...first.observation,
    reason: sameReason ? first.observation.reason : (first.rule.fold ?? first.observation.reason),
    evidence: joinEvidence(all.map((one) => one.evidence)),
    identity: JSON.stringify(attributes),
  };
}

/** Lists are joined, each value once; anything else is the first one's. */
function joinEvidence(all: readonly Evidence[]): Evidence {
  const joined = new Map<string, string | number | readonly string[]>();
  for (const evidence of all) {
    for (const [name, value] of Object.entries(evidence)) {
      const before = joined.get(name);
      if (before === undefined) joined.set(name, value);
      else if (isList(before) && isList(value)) joined.set(name, [...new Set([...before, ...value])]);
    }
  }
  return Object.fromEntries(joined);
}

function isList(value: string | number | readonly string[]): value is readonly string[] {
  return typeof value === "object";
}
