/** Sorts the changes of a project into the lists a reader looks for, and folds equal ones. */
import type { Sentence } from "../model/finding.ts";
import type { AttributeChange, Cause, JudgedChange, PlainValue } from "../model/resource-change.ts";
import type { ProjectReview } from "../model/review.ts";
import { foldedNames, patternOf } from "./address.ts";
import { counted } from "./phrase.ts";

/** The lists of a project's changes. Replacements have a table of their own. */
export type ChangeList =
  | "replace"
  | "undecided"
  | "open"
  | "mutation"
  | "unrolled"
  | "pointer-roll"
  | "template"
  | "in-place"
  | "create"
  | "delete"
  | "forget"
  | "move"
  | "import"
  | "read"
  | "no-op";

/** In the order in which they are shown. */
export const CHANGE_LISTS: readonly ChangeList[] = [
  "replace",
  "undecided",
  "open",
  "mutation",
  "unrolled",
  "pointer-roll",
  "template",
  "in-place",
  "create",
  "delete",
  "forget",
  "move",
  "import",
  "read",
  "no-op",
];

/** Changes that differ in nothing but their instance. */
export interface ChangeGroup {
  readonly first: JudgedChange;
  readonly changes: readonly JudgedChange[];
  /** Folded addresses, literal. */
  readonly names: readonly string[];
}

/** Types of which each change makes a version that runs nowhere by itself: who refers to it rolls it out, or does not. */
const TEMPLATES: ReadonlySet<string> = new Set(["aws_launch_template"]);

/** Notes of a pointer that changes while nothing is sure to replace what runs. */
const UNROLLED: ReadonlyMap<string, string> = new Map([
  ["rollout-missing", "nothing rolls it out"],
  ["rollout-opportunistic", "rolled out only where something else makes an instance"],
  ["rollout-on-delete", "rolled out only where a pod is deleted"],
  ["rollout-unknown", "whether something rolls it out is not known"],
]);

/** Why a new version is not sure to be rolled out; null: it is, or there is none. */
export function unrolledWords(change: JudgedChange): string | null {
  for (const { code } of change.notes) {
    const words = UNROLLED.get(code);
    if (words !== undefined) return words;
  }
  return null;
}

function updateList(change: JudgedChange): ChangeList {
  switch (change.verdict) {
    case "mutation":
    case "stateful-loss":
      return "mutation";
    case "undecided":
      return "undecided";
    case "pointer-roll":
    case "roll":
      if (TEMPLATES.has(change.type)) return "template";
      return unrolledWords(change) === null ? "pointer-roll" : "unrolled";
    case "tolerated":
    case null:
      return "in-place";
  }
}

/** A change whose action is open while its verdict is not: whatever it turns out to be, it is judged the same. */
function openList(change: JudgedChange): ChangeList {
  if (change.verdict !== "roll" && change.verdict !== "pointer-roll" && change.verdict !== "tolerated") return "undecided";
  const [action, ...others] = change.possible;
  if (action === undefined || action === "undecided" || others.length > 0) return "open";
  return action === "update" ? updateList(change) : action;
}

export function listOf(change: JudgedChange): ChangeList {
  switch (change.action) {
    case "update":
      return updateList(change);
    case "undecided":
      return openList(change);
    default:
      return change.action;
  }
}

/** `4 in place and allowed`, `1 gone`: the words of a list, behind its count. */
export function listWords(list: ChangeList, count: number): string {
  switch (list) {
    case "replace":
      return counted(count, "replacement");
    case "undecided":
      return counted(count, "undecided", "undecided");
    case "open":
      return counted(count, "may change", "may change");
    case "mutation":
      return counted(count, "changed in place", "changed in place");
    case "unrolled":
      return counted(count, "new version without a sure roll-out", "new versions without a sure roll-out");
    case "pointer-roll":
      return counted(count, "rolls to a new version", "roll to a new version");
    case "template":
      return counted(count, "new template version", "new template versions");
    case "in-place":
      return counted(count, "in place and allowed", "in place and allowed");
    case "create":
      return counted(count, "new", "new");
    case "delete":
      return counted(count, "gone", "gone");
    case "forget":
      return counted(count, "forgotten (left running, no longer managed)", "forgotten (left running, no longer managed)");
    case "move":
      return counted(count, "moved", "moved");
    case "import":
      return counted(count, "imported", "imported");
    case "read":
      return counted(count, "read", "read");
    case "no-op":
      return counted(count, "unchanged", "unchanged");
  }
}

/** What has to be equal for two changes to be shown as one; the pattern of their addresses always has to be. */
export type Likeness = "kind" | "cause" | "content";

/** Values nested deeper than this are never compared: such a change stands on its own. */
const MOST_COMPARED_DEPTH = 64;

function isDeep(value: PlainValue): boolean {
  if (value === null || typeof value !== "object") return false;
  let level: readonly PlainValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_COMPARED_DEPTH) return true;
    level = level.flatMap((each) => (each === null || typeof each !== "object" ? [] : Object.values(each)));
  }
  return false;
}

/** What is known only after apply differs from instance to instance before it, and says nothing. */
export function attributeKey(attribute: AttributeChange): unknown {
  const { path, before, after, sensitive, unknown, forcesReplacement } = attribute;
  return unknown ? [path, sensitive, forcesReplacement] : [path, before, after, sensitive, forcesReplacement];
}

/** What feeds the instances of one resource is told apart by their indexes only. */
function causeKey(cause: Cause): unknown {
  return [cause.kind, cause.path, cause.via === null ? null : patternOf(cause.via)];
}

function groupKey(change: JudgedChange, likeness: Likeness): string {
  const kind = [patternOf(change.address), listOf(change), change.verdict, change.order, change.deposed !== null];
  if (likeness === "kind") return JSON.stringify(kind);
  if (change.attributes.some((attribute) => isDeep(attribute.before) || isDeep(attribute.after))) return change.address;
  const cause = [...kind, change.because.map(causeKey), change.reason, change.possible, change.doubts, unrolledWords(change)];
  const attributes = change.attributes.filter((attribute) => likeness === "content" || attribute.forcesReplacement);
  const origin = [change.previousAddress === null ? null : patternOf(change.previousAddress), change.importId !== null];
  return JSON.stringify([...cause, origin, attributes.map(attributeKey)]);
}

/** Groups that were made, by the list they were made of: every level of detail asks for the same ones. */
const made = new WeakMap<readonly JudgedChange[], Map<Likeness, readonly ChangeGroup[]>>();

/** Folds changes of equal address pattern and likeness, in the order in which they came. */
export function groupChanges(changes: readonly JudgedChange[], likeness: Likeness): readonly ChangeGroup[] {
  const known = made.get(changes) ?? new Map<Likeness, readonly ChangeGroup[]>();
  made.set(changes, known);
  const groups = known.get(likeness) ?? folded(changes, likeness);
  known.set(likeness, groups);
  return groups;
}

function bucketed(changes: readonly JudgedChange[], key: (change: JudgedChange) => string): JudgedChange[][] {
  const buckets = new Map<string, JudgedChange[]>();
  for (const change of changes) {
    const name = key(change);
    const same = buckets.get(name);
    if (same === undefined) buckets.set(name, [change]);
    else same.push(change);
  }
  return [...buckets.values()];
}

function folded(changes: readonly JudgedChange[], likeness: Likeness): ChangeGroup[] {
  const kinds = bucketed(changes, (change) => groupKey(change, "kind"));
  // Contents are long, and most changes are alone in their kind.
  const same = kinds.flatMap((kind) =>
    kind.length === 1 || likeness === "kind" ? [kind] : bucketed(kind, (change) => groupKey(change, likeness)),
  );
  const groups = same.map((each) => ({
    first: each[0] as JudgedChange,
    changes: each,
    names: foldedNames(each.map((change) => change.address)),
  }));
  const order = new Map(changes.map((change, index) => [change, index]));
  return groups.sort((x, y) => (order.get(x.first) ?? 0) - (order.get(y.first) ?? 0));
}

/** The changes of a project by list. */
export function changesByList(changes: readonly JudgedChange[]): ReadonlyMap<ChangeList, readonly JudgedChange[]> {
  const lists = new Map<ChangeList, JudgedChange[]>();
  for (const change of changes) {
    const list = listOf(change);
    const same = lists.get(list);
    if (same === undefined) lists.set(list, [change]);
    else same.push(change);
  }
  return lists;
}

/** `terraform/prod/web`, with the workspace where it is not the default one; the root module is called that. */
export function projectName(project: Pick<ProjectReview, "dir" | "workspace">): Sentence {
  const isDefault = project.workspace === "default";
  if (project.dir !== ".")
    return { template: "{name}", values: { name: isDefault ? project.dir : `${project.dir} @ ${project.workspace}` } };
  return isDefault
    ? { template: "the root module", values: {} }
    : { template: "the root module, workspace {workspace}", values: { workspace: project.workspace } };
}
