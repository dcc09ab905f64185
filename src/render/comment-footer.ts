/** The hidden marker at the top of the comment, the line below the title, and the footer. */
import { nameList } from "./comment-part.ts";
import { code } from "./escape-markdown.ts";
import type { Outline } from "./outline.ts";
import { counted, grouped } from "./phrase.ts";
import { shorten } from "./shorten.ts";

/** Letters, digits and signs that cannot end an HTML comment or look like a second field. */
function token(text: string | null): string {
  return text === null ? "none" : text.replace(/[^A-Za-z0-9:.]/g, "").slice(0, 80) || "none";
}

/** The start by which the App finds its own comment (together with the author). */
export const COMMENT_MARKER = "<!-- bakegate:v1";

export function marker(outline: Outline): string {
  const { subject, policyDigest, verdict } = outline.review;
  return `${COMMENT_MARKER} base=${token(subject.base)} head=${token(subject.head)} policy=${token(policyDigest)} verdict=${verdict} -->`;
}

/** A commit's id as people write it. */
export function shortSha(sha: string): string {
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 7) : shorten(sha, 20);
}

/** Where the changes are known from. */
export function originWords(outline: Outline): string {
  const origins = new Set(outline.projects.map((project) => project.project.origin));
  if (origins.size === 0) return outline.review.kind === "scan" ? "Scan of the files as they stand" : "No Terraform project is touched";
  if (origins.size === 2) return "Partly from Terraform's plan, partly predicted from code";
  return origins.has("terraform") ? "From Terraform's plan" : "Predicted from code (no plan yet)";
}

/** `Predicted from code (no plan yet) · prod, dev · 3 replacements` */
export function factsLine(outline: Outline): string {
  const { counts, projects, review } = outline;
  const parts = [originWords(outline)];
  if (projects.length > 0)
    parts.push(
      nameList(
        projects.map((project) => project.name),
        3,
      ),
    );
  const replaced = counts.get("replace") ?? 0;
  if (replaced > 0) parts.push(counted(replaced, "replacement"));
  const undecided = counts.get("undecided") ?? 0;
  if (undecided > 0) parts.push(`${grouped(undecided)} undecided`);
  if (projects.length > 0 && replaced === 0 && undecided === 0 && review.verdict === "block") parts.push("nothing is replaced");
  if (review.unread.length > 0) parts.push(counted(review.unread.length, "file not read", "files not read"));
  if (review.mode === "advisory") parts.push("advisory mode: reports, blocks nothing");
  return parts.join(" · ");
}

/** What the review rests on, small. */
export function footer(outline: Outline, help: boolean): string {
  const { subject, policyDigest, plans, stats } = outline.review;
  const parts: string[] = [];
  const nameOf = (label: string | null, sha: string | null): string | null => {
    if (sha === null) return label === null ? null : code(shorten(label, 60));
    return label === null ? code(shortSha(sha)) : `${code(shorten(label, 60))} ${code(shortSha(sha))}`;
  };
  const head = nameOf(subject.headName, subject.head);
  const base = nameOf(subject.baseName, subject.base);
  if (head !== null) parts.push(base === null ? head : `${head} onto ${base}`);
  parts.push(`policy ${code(shorten(policyDigest, 12).replace("…", "").slice(0, 7))}`);
  const versions = [...new Set(plans.flatMap((plan) => (plan.terraform === null ? [] : [plan.terraform])))].sort();
  if (versions.length > 0) parts.push(`Terraform ${nameList(versions, 2)}`);
  parts.push(`${counted(stats.filesRead, "file")} read`);
  if (help) parts.push("`/bakegate help`");
  return `<sub>${parts.join(" · ")}</sub>`;
}
