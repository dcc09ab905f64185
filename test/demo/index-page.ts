/** The first page: the four pull requests, and every other story with its verdict. */
import { htmlText } from "../../src/render/escape-html.ts";
import type { LocalRepository } from "../local-github/local-github.ts";
import { githubInline } from "./github-markdown.ts";
import { type Page, pageOf } from "./page.ts";
import { checkPath, pagePath } from "./pull-request-pages.ts";
import type { Merged } from "./pull-requests.ts";
import { commentPath, reportPath, type ToldStory } from "./story-pages.ts";

export function indexPage(merged: readonly Merged[], { owner, name }: LocalRepository, stories: readonly ToldStory[]): Page {
  return pageOf(
    "index.html",
    "Bakegate: the demo",
    `<h1>${owner}/${name}</h1><p class="muted">Reviewed by Bakegate on a GitHub that ran on your machine and is gone: links to files lead nowhere.</p>
<section class="box"><header><b>${merged.length} pull requests</b></header>${merged.map(pullRequest).join("")}</section>
<h2>${stories.length} more changes to the same repository</h2>
<table><tr><th>verdict</th><th>exit code</th><th>change</th><th></th></tr>${stories.map(row).join("")}</table>`,
  );
}

function pullRequest(one: Merged): string {
  const state = one.merge.sha === null ? '<b class="bad">✗ not merged</b>' : '<b class="good">✓ merged</b>';
  return `<div><a href="${pagePath(one)}"><b>${htmlText(one.title)}</b></a> <span class="muted">#${one.number}</span><br>
${state} <span class="muted">·</span> ${githubInline(one.check.title ?? "")} <span class="muted">·</span> <a href="${checkPath(one)}">check</a></div>`;
}

function row({ story, title, exitCode }: ToldStory): string {
  return `<tr><td>${githubInline(title)}</td><td>${exitCode}</td><td><a href="${commentPath(story)}">${htmlText(story)}</a></td><td><a href="${reportPath(story)}">report</a></td></tr>`;
}
