/** What goes from a set and what comes to it. */
import type { Value } from "../model/value.ts";
import { surelyDiffer } from "./predict-difference.ts";
import { canonical, holdsUnknown, itemsOf } from "./predict-values.ts";

export interface SetChange {
  readonly removed: number;
  readonly added: number;
  readonly kept: number;
}

/** Null: not known. What is unknown to the code, but not to Terraform, is told apart by how it is made. */
export function setChange(before: Value | undefined, after: Value | undefined): SetChange | null {
  const [old, next] = [itemsOf(before), itemsOf(after)];
  if (old === null || next === null || [...old, ...next].some((item) => holdsUnknown(item) && !isSettled(item))) return null;
  const olds = new Map(old.map((item) => [canonical(item, true), item]));
  const nexts = new Map(next.map((item) => [canonical(item, true), item]));
  const removed = [...olds].flatMap(([text, item]) => (nexts.has(text) ? [] : [item]));
  const added = [...nexts].flatMap(([text, item]) => (olds.has(text) ? [] : [item]));
  if (!removed.every((item) => added.every((other) => surelyDiffer(item, other)))) return null;
  return { removed: removed.length, added: added.length, kept: olds.size - removed.length };
}

function isSettled(item: Value): boolean {
  return item.kind === "unknown" && item.planned === "kept";
}
