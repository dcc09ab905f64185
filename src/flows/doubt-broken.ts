/** A file that cannot be read hides what stands in it: nothing may be said to come or go because of it. */
import type { Action, ResourceChange } from "../model/resource-change.ts";
import { isModuleFile } from "../terraform/repository-path.ts";
import type { ReadSide } from "./read-side.ts";

/** Whether a module file of a side cannot be read in whole. */
export function isBroken(read: ReadSide | null): boolean {
  const hiding = (rule: string) =>
    rule === "review/syntax-error" || rule === "review/unreadable-file" || rule === "review/parsers-disagree";
  return read?.side.problems.some((problem) => hiding(problem.rule) && isModuleFile(problem.place?.file ?? "")) ?? false;
}

/** The changes with those in doubt that may only seem so: what goes, when the head cannot be read; what is new, when the base cannot. */
export function doubtBroken(
  changes: readonly ResourceChange[],
  broken: { readonly base: boolean; readonly head: boolean },
): readonly ResourceChange[] {
  if (!broken.base && !broken.head) return changes;
  const going = new Set(changes.filter((change) => goes(change.action)).map((change) => change.type));
  return changes.map((change) => {
    if (broken.head && goes(change.action)) return doubted(change);
    // A block that moves it may stand in the part that cannot be read.
    const comes = change.action === "create" && (broken.base || going.has(change.type));
    return comes ? doubted(change) : change;
  });
}

function goes(action: Action): boolean {
  return action === "delete" || action === "forget";
}

function doubted(change: ResourceChange): ResourceChange {
  const possible: readonly Action[] = [change.action, "no-op", "replace", "update"];
  return {
    ...change,
    action: "undecided",
    possible,
    doubts: [{ kind: "invalid-configuration", path: null, subject: null }],
    attributes: [],
  };
}
