/**
 * Settles what turns on an `id` that only the state tells, where it does not matter which it is: the plan is predicted with made-up ones, a
 * few times over, and what comes out the same each time is taken. No made-up value leaves this prediction: only actions, orders and paths do.
 */
import { isWithin } from "../model/attribute-path.ts";
import type { ResourceChange } from "../model/resource-change.ts";
import { sha256Hex } from "../terraform/digest.ts";

/** How often ids are made up. */
const samples = 3;

/** Like the id of a `terraform_data`: a UUID. Another one for each sample. */
export function sampleId(sample: number, address: string): string {
  const digits = sha256Hex(`${sample} ${address}`);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join("-");
}

/** @param predict the changes with the ids of one sample. */
export function settledBySamples(
  changes: readonly ResourceChange[],
  predict: (sample: number) => readonly ResourceChange[],
): readonly ResourceChange[] {
  const [first = new Map<string, ResourceChange>(), ...others] = Array.from(
    { length: samples },
    (_, sample) => new Map(predict(sample).map((change) => [change.address, change])),
  );
  return changes.map((change) => {
    const found = change.action === "undecided" ? first.get(change.address) : undefined;
    if (found === undefined || found.action === "undecided" || !change.possible.includes(found.action)) return change;
    const agree = others.every((sample) => storyOf(sample.get(change.address)) === storyOf(found));
    return agree ? settled(change, found) : change;
  });
}

function storyOf(change: ResourceChange | undefined): string {
  return change === undefined ? "" : JSON.stringify([change.action, change.order, change.because, change.reason]);
}

function settled(change: ResourceChange, { action, order, because, reason }: ResourceChange): ResourceChange {
  const quiet = action === "no-op" || action === "move" || action === "import";
  const forces = (path: string) =>
    because.some((cause) => cause.path !== null && (isWithin(path, cause.path) || isWithin(cause.path, path)));
  const attributes = quiet ? [] : change.attributes.map((leaf) => ({ ...leaf, forcesReplacement: forces(leaf.path) }));
  return { ...change, action, order, because, reason, attributes, possible: [], doubts: [] };
}
