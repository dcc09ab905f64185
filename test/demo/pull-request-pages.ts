/** A pull request and its check as the two pages that GitHub would show. */
import { htmlText } from "../../src/render/escape-html.ts";
import type { LocalRepository } from "../local-github/local-github.ts";
import { githubMarkdown } from "./github-markdown.ts";
import { type Page, pageOf } from "./page.ts";
import type { Merged } from "./pull-requests.ts";

export function pullRequestPages(one: Merged, repository: LocalRepository): readonly Page[] {
  return [conversation(one, repository), checkPage(one)];
}

/** Of the conversation's page; the check's is beside it. */
export function pagePath({ head }: Merged): string {
  return `${head}.html`;
}

export function checkPath({ head }: Merged): string {
  return `${head}.check.html`;
}

function conversation(one: Merged, { owner, name }: LocalRepository): Page {
  const { title, number, head, comment, merge } = one;
  const state = merge.sha === null ? '<span class="state">Open</span>' : '<span class="state merged">Merged</span>';
  return pageOf(
    pagePath(one),
    `${title} · Pull Request #${number}`,
    `<p><a href="index.html">All</a> · ${owner}/${name}</p>
<h1>${htmlText(title)} <span>#${number}</span></h1>
<p>${state}<span class="muted">wendy ${merge.sha === null ? "wants to merge" : "merged"} <code>${htmlText(head)}</code> into <code>main</code></span></p>
<section class="box"><header><b>${htmlText(comment.author.replace(/\[bot\]$/, ""))}</b><span class="bot">bot</span><span class="muted">commented</span></header>
<div>${githubMarkdown(comment.body)}</div></section>
<section class="box"><div class="row">${mark(one)}<span class="grow"><b>${htmlText(one.check.name)}</b> <span class="muted">— ${htmlText(one.check.title ?? "")}</span></span>
<span class="bot">Required</span><a href="${checkPath(one)}">Details</a></div>
<div>${mergeWords(one)}</div></section>`,
  );
}

function mergeWords({ merge }: Merged): string {
  if (merge.sha !== null) return `<b class="good">Merged</b> into <code>main</code> as <code>${merge.sha.slice(0, 7)}</code>`;
  return `<b class="bad">Merging is blocked</b><br><span class="muted">${htmlText(merge.message)} (asked to merge, GitHub answered ${merge.status})</span>`;
}

function checkPage(one: Merged): Page {
  const { check, title, number } = one;
  return pageOf(
    checkPath(one),
    `${check.name}: ${check.title ?? ""}`,
    `<p><a href="index.html">All</a> · <a href="${pagePath(one)}">${htmlText(title)} #${number}</a></p>
<section class="box"><header>${mark(one)} <b>${htmlText(check.name)}</b> <span class="muted">${htmlText(check.conclusion ?? check.status)}</span></header>
<div><h2>${htmlText(check.title ?? "")}</h2>${githubMarkdown(check.summary ?? "")}</div>
${check.annotations.map(annotation).join("\n")}
<div><h3 class="muted">Details</h3>${githubMarkdown(check.text ?? "")}</div></section>`,
  );
}

function annotation(given: unknown): string {
  const { path, start_line, annotation_level, title, message } = given as Readonly<Record<string, unknown>>;
  return `<div><b class="${annotation_level === "failure" ? "bad" : "muted"}">${htmlText(String(annotation_level))}</b> at <code>${htmlText(`${path}:${start_line}`)}</code> · ${htmlText(String(title))}<br>${htmlText(String(message))}</div>`;
}

function mark({ check }: Merged): string {
  return check.conclusion === "success" ? '<span class="good">✓</span>' : '<span class="bad">✗</span>';
}
