/** Reduces a change's `before` and `after` to the leaves that differ, and leaves out what is sensitive while doing so. */
import { isWithin, pathBelow } from "../../model/attribute-path.ts";
import type { AttributeChange, PlainValue } from "../../model/resource-change.ts";
import { alignElements } from "./elements.ts";
import { isArray, isObject, type JsonValue, member } from "./json-members.ts";
import { fittingMark, type Mark, markOfKey, marksAnything } from "./marks.ts";

/** A change's values with their marks, as they stand in the file. */
export interface WrittenValues {
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly beforeSensitive: Mark;
  readonly afterSensitive: Mark;
  readonly afterUnknown: Mark;
}

/** Paths by their last step, so that the same path is the same string in every change. */
export interface PathNode {
  readonly path: string;
  readonly below: Map<string | number, PathNode>;
}

export function rootPath(): PathNode {
  return { path: "", below: new Map() };
}

interface Walk {
  readonly found: AttributeChange[];
  readonly replacePaths: readonly string[];
  /** Both sides exist: a null that becomes an empty list is a difference. */
  readonly bothSides: boolean;
}

/**
 * The leaves that differ, sorted by path. A subtree that is sensitive on either side is one leaf without values, and one that is
 * unknown after apply is one leaf; both keep nothing of what stands below them, map keys included.
 * @param replacePaths formatted; leaves at, below or above one of them force the replacement.
 */
export function differingLeaves(values: WrittenValues, replacePaths: readonly string[], root: PathNode): readonly AttributeChange[] {
  const bothSides = isObject(values.before) && isObject(values.after);
  const walk: Walk = { found: [], replacePaths, bothSides };
  // The resource itself is no attribute: a mark on the whole of it is a mark on each of its attributes.
  const spread: WrittenValues = {
    before: values.before,
    after: values.after,
    beforeSensitive: spreadMark(values.beforeSensitive, values),
    afterSensitive: spreadMark(values.afterSensitive, values),
    afterUnknown: spreadMark(values.afterUnknown, values),
  };
  visit(walk, root, spread);
  return walk.found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** `true` for a whole resource becomes `true` for each of its attributes. */
function spreadMark(mark: Mark, values: WrittenValues): Mark {
  const fitting = [values.before, values.after].some((value) => isObject(value) && fittingMark(mark, value) === true);
  if (!fitting) return mark;
  const keys = [values.before, values.after].flatMap((value) => (isObject(value) ? Object.keys(value) : []));
  return Object.fromEntries(keys.map((key) => [key, true]));
}

function visit(walk: Walk, at: PathNode, values: WrittenValues): void {
  const { before, after } = values;
  const beforeSensitive = fittingMark(values.beforeSensitive, before);
  const afterSensitive = fittingMark(values.afterSensitive, after);
  const afterUnknown = fittingMark(values.afterUnknown, after);
  if (beforeSensitive === true || afterSensitive === true) {
    visitSensitive(walk, at, { ...values, beforeSensitive, afterSensitive, afterUnknown });
    return;
  }
  if (afterUnknown === true) {
    const hidden = marksAnything(beforeSensitive);
    emit(walk, at, { before: hidden ? null : plain(before), after: null, sensitive: hidden, unknown: true });
    return;
  }
  visitContents(walk, at, { before, after, beforeSensitive, afterSensitive, afterUnknown });
}

/** Tells whether the hidden value differs, and nothing else of it. A change of the mark alone is a change as well. */
function visitSensitive(walk: Walk, at: PathNode, values: WrittenValues): void {
  const unknown = marksAnything(values.afterUnknown);
  const marked = walk.bothSides && (values.beforeSensitive === true) !== (values.afterSensitive === true);
  if (unknown || marked || !sameValue(values.before, values.after)) emit(walk, at, { before: null, after: null, sensitive: true, unknown });
}

function visitContents(walk: Walk, at: PathNode, values: WrittenValues): void {
  const { before, after, afterUnknown } = values;
  const objects = isObject(before) || isObject(after) || (isObject(afterUnknown) && marksAnything(afterUnknown));
  const arrays = isArray(before) || isArray(after);
  // A value that is no container on its side, beside one that is on the other.
  const scalarBefore = isContainer(before) ? null : plain(before);
  const scalarAfter = isContainer(after) ? null : plain(after);
  if (objects) visitMembers(walk, at, values);
  if (arrays) visitElements(walk, at, values);
  if (isEmpty(before) && walk.bothSides && (after === null || after === undefined)) {
    emit(walk, at, { before: plain(before), after: null, sensitive: false, unknown: false });
  } else if (isEmpty(after) && walk.bothSides && (before === null || before === undefined)) {
    emit(walk, at, { before: null, after: plain(after), sensitive: false, unknown: false });
  } else if (scalarBefore !== scalarAfter) {
    emit(walk, at, { before: scalarBefore, after: scalarAfter, sensitive: false, unknown: false });
  }
}

function visitMembers(walk: Walk, at: PathNode, values: WrittenValues): void {
  const keys = isObject(values.before) ? Object.keys(values.before) : [];
  for (const key of keys) visitMember(walk, at, key, values);
  if (isObject(values.after)) for (const key of Object.keys(values.after)) if (!has(values.before, key)) visitMember(walk, at, key, values);
  if (isObject(values.afterUnknown))
    for (const key of Object.keys(values.afterUnknown))
      if (!has(values.before, key) && !has(values.after, key)) visitMember(walk, at, key, values);
}

function has(value: JsonValue | undefined, key: string): boolean {
  return isObject(value) && Object.hasOwn(value, key);
}

function visitMember(walk: Walk, at: PathNode, key: string, values: WrittenValues): void {
  const before = member(values.before, key);
  const after = member(values.after, key);
  const beforeSensitive = markOfKey(values.beforeSensitive, key);
  const afterSensitive = markOfKey(values.afterSensitive, key);
  const afterUnknown = markOfKey(values.afterUnknown, key);
  // Most leaves of a plan: the same on both sides, and unmarked.
  if (before === after && beforeSensitive === undefined && afterSensitive === undefined && afterUnknown === undefined) return;
  visit(walk, below(at, key), { before, after, beforeSensitive, afterSensitive, afterUnknown });
}

function visitElements(walk: Walk, at: PathNode, values: WrittenValues): void {
  const marked = marksAnything(values.beforeSensitive) || marksAnything(values.afterSensitive) || marksAnything(values.afterUnknown);
  if (!marked && sameValue(values.before, values.after)) return;
  for (const pair of alignElements(values)) {
    visit(walk, below(at, pair.index), pair.values);
  }
}

function below(at: PathNode, step: string | number): PathNode {
  let node = at.below.get(step);
  if (node === undefined) {
    node = { path: pathBelow(at.path, step), below: new Map() };
    at.below.set(step, node);
  }
  return node;
}

function emit(walk: Walk, at: PathNode, leaf: Omit<AttributeChange, "path" | "forcesReplacement">): void {
  const { path } = at;
  const forcesReplacement = walk.replacePaths.some((replacing) => isWithin(path, replacing) || isWithin(replacing, path));
  walk.found.push({ path, ...leaf, forcesReplacement });
}

/** The value as it may be shown; nothing is null. Only called for what carries no mark. */
function plain(value: JsonValue | undefined): PlainValue {
  return value === undefined ? null : value;
}

function isContainer(value: JsonValue | undefined): boolean {
  return typeof value === "object" && value !== null;
}

function isEmpty(value: JsonValue | undefined): boolean {
  return (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Equal as JSON; a missing value is null. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}
