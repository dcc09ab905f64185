/** `npm run demo`: reviews the webserver's stories in the terminal, as a reviewer would, and writes each comment and page to a folder. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildWebserver, storyNames } from "../stories/webserver.ts";
import { commentPage, indexPage } from "./pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cli = join(root, "dist", "cli.js");
const output = join(root, "demo-output");

/** Stories that are printed whole; of the others only the verdict. */
const told = ["new-image", "resize-in-place", "pasted-password", "weakened-policy"];

interface Told {
  readonly story: string;
  readonly title: string;
  readonly exit: number;
}

function bakegate(args: readonly string[], colour: boolean): { readonly text: string; readonly exit: number } {
  const env = { ...process.env, ...(colour ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) };
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
  if (run.status === null || run.status === 2)
    throw new Error(`bakegate ${args.join(" ")} ended with ${run.status ?? run.signal}\n${run.stderr}`);
  return { text: run.stdout, exit: run.status };
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

const room = mkdtempSync(join(tmpdir(), "bakegate-demo-"));
try {
  const repository = join(room, "webserver");
  buildWebserver(repository);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  line("A small repository bakes a web server with Packer and runs it with Terraform. Twenty people want to change it.\n");
  const all: Told[] = [];
  for (const story of [...told, ...storyNames().filter((name) => !told.includes(name))]) {
    const review = ["review", "--repo", repository, "--base", "main", "--head", story];
    const comment = bakegate([...review, "--format", "markdown"], false);
    const title = (comment.text.split("\n").find((text) => text.startsWith("## ")) ?? "## (no title)").slice(3);
    writeFileSync(join(output, `${story}.comment.html`), commentPage(story, comment.text));
    writeFileSync(join(output, `${story}.comment.md`), comment.text);
    writeFileSync(join(output, `${story}.html`), bakegate([...review, "--format", "html"], false).text);
    all.push({ story, title, exit: comment.exit });
    if (told.includes(story)) {
      line(`$ bakegate review --base main --head ${story}`);
      line(bakegate(review, process.stdout.isTTY === true).text);
    } else {
      if (all.length === told.length + 1) line("And the others, by the title of their comment:\n");
      line(`  ${story.padEnd(24)} exit ${comment.exit}  ${title}`);
    }
  }
  writeFileSync(join(output, "index.html"), indexPage(all));
  line(`\nEach comment and page, rendered: ${relative(process.cwd(), output) || "."}/index.html`);
  line(pathToFileURL(join(output, "index.html")).href);
} finally {
  rmSync(room, { recursive: true, force: true });
}
