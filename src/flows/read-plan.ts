/** Reads a plan file into evidence. Whatever is wrong with it becomes a problem of the review, never a missing plan. */
import { readFile, stat } from "node:fs/promises";
import { rememberSinks } from "../credentials/remember-sinks.ts";
import { sightPlan } from "../credentials/sight-plan.ts";
import type { SinkCatalogue } from "../credentials/sinks.ts";
import { errorCode, systemWords } from "../model/failure.ts";
import type { Plan, PlanProblem } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import { LARGEST_PLAN, parsePlanJson } from "../parse/plan/plan-json.ts";
import { readWrittenPlan } from "../plan/real-plan.ts";
import { fingerprintSightings, sha256 } from "./hash.ts";
import { credentialSinks } from "./knowledge.ts";

/**
 * @param file a path, or `-` for standard input.
 * @param sinks arguments that hold credentials; default: those that Bakegate knows.
 */
export async function readPlanFile(file: string, sinks: SinkCatalogue = credentialSinks()): Promise<Plan> {
  try {
    const bytes = file === "-" ? await standardInput() : await fileBytes(file);
    const written = parsePlanJson(bytes);
    const plan = readWrittenPlan(written, sha256(bytes));
    const sighted = sightPlan(plan.changes, written.constants, rememberSinks(sinks));
    return { ...plan, credentials: await fingerprintSightings(sighted) };
  } catch (cause) {
    const problem = unreadable(cause);
    return {
      origin: "terraform",
      digest: sha256(""),
      terraformVersion: null,
      formatVersion: null,
      changes: [],
      drift: [],
      invocations: [],
      problems: [problem],
    };
  }
}

/**
 * The problems of a plan, as the review's: one for each kind, with all that is wrong in it. `named` is what a reader knows the plan by.
 * Errored, incomplete and deferred ones are read but are not evidence.
 */
export function problemsOfPlan(plan: Plan, project: string, named: string): readonly Problem[] {
  const details = new Map<PlanProblem["kind"], string[]>();
  for (const { kind, detail } of plan.problems) details.set(kind, [...(details.get(kind) ?? []), detail]);
  return [...details].map(([kind, detail]) => ({
    rule: kind === "errored" || kind === "incomplete" || kind === "deferred" ? "review/plan-incomplete" : "review/plan-unreadable",
    reason: kind,
    place: null,
    evidence: { project: named, detail },
    project,
  }));
}

async function fileBytes(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > LARGEST_PLAN) throw new PlanTooLarge(size);
  return readFile(file);
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > LARGEST_PLAN) throw new PlanTooLarge(size);
  }
  return Buffer.concat(chunks);
}

class PlanTooLarge extends Error {
  readonly size: number;

  constructor(size: number) {
    super("the plan is too large");
    this.size = size;
  }
}

function unreadable(cause: unknown): PlanProblem {
  if (cause instanceof PlanTooLarge) return { kind: "too-large", detail: `more than ${Math.floor(LARGEST_PLAN / 1e6)} MB` };
  if (errorCode(cause) === null) throw cause;
  return { kind: "unreadable", detail: systemWords(cause) };
}
