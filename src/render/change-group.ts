/** Sorts the changes of a project into the lists a reader looks for, and folds equal ones. */
import type { AttributeChange, Cause, JudgedChange, PlainValue } from "../model/resource-change.ts";
import type { ProjectReview } from "../model/review.ts";
import { foldedNames, patternOf } from "./address.ts";
import { counted } from "./phrase.ts";

/** The lists of a project's changes. Replacements have a table of their own. */
export type ChangeList =
  | "replace"
  | "undecided"
  | "mutation"
  | "pointer-roll"
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
  "mutation",
  "pointer-roll",
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

function updateList(change: JudgedChange): ChangeList {
  switch (change.verdict) {
    case "mutation":
    case "stateful-loss":
      return "mutation";
    case "undecided":
      return "undecided";
    case "pointer-roll":
    case "roll":
      return "pointer-roll";
    case "tolerated":
    case null:
      return "in-place";
  }
}

export function listOf(change: JudgedChange): ChangeList {
  if (change.action === "update") return updateList(change);
  return change.action;
}

/** `4 in place and allowed`, `1 gone`: the words of a list, behind its count. */
export function listWords(list: ChangeList, count: number): string {
  switch (list) {
    case "replace":
      return counted(count, "replacement");
    case "undecided":
      return counted(count, "undecided", "undecided");
    case "mutation":
      return counted(count, "changed in place", "changed in place");
    case "pointer-roll":
      return counted(count, "points to a new version", "point to new versions");
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
  const cause = [...kind, change.because.map(causeKey), change.reason, change.possible, change.doubts];
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

/** `terraform/prod/web`, with the workspace where it is not the default one. Literal. */
export function projectName(project: Pick<ProjectReview, "dir" | "workspace">): string {
  const dir = project.dir === "." || project.dir === "" ? "(root)" : project.dir;
  return project.workspace === "default" ? dir : `${dir} @ ${project.workspace}`;
}
