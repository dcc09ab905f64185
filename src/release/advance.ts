/** What must happen next with a release: a pure state machine, (release, what happened) → (release, effects). */
import type { Release, ReleaseEffect, ReleaseEvidence, ReleaseInputs, ReleaseState, WorkflowRun } from "../model/release.ts";
import type { ObjectId } from "../model/tree.ts";

/** What happened to a release. */
export type ReleaseEvent =
  | {
      readonly kind: "evaluated";
      readonly base: ObjectId;
      readonly pullRequest: number | null;
      readonly evidence: ReleaseEvidence;
      readonly judgement: Judgement;
    }
  | { readonly kind: "not-evaluated"; readonly why: string; readonly next: string }
  /** The dispatch is about to be asked for: written down before, so that a crash in between is noticed. */
  | { readonly kind: "asking"; readonly at: string }
  | { readonly kind: "dispatched"; readonly at: string; readonly note: string | null }
  | { readonly kind: "not-dispatched"; readonly why: string; readonly next: string }
  | { readonly kind: "run"; readonly run: WorkflowRun };

/** What the evaluation means for the release. */
export type Judgement =
  | { readonly kind: "release"; readonly inputs: ReleaseInputs }
  | { readonly kind: "nothing"; readonly why: string }
  | { readonly kind: "refuse"; readonly why: string };

/**
 * The release after an event, with what is to be done because of it in `pending`. An event that does not fit the state changes nothing:
 * webhooks come late, twice and out of order.
 * @param now ISO time.
 */
export function advance(release: Release, event: ReleaseEvent, now: string): Release {
  const next = nextRelease(release, event);
  if (next === null) return release;
  const due = effectsOf(next);
  // What was due and is not done yet stays due, but what belongs to an earlier state.
  const kept = release.pending.filter((effect) => (effect === "show" || effect === "open-issue") && !due.includes(effect));
  return { ...next, pending: [...due, ...kept], updatedAt: now };
}

/** The release after one of its effects was carried out. */
export function carriedOut(release: Release, effect: ReleaseEffect): Release {
  return { ...release, pending: release.pending.filter((one) => one !== effect) };
}

function nextRelease(release: Release, event: ReleaseEvent): Release | null {
  const { state } = release;
  switch (event.kind) {
    case "evaluated":
      if (state.kind !== "evaluating") return null;
      return { ...release, ...evaluated(event), base: event.base, pullRequest: event.pullRequest, evidence: event.evidence };
    case "not-evaluated":
      return state.kind === "evaluating" ? { ...release, state: { kind: "failed", why: event.why, next: event.next } } : null;
    case "asking":
      return state.kind === "dispatching" ? { ...release, state: { kind: "dispatching", asked: event.at } } : null;
    case "dispatched":
      return state.kind === "dispatching" ? { ...release, state: { kind: "dispatched", at: event.at, note: event.note } } : null;
    case "not-dispatched":
      return state.kind === "dispatching" ? { ...release, state: { kind: "failed", why: event.why, next: event.next } } : null;
    case "run":
      return withRun(release, event.run);
  }
}

function evaluated({ judgement }: Extract<ReleaseEvent, { kind: "evaluated" }>): Pick<Release, "state" | "inputs"> {
  switch (judgement.kind) {
    case "release":
      return { state: { kind: "dispatching", asked: null }, inputs: judgement.inputs };
    case "nothing":
      return { state: { kind: "nothing", why: judgement.why }, inputs: null };
    case "refuse":
      return { state: { kind: "refused", why: judgement.why }, inputs: null };
  }
}

const order = { queued: 0, in_progress: 1, completed: 2 } as const;

/** A run goes forward; one that was re-run after its end starts anew. Another run than the known one is somebody's own. */
function withRun(release: Release, run: WorkflowRun): Release | null {
  const { state } = release;
  if (state.kind !== "dispatching" && state.kind !== "dispatched" && state.kind !== "running" && state.kind !== "completed") return null;
  const known = state.kind === "running" || state.kind === "completed" ? state.run : null;
  if (known !== null && known.id !== run.id) return null;
  if (known !== null && state.kind === "running" && order[run.status] < order[known.status]) return null;
  if (known !== null && known.status === run.status && known.conclusion === run.conclusion) return null;
  const next: ReleaseState = run.status === "completed" ? { kind: "completed", run } : { kind: "running", run };
  return { ...release, state: next };
}

function effectsOf({ state }: Release): readonly ReleaseEffect[] {
  switch (state.kind) {
    case "evaluating":
      return ["evaluate"];
    case "dispatching":
      return ["dispatch"];
    case "dispatched":
    case "running":
      return ["show", "watch"];
    case "completed":
      return ["show"];
    case "refused":
    case "failed":
      return ["open-issue", "show"];
    case "nothing":
      return [];
  }
}
