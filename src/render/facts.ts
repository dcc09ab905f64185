/** The line below the title, in parts: where the changes are known from, of which projects, and what is easily missed. */
import type { Sentence } from "../model/finding.ts";
import { joinSentences } from "./cause.ts";
import type { Outline, ProjectOutline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";

const MOST_PROJECTS = 3;

type Origin = "terraform" | "predicted" | "unreadable";

function originOf(project: ProjectOutline, unreadable: ReadonlySet<string>): Origin {
  return unreadable.has(project.project.dir) && project.project.changes.length === 0 ? "unreadable" : project.project.origin;
}

/** Where the changes are known from. */
function originWords(outline: Outline): string {
  const { review, projects } = outline;
  const unreadable = new Set(
    review.findings.flatMap(({ rule, project }) => (rule === "review/plan-unreadable" && project !== null ? [project] : [])),
  );
  const origins = new Set(projects.map((project) => originOf(project, unreadable)));
  if (origins.size === 0) return review.kind === "scan" ? "Scan of the files as they stand" : "No Terraform project is touched";
  const words =
    origins.has("terraform") && origins.has("predicted")
      ? "Partly from Terraform's plan, partly predicted from code"
      : origins.has("terraform")
        ? "From Terraform's plan"
        : "Predicted from code (no plan yet)";
  if (!origins.has("unreadable")) return words;
  if (origins.size === 1) return "The plan could not be read, so no change is shown";
  return `${words}; what is missing could not be read`;
}

/** Of the only project at the repository's root there is nothing to say. */
function projectNames(projects: readonly ProjectOutline[]): Sentence[] {
  const [only, ...others] = projects;
  if (only === undefined || (others.length === 0 && only.project.dir === "." && Object.keys(only.name.values).length === 0)) return [];
  const names = projects.slice(0, MOST_PROJECTS).map((project) => project.name);
  const hidden = projects.length - names.length;
  if (hidden > 0) names.push({ template: `${counted(hidden, "more project")}`, values: {} });
  return [joinSentences(names, ", ")];
}

/** Who edits the rules is told that they do not count yet. */
function policySentences({ policyEdits = [] }: Outline["review"]): readonly Sentence[] {
  if (policyEdits.length === 0) return [];
  return [{ template: "edits the policy ({files}), which holds from the merge on", values: { files: policyEdits } }];
}

/** What a prediction takes to be as it was; null: it rests on nothing but the code. */
export function restsOnSentence(outline: Outline): Sentence | null {
  const subjects = [...new Set(outline.projects.flatMap(({ project }) => project.restsOn ?? []))].sort();
  if (subjects.length === 0) return null;
  return { template: "The prediction takes {subjects} as unchanged, which only a plan can tell", values: { subjects } };
}

/** `Predicted from code (no plan yet)`, `prod, dev`, `3 replacements`, `1 undecided` */
export function factSentences(outline: Outline): readonly Sentence[] {
  const { counts, projects, review } = outline;
  const parts: string[] = [];
  const replaced = counts.get("replace") ?? 0;
  if (replaced > 0) parts.push(counted(replaced, "replacement"));
  const undecided = counts.get("undecided") ?? 0;
  if (undecided > 0) parts.push(`${grouped(undecided)} undecided`);
  const open = counts.get("open") ?? 0;
  if (projects.length > 0 && replaced + undecided + open === 0 && review.verdict === "block") parts.push("nothing is replaced");
  if (review.unread.length > 0) parts.push(counted(review.unread.length, "file not read", "files not read"));
  if (review.mode === "advisory") parts.push("advisory mode: reports, blocks nothing");
  const origin: Sentence = { template: originWords(outline), values: {} };
  return [origin, ...projectNames(projects), ...parts.map((template) => ({ template, values: {} })), ...policySentences(review)];
}
