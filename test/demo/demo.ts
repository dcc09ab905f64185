/** `npm run demo`: reviews the webserver's stories in the terminal, as a reviewer would, and writes each comment and page to a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packageVersion } from "../../src/flows/package-files.ts";
import { exitCodeOf, wantsColor } from "../../src/flows/present-review.ts";
import { createProgress } from "../../src/flows/progress.ts";
import { reviewBranch } from "../../src/flows/review-command.ts";
import { renderComment } from "../../src/render/comment.ts";
import { renderHtml } from "../../src/render/html.tsx";
import { renderTerminal } from "../../src/render/terminal.ts";
import { buildWebserver, storyNames } from "../stories/webserver.ts";
import { commentPage, indexPage, type ToldStory } from "./pages.ts";

const output = fileURLToPath(new URL("../../demo-output/", import.meta.url));

/** Stories that are printed whole; of the others only the title. */
const told = ["new-image", "resize-in-place", "pasted-password", "weakened-policy"];

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

const room = mkdtempSync(join(tmpdir(), "bakegate-demo-"));
const progress = createProgress(process.stderr);
try {
  const repository = join(room, "webserver");
  progress.at("Building the repository");
  buildWebserver(repository);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  line("A small repository bakes a web server with Packer and runs it with Terraform. Its main branch is fine.");
  line("Twenty people want to change it; this is what the reviewer of each would read.\n");
  const stories: ToldStory[] = [];
  for (const story of [...told, ...storyNames().filter((name) => !told.includes(name))]) {
    const review = await reviewBranch({ repo: repository, base: "main", head: story, engine: "auto" }, progress);
    progress.end();
    const comment = renderComment(review);
    const title = (comment.split("\n").find((text) => text.startsWith("## ")) ?? "## (no title)").slice(3);
    writeFileSync(join(output, `${story}.comment.md`), comment);
    writeFileSync(join(output, `${story}.comment.html`), commentPage(story, comment));
    writeFileSync(join(output, `${story}.html`), renderHtml(review, { name: "bakegate", version: packageVersion() }));
    const exit = exitCodeOf(review, undefined);
    stories.push({ story, title, exit });
    if (told.includes(story)) {
      const options = { color: wantsColor(true), width: process.stdout.columns ?? 100, verbose: false, quiet: false };
      line(`$ bakegate review --base main --head ${story}`);
      line(`${renderTerminal(review, options).trimEnd()}\n(exit code ${exit})\n`);
    } else {
      if (stories.length === told.length + 1) line("And the others, by the title of their comment:\n");
      line(`  ${story.padEnd(24)} exit ${exit}  ${title}`);
    }
  }
  writeFileSync(join(output, "index.html"), indexPage(stories));
  line(`\nEvery comment and page, rendered: ${relative(process.cwd(), join(output, "index.html"))}`);
  line(pathToFileURL(join(output, "index.html")).href);
} finally {
  progress.end();
  rmSync(room, { recursive: true, force: true });
}
