/** Says which elements of two lists stand for each other, so that one element more in a set is not a change of all that follow. */
import { isArray, type JsonValue } from "./json-members.ts";
import type { WrittenValues } from "./leaves.ts";
import { fittingMark, markOfIndex, marksAnything } from "./marks.ts";

export interface ElementPair {
  readonly index: number;
  readonly values: WrittenValues;
}

/**
 * Pairs of elements that may differ. Lists and sets look the same in a plan, so: elements that stand on both sides (as often, with the
 * same marks) are left out; what remains is paired by index, and an element without a partner appears or goes. Two lists with the same
 * elements in another order are compared index by index, because in a list the order is a difference.
 */
export function alignElements(values: WrittenValues): readonly ElementPair[] {
  const before = isArray(values.before) ? values.before : [];
  const after = isArray(values.after) ? values.after : [];
  const length = Math.max(before.length, after.length);
  const indexes = Array.from({ length }, (_, index) => index);
  const all = indexes.map((index) => pairAt(values, before[index], after[index], index));
  if (before.length === 0 || after.length === 0 || marksAnything(values.afterUnknown)) return all;

  const common = new Map<string, number>();
  for (const pair of all.slice(0, before.length)) count(common, keyOf(pair.values.before, pair.values.beforeSensitive), 1);
  const keptAfter = new Set<number>();
  for (const pair of all.slice(0, after.length)) {
    const key = keyOf(pair.values.after, pair.values.afterSensitive);
    if ((common.get(key) ?? 0) > 0) count(common, key, -1);
    else keptAfter.add(pair.index);
  }
  const keptBefore = new Set<number>();
  for (const pair of all.slice(0, before.length).reverse()) {
    const key = keyOf(pair.values.before, pair.values.beforeSensitive);
    if ((common.get(key) ?? 0) === 0) continue;
    count(common, key, -1);
    keptBefore.add(pair.index);
  }
  if (keptBefore.size === 0 && keptAfter.size === 0) return all;
  return indexes
    .filter((index) => keptBefore.has(index) || keptAfter.has(index))
    .map((index) =>
      pairAt(values, keptBefore.has(index) ? before[index] : undefined, keptAfter.has(index) ? after[index] : undefined, index),
    );
}

function pairAt(values: WrittenValues, before: JsonValue | undefined, after: JsonValue | undefined, index: number): ElementPair {
  return {
    index,
    values: {
      before,
      after,
      beforeSensitive: before === undefined ? undefined : markOfIndex(values.beforeSensitive, index),
      afterSensitive: after === undefined ? undefined : markOfIndex(values.afterSensitive, index),
      afterUnknown: markOfIndex(fittingMark(values.afterUnknown, values.after), index),
    },
  };
}

function keyOf(value: JsonValue | undefined, mark: JsonValue | undefined): string {
  return `${JSON.stringify(value ?? null)} ${marksAnything(mark) ? JSON.stringify(mark) : ""}`;
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
