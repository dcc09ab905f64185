/** Marks that mirror a value (`before_sensitive`, `after_unknown`): a bare `true` stands for everything below it. */
import { isArray, isObject, type JsonValue, member } from "./json-members.ts";

export type Mark = JsonValue | undefined;

/** Whether anything at or below the mark is marked. */
export function marksAnything(mark: Mark): boolean {
  if (mark === true) return true;
  if (isArray(mark)) return mark.some(marksAnything);
  return isObject(mark) && Object.values(mark).some(marksAnything);
}

/** The mark of a member. */
export function markOfKey(mark: Mark, key: string): Mark {
  return member(mark, key);
}

/** The mark of an element. */
export function markOfIndex(mark: Mark, index: number): Mark {
  return isArray(mark) ? mark[index] : undefined;
}

/**
 * The mark as far as it fits the value. Where it marks something that the value's shape has no place for (Terraform leaves unknown
 * elements out of some sets, so that indexes no longer meet), everything is marked: better too much than too little.
 */
export function fittingMark(mark: Mark, value: JsonValue | undefined): Mark {
  if (mark === true || mark === undefined || mark === null || mark === false) return mark;
  const fits = isArray(value) ? isArray(mark) && mark.length <= value.length : isObject(value) && isObject(mark);
  return fits || value === undefined || value === null ? mark : marksAnything(mark);
}
