/** The line below the terminal's title, and the last line: what the review rests on. */
import { shortSha } from "./comment-footer.ts";
import { terminalMedium, unmarked } from "./escape-terminal.ts";
import { factSentences, restsOnSentence } from "./facts.ts";
import type { Outline } from "./outline.ts";
import { counted } from "./phrase.ts";
import { fill } from "./sentence.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

/** `Predicted from code (no plan yet) · prod, dev · 3 replacements` */
export function factsText(outline: Outline): string {
  return factSentences(outline)
    .map((sentence) => fill(sentence, terminalMedium))
    .join(" · ");
}

/** `The prediction takes data.aws_ami.base as unchanged…`; null: there is nothing to say. */
export function restsOnText(outline: Outline): string | null {
  const rests = restsOnSentence(outline);
  return rests === null ? null : unmarked(fill(rests, terminalMedium));
}

function revision(name: string | null, sha: string | null): string | null {
  const parts = [name === null ? null : visibleText(shorten(name, 60)), sha === null ? null : visibleText(shortSha(sha))];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(" ");
}

/** `feature 3f2a1c9 onto main 9c1d2e3 · policy 5e6f… · Terraform 1.11.4 · 12 files read` */
export function groundText(outline: Outline): string {
  const { subject, policyDigest, plans, stats } = outline.review;
  const parts: string[] = [];
  const head = revision(subject.headName, subject.head);
  const base = revision(subject.baseName, subject.base);
  if (head !== null) parts.push(base === null ? head : `${head} onto ${base}`);
  parts.push(`policy ${visibleText(policyDigest.slice(0, 7))}`);
  const versions = [...new Set(plans.flatMap((plan) => (plan.terraform === null ? [] : [plan.terraform])))].sort();
  if (versions.length > 0) parts.push(`Terraform ${versions.map((version) => visibleText(shorten(version, 20))).join(", ")}`);
  parts.push(`${counted(stats.filesRead, "file")} read`);
  return parts.join(" · ");
}
