/** What the demo shows: comments in a terminal and on pages, as GitHub would show them. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import pc from "picocolors";
import { isBuilt } from "./demo/build-app.ts";
import { githubMarkdown } from "./demo/github-markdown.ts";
import { paintedColumns } from "./demo/screen.ts";
import { terminalMarkdown } from "./demo/terminal-markdown.ts";

const comment = `<!-- bakegate:v1 verdict=block -->
## ⚠️ Blocked: 2 servers would change in place

Predicted from code (no plan yet) · \`prod\`

### Must change

**1. \`aws_instance.web\` would be resized in place** — [\`main.tf:3\`](https://github.com/acme/web/blob/1/main.tf#L3)  
\`instance_type\`: \`t3.small\` → \`t3.large\`

| resource | why |
| :-- | :-- |
| \`aws_instance.api\` | \`ami\`: \`ami-1\` → \`ami-2\` |
| \`aws_lb.a\` | <code>&#123;</code> |

<details><summary>2 changed &amp; <code>1</code> new</summary>

- folded

<details><summary>inner</summary>
</details>

</details>

<details><summary>Full diff</summary>

\`\`\`diff
- a
\`\`\`

</details>

<sub>\`1234567\` onto \`main\`</sub>

<!-- bakegate:memory W10= -->
`;

const plain = pc.createColors(false);

describe("in a terminal", () => {
  test("a comment is what a reader sees of it: folds are closed, tables aligned, and what is hidden stays hidden", () => {
    expect(terminalMarkdown(comment, { colors: plain, width: 80 })).toEqual([
      "⚠ Blocked: 2 servers would change in place",
      "Predicted from code (no plan yet) · prod",
      "",
      "Must change",
      "1. aws_instance.web would be resized in place — main.tf:3",
      "instance_type: t3.small → t3.large",
      "",
      "resource          why",
      "────────────────  ──────────────────",
      "aws_instance.api  ami: ami-1 → ami-2",
      "aws_lb.a          {",
      "",
      "▸ 2 changed & 1 new",
      "▸ Full diff",
      "",
      "1234567 onto main",
    ]);
  });

  test("no line is wider than the terminal, in colours neither, and each ends them", () => {
    const lines = terminalMarkdown(comment, { colors: pc.createColors(true), width: 30 });
    expect(Math.max(...lines.map(paintedColumns))).toBeLessThanOrEqual(30);
    for (const line of lines) expect(line.match(/\[(?:1|2|4|36)m/g)?.length).toBe(line.match(/\[(?:22|24|39)m/g)?.length);
  });

  test("a comment cannot move the cursor", () => {
    const lines = terminalMarkdown("a\u001b[2Jb `c\u001b]0;d\u0007` <p>\u001b[H</p>", { colors: plain, width: 80 });
    expect(lines.join("\n")).not.toContain("\u001b");
  });
});

describe("on a page", () => {
  test("folds and code stay, diffs are marked, comments go", () => {
    const html = githubMarkdown(comment);
    expect(html).toContain("<details><summary>2 changed &amp; <code>1</code> new</summary>");
    expect(html).toContain("<pre><code><del>- a</del></code></pre>");
    expect(html).not.toContain("bakegate:");
  });

  test.each([
    ["<script>alert(1)</script>", "<script"],
    ['<details ontoggle="x()" open>', "<details"],
    ["[a](javascript:x)", "href"],
    ['[a](https://e.org/"onclick="x)', '"onclick'],
    ["![a](https://e.org/a.png)", "<img"],
    ["[a](http://127.0.0.1:1234/acme/web/blob/1/main.tf)", "href"],
    ["```\n</code><b>\n```", "<b>"],
  ])("%s does no harm", (markdown, harm) => {
    expect(githubMarkdown(markdown)).not.toContain(harm);
  });
});

test("what was built is built again where an output is missing or older than its source", () => {
  const room = mkdtempSync(join(tmpdir(), "bakegate-built-"));
  try {
    const [source, built] = [join(room, "src"), join(room, "dist")];
    for (const dir of [source, built]) mkdirSync(join(dir, "a"), { recursive: true });
    writeFileSync(join(source, "a/b.tsx"), "");
    expect(isBuilt(source, built)).toBe(false);
    writeFileSync(join(built, "a/b.js"), "");
    expect(isBuilt(source, built)).toBe(true);
    utimesSync(join(built, "a/b.js"), 1, 1);
    expect(isBuilt(source, built)).toBe(false);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
});
