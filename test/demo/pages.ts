/** Shows a comment as GitHub would: Markdown to HTML in GitHub's look. Only the demo and the pictures need this. */
import { marked } from "marked";

const style = `
:root { color-scheme: light dark; --fg: #1f2328; --bg: #fff; --muted: #59636e; --line: #d1d9e0; --code: #818b981f; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --bg: #0d1117; --muted: #9198a1; --line: #3d444d; --code: #656c7633; --link: #4493f8; } }
body { margin: 0; background: var(--bg); color: var(--fg); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
main { max-width: 880px; margin: 0 auto; padding: 16px; }
article { border: 1px solid var(--line); border-radius: 6px; padding: 16px; overflow-wrap: anywhere; }
h2 { font-size: 1.5em; padding-bottom: .3em; border-bottom: 1px solid var(--line); margin: 0 0 16px; }
h3 { font-size: 1.25em; margin: 24px 0 16px; }
a { color: var(--link); } sub { color: var(--muted); }
code { background: var(--code); border-radius: 6px; padding: .2em .4em; font: 85%/1.45 ui-monospace, SFMono-Regular, Menlo, monospace; }
pre { background: var(--code); border-radius: 6px; padding: 16px; overflow: auto; } pre code { background: none; padding: 0; }
table { border-collapse: collapse; display: block; overflow: auto; max-width: 100%; margin: 0 0 16px; }
th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left; }
blockquote { border-left: .25em solid var(--line); color: var(--muted); margin: 0 0 16px; padding: 0 1em; }
`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><main>${body}</main></html>`;
}

export function commentPage(title: string, markdown: string): string {
  return page(title, `<article>${marked.parse(markdown, { async: false, gfm: true, breaks: true })}</article>`);
}

export interface ToldStory {
  readonly story: string;
  readonly title: string;
  /** The exit code of `bakegate review`. */
  readonly exit: number;
}

export function indexPage(stories: readonly ToldStory[]): string {
  const rows = stories.map(
    ({ story, title, exit }) =>
      `<tr><td>${marked.parseInline(title, { async: false })}</td><td>${exit}</td><td><a href="${story}.comment.html">comment</a></td><td><a href="${story}.html">page</a></td><td><code>${story}</code></td></tr>`,
  );
  return page(
    "Bakegate: the webserver's stories",
    `<h2>The webserver's stories</h2><table><tr><th>verdict</th><th>exit</th><th></th><th></th><th>branch</th></tr>${rows.join("")}</table>`,
  );
}
