/** The other stories of the fixture, reviewed as `bakegate review` does, each as a comment and as a report. */
import { join } from "node:path";
import { packageVersion } from "../../src/flows/package-files.ts";
import { exitCodeOf } from "../../src/flows/present-review.ts";
import { silent } from "../../src/flows/progress.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import { renderCheck } from "../../src/render/check.ts";
import { renderComment } from "../../src/render/comment.ts";
import { htmlText } from "../../src/render/escape-html.ts";
import { renderHtml } from "../../src/render/html.tsx";
import { storyNames } from "../stories/webserver.ts";
import { githubMarkdown } from "./github-markdown.ts";
import { type Page, pageOf } from "./page.ts";
import type { Steps } from "./steps.ts";

export interface ToldStory {
  readonly story: string;
  readonly title: string;
  /** Of `bakegate review`. */
  readonly exitCode: number;
}

export interface StoryPages {
  readonly told: readonly ToldStory[];
  readonly pages: readonly Page[];
}

/** @param folder of the local git repository. @param except stories that are told elsewhere. */
export async function storyPages(steps: Steps, folder: string, except: ReadonlySet<string>): Promise<StoryPages> {
  const names = storyNames().filter((name) => !except.has(name));
  const told: ToldStory[] = [];
  const pages: Page[] = [];
  steps.at(`Reviewing ${names.length} more changes for the pages`);
  for (const story of names) {
    const review = await reviewBranch({ repo: folder, base: "main", head: story, engine: "auto" }, silent);
    const comment = `<p><a href="../index.html">All</a> · <code>${htmlText(story)}</code></p><section class="box"><div>${githubMarkdown(renderComment(review))}</div></section>`;
    pages.push(pageOf(commentPath(story), story, comment), {
      path: reportPath(story),
      html: renderHtml(review, { name: "bakegate", version: packageVersion() }),
    });
    told.push({ story, title: renderCheck(review).title, exitCode: exitCodeOf(review, undefined) });
  }
  return { told, pages };
}

export function commentPath(story: string): string {
  return join("stories", `${story}.html`);
}

export function reportPath(story: string): string {
  return join("stories", `${story}.report.html`);
}
