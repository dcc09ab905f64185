/** The full diff of each project, folded, as far as there is room. */
import type { Sentence } from "../model/finding.ts";
import { signedLines } from "./change-diff.ts";
import { groupChanges } from "./change-group.ts";
import { byteLength, fold, summaryWords } from "./comment-part.ts";
import { fenced } from "./escape-markdown.ts";
import type { Outline, ProjectOutline } from "./outline.ts";

/** Null: longer than `bytes`. Stops as soon as it is. */
function projectDiff(project: ProjectOutline, bytes: number): string | null {
  const lines: string[] = [];
  let left = bytes;
  for (const group of groupChanges(project.changed, "content")) {
    // What has no attributes to show is in the lists already.
    if (group.first.attributes.length === 0) continue;
    for (const { sign, text } of signedLines(group)) {
      const line = `${sign} ${text}`;
      left -= byteLength(line) + 1;
      if (left < 0) return null;
      lines.push(line);
    }
    lines.push("");
    left -= 1;
  }
  const block = fold(`Full diff of ${summaryWords(project.name)}`, fenced(lines.slice(0, -1), "diff"));
  return byteLength(block) <= bytes ? block : null;
}

/** Diffs of projects in order, each whole or not at all, within `bytes` together. */
export function diffFolds(outline: Outline, bytes: number): string[] {
  const folds: string[] = [];
  const left: Sentence[] = [];
  let room = bytes - 400;
  for (const project of outline.projects) {
    if (project.changed.every((change) => change.attributes.length === 0)) continue;
    const block = projectDiff(project, room);
    if (block === null) {
      left.push(project.name);
      continue;
    }
    folds.push(block);
    room -= byteLength(block) + 2;
  }
  if (left.length > 0) folds.push(leftOut(left));
  return folds;
}

function leftOut(names: readonly Sentence[]): string {
  const shown = names.slice(0, 2).map((name) => summaryWords(name, 40));
  const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
  return `<sub>The full diff of ${shown.join(", ")}${more} is too long for a comment.</sub>`;
}
