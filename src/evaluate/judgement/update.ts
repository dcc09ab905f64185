/** An update in place, judged attribute by attribute. */
import type { AttributeClass, ResourceClass } from "../../model/catalogue.ts";
import type { AttributeChange, AttributeJudgement, ChangeVerdict, JudgementNote, ResourceChange } from "../../model/resource-change.ts";
import { gravest, type IndexedContext, type Judgement, note } from "./context.ts";
import { takesProtectionAway } from "./protection.ts";
import { rollOutNote } from "./rollout.ts";
import { versionStep } from "./version.ts";

interface Judged {
  readonly verdict: ChangeVerdict;
  readonly note: JudgementNote | null;
}

/** The verdict of an update is that of its gravest attribute; one that changes nothing visible is tolerated. */
export function judgeUpdate(change: ResourceChange, context: IndexedContext): Judgement {
  const resourceClass = context.workloads.classOf(change.type);
  const judgements: AttributeJudgement[] = [];
  const notes = new Map<string, JudgementNote>();
  for (const attribute of change.attributes) {
    const attributeClass = context.workloads.attributeClass(change.type, attribute.path);
    const judged = judgeAttribute(change, attribute, resourceClass, attributeClass, context);
    judgements.push({ path: attribute.path, class: attributeClass, verdict: judged.verdict });
    if (judged.note === null) continue;
    // A roll-out is missing once, however many attributes point to the new version.
    const key = attributeClass === "pointer" ? judged.note.code : `${judged.note.code} ${attribute.path}`;
    if (!notes.has(key)) notes.set(key, judged.note);
  }
  const verdict = gravest(judgements.map((one) => one.verdict)) ?? "tolerated";
  return { verdict, judgements, notes: [...notes.values()] };
}

function judgeAttribute(
  change: ResourceChange,
  attribute: AttributeChange,
  resourceClass: ResourceClass,
  attributeClass: AttributeClass,
  context: IndexedContext,
): Judged {
  switch (attributeClass) {
    case "defining":
      return attribute.unknown ? undecided("unknown-value", attribute.path) : plain("mutation");
    case "pointer":
      return { verdict: "pointer-roll", note: rollOutNote(change, attribute.path, context) };
    case "protection":
      return { verdict: "tolerated", note: protectionNote(attribute, context.workloads.has(change.type, "protected-by-default")) };
    case "size":
      return { verdict: "tolerated", note: shrinkNote(attribute) };
    case "engine":
      return { verdict: "tolerated", note: downgradeNote(attribute) };
    case "attachment":
      return { verdict: "tolerated", note: detachNote(attribute) };
    case "network-or-disk":
    case "identity":
    case "rollout":
    case "tolerated":
      return plain("tolerated");
    case "unclassed":
      if (resourceClass !== "server" && resourceClass !== "pointer") return plain("tolerated");
      return followsFromOthers(change, attribute) ? plain("tolerated") : undecided("unclassed", attribute.path);
  }
}

/**
 * What a provider computes becomes unknown when something else changes, and stands in no list of arguments: it was there before, nobody
 * doubts it, and another attribute changes with it.
 */
function followsFromOthers(change: ResourceChange, attribute: AttributeChange): boolean {
  if (!attribute.unknown || attribute.before === null || attribute.sensitive) return false;
  if (change.doubts.some((doubt) => doubt.path === attribute.path)) return false;
  return change.attributes.some((other) => !other.unknown);
}

function plain(verdict: ChangeVerdict): Judged {
  return { verdict, note: null };
}

function undecided(code: string, path: string): Judged {
  return { verdict: "undecided", note: note(code, path) };
}

function protectionNote(attribute: AttributeChange, byDefault: boolean): JudgementNote | null {
  if (attribute.unknown || attribute.sensitive) return note("protection-unknown", attribute.path);
  const gone = takesProtectionAway(attribute.path, attribute.before, attribute.after, byDefault);
  return gone ? note("protection-removed", attribute.path) : null;
}

function shrinkNote(attribute: AttributeChange): JudgementNote | null {
  if (attribute.unknown) return note("size-unknown", attribute.path);
  const before = quantity(attribute.before);
  const after = quantity(attribute.after);
  if (before === null || after === null) return null;
  return after < before ? note("shrink", attribute.path) : null;
}

function downgradeNote(attribute: AttributeChange): JudgementNote | null {
  if (attribute.unknown) return note("engine-unknown", attribute.path);
  if (attribute.before === null || attribute.after === null) return null;
  switch (versionStep(attribute.before, attribute.after)) {
    case "down":
      return note("downgrade", attribute.path);
    case "other":
      return note("engine-changed", attribute.path);
    case "up":
    case "same":
      return null;
  }
}

/** Taken away, or swapped for another: either way what was attached is no longer. */
function detachNote(attribute: AttributeChange): JudgementNote | null {
  if (attribute.before === null || attribute.before === false || attribute.before === "") return null;
  return note("detach", attribute.path);
}

const unitBytes: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1e3],
  ["m", 1e6],
  ["g", 1e9],
  ["t", 1e12],
  ["p", 1e15],
  ["ki", 2 ** 10],
  ["mi", 2 ** 20],
  ["gi", 2 ** 30],
  ["ti", 2 ** 40],
  ["pi", 2 ** 50],
]);

/** A number, a numeric text or a Kubernetes quantity (`10Gi`) as a number; null for anything else. */
function quantity(value: AttributeChange["before"]): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > 40) return null;
  const match = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgtp]i?)?b?\s*$/i.exec(value);
  if (match === null) return null;
  const unit = unitBytes.get((match[2] ?? "").toLowerCase());
  return unit === undefined ? null : Number(match[1]) * unit;
}
