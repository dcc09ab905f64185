/** Turns a plan as Terraform wrote it into the plan that everything else relies on. */

import type { Place } from "../model/place.ts";
import type { Plan, PlanProblem } from "../model/plan.ts";
import type { ResourceChange } from "../model/resource-change.ts";
import type { WrittenChange, WrittenPlan } from "../model/written-plan.ts";
import { readAction } from "./actions.ts";
import { causesOf } from "./causes.ts";
import { type Feeders, findFeeders } from "./feeders.ts";

/** Words of an action list that a problem shows. */
const SHOWN_ACTIONS = 80;
/** A plan of unknown actions is told by this many of them; each change is undecided all the same. */
const MOST_UNKNOWN = 20;

/**
 * The plan of a written one: actions, orders and causes; changes and drift sorted by address. Places are not known to a plan, see
 * {@link withPlaces}. A combination of actions that is not known makes the change `undecided` and is a problem.
 * @param digest of the file's bytes: SHA-256, hex.
 */
export function readWrittenPlan(written: WrittenPlan, digest: string): Plan {
  const problems: PlanProblem[] = [...written.problems];
  const feeders = findFeeders(written);
  return {
    origin: "terraform",
    digest,
    terraformVersion: written.terraformVersion,
    formatVersion: written.formatVersion,
    changes: written.changes.map((change) => readChange(change, feeders, problems)).sort(byAddress),
    drift: written.drift.map((change) => readChange(change, feeders, problems)).sort(byAddress),
    invocations: written.invocations,
    problems,
  };
}

function readChange(change: WrittenChange, feeders: Feeders, problems: PlanProblem[]): ResourceChange {
  const read = readAction(change);
  if (read === null && problems.length < MOST_UNKNOWN) {
    const actions = JSON.stringify(change.actions).slice(0, SHOWN_ACTIONS);
    problems.push({ kind: "unreadable", detail: `unknown actions ${actions} of ${change.address}` });
  }
  return {
    address: change.address,
    type: change.type,
    name: change.name,
    mode: change.mode,
    provider: change.provider,
    action: read?.action ?? "undecided",
    order: read?.order ?? null,
    deposed: change.deposed,
    because: read?.action === "replace" ? causesOf(change, feeders) : [],
    attributes: change.attributes,
    previousAddress: change.previousAddress,
    importId: change.importId,
    reason: change.reason,
    possible: [],
    doubts: read === null ? [{ kind: "unsupported", path: null, subject: null }] : [],
    place: null,
    ...(change.settings === undefined ? {} : { settings: change.settings }),
  };
}

/** The same changes with the places of their blocks, as far as `findPlace` knows them. */
export function withPlaces(
  changes: readonly ResourceChange[],
  findPlace: (change: ResourceChange) => Place | null,
): readonly ResourceChange[] {
  return changes.map((change) => ({ ...change, place: findPlace(change) }));
}

function byAddress(a: ResourceChange, b: ResourceChange): number {
  return compare(a.address, b.address) || compare(a.deposed ?? "", b.deposed ?? "");
}

/** By UTF-16 units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
