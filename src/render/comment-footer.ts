/** The hidden marker at the top of the comment, the line below the title, and the footer. */
import { nameList, nameWords } from "./comment-part.ts";
import { code } from "./escape-markdown.ts";
import { factSentences } from "./facts.ts";
import type { Outline } from "./outline.ts";
import { counted } from "./phrase.ts";
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

/** `Predicted from code (no plan yet) · prod, dev · 3 replacements` */
export function factsLine(outline: Outline): string {
  return factSentences(outline)
    .map((sentence) => nameWords(sentence))
    .join(" · ");
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
