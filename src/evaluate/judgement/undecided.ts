/** A change whose action is not settled: judged by everything that it may turn out to be. */
import type { Action, AttributeChange, ResourceChange } from "../../model/resource-change.ts";
import { gravest, type IndexedContext, type Judgement, note, verdictOnly } from "./context.ts";

type Weight = "pass" | "warn" | "block" | "undecided";

/** Judges the change as though the action were settled. */
export type JudgeSettled = (change: ResourceChange, context: IndexedContext) => Judgement;

/**
 * Where every possible outcome weighs the same, the gravest of them is the verdict; else it stays `undecided`.
 * What may be a server of a provider that nobody described stays undecided too, unless it can only come or stay.
 */
export function judgeUndecided(change: ResourceChange, context: IndexedContext, judgeSettled: JudgeSettled): Judgement {
  if (rollsByName(change)) return { ...verdictOnly("roll"), notes: [note("blue-green-by-name")] };
  const possible = change.possible.filter((action) => action !== "undecided");
  const outcomes = possible.map((action) => judgeSettled(asThough(change, action), context));
  const judgements = outcomes.find((outcome) => outcome.judgements.length > 0)?.judgements ?? [];
  const weights = new Set(outcomes.map(weigh));
  const settled = possible.length > 0 && weights.size === 1 && !weights.has("undecided") && !mayBeAnything(change, possible, context);
  if (!settled) return { verdict: "undecided", judgements, notes: outcomes.flatMap((outcome) => outcome.notes) };
  return { verdict: gravest(outcomes.map((outcome) => outcome.verdict)), judgements, notes: sharedNotes(outcomes) };
}

/** How much a judgement weighs under the default levels. */
function weigh(judgement: Judgement): Weight {
  switch (judgement.verdict) {
    case "mutation":
    case "stateful-loss":
      return "block";
    case "undecided":
      return "undecided";
    case "roll":
    case "pointer-roll":
    case "tolerated":
    case null:
      return noteWeight(judgement);
  }
}

const informative: ReadonlySet<string> = new Set(["rollout-manual", "blue-green-by-name"]);
const blocking: ReadonlySet<string> = new Set(["protection-removed"]);

function noteWeight(judgement: Judgement): Weight {
  if (judgement.notes.some((one) => blocking.has(one.code))) return "block";
  return judgement.notes.some((one) => !informative.has(one.code)) ? "warn" : "pass";
}

/** Notes that hold whatever happens. */
function sharedNotes(outcomes: readonly Judgement[]): Judgement["notes"] {
  const [first, ...others] = outcomes;
  if (first === undefined) return [];
  return first.notes.filter((one) => others.every((other) => other.notes.some((its) => its.code === one.code && its.path === one.path)));
}

/** The change with a settled action. What is in doubt counts as changed; where it is alone, an update cannot mean anything else. */
function asThough(change: ResourceChange, action: Action): ResourceChange {
  if (action !== "update") return { ...change, action, possible: [] };
  const attributes: AttributeChange[] = [...change.attributes];
  const known = new Set(attributes.map((attribute) => attribute.path));
  for (const { path } of change.doubts) {
    if (path === null || known.has(path)) continue;
    known.add(path);
    attributes.push({ path, before: null, after: null, sensitive: false, unknown: true, forcesReplacement: false });
  }
  const [only] = attributes;
  const alone = attributes.length === 1 && only !== undefined && !change.doubts.some((doubt) => doubt.path === null);
  return { ...change, action, possible: [], attributes: alone ? [{ ...only, unknown: false }] : attributes };
}

/** An outcome is possible of which nothing is known: which attribute changes, or what the resource is for. */
function mayBeAnything(change: ResourceChange, possible: readonly Action[], context: IndexedContext): boolean {
  if (context.workloads.classOf(change.type) !== "config") return possible.includes("update") && hasNamelessUpdate(change);
  // No class tells a server from a DNS record here, so no outcome in place or by removal is harmless for certain.
  if (!change.doubts.some((doubt) => doubt.kind === "unknown-resource-type" || doubt.kind === "unknown-module")) return false;
  return possible.some((action) => action === "update" || action === "replace" || action === "delete" || action === "forget");
}

/** What would change in place is not named: any attribute may. */
function hasNamelessUpdate(change: ResourceChange): boolean {
  if (change.attributes.length === 0 && change.doubts.every((doubt) => doubt.path === null)) return true;
  return change.doubts.some((doubt) => doubt.path === null && doubt.kind !== "unknown-instances");
}

/** A group whose name is made from its template is replaced whenever the template changes: blue/green by replacement. */
function rollsByName(change: ResourceChange): boolean {
  if (change.type !== "aws_autoscaling_group" || !change.possible.includes("replace")) return false;
  return change.doubts.some(
    (doubt) =>
      (doubt.path === "name" || doubt.path === "name_prefix") &&
      doubt.subject !== null &&
      /(?:^|\.)aws_launch_(?:template|configuration)\./.test(doubt.subject),
  );
}
