/** Markdown to HTML as GitHub does it: few tags, no script, and diffs in colours. */
import { Marked, type Tokens } from "marked";
import { htmlText } from "../../src/render/escape-html.ts";

/** Tags that a comment may bring along, without attributes. GitHub lets more through; Bakegate writes no others. */
const TAG = /<!--[\s\S]*?-->|<\/?(?:details|summary|sub|code|strong|em|br)>|[<>]/g;

const markdown = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => text.replace(TAG, permitted),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      // The local GitHub is gone when the page is read: its addresses are shown and lead nowhere.
      if (/^http:\/\/127\.0\.0\.1[:/]/.test(href))
        return `<a title="${htmlText(href.replace(/^http:\/\/[^/]+/, "https://github.com"))}">${text}</a>`;
      return /^https:\/\//.test(href) ? `<a href="${htmlText(href)}" rel="noreferrer">${text}</a>` : text;
    },
    image: ({ text }) => htmlText(text),
    code: ({ text, lang }) => `<pre><code>${lang === "diff" ? text.split("\n").map(diffLine).join("\n") : escaped(text)}</code></pre>`,
  },
});

export function githubMarkdown(text: string): string {
  return markdown.parse(text, { async: false });
}

/** Without a paragraph around it. */
export function githubInline(text: string): string {
  return markdown.parseInline(text, { async: false });
}

function permitted(tag: string): string {
  if (tag === "<") return "&lt;";
  if (tag === ">") return "&gt;";
  return tag.startsWith("<!--") ? "" : tag;
}

function diffLine(line: string): string {
  switch (line[0]) {
    case "+":
      return `<ins>${escaped(line)}</ins>`;
    case "-":
      return `<del>${escaped(line)}</del>`;
    case "!":
      return `<mark>${escaped(line)}</mark>`;
    default:
      return escaped(line);
  }
}

/** With its tabs as they are. */
function escaped(text: string): string {
  return text.split("\t").map(htmlText).join("\t");
}
