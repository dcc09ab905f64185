/** A release as the database keeps it, and back: what is read was perhaps written by another version, or by hand. */
import { BakegateError } from "../model/failure.ts";
import type { Release, ReleaseEffect, ReleaseEvidence, ReleaseInputs, ReleaseState, WorkflowRun } from "../model/release.ts";
import type { PlanEvidence } from "../model/review.ts";

/** JSON that PostgreSQL takes: it knows neither the character of number zero nor half of a pair of surrogates, and texts of others may hold them. */
export function releaseToJson(release: Release): string {
  return JSON.stringify(release, (_key, value: unknown) => (typeof value === "string" ? storable(value) : value));
}

function storable(text: string): string {
  return text.replaceAll("\0", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd");
}

/** @throws BakegateError (incomplete) with the id, and the place that is no release's. */
export function releaseFromJson(id: string, body: unknown): Release {
  const fault = release(body, id);
  if (fault === null) return body as Release;
  throw new BakegateError(
    "incomplete",
    `the release ${id} in the database cannot be read: ${fault}`,
    "Put back its row in bakegate.releases from a copy, or delete it: then the next event of that merge begins it anew.",
  );
}

/** What is wrong with a value, and where; null: nothing. */
type Check = (value: unknown, path: string) => string | null;

const text: Check = (value, path) => (typeof value === "string" ? null : `${path} is no text`);
const whole: Check = (value, path) => (Number.isSafeInteger(value) ? null : `${path} is no whole number`);
const time: Check = (value, path) => (typeof value === "string" && !Number.isNaN(Date.parse(value)) ? null : `${path} is no time`);
const sha: Check = (value, path) => (typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) ? null : `${path} is no object id`);

function oneOf(...words: readonly string[]): Check {
  return (value, path) => (typeof value === "string" && words.includes(value) ? null : `${path} is none of ${words.join(", ")}`);
}

function orNull(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path));
}

function listOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is no list`;
    for (const [index, item] of value.entries()) {
      const fault = check(item, `${path}[${index}]`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

/** Every field of the type has its check; others are left alone. */
function fields<T>(checks: Readonly<Record<keyof T & string, Check>>): Check {
  return (value, path) => {
    if (!isRecord(value)) return `${path === "" ? "it" : path} is no object`;
    for (const [name, check] of Object.entries<Check>(checks)) {
      const fault = check(value[name], path === "" ? name : `${path}.${name}`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const run = fields<WorkflowRun>({ id: whole, url: text, status: oneOf("queued", "in_progress", "completed"), conclusion: orNull(text) });

type StateFields<K extends ReleaseState["kind"]> = Omit<Extract<ReleaseState, { readonly kind: K }>, "kind">;

const states: Readonly<Record<ReleaseState["kind"], Check>> = {
  evaluating: fields<StateFields<"evaluating">>({}),
  dispatching: fields<StateFields<"dispatching">>({ asked: orNull(time) }),
  dispatched: fields<StateFields<"dispatched">>({ at: time, note: orNull(text) }),
  running: fields<StateFields<"running">>({ run }),
  completed: fields<StateFields<"completed">>({ run }),
  refused: fields<StateFields<"refused">>({ why: text }),
  nothing: fields<StateFields<"nothing">>({ why: text }),
  failed: fields<StateFields<"failed">>({ why: text, next: text }),
};

const state: Check = (value, path) => {
  const kind = isRecord(value) ? value.kind : undefined;
  const check = Object.entries(states).find(([name]) => name === kind)?.[1];
  return check === undefined ? `${path}.kind is none of ${Object.keys(states).join(", ")}` : check(value, path);
};

const effects: Readonly<Record<ReleaseEffect, true>> = { evaluate: true, dispatch: true, watch: true, "open-issue": true, show: true };

const body = fields<Omit<Release, "id">>({
  installation: whole,
  repository: fields<Release["repository"]>({ owner: text, name: text }),
  branch: text,
  merge: sha,
  base: orNull(sha),
  pullRequest: orNull(whole),
  state,
  evidence: orNull(
    fields<ReleaseEvidence>({
      verdict: oneOf("pass", "warn", "block", "error"),
      mode: oneOf("enforce", "advisory"),
      base: sha,
      head: sha,
      baseTree: sha,
      headTree: sha,
      policy: text,
      plans: listOf(fields<PlanEvidence>({ project: text, digest: text, terraform: orNull(text) })),
    }),
  ),
  inputs: orNull(fields<ReleaseInputs>({ workflow: text, images: listOf(text), projects: listOf(text) })),
  pending: listOf(oneOf(...Object.keys(effects))),
  createdAt: time,
  updatedAt: time,
});

function release(value: unknown, id: string): string | null {
  return body(value, "") ?? (isRecord(value) && value.id === id ? null : "it is the body of another release");
}
