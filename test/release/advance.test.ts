/** The release machine: every way from a merge to its end, and what late, double and unordered events do to it: nothing. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isSettled, type Release, type ReleaseEffect, type WorkflowRun } from "../../src/model/release.ts";
import { advance, carriedOut, type Judgement, type ReleaseEvent } from "../../src/release/advance.ts";

const start = "2026-10-01T09:00:00Z";
const later = "2026-10-01T09:01:00Z";

const begun: Release = {
  id: `acme/web@${"a".repeat(40)}`,
  installation: 1,
  repository: { owner: "acme", name: "web" },
  branch: "main",
  merge: "a".repeat(40),
  base: null,
  pullRequest: null,
  state: { kind: "evaluating" },
  evidence: null,
  inputs: null,
  pending: ["evaluate"],
  createdAt: start,
  updatedAt: start,
};

const inputs = { workflow: "bake.yml", images: ["web"], projects: ["terraform/web"] };

function evaluated(judgement: Judgement): ReleaseEvent {
  const evidence = {
    verdict: "pass",
    mode: "enforce",
    base: "b".repeat(40),
    head: "a".repeat(40),
    baseTree: "c".repeat(40),
    headTree: "d".repeat(40),
    policy: "e".repeat(64),
    plans: [],
  } as const;
  return { kind: "evaluated", base: "b".repeat(40), pullRequest: 12, evidence, judgement };
}

function run(status: WorkflowRun["status"], conclusion: string | null = null, id = 5): ReleaseEvent {
  return { kind: "run", run: { id, url: "https://github.test/run", status, conclusion } };
}

function through(...events: readonly ReleaseEvent[]): Release {
  return events.reduce((release, event) => advance(release, event, later), begun);
}

const released = evaluated({ kind: "release", inputs });
const asking: ReleaseEvent = { kind: "asking", at: later };
const dispatched: ReleaseEvent = { kind: "dispatched", at: later, note: null };

describe("a way", () => {
  const ways: readonly (readonly [string, readonly ReleaseEvent[], Release["state"]["kind"], readonly ReleaseEffect[]])[] = [
    ["begins with its evaluation", [], "evaluating", ["evaluate"]],
    ["goes on to the dispatch", [released], "dispatching", ["dispatch"]],
    ["writes down that it asks", [released, asking], "dispatching", ["dispatch"]],
    ["is dispatched", [released, asking, dispatched], "dispatched", ["show", "watch"]],
    ["runs", [released, asking, dispatched, run("in_progress")], "running", ["show", "watch"]],
    ["ends well", [released, asking, dispatched, run("in_progress"), run("completed", "success")], "completed", ["show"]],
    ["finds the run of an unanswered dispatch", [released, asking, run("queued")], "running", ["show", "watch"]],
    ["is refused", [evaluated({ kind: "refuse", why: "Blocked" })], "refused", ["open-issue", "show"]],
    ["has nothing to release", [evaluated({ kind: "nothing", why: "no image" })], "nothing", []],
    ["cannot be evaluated", [{ kind: "not-evaluated", why: "404", next: "look" }], "failed", ["open-issue", "show"]],
    ["cannot be dispatched", [released, asking, { kind: "not-dispatched", why: "404", next: "look" }], "failed", ["open-issue", "show"]],
    ["is run again after its end", [released, dispatched, run("completed", "failure"), run("in_progress")], "running", ["show", "watch"]],
  ];
  test.each(ways)("%s", (_, events, kind, pending) => {
    const release = through(...events);
    expect([release.state.kind, release.pending]).toEqual([kind, pending]);
  });

  test("keeps what it was evaluated with and where it came from", () => {
    expect(through(released)).toMatchObject({ pullRequest: 12, base: "b".repeat(40), inputs, evidence: { verdict: "pass" } });
  });
});

describe("what comes late, twice or out of order", () => {
  const done = through(released, asking, dispatched, run("completed", "success"));
  test.each<[string, Release, ReleaseEvent]>([
    ["a second evaluation", through(released), evaluated({ kind: "refuse", why: "Blocked" })],
    ["the start of a run after its end, by another run", done, run("in_progress", null, 6)],
    ["the same end again", done, run("completed", "success")],
    ["a run going backwards", through(released, dispatched, run("in_progress")), run("queued")],
    ["a run of a merge that is refused", through(evaluated({ kind: "refuse", why: "Blocked" })), run("queued")],
    ["a dispatch that was not asked for", begun, dispatched],
    ["a second dispatch", through(released, asking, dispatched), dispatched],
    ["a failure after the dispatch", through(released, asking, dispatched), { kind: "not-dispatched", why: "x", next: "y" }],
  ])("%s changes nothing", (_, release, event) => {
    expect(advance(release, event, "2030-01-01T00:00:00Z")).toBe(release);
  });
});

describe("whatever happens, in whatever order", () => {
  const judgements: readonly Judgement[] = [
    { kind: "release", inputs },
    { kind: "nothing", why: "n" },
    { kind: "refuse", why: "r" },
  ];
  const events = fc.oneof(
    fc.constantFrom(...judgements).map(evaluated),
    fc.constant<ReleaseEvent>({ kind: "not-evaluated", why: "w", next: "n" }),
    fc.constant(asking),
    fc.constant(dispatched),
    fc.constant<ReleaseEvent>({ kind: "not-dispatched", why: "w", next: "n" }),
    fc
      .tuple(fc.constantFrom("queued", "in_progress", "completed" as const), fc.constantFrom("success", "failure"), fc.constantFrom(5, 6))
      .map(([status, conclusion, id]) => run(status as WorkflowRun["status"], status === "completed" ? conclusion : null, id)),
  );
  const steps = fc.array(fc.oneof(events, fc.constantFrom<ReleaseEffect>("show", "open-issue", "watch")), { maxLength: 40 });

  /** What is seen along a way. */
  interface Seen {
    allowed: boolean;
    alarmDue: boolean;
  }

  function note(seen: Seen, before: Release, release: Release, step: ReleaseEvent): void {
    if (step.kind === "evaluated" && step.judgement.kind === "release" && release !== before) seen.allowed = true;
    if (release !== before && ["refused", "failed"].includes(release.state.kind)) seen.alarmDue = true;
  }

  function hold(seen: Seen, before: Release, release: Release): void {
    const { kind } = release.state;
    if (["dispatching", "dispatched", "running", "completed"].includes(kind)) expect(seen.allowed).toBe(true);
    if (["refused", "nothing", "failed"].includes(before.state.kind)) expect(kind).toBe(before.state.kind);
    if (kind === "evaluating") expect(release.pending).toEqual(["evaluate"]);
    if (kind === "dispatching") expect(release.pending).toContain("dispatch");
    if (seen.alarmDue) expect(release.pending).toContain("open-issue");
    expect(new Set(release.pending).size).toBe(release.pending.length);
    expect(isSettled(release)).toBe(release.pending.length === 0);
  }

  test("only what was evaluated to be released is dispatched, a refused merge never runs, and what is due is never lost", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const seen: Seen = { allowed: false, alarmDue: false };
        let release = begun;
        for (const step of list) {
          const before = release;
          release = typeof step === "string" ? carriedOut(release, step) : advance(release, step, later);
          if (step === "open-issue") seen.alarmDue = false;
          if (typeof step !== "string") note(seen, before, release, step);
          hold(seen, before, release);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
