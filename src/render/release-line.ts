/** Renders what became of a merge: one line in the living comment, and the issue that is opened where it must not be released. */
import type { Release } from "../model/release.ts";
import { nameList } from "./comment-part.ts";
import { code, markdownLine } from "./escape-markdown.ts";
import { shorten } from "./shorten.ts";

/** Longer reasons are cut: they may quote the pull request. */
const MOST_REASON = 600;

function prose(text: string): string {
  return markdownLine.prose(shorten(text.replace(/\s+/g, " "), MOST_REASON));
}

function link(label: string, url: string): string {
  return /^https?:\/\/[A-Za-z0-9.:/_%~-]+$/.test(url) ? `[${label}](${url})` : label;
}

/** The line of a release, Markdown; null: there is nothing to say. */
export function releaseLine(release: Release): string | null {
  const { state, merge } = release;
  const what = `**Release** of ${code(merge.slice(0, 7))}: `;
  switch (state.kind) {
    case "evaluating":
      return null;
    case "dispatching":
      return `${what}is being dispatched`;
    case "dispatched":
      return `${what}dispatched${inputs(release)}${state.note === null ? "" : ` · ⚠ ${prose(state.note)}`}`;
    case "running":
      return `${what}${link(state.run.status === "queued" ? "queued" : "running", state.run.url)}${inputs(release)}`;
    case "completed":
      return `${what}${state.run.conclusion === "success" ? "✅ " : "⛔ "}${link(conclusionWords(state.run.conclusion), state.run.url)}${inputs(release)}`;
    case "refused":
      return `${what}⛔ not released: ${prose(state.why)}`;
    case "failed":
      return `${what}⛔ not released: ${prose(state.why)}. ${prose(state.next)}`;
    case "nothing":
      return `${what}nothing to release: ${prose(state.why)}`;
  }
}

function inputs({ inputs: asked }: Release): string {
  if (asked === null) return "";
  const images = asked.images.length === 0 ? "" : ` · bakes ${nameList(asked.images, 4)}`;
  const projects = asked.projects.length === 0 ? "" : ` · deploys ${nameList(asked.projects, 4)}`;
  return images + projects;
}

function conclusionWords(conclusion: string | null): string {
  switch (conclusion) {
    case "success":
      return "succeeded";
    case "failure":
      return "failed";
    case "timed_out":
      return "timed out";
    default:
      return /^[a-z_]{1,40}$/.test(conclusion ?? "") ? (conclusion ?? "").replaceAll("_", " ") : "ended";
  }
}

/** By which the issue of a release is found again. */
export function issueMarker({ merge }: Release): string {
  return `<!-- bakegate:release ${merge.replace(/[^0-9a-f]/g, "")} -->`;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** The alarm of a merge that is not released. */
export function releaseIssue(release: Release, commitUrl: string): IssueText {
  const { state, merge, branch, pullRequest } = release;
  const why = state.kind === "refused" || state.kind === "failed" ? state.why : "";
  const next =
    state.kind === "failed"
      ? state.next
      : "Mend it with another pull request, or revert the merge; the next merge is evaluated as it comes.";
  const short = merge.slice(0, 7);
  const lines = [
    issueMarker(release),
    `${link(code(short), commitUrl)} was merged into ${code(branch)}${pullRequest === null ? "" : ` by #${pullRequest}`} and is not released.`,
    `**Why:** ${prose(why)}`,
    prose(next),
    `The check ${code("bakegate")} on the commit says all of it.`,
  ];
  return {
    title: `Not released: ${short} on ${shorten(branch.replace(/[^\w./-]/g, "?"), 80)}`,
    body: `${lines[0]}\n${lines.slice(1).join("\n\n")}\n`,
  };
}
