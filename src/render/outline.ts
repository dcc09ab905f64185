/** What every renderer shows of a review, worked out once: sorted findings, folded changes, counts. */
import type { Sentence } from "../model/finding.ts";
import type { JudgedChange } from "../model/resource-change.ts";
import type { ProjectReview, Review } from "../model/review.ts";
import { CHANGE_LISTS, type ChangeList, changesByList, projectName } from "./change-group.ts";
import { type SortedFindings, sortFindings } from "./finding-group.ts";
import { type ReplacementRow, replacementRows } from "./replacement.ts";

export interface ProjectOutline {
  readonly project: ProjectReview;
  readonly name: Sentence;
  readonly lists: ReadonlyMap<ChangeList, readonly JudgedChange[]>;
  readonly rows: readonly ReplacementRow[];
  /** Anything but no-ops and reads. */
  readonly changed: readonly JudgedChange[];
}

export interface Outline {
  readonly review: Review;
  readonly findings: SortedFindings;
  readonly projects: readonly ProjectOutline[];
  readonly counts: ReadonlyMap<ChangeList, number>;
  /** Addresses that rule `immutable/destroy-first` names. */
  readonly destroyedFirst: ReadonlySet<string>;
}

function outlineProject(project: ProjectReview, review: Review): ProjectOutline {
  return {
    project,
    // A plan by itself has no folder; its file is what a reader knows.
    name: review.kind === "plan" ? { template: "{name}", values: { name: review.subject.repository } } : projectName(project),
    lists: changesByList(project.changes),
    rows: replacementRows(project.changes),
    changed: project.changes.filter((change) => change.action !== "no-op" && change.action !== "read"),
  };
}

/** How many changes the projects have of each list. */
export function countLists(projects: readonly ProjectOutline[]): ReadonlyMap<ChangeList, number> {
  const counts = new Map<ChangeList, number>();
  for (const list of CHANGE_LISTS) {
    const count = projects.reduce((sum, project) => sum + (project.lists.get(list)?.length ?? 0), 0);
    if (count > 0) counts.set(list, count);
  }
  return counts;
}

export function outlineOf(review: Review): Outline {
  const projects = review.projects.map((project) => outlineProject(project, review));
  return {
    review,
    findings: sortFindings(review),
    projects,
    counts: countLists(projects),
    destroyedFirst: new Set(
      review.findings.flatMap((finding) =>
        finding.rule === "immutable/destroy-first" && finding.address !== null ? [finding.address] : [],
      ),
    ),
  };
}
