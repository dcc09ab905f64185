/** Keeps the few arguments of a change that a judgement rests on although they may not have changed. */
import { judgedSettings } from "../../model/judged-settings.ts";
import type { PlainValue } from "../../model/resource-change.ts";
import { isArray, isObject, type JsonValue, member } from "./json-members.ts";
import type { WrittenValues } from "./leaves.ts";
import { fittingMark, type Mark, markOfIndex, markOfKey } from "./marks.ts";

/**
 * What the arguments of `judgedSettings` are after the change: a scalar as it is, null where nothing is set, `true` for a block or list
 * that holds something. One that is sensitive on either side, or known only after apply, is left out. Undefined: the type has none, or
 * nothing is there after the change.
 */
export function readSettings(type: string, values: WrittenValues): ReadonlyMap<string, PlainValue> | undefined {
  const names = judgedSettings(type);
  if (names.length === 0 || !isObject(values.after)) return undefined;
  const settings = new Map<string, PlainValue>();
  for (const name of names) {
    const setting = settingAt(name.split("."), values);
    if (setting !== undefined) settings.set(name, setting);
  }
  return settings;
}

/** Undefined: nobody may know, or nobody knows yet. */
function settingAt(names: readonly string[], values: WrittenValues): PlainValue | undefined {
  let at = values;
  for (const name of names) {
    if (isHidden(at)) return undefined;
    at = memberOf(isArray(at.after) ? firstOf(at) : at, name);
  }
  if (isHidden(at)) return undefined;
  return shortened(at.after);
}

function isHidden(at: WrittenValues): boolean {
  return [at.afterUnknown, at.afterSensitive, at.beforeSensitive].some((mark) => fittingMark(mark, at.after) === true);
}

/** A block comes as a list of one; an empty list has no first, and so nothing below it. */
function firstOf(at: WrittenValues): WrittenValues {
  const first = (list: JsonValue | undefined): JsonValue | undefined => (isArray(list) ? list[0] : undefined);
  const mark = (marks: Mark): Mark => (marks === true ? true : markOfIndex(marks, 0));
  return {
    before: first(at.before),
    after: first(at.after),
    beforeSensitive: mark(at.beforeSensitive),
    afterSensitive: mark(at.afterSensitive),
    afterUnknown: mark(at.afterUnknown),
  };
}

function memberOf(at: WrittenValues, name: string): WrittenValues {
  // A whole that is hidden hides each of its parts.
  const mark = (marks: Mark): Mark => (marks === true ? true : markOfKey(marks, name));
  return {
    before: member(at.before, name),
    after: member(at.after, name),
    beforeSensitive: mark(at.beforeSensitive),
    afterSensitive: mark(at.afterSensitive),
    afterUnknown: mark(at.afterUnknown),
  };
}

function shortened(value: JsonValue | undefined): PlainValue {
  if (isArray(value)) return value.length > 0 ? true : null;
  if (isObject(value)) return Object.keys(value).length > 0 ? true : null;
  return value ?? null;
}
