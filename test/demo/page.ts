/** A page in GitHub's look that stands alone, light and dark, and the folder that the pages are written to. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { htmlText } from "../../src/render/escape-html.ts";

export interface Page {
  /** Path below the folder of the pages. */
  readonly path: string;
  readonly html: string;
}

const style = `
:root { color-scheme: light dark; --fg: #1f2328; --bg: #fff; --soft: #f6f8fa; --muted: #59636e; --line: #d1d9e0; --code: #818b981f; --link: #0969da;
  --good: #1a7f37; --bad: #d1242f; --done: #8250df; --ins: #dafbe1; --del: #ffebe9; --mark: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --bg: #0d1117; --soft: #151b23; --muted: #9198a1; --line: #3d444d; --code: #656c7633; --link: #4493f8;
  --good: #3fb950; --bad: #f85149; --done: #ab7df8; --ins: #12261e; --del: #25171c; --mark: #272115; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; }
body > main { max-width: 920px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 2em; font-weight: 400; line-height: 1.25; margin: 0 0 8px; } h1 span { color: var(--muted); font-weight: 300; }
h2 { font-size: 1.5em; line-height: 1.25; padding-bottom: .3em; border-bottom: 1px solid var(--line); margin: 24px 0 16px; }
h3 { font-size: 1.25em; line-height: 1.25; margin: 24px 0 16px; }
p, ul { margin: 0 0 16px; } ul { padding-left: 2em; } details { margin: 0 0 16px; } summary { cursor: pointer; } details[open] > summary { margin-bottom: 8px; }
a { color: var(--link); text-decoration: underline; text-underline-offset: .2rem; } sub { color: var(--muted); font-size: 85%; vertical-align: baseline; }
code { background: var(--code); border-radius: 6px; padding: .2em .4em; font: 85%/1.45 ui-monospace, SFMono-Regular, Menlo, monospace; }
h1 code, h2 code, h3 code { font-size: inherit; padding: 0 .2em; }
pre { background: var(--soft); border-radius: 6px; padding: 16px; margin: 0; overflow: auto; } pre code { background: none; padding: 0; }
ins, del, mark { text-decoration: none; color: inherit; background: var(--ins); } del { background: var(--del); } mark { background: var(--mark); }
table { border-collapse: collapse; display: block; overflow: auto; width: max-content; max-width: 100%; overflow-wrap: normal; margin: 0 0 16px; }
th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left; } tr:nth-child(2n) { background: var(--soft); }
blockquote { border-left: .25em solid var(--line); color: var(--muted); margin: 0 0 16px; padding: 0 1em; }
.muted { color: var(--muted); } .good { color: var(--good); } .bad { color: var(--bad); }
.state { display: inline-block; border-radius: 2em; padding: 5px 12px; color: #fff; background: #1f883d; font-weight: 500; margin-right: 8px; } .state.merged { background: #8250df; }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 16px 0; overflow-wrap: anywhere; }
.box > header { background: var(--soft); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; padding: 8px 16px; }
.box > header b { margin-right: 4px; } .bot { border: 1px solid var(--line); border-radius: 2em; padding: 0 7px; font-size: 12px; color: var(--muted); margin-right: 4px; }
.box > div { padding: 16px; } .box > div > :first-child { margin-top: 0; } .box > div > :last-child { margin-bottom: 0; }
.box > div + div { border-top: 1px solid var(--line); } .row { display: flex; gap: 8px; align-items: baseline; } .row > .grow { flex: 1; }
`;

/** @param title text. @param body HTML. */
export function pageOf(path: string, title: string, body: string): Page {
  const head = [
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${htmlText(title)}</title><style>${style}</style>`,
  ];
  return { path, html: `<!doctype html>\n<html lang="en">${head.join("")}<body><main>${body}</main></body></html>\n` };
}

/** What was in the folder before is gone. */
export function writePages(folder: string, pages: readonly Page[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, html } of pages) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), html);
  }
}
